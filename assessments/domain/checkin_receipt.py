"""Who can see what of a check-in that was submitted, from the table that the data sheet shows."""

from dataclasses import dataclass

from assessments.domain.privacy_sheet import INDIVIDUAL_DATA, ROLES, Text

GIVEN = ("private", "results", "participation")


@dataclass(frozen=True)
class SeenBy:
    """A kind of data that was given, with what each role sees of it."""

    data: Text
    roles: tuple[tuple[Text, Text], ...]


def seen_by_of_check_in() -> tuple[SeenBy, ...]:
    """Return, for what a check-in holds, which role sees what; no query."""
    rows = {row.code: row for row in INDIVIDUAL_DATA}
    return tuple(
        SeenBy(rows[code].data, tuple(zip(ROLES, rows[code].seen_by, strict=True)))
        for code in GIVEN
    )

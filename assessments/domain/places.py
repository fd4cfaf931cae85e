"""What the organisation says of an adviser: the role, its profile, how long evidence lasts."""

from typing import Any, NamedTuple

from assessments.domain.freshness import Ages
from assessments.domain.targets import REPORTING, reporting_memberships
from assessments.models import RoleProfileText
from cms.accounts.models import User
from cms.drawn import for_a_minute

_POLICY = "organisation__evidence_policy__"
# Put together once, for that takes longer than to ask it; whose and on which day come later.
_PLACES: Any = REPORTING.values_list(
    f"{_POLICY}current_months", f"{_POLICY}expired_months", "role_assignment__profile"
)


class Place(NamedTuple):
    """A role by name, the role profile by id, and the ages; of a membership that reports."""

    role: str = ""
    profile: int | None = None
    ages: Ages = Ages()


def place_of(user: User, language: str) -> Place:
    """Return the place of a person, its role named in a language.

    One query, and one more for the name where it was not read within the minute. Without a
    membership that reports there is no role, and the ages are the usual ones.
    """
    row: Any = reporting_memberships(user, among=_PLACES).first()
    if row is None:
        return Place()
    current, expired, profile = row
    return Place(
        _name_of(profile, language), profile, Ages(current, expired) if current else Ages()
    )


def _name_of(profile: int | None, language: str) -> str:
    """Return the name of a role profile, in the other language where it has none in this one."""
    if profile is None:
        return ""
    names = for_a_minute("role names", profile, lambda: _names(profile))
    return names.get(language) or next((name for name in names.values() if name), "")


def _names(profile: int) -> dict[str, str]:
    rows = RoleProfileText.objects.filter(profile=profile)
    return dict(rows.values_list("language", "name"))

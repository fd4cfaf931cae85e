"""The catalogue of sources as a CSV file: one row per source, a column per language for words."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from training.domain.problems import Problem, ProblemsFound
from training.domain.source_data import TEXT_FIELDS, ShippedSource, SourceFacts, SourceWords
from training.enums import ClientGroup, Country, Dots, UpdateFrequency, WorkEnvironment
from training.models import Source, SourceText
from training.models.sources import WEB_ADDRESS

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
FACTS = (
    "key",
    "publisher",
    "address",
    "country",
    "dots",
    "client_groups",
    "frequency",
    "environment",
    "checked_on",
    "retired",
)
COLUMNS = (*FACTS, *(f"{name}_{language}" for language in LANGUAGES for name in TEXT_FIELDS))
NEEDED = {"key", "publisher", "address", "country", "dots"} | {
    f"{name}_{language}" for language in LANGUAGES for name in ("name", "purpose")
}
ONE_OF = {"country": Country, "frequency": UpdateFrequency, "environment": WorkEnvironment}
SOME_OF = {"dots": Dots, "client_groups": ClientGroup}
RETIRED = {"": False, "no": False, "yes": True}


def read_sources(text: str) -> list[ShippedSource]:
    """Return the sources of a file.

    Args:
        text: comma-separated, with the columns of COLUMNS in any order; lists separated by spaces,
            dates as 2026-12-31, `retired` empty, "yes" or "no".

    Raises:
        ProblemsFound: with everything that is wrong, row by row; line 1 is the heading.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    problems = list(_wrong_columns(reader.fieldnames or ()))
    if problems:
        raise ProblemsFound(problems)
    rows = [(reader.line_num, row) for row in reader]
    for line, row in rows:
        problems += _wrong_in(row, _("line %(line)d") % {"line": line})
    problems += _repeated(rows)
    if problems:
        raise ProblemsFound(problems)
    return [_source({name: value.strip() for name, value in row.items()}) for _line, row in rows]


def write_sources(sources: Iterable[ShippedSource]) -> str:
    """Return sources as a file that `read_sources` reads back as the same sources."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for source in sources:
        writer.writerow(_row(source))
    return out.getvalue()


def _wrong_columns(names) -> Iterator[Problem]:
    place = _("line %(line)d") % {"line": 1}
    for name in sorted(set(COLUMNS) - set(names)):
        yield Problem(place, _("The column %(name)s is missing.") % {"name": name})
    for name in sorted(set(names) - set(COLUMNS)):
        yield Problem(place, _("The column %(name)s is not known.") % {"name": name})


def _wrong_in(row: dict, place: str) -> Iterator[Problem]:
    if None in row or None in row.values():
        yield Problem(place, _("This line does not have as many values as the heading."))
        return
    for name in COLUMNS:
        message = _wrong_with(name, row[name].strip())
        if message:
            yield Problem(f"{place}, {name}", message)


def _wrong_with(name: str, value: str) -> str:
    """Return what is wrong with a value, or an empty string."""
    if not value:
        return _("This may not be empty.") if name in NEEDED else ""
    if name in ONE_OF:
        return _not_among(ONE_OF[name], [value])
    if name in SOME_OF:
        return _not_among(SOME_OF[name], value.split())
    if name == "checked_on":
        return "" if _as_date(value) else _("This is not a date such as 2026-12-31.")
    if name == "retired":
        return "" if value in RETIRED else _("Write yes, no or nothing.")
    return _too_long(name, value) or _malformed(name, value)


def _not_among(enum, values: list[str]) -> str:
    unknown = [value for value in values if value not in enum.values]
    if not unknown:
        return ""
    return _("Not known: %(unknown)s. Choose from: %(known)s.") % {
        "unknown": ", ".join(unknown),
        "known": ", ".join(enum.values),
    }


def _too_long(name: str, value: str) -> str:
    base = name.rpartition("_")[0]
    field = (SourceText if base in TEXT_FIELDS else Source)._meta.get_field(
        base if base in TEXT_FIELDS else name
    )
    if len(value) <= field.max_length:
        return ""
    return _("Longer than %(count)d characters.") % {"count": field.max_length}


def _malformed(name: str, value: str) -> str:
    checks = {"key": validate_slug, "address": WEB_ADDRESS}
    try:
        checks.get(name, lambda _value: None)(value)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _repeated(rows: list[tuple[int, dict]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for line, row in rows:
        key = (row["key"] or "").strip()
        if key and key in first:
            yield Problem(
                _("line %(line)d") % {"line": line} + ", key",
                _("Already used on line %(line)d.") % {"line": first[key]},
            )
        first.setdefault(key, line)


def _as_date(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _source(row: dict[str, str]) -> ShippedSource:
    return ShippedSource(
        key=row["key"],
        facts=SourceFacts(
            publisher=row["publisher"],
            address=row["address"],
            country=row["country"],
            dots=_in_order(Dots, row["dots"]),
            client_groups=_in_order(ClientGroup, row["client_groups"]),
            frequency=row["frequency"],
            environment=row["environment"],
        ),
        texts={
            language: SourceWords(**{name: row[f"{name}_{language}"] for name in TEXT_FIELDS})
            for language in LANGUAGES
        },
        checked_on=_as_date(row["checked_on"]),
        is_retired=RETIRED[row["retired"]],
    )


def _row(source: ShippedSource) -> dict[str, str]:
    facts = {
        name: " ".join(value) if isinstance(value, tuple) else value
        for name, value in vars(source.facts).items()
    }
    words = {
        f"{name}_{language}": getattr(source.texts[language], name)
        for language in LANGUAGES
        if language in source.texts
        for name in TEXT_FIELDS
    }
    return {
        "key": source.key,
        **facts,
        "checked_on": source.checked_on.isoformat() if source.checked_on else "",
        "retired": "yes" if source.is_retired else "",
        **words,
    }


def _in_order(enum, values: str) -> tuple[str, ...]:
    wanted = set(values.split())
    return tuple(value for value in enum.values if value in wanted)

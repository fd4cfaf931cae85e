"""People as a spreadsheet hands them over: CSV with a header, commas or semicolons."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

from django.utils.translation import gettext as _

from assessments.domain.people_import import PersonRow
from training.domain.problems import Problem

MOST_BYTES = 4_000_000
MOST_ROWS = 20_000
# What the columns may be called, the file's own name first.
COLUMNS = {
    "email": ("email", "e-mail", "e-mailadres", "mail"),
    "first_name": ("first_name", "first name", "voornaam"),
    "last_name": ("last_name", "last name", "achternaam", "naam"),
    "team": ("team",),
    "role_profile": ("role_profile", "role profile", "functieprofiel", "profiel"),
    "language": ("language", "taal"),
}
NEEDED = ("email", "team")


@dataclass(frozen=True)
class People:
    """The rows of a file, each with its line; `problems` says what cannot be read."""

    rows: Sequence[PersonRow] = ()
    problems: Sequence[Problem] = field(default=())


def read_people(body: bytes) -> People:
    """Return the people in a CSV file; what is wrong with the file as a whole is one problem.

    Args:
        body: UTF-8, with or without a mark, or the encoding of older spreadsheets (Windows-1252).
    """
    if len(body) > MOST_BYTES:
        return _refused(_("The file is larger than %(size)d MB.") % {"size": MOST_BYTES // 10**6})
    text = _decoded(body)
    if "\0" in text:
        return _refused(_("This is no CSV file."))
    lines = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        table = [(lines.line_num, cells) for cells in lines]
    except csv.Error:
        return _refused(_("This is no CSV file."))
    table = [(line, cells) for line, cells in table if any(cell.strip() for cell in cells)]
    if len(table) < 2:
        return _refused(_("The file has no people: a row with names of columns, then a row each."))
    if len(table) - 1 > MOST_ROWS:
        return _refused(_("At most %(count)d people at once.") % {"count": MOST_ROWS})
    places = _places(table[0][1])
    missing = [name for name in NEEDED if name not in places]
    if missing:
        return _refused(_("These columns are missing: %(names)s.") % {"names": ", ".join(missing)})
    return People(rows=[_row(line, cells, places) for line, cells in table[1:]])


def _refused(message: str) -> People:
    return People(problems=(Problem(_("file"), message),))


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return ";" if header.count(";") > header.count(",") else ","


def _places(header: Sequence[str]) -> dict[str, int]:
    """Return where each column stands; of two with one name the first."""
    names = [cell.strip().lower() for cell in header]
    return {
        column: next(names.index(called) for called in known if called in names)
        for column, known in COLUMNS.items()
        if any(called in names for called in known)
    }


def _row(line: int, cells: Sequence[str], places: dict[str, int]) -> PersonRow:
    def cell(column: str) -> str:
        place = places.get(column)
        return cells[place].strip() if place is not None and place < len(cells) else ""

    return PersonRow(
        line=line,
        email=cell("email").lower(),
        first_name=cell("first_name"),
        last_name=cell("last_name"),
        team=cell("team"),
        role_profile=cell("role_profile"),
        language=cell("language").lower(),
    )

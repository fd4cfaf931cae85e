"""Reads bibliography.json: one list of CSL-JSON; `id` is the key that lessons cite."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.domain.problems import Problem, ProblemsFound
from training.models.sources import WEB_ADDRESS

NAME = "bibliography.json"
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_KEY = 80
NEEDED = ("type", "title")


def read_bibliography(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of a folder's bibliography; none when there is no such file.

    Raises:
        ProblemsFound: with everything that is wrong, each with file and line.
    """
    path = folder / NAME
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    try:
        entries = json.loads(text)
    except json.JSONDecodeError as error:
        message = _("This is not JSON: %(reason)s.") % {"reason": error.msg}
        raise ProblemsFound([Problem(f"{NAME}:{error.lineno}", message)]) from error
    if not isinstance(entries, list):
        raise ProblemsFound([Problem(f"{NAME}:1", _("This must be one list of works."))])
    problems = list(_problems(entries, text))
    if problems:
        raise ProblemsFound(problems)
    return entries


def _problems(entries: list, text: str) -> Iterator[Problem]:
    lines = _lines_of_ids(text)
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries):
        line = lines[number] if len(lines) == len(entries) else 1
        place = f"{NAME}:{line}"
        for message in _wrong_with(entry):
            yield Problem(place, message)
        key = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(key, str) and seen.setdefault(key, line) != line:
            yield Problem(place, _("Already used on line %(line)d.") % {"line": seen[key]})


def _wrong_with(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield _("This must be an object.")
        return
    key = entry.get("id")
    if not isinstance(key, str) or not KEY.fullmatch(key) or len(key) > LONGEST_KEY:
        yield _("“%(name)s” is missing, or is no key.") % {"name": "id"}
    for name in NEEDED:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            yield _("“%(name)s” is missing.") % {"name": name}
    if not all(_is_name(row) for row in _names(entry)):
        yield _("An author has a family name, or one literal name.")
    if not _is_date(entry.get("issued")):
        yield _("“%(name)s” is a date such as %(example)s.") % {
            "name": "issued",
            "example": '{"date-parts": [[2021, 5]]}',
        }
    if "URL" in entry and not _is_address(entry["URL"]):
        yield _("“%(name)s” is not a full web address.") % {"name": "URL"}


def _names(entry: dict) -> list:
    rows = entry.get("author", [])
    return rows if isinstance(rows, list) else [rows]


def _is_name(row: Any) -> bool:
    return isinstance(row, dict) and any(
        isinstance(row.get(part), str) and row[part].strip() for part in ("literal", "family")
    )


def _is_date(issued: Any) -> bool:
    if issued is None:
        return True
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    return (
        isinstance(parts, list)
        and bool(parts)
        and isinstance(parts[0], list)
        and bool(parts[0])
        and all(type(part) is int for part in parts[0])
    )


def _is_address(address: Any) -> bool:
    try:
        WEB_ADDRESS(address)
    except ValidationError:
        return False
    return True


def _lines_of_ids(text: str) -> list[int]:
    """Return the line of each entry's id, in order, as far as each stands on a line of its own."""
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if re.match(r'\s*\{?\s*"id"\s*:', line)
    ]

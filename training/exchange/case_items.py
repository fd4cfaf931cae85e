"""Reads the items and associations of a CASE package; the levels are read in case_rubrics.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from training.domain.problems import Problem

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
AREA, COMPETENCE = "Area", "Competence"
CODE_LENGTH = {AREA: 4, COMPETENCE: 6}
NAME_LENGTH = {AREA: 200, COMPETENCE: 120}
LARGEST_NUMBER = 32_767  # the column of a place among siblings
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
CHILD, TRANSLATION = "isChildOf", "isTranslationOf"
OTHER_ASSOCIATIONS = (
    *("isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo"),
    *("replacedBy", "exemplar", "hasSkillLevel"),
)


@dataclass(frozen=True)
class Item:
    """A CFItem: an area or a competence in one language."""

    identifier: UUID
    kind: str
    code: str
    language: str
    name: str
    statement: str
    is_extension: bool
    place: str


@dataclass
class Reading:
    """A package while it is read: what was found so far, and everything that is wrong."""

    package: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)
    parents: dict[str, tuple[str, int]] = field(default_factory=dict)
    partners: dict[str, list[str]] = field(default_factory=dict)

    def wrong(self, place: str, message: str) -> None:
        self.problems.append(Problem(place, message))

    def rows(self, owner: dict, name: str, place: str = "") -> Iterator[tuple[str, dict]]:
        """Yield (place, row) of each object in a list; anything else there is a problem."""
        found = owner.get(name)
        start = f"{place}.{name}" if place else name
        if not isinstance(found, list):
            self.wrong(start, _("This must be a list."))
            return
        for index, row in enumerate(found):
            if isinstance(row, dict):
                yield f"{start}[{index}]", row
            else:
                self.wrong(f"{start}[{index}]", _("This must be an object."))

    def text(self, row: dict, name: str, place: str, limit: int) -> str:
        """Return a required text; too long, empty or missing is a problem."""
        value = row.get(name)
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"{place}.{name}", _("This text is missing."))
            return ""
        if len(value) > limit:
            self.wrong(
                f"{place}.{name}",
                _("This text has %(length)d characters; at most %(limit)d fit.")
                % {"length": len(value), "limit": limit},
            )
        if UNSTORABLE.search(value):
            self.wrong(f"{place}.{name}", _("This text has a character that cannot be stored."))
        return value.strip()

    def uuid(self, row: dict, place: str) -> UUID | None:
        """Return the identifier of a row; anything but a UUID is a problem."""
        try:
            return UUID(str(row.get("identifier")))
        except ValueError:
            self.wrong(f"{place}.identifier", _("This is not a UUID."))
            return None


def read_items(reading: Reading) -> None:
    """Fill `items` by identifier; codes and identifiers are used once per language."""
    codes: dict[tuple[str, str], str] = {}
    for place, row in reading.rows(reading.package, "CFItems"):
        item = _item(reading, row, place)
        if item is None:
            continue
        if str(item.identifier) in reading.items:
            reading.wrong(f"{place}.identifier", _("This identifier is used more than once."))
            continue
        first = codes.setdefault((item.code, item.language), place)
        if first != place:
            reading.wrong(
                f"{place}.humanCodingScheme",
                _("The code %(code)s is already used in %(place)s.")
                % {"code": item.code, "place": first},
            )
        reading.items[str(item.identifier)] = item


def read_associations(reading: Reading) -> None:
    """Fill `parents` and `partners` from the isChildOf and isTranslationOf associations."""
    document = str(reading.package["CFDocument"].get("identifier")).lower()
    for number, (place, row) in enumerate(reading.rows(reading.package, "CFAssociations")):
        kind = row.get("associationType")
        if kind not in (CHILD, TRANSLATION):
            _check_type(reading, kind, place)
            continue
        origin = _end(reading, row, "originNodeURI", place, reading.items)
        ends = {**reading.items, document: None} if kind == CHILD else reading.items
        destination = _end(reading, row, "destinationNodeURI", place, ends)
        if origin is None or destination is None:
            continue
        if kind == CHILD:
            reading.parents[origin] = (destination, _sequence(reading, row, place, number))
        else:
            reading.partners.setdefault(origin, []).append(destination)
            reading.partners.setdefault(destination, []).append(origin)


def translations_of(reading: Reading, item: Item) -> dict[str, Item]:
    """Return the item in each language, itself included; a missing one is a problem."""
    found = {item.language: item}
    for identifier in reading.partners.get(str(item.identifier), []):
        partner = reading.items[identifier]
        if (partner.kind, partner.code) != (item.kind, item.code):
            reading.wrong(
                f"{partner.place}.humanCodingScheme",
                _("This is called a translation of %(code)s, but has another code or type.")
                % {"code": item.code},
            )
            continue
        found.setdefault(partner.language, partner)
    for language in LANGUAGES:
        if language not in found:
            reading.wrong(
                item.place,
                _("%(code)s has no translation in the language “%(language)s”.")
                % {"code": item.code, "language": language},
            )
    return found


def _item(reading: Reading, row: dict, place: str) -> Item | None:
    kind, language = str(row.get("CFItemType")), row.get("language")
    if kind not in CODE_LENGTH:
        reading.wrong(f"{place}.CFItemType", _("Only Area and Competence are known here."))
        return None
    if language not in LANGUAGES:
        reading.wrong(
            f"{place}.language",
            _("Only these languages are known here: %(languages)s.")
            % {"languages": ", ".join(LANGUAGES)},
        )
        return None
    identifier = reading.uuid(row, place)
    name = "abbreviatedStatement" if row.get("abbreviatedStatement") else "fullStatement"
    item = {
        "code": reading.text(row, "humanCodingScheme", place, CODE_LENGTH[kind]),
        "statement": reading.text(row, "fullStatement", place, 500),
        "name": reading.text(row, name, place, NAME_LENGTH[kind]) if name in row else "",
    }
    if identifier is None or not item["code"]:
        return None
    return Item(
        identifier=identifier,
        kind=kind,
        language=language,
        is_extension=_peil(row).get("extension") is True,
        place=place,
        **item,
    )


def _peil(row: dict) -> dict:
    """Return what Peil itself added to a row of the package."""
    extensions = row.get("extensions")
    peil = extensions.get("peil") if isinstance(extensions, dict) else None
    return peil if isinstance(peil, dict) else {}


def _check_type(reading: Reading, kind: object, place: str) -> None:
    if kind not in OTHER_ASSOCIATIONS and not str(kind).startswith("ext:"):
        reading.wrong(f"{place}.associationType", _("CASE knows no such association."))


def _end(reading: Reading, row: dict, name: str, place: str, known: dict) -> str | None:
    node = row.get(name)
    identifier = str(node.get("identifier")).lower() if isinstance(node, dict) else ""
    if identifier in known:
        return identifier
    reading.wrong(f"{place}.{name}.identifier", _("This points to nothing in the file."))
    return None


def _sequence(reading: Reading, row: dict, place: str, default: int) -> int:
    """Return the place among the siblings; in a file that gives none, the order of the file."""
    number = row.get("sequenceNumber", default)
    is_whole = isinstance(number, int) and not isinstance(number, bool)
    if is_whole and 0 <= number <= LARGEST_NUMBER:
        return number
    reading.wrong(
        f"{place}.sequenceNumber",
        _("This must be a whole number from 0 to %(largest)d.") % {"largest": LARGEST_NUMBER},
    )
    return 0

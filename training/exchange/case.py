"""1EdTech CASE 1.1: a CFPackage in JSON is read here and written in case_export.py.

Each area and competence is one CFItem per language, joined by isTranslationOf; the item in the
language of the document gives the identifier. Levels are CFRubrics.
Format: https://www.imsglobal.org/spec/case/v1p1
"""

import json
from itertools import count

from django.utils.translation import gettext as _

from training.domain.framework_data import AreaData, CompetenceData, CompetenceWords, FrameworkData
from training.domain.problems import Problem, ProblemsFound
from training.exchange.case_items import (
    AREA,
    COMPETENCE,
    LANGUAGES,
    Item,
    Reading,
    read_associations,
    read_items,
    translations_of,
)
from training.exchange.case_rubrics import Levels, read_rubrics


def read_case(text: str) -> FrameworkData:
    """Return the framework that a CFPackage describes.

    Args:
        text: the JSON of the package.

    Raises:
        ProblemsFound: with everything that is wrong, each with its place such as
            "CFItems[3].fullStatement".
    """
    reading = Reading(package=_package(text))
    document = reading.package["CFDocument"]
    identifier = reading.uuid(document, "CFDocument")
    title = reading.text(document, "title", "CFDocument", 200)
    creator = reading.text(document, "creator", "CFDocument", 200)
    version = reading.text(document, "version", "CFDocument", 40) if "version" in document else ""
    read_items(reading)
    read_associations(reading)
    levels = read_rubrics(reading)
    originals = _originals(reading, document.get("language"))
    areas = _areas(reading, originals)
    competences = _competences(reading, originals, areas, levels)
    if reading.problems or identifier is None:
        raise ProblemsFound(reading.problems)
    return FrameworkData(
        identifier=identifier,
        title=title,
        creator=creator,
        version=version,
        levels=levels.scale,
        areas=areas,
        competences=competences,
    )


def _package(text: str) -> dict:
    try:
        package = json.loads(text)
    except json.JSONDecodeError as error:
        place = _("line %(line)d, column %(column)d") % {
            "line": error.lineno,
            "column": error.colno,
        }
        message = _("This is not JSON: here it cannot be read on.")
        raise ProblemsFound([Problem(place, message)]) from error
    except (RecursionError, ValueError) as error:  # brackets in brackets; a number without end
        message = _("This is no CASE file: it is nested too deeply, or a number in it is too long.")
        raise ProblemsFound([Problem("$", message)]) from error
    if not isinstance(package, dict):
        raise ProblemsFound([Problem("$", _("This must be an object."))])
    if not isinstance(package.get("CFDocument"), dict):
        raise ProblemsFound([Problem("CFDocument", _("This must be an object."))])
    return package


def _originals(reading: Reading, language: object) -> list[Item]:
    """Return the items in the language of the document, and tell which others stand alone."""
    if language not in LANGUAGES:
        reading.wrong("CFDocument.language", _("The language of this document is not known."))
        return []
    originals = [item for item in reading.items.values() if item.language == language]
    joined = {str(item.identifier) for item in originals}
    for item in reading.items.values():
        partners = reading.partners.get(str(item.identifier), [])
        if item.language != language and not joined.intersection(partners):
            reading.wrong(
                item.place,
                _("%(code)s has no translation in the language “%(language)s”.")
                % {"code": item.code, "language": language},
            )
    return originals


def _areas(reading: Reading, originals: list[Item]) -> tuple[AreaData, ...]:
    areas = []
    for item in originals:
        if item.kind != AREA:
            continue
        if str(item.identifier) not in reading.parents:
            reading.wrong(item.place, _("%(code)s has no place.") % {"code": item.code})
        translations = translations_of(reading, item)
        areas.append(
            AreaData(
                identifier=item.identifier,
                code=item.code,
                order=reading.parents.get(str(item.identifier), ("", 0))[1],
                names={language: other.name for language, other in translations.items()},
                place=item.place,
            )
        )
    return tuple(sorted(areas, key=lambda area: area.order))


def _competences(
    reading: Reading, originals: list[Item], areas: tuple[AreaData, ...], levels: Levels
) -> tuple[CompetenceData, ...]:
    by_identifier = {str(area.identifier): area for area in areas}
    placed = []
    for item in originals:
        if item.kind != COMPETENCE:
            continue
        parent, sequence = reading.parents.get(str(item.identifier), ("", 0))
        translations = translations_of(reading, item)
        area = by_identifier.get(parent)
        if area is None:
            reading.wrong(item.place, _("%(code)s belongs to no area.") % {"code": item.code})
            continue
        placed.append((area.order, sequence, area.code, item, translations))
    placed.sort(key=lambda row: row[:2])
    numbers = count(1)
    return tuple(
        CompetenceData(
            identifier=item.identifier,
            code=item.code,
            area=area,
            order=next(numbers),
            is_extension=item.is_extension,
            texts={
                language: CompetenceWords(other.name, other.statement)
                for language, other in translations.items()
            },
            sentences={
                language: levels.sentences_of(other) for language, other in translations.items()
            },
            place=item.place,
        )
        for _order, _sequence, area, item, translations in placed
    )

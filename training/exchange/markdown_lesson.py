"""Reads one module or lesson file of docs/toolkit_format.md into plain values."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from training.domain.problems import Problem
from training.domain.toolkit_data import DoorText, LessonText, ModuleText, Stream
from training.exchange.markdown_blocks import BlockBuilder, unknown_competence
from training.exchange.markdown_parts import PartsFile

MINUTES = range(8, 16)
OBJECTIVES = range(1, 4)
LIMITS = {"code": 10, "slug": 120, "title": 200, "summary": 160}
MODULE_KEYS = {"code", "slug", "title", "summary"}
DOOR_KEYS = {"title", "summary"}
DOOR_PARTS = {"heading", "text", "figure", "note"}
LESSON_KEYS = MODULE_KEYS | {"minutes", "review", "objectives"}


def read_module(text: str, *, place: str, language: str) -> tuple[ModuleText, list[Problem]]:
    """Return a module file and everything that is wrong with it."""
    file = PartsFile(text, place)
    refuse_unknown_keys(file, MODULE_KEYS)
    module = ModuleText(
        language=language,
        place=place,
        introduction=BlockBuilder(file, language).stream(allowed={"text"}),
        **names_of(file),
    )
    return module, file.problems


def read_door(text: str, *, place: str, language: str) -> tuple[DoorText, list[Problem]]:
    """Return the words of a front door or a toolkit page, and everything that is wrong."""
    file = PartsFile(text, place)
    refuse_unknown_keys(file, DOOR_KEYS)
    door = DoorText(
        title=text_of(file, "title", LIMITS["title"]),
        summary=text_of(file, "summary", LIMITS["summary"]),
        body=BlockBuilder(file, language).stream(allowed=DOOR_PARTS),
    )
    return door, file.problems


def read_lesson(
    text: str,
    *,
    place: str,
    language: str,
    competences: Collection[str],
    references: Collection[str] = (),
) -> tuple[LessonText, list[Problem]]:
    """Return a lesson file and everything that is wrong with it.

    Args:
        text: the whole file.
        place: the name of the file, for the problems.
        language: "nl" or "en".
        competences: the codes that the framework knows.
        references: the keys that the bibliography knows.
    """
    file = PartsFile(text, place)
    refuse_unknown_keys(file, LESSON_KEYS)
    lesson = LessonText(
        language=language,
        place=place,
        minutes=_minutes(file),
        review_date=review_date_of(file),
        objectives=_objectives(file, competences),
        body=BlockBuilder(file, language, competences=competences, references=references).stream(),
        **names_of(file),
    )
    check_references(file, lesson.body)
    return lesson, file.problems


def refuse_unknown_keys(file: PartsFile, known: Collection[str]) -> None:
    """Tell which keys of the front matter have no meaning."""
    for key in file.front.values:
        if key not in known:
            file.wrong(file.line_of(key), _("The key “%(key)s” is not known.") % {"key": key})


def names_of(file: PartsFile, keys: Collection[str] = tuple(LIMITS)) -> dict[str, str]:
    """Return code, slug, title and summary, or those of them that a file has."""
    names = {key: text_of(file, key, LIMITS[key]) for key in keys}
    try:
        if names["slug"]:
            validate_slug(names["slug"])
    except ValidationError as error:
        file.wrong(file.line_of("slug"), error.messages[0])
    return names


def text_of(file: PartsFile, key: str, limit: int) -> str:
    """Return a text of the front matter; empty when something is wrong with it."""
    value = file.front.values.get(key)
    if not isinstance(value, str) or not value.strip():
        file.wrong(
            file.line_of(key),
            _("“%(key)s” is missing, or is no text (a number needs quotes).") % {"key": key},
        )
        return ""
    if len(value) > limit:
        file.wrong(
            file.line_of(key),
            _("“%(key)s” has %(length)d characters; at most %(limit)d fit.")
            % {"key": key, "length": len(value), "limit": limit},
        )
    return value.strip()


def _minutes(file: PartsFile) -> int:
    value = file.front.values.get("minutes")
    if value not in MINUTES or isinstance(value, bool):
        file.wrong(file.line_of("minutes"), _("“minutes” is a whole number from 8 to 15."))
        return MINUTES.start
    return int(value)


def review_date_of(file: PartsFile) -> date:
    """Return the day on which an editor looks at the facts again."""
    value = file.front.values.get("review")
    if type(value) is not date:
        file.wrong(file.line_of("review"), _("“review” is a date such as 2027-06-30."))
        return date.max
    return value


def _objectives(file: PartsFile, competences: Collection[str]) -> tuple[tuple[str, str], ...]:
    rows = file.front.values.get("objectives")
    line = file.line_of("objectives")
    if not isinstance(rows, list) or len(rows) not in OBJECTIVES:
        file.wrong(line, _("A lesson has one to three objectives."))
        return ()
    return tuple(
        objective
        for row in rows
        if (objective := _objective(file, row, line, competences)) is not None
    )


def _objective(
    file: PartsFile, row: Any, line: int, competences: Collection[str]
) -> tuple[str, str] | None:
    code = row.get("competence") if isinstance(row, dict) else None
    text = row.get("text") if isinstance(row, dict) else None
    if not isinstance(code, str) or not isinstance(text, str) or not text.strip():
        file.wrong(line, _("An objective has a competence and a text."))
        return None
    if code not in competences:
        file.wrong(line, unknown_competence(code))
    if len(text) > 200:
        file.wrong(
            line,
            _("“%(key)s” has %(length)d characters; at most %(limit)d fit.")
            % {"key": "text", "length": len(text), "limit": 200},
        )
    return code, text.strip()


def check_references(file: PartsFile, body: Stream) -> None:
    """Tell when references stand elsewhere than at the end."""
    kinds = [block["type"] for block in body]
    if "citations" in kinds[:-1]:
        line = next(part.line for part in file.parts if part.kind == "references")
        file.wrong(line, _("The references come last, and once."))

"""Modules and lessons as pages, made by the verbs that load the shipped ones."""

from datetime import date
from typing import Any

from cms.indexing import indexed_once
from tests.made_once import made_once
from training.domain.loaded import Loaded
from training.domain.toolkit_data import (
    DoorText,
    LessonData,
    LessonText,
    ModuleData,
    ModuleText,
    Stream,
)
from training.domain.toolkit_loading import load_module
from training.domain.toolkit_site import lay_ground
from training.models import Competence, LessonPage, ToolkitPage

LANGUAGES = ("nl", "en")
SECTIONS = ("first", "second", "third")


def make_site() -> dict[str, ToolkitPage]:
    """Return the toolkit page of each language, with site and front doors."""
    made_once("site", lambda: len(_lay_ground()))
    return _lay_ground()


def _lay_ground() -> dict[str, ToolkitPage]:
    return lay_ground(
        homes={language: DoorText(f"Home {language}", "Welcome.", []) for language in LANGUAGES},
        toolkits={language: DoorText(f"Modules {language}", "", []) for language in LANGUAGES},
    )


def lesson_body(sections: tuple[str, ...] = SECTIONS, check: str = "") -> Stream:
    """Return stream data with one heading and one text per section."""
    body: Stream = []
    for anchor in sections:
        body.append({"type": "heading", "value": {"text": anchor.title(), "anchor": anchor}})
        body.append({"type": "text", "value": f"<p>Text of {anchor}.</p>"})
    if check:
        body.append({"type": "check", "value": {"competences": [check]}})
    return body


def lesson_data(
    key: str, *, competences: tuple[str, ...] = ("A1",), body: Stream | None = None, **fields: Any
) -> LessonData:
    """Return a lesson as the loader wants it; `key` is "module/lesson"."""
    name = key.split("/")[1]
    return LessonData(
        key=key,
        texts={
            language: LessonText(
                language=language,
                place=f"{key}.{language}.md",
                objectives=tuple((code, f"You do {code}.") for code in competences),
                body=lesson_body() if body is None else body,
                **{
                    "code": "1.1",
                    "slug": f"{name}-{language}",
                    "title": f"{name.title()} {language}",
                    "summary": f"About {name}.",
                    "minutes": 10,
                    "review_date": date(2027, 6, 30),
                    **fields,
                },
            )
            for language in LANGUAGES
        },
    )


def module_data(key: str, lessons: list[LessonData]) -> ModuleData:
    """Return a module as the loader wants it."""
    return ModuleData(
        key=key,
        texts={
            language: ModuleText(
                language=language,
                place=f"{key}/module.{language}.md",
                code=key.upper(),
                slug=f"{key}-{language}",
                title=f"Module {key} {language}",
                summary=f"About {key}.",
                introduction=[{"type": "text", "value": f"<p>About {key}.</p>"}],
            )
            for language in LANGUAGES
        },
        lessons=tuple(lessons),
    )


def load(module: ModuleData, after: str = "") -> Loaded:
    """Load a module below the toolkit pages; the framework must be there."""
    competences = dict(Competence.objects.order_by("pk").values_list("code", "pk"))

    def make() -> Loaded:
        with indexed_once():
            return load_module(
                module=module, toolkits=make_site(), competences=competences, after=after
            )

    return made_once((repr(module), after, tuple(competences.items())), make)


def make_module(key: str = "m1", *, lessons: int = 1, after: str = "", **fields: Any) -> Loaded:
    """Make a module with lessons named one, two, three in both languages."""
    names = ["one", "two", "three", "four"][:lessons]
    data = [lesson_data(f"{key}/{name}", **fields) for name in names]
    return load(module_data(key, data), after=after)


def make_lesson(language: str = "en", **fields: Any) -> LessonPage:
    """Return the only lesson of a new module m1, in one language."""
    make_module("m1", lessons=1, **fields)
    return lesson("m1/one", language)


def lesson(key: str, language: str = "en") -> LessonPage:
    """Return a lesson that was made."""
    return LessonPage.objects.select_related("locale").get(key=key, locale__language_code=language)

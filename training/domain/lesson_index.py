"""The lessons of a language by competence: the same for every reader, so kept for a minute."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Page

from cms.addresses import address_of
from cms.drawn import for_a_minute
from training.models import LessonObjective, LessonPage


@dataclass(frozen=True)
class IndexedLesson:
    """A live lesson, without its text.

    Attributes:
        key: translation key.
        url: of the lesson, without anchor.
        minutes: of the whole lesson.
        sections: anchor and heading of each.
        module_title, module_url: empty while the module is not live.
        module: its translation key; None while it is not live.
    """

    key: UUID
    title: str
    url: str
    minutes: int
    sections: tuple[tuple[str, str], ...]
    module_title: str
    module_url: str
    module: UUID | None = None


@dataclass(frozen=True)
class LessonIndex:
    """Live lessons by translation key, and those of live modules by competence, in order."""

    by_key: dict[UUID, IndexedLesson]
    by_competence: dict[str, list[IndexedLesson]]


def lesson_index(language: str) -> LessonIndex:
    """Return the lessons as they were at most a minute ago; three queries when they are read.

    Args:
        language: "nl" or "en".
    """
    return for_a_minute("lesson index", language, lambda: _read(language))


def _read(language: str) -> LessonIndex:
    pages = LessonPage.objects.live().filter(locale__language_code=language)
    rows = list(
        pages.order_by("path").values(
            "pk", "path", "translation_key", "title", "url_path", "body", "minutes"
        )
    )
    modules = _modules(rows)
    lessons = {row["pk"]: _lesson(row, modules.get(_above(row)), language) for row in rows}
    objectives = LessonObjective.objects.filter(page__in=[*lessons])
    pairs = objectives.order_by("page__path", "sort_order").values_list(
        "competence__code", "page_id"
    )
    by_competence: dict[str, list[IndexedLesson]] = {}
    for code, page in dict.fromkeys(pairs):
        if lessons[page].module_url:
            by_competence.setdefault(code, []).append(lessons[page])
    return LessonIndex({lesson.key: lesson for lesson in lessons.values()}, by_competence)


def _modules(rows: Iterable[dict]) -> dict[str, dict]:
    """Return title, path and translation key of the live modules by tree path."""
    pages = Page.objects.live().filter(path__in={_above(row) for row in rows})
    return {
        page["path"]: page for page in pages.values("path", "title", "url_path", "translation_key")
    }


def _above(row: dict) -> str:
    return row["path"][: -Page.steplen]


def _lesson(row: dict, module: dict | None, language: str) -> IndexedLesson:
    return IndexedLesson(
        key=row["translation_key"],
        title=row["title"],
        url=address_of(row["url_path"], language),
        minutes=row["minutes"],
        sections=tuple(
            (block["value"]["anchor"], block["value"]["text"])
            for block in row["body"].raw_data
            if block["type"] == "heading"
        ),
        module_title=module["title"] if module else "",
        module_url=address_of(module["url_path"], language) if module else "",
        module=module["translation_key"] if module else None,
    )

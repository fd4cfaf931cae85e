"""What to read for a competence: lessons for a person, modules for a team."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Page

from cms.addresses import address_of
from training.domain.progress import headings_of, progress_of
from training.enums import ProgressState
from training.models import LessonObjective, LessonPage, LessonProgress

NEW = "new"
ORDER = {ProgressState.STARTED.value: 0, NEW: 1, ProgressState.DONE.value: 2}


@dataclass(frozen=True)
class Suggestion:
    """A lesson to read for a competence.

    Attributes:
        competence: its code.
        lesson: translation key.
        url: of the lesson, without anchor.
        minutes: of the whole lesson.
        state: "new", "started" or "done".
        section: anchor of the section to read next; empty when the lesson has none.
        heading: of that section.
    """

    competence: str
    lesson: UUID
    title: str
    module_title: str
    url: str
    minutes: int
    state: str
    section: str
    heading: str

    @property
    def address(self) -> str:
        """Return the address of the section."""
        return f"{self.url}#{self.section}" if self.section else self.url


@dataclass(frozen=True)
class ModuleSuggestion:
    """A module for a team: the lessons in it that serve the competence, and their minutes."""

    module_title: str
    url: str
    minutes: int
    lessons: tuple[str, ...]


def lesson_suggestions(
    codes: Collection[str], *, language: str, user_id: int | None = None
) -> dict[str, list[Suggestion]]:
    """Return the lessons for each competence: begun ones first, then new, then done; four queries.

    Args:
        codes: of the competences; each is a key of the answer, also without lessons.
        language: "nl" or "en".
        user_id: whose progress counts; nobody's when left out.
    """
    rows = _lessons(codes, language, "body", "minutes")
    modules = _modules(rows)
    lessons = {row["translation_key"] for row in rows}
    progress = progress_of(user_id, lessons) if user_id is not None else {}
    found: dict[str, list[Suggestion]] = {code: [] for code in codes}
    for row in rows:
        module = modules.get(_module_path(row))
        if module:
            found[row["code"]].append(
                _suggestion(row, module, progress.get(row["translation_key"]), language)
            )
    return {
        code: sorted(suggestions, key=lambda suggestion: ORDER[suggestion.state])
        for code, suggestions in found.items()
    }


def module_suggestions(
    codes: Collection[str], *, language: str
) -> dict[str, list[ModuleSuggestion]]:
    """Return the modules for each competence in the order of the toolkit; three queries.

    Args:
        codes: of the competences; each is a key of the answer, also without modules.
        language: "nl" or "en".
    """
    rows = _lessons(codes, language, "minutes")
    modules = _modules(rows)
    grouped: dict[tuple[str, str], list[dict]] = {}
    for row in rows:
        grouped.setdefault((row["code"], _module_path(row)), []).append(row)
    found: dict[str, list[ModuleSuggestion]] = {code: [] for code in codes}
    for (code, path), lessons in grouped.items():
        if path in modules:
            found[code].append(
                ModuleSuggestion(
                    module_title=modules[path]["title"],
                    url=address_of(modules[path]["url_path"], language),
                    minutes=sum(lesson["minutes"] for lesson in lessons),
                    lessons=tuple(lesson["title"] for lesson in lessons),
                )
            )
    return found


def _lessons(codes: Collection[str], language: str, *columns: str) -> list[dict]:
    """Return one row per competence and lesson, in the order of the toolkit."""
    objectives = LessonObjective.objects.filter(
        competence__code__in=codes, page__locale__language_code=language, page__live=True
    )
    pairs = objectives.order_by("page__path", "sort_order").values_list(
        "competence__code", "page_id"
    )
    return _rows(list(dict.fromkeys(pairs)), columns)


def _rows(pairs: list[tuple[str, int]], columns: Iterable[str]) -> list[dict]:
    pages = LessonPage.objects.filter(pk__in={page for _code, page in pairs}).values(
        "pk", "path", "translation_key", "title", "url_path", *columns
    )
    by_pk = {page["pk"]: page for page in pages}
    return [{**by_pk[page], "code": code} for code, page in pairs]


def _module_path(row: dict) -> str:
    return row["path"][: -Page.steplen]


def _modules(rows: list[dict]) -> dict[str, dict]:
    """Return title and path of the live modules by tree path."""
    pages = Page.objects.live().filter(path__in={_module_path(row) for row in rows})
    return {page["path"]: page for page in pages.values("path", "title", "url_path")}


def _suggestion(
    row: dict, module: dict, progress: LessonProgress | None, language: str
) -> Suggestion:
    state = progress.state if progress else NEW
    read = progress.section if progress and state == ProgressState.STARTED else ""
    section, heading = _next_section(headings_of(row["body"]), read)
    return Suggestion(
        competence=row["code"],
        lesson=row["translation_key"],
        title=row["title"],
        module_title=module["title"],
        url=address_of(row["url_path"], language),
        minutes=row["minutes"],
        state=state,
        section=section,
        heading=heading,
    )


def _next_section(headings: list[tuple[str, str]], read: str) -> tuple[str, str]:
    """Return the section behind the last one read; the last one itself when all were read."""
    if not headings:
        return "", ""
    anchors = [anchor for anchor, _heading in headings]
    following = anchors.index(read) + 1 if read in anchors else 0
    return headings[min(following, len(headings) - 1)]

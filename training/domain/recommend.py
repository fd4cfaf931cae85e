"""What to read for a competence: lessons for a person, modules for a team."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from training.domain.lesson_index import IndexedLesson, lesson_index
from training.enums import ProgressState
from training.models import LessonProgress

NEW = "new"
_PROGRESS = LessonProgress.objects.values_list("lesson", "state", "section")
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
    """A module for a team: the lessons in it that serve the competence, and their minutes.

    `key` and `lesson_keys` are translation keys.
    """

    key: UUID | None
    module_title: str
    url: str
    minutes: int
    lessons: tuple[str, ...]
    lesson_keys: tuple[UUID, ...]


def lesson_suggestions(
    codes: Collection[str], *, language: str, user_id: int | None = None
) -> dict[str, list[Suggestion]]:
    """Return the lessons for each competence: begun ones first, then new, then done.

    One query, and three where the lessons were not read within the minute.

    Args:
        codes: of the competences; each is a key of the answer, also without lessons.
        language: "nl" or "en".
        user_id: whose progress counts; nobody's when left out.
    """
    index = lesson_index(language).by_competence
    lessons = {code: index.get(code, []) for code in codes}
    keys = {lesson.key for found in lessons.values() for lesson in found}
    progress = _progress(user_id, keys)
    return {
        code: sorted(
            (_suggestion(code, lesson, progress.get(lesson.key)) for lesson in found),
            key=lambda suggestion: ORDER[suggestion.state],
        )
        for code, found in lessons.items()
    }


def module_suggestions(
    codes: Collection[str], *, language: str
) -> dict[str, list[ModuleSuggestion]]:
    """Return the modules for each competence in the order of the toolkit.

    No query, or three where the lessons were not read within the minute.

    Args:
        codes: of the competences; each is a key of the answer, also without modules.
        language: "nl" or "en".
    """
    index = lesson_index(language).by_competence
    return {code: _modules(index.get(code, [])) for code in codes}


def _modules(lessons: Iterable[IndexedLesson]) -> list[ModuleSuggestion]:
    grouped: dict[str, list[IndexedLesson]] = {}
    for lesson in lessons:
        grouped.setdefault(lesson.module_url, []).append(lesson)
    return [
        ModuleSuggestion(
            key=lessons[0].module,
            module_title=lessons[0].module_title,
            url=url,
            minutes=sum(lesson.minutes for lesson in lessons),
            lessons=tuple(lesson.title for lesson in lessons),
            lesson_keys=tuple(lesson.key for lesson in lessons),
        )
        for url, lessons in grouped.items()
    ]


def _progress(user_id: int | None, keys: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return state and section of the lessons that a person opened; one query."""
    if user_id is None:
        return {}
    rows = _PROGRESS.filter(user=user_id, lesson__in=keys)
    return {lesson: (state, section) for lesson, state, section in rows}


def _suggestion(code: str, lesson: IndexedLesson, progress: tuple[str, str] | None) -> Suggestion:
    state, section = progress or (NEW, "")
    read = section if state == ProgressState.STARTED else ""
    section, heading = _next_section(lesson.sections, read)
    return Suggestion(
        competence=code,
        lesson=lesson.key,
        title=lesson.title,
        module_title=lesson.module_title,
        url=lesson.url,
        minutes=lesson.minutes,
        state=state,
        section=section,
        heading=heading,
    )


def _next_section(headings: Sequence[tuple[str, str]], read: str) -> tuple[str, str]:
    """Return the section behind the last one read; the last one itself when all were read."""
    if not headings:
        return "", ""
    anchors = [anchor for anchor, _heading in headings]
    following = anchors.index(read) + 1 if read in anchors else 0
    return headings[min(following, len(headings) - 1)]

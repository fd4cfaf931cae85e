"""A lesson as one person reads it: place, objectives, what was read, where to go on."""

from dataclasses import dataclass
from uuid import UUID

from cms.accounts.models import User
from cms.drawn import for_a_minute
from training.domain.progress import ModuleProgress, module_progress, progress_of
from training.domain.toolkit import LessonPlace, Objective, PageLink, lesson_place, objectives_of
from training.enums import PreviewAs, ProgressState
from training.models import LessonPage, LessonProgress


@dataclass(frozen=True)
class SectionMark:
    """A headed section, and whether it was read."""

    anchor: str
    heading: str
    is_read: bool


@dataclass(frozen=True)
class LessonMark:
    """A lesson of the module: done, current or neither."""

    link: PageLink
    is_done: bool
    is_current: bool


@dataclass(frozen=True)
class Reading:
    """What the lesson page shows around its text; the personal parts are None for a guest."""

    place: LessonPlace
    objectives: list[Objective]
    sections: list[SectionMark]
    lessons: list[LessonMark]
    progress: LessonProgress | None
    module_progress: ModuleProgress | None
    resume: SectionMark | None

    @property
    def number(self) -> int:
        """Return which lesson of the module this is, from 1."""
        return next((n for n, mark in enumerate(self.lessons, start=1) if mark.is_current), 0)

    @property
    def is_done(self) -> bool:
        return self.progress is not None and self.progress.state == ProgressState.DONE


def reading_of(page: LessonPage, user: User | None, *, preview: str = "") -> Reading:
    """Return a lesson as a person reads it; three queries at most.

    Args:
        page: the lesson.
        user: the reader; None or an anonymous one for a guest.
        preview: whose progress an editor wants to see; empty for the reader's own.
    """
    place = for_a_minute("lesson place", [page.pk, page.path], lambda: lesson_place(page))
    keys = [link.key for link in place.lessons]
    known = user if user is not None and user.is_authenticated else None
    rows = _pretended(page, preview) if preview else progress_of(known, keys) if known else {}
    progress = rows.get(page.translation_key)
    sections = _sections(page, progress)
    return Reading(
        place=place,
        objectives=objectives_of(page),
        sections=sections,
        lessons=[
            LessonMark(
                link=link,
                is_done=link.key in rows and rows[link.key].state == ProgressState.DONE,
                is_current=link.key == page.translation_key,
            )
            for link in place.lessons
        ],
        progress=progress,
        module_progress=module_progress(rows, keys) if known else None,
        resume=_resume(sections, progress),
    )


def _pretended(page: LessonPage, preview: str) -> dict[UUID, LessonProgress]:
    """Return the progress of nobody, which is never saved."""
    if preview != PreviewAs.HALFWAY or not page.sections:
        return {}
    anchor, _heading = page.sections[len(page.sections) // 2]
    key = page.translation_key
    return {key: LessonProgress(lesson=key, section=anchor, state=ProgressState.STARTED)}


def _sections(page: LessonPage, progress: LessonProgress | None) -> list[SectionMark]:
    sections = page.sections
    anchors = [anchor for anchor, _heading in sections]
    last = anchors.index(progress.section) if progress and progress.section in anchors else -1
    if progress and progress.state == ProgressState.DONE:
        last = len(anchors)
    return [
        SectionMark(anchor, heading, is_read=number <= last)
        for number, (anchor, heading) in enumerate(sections)
    ]


def _resume(sections: list[SectionMark], progress: LessonProgress | None) -> SectionMark | None:
    """Return the section last read of a lesson that was begun, unless that is the first one."""
    if progress is None or progress.state == ProgressState.DONE:
        return None
    return next((mark for mark in sections[1:] if mark.anchor == progress.section), None)

"""How far a person is: verbs that keep it, and reads that tell it; the same in every language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from cms.accounts.models import User
from training.domain.lesson_index import lesson_index
from training.enums import ProgressState
from training.models import LessonProgress

RECENT = 10


@dataclass(frozen=True)
class ModuleProgress:
    """How many lessons of a module are done and begun, out of how many."""

    done: int
    started: int
    total: int

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.done == self.total


class ResumePoint(NamedTuple):
    """Where somebody stopped reading.

    Attributes:
        url: of the lesson, with the anchor of the section.
        title: of the lesson.
        section: heading of the section; empty at the beginning.
    """

    url: str
    title: str
    section: str


@transaction.atomic
def see_section(
    *,
    user: User,
    lesson: UUID,
    section: str,
    now: datetime,
    order: Sequence[str] = (),
    revision: int | None = None,
) -> LessonProgress:
    """Remember that a section was read; a lesson that is done stays done.

    Args:
        user: who reads.
        lesson: translation key of the lesson.
        section: anchor of the section.
        now: the moment.
        order: anchors of the lesson in order; when given, an earlier section than the one that is
            remembered does not move the mark back.
        revision: of the page that was read.
    """
    progress, created = _locked(user, lesson, now)
    if created or not _is_earlier(section, progress.section, order):
        progress.section = section
    progress.seen_at = now
    progress.revision = revision or progress.revision
    progress.save(update_fields=["section", "seen_at", "revision"])
    return progress


@transaction.atomic
def finish_lesson(
    *, user: User, lesson: UUID, now: datetime, revision: int | None = None
) -> LessonProgress:
    """Mark a lesson as done; repeating it keeps the first date."""
    progress, _created = _locked(user, lesson, now)
    if progress.state != ProgressState.DONE:
        progress.state = ProgressState.DONE
        progress.done_at = now
    progress.seen_at = now
    progress.revision = revision or progress.revision
    progress.save(update_fields=["state", "done_at", "seen_at", "revision"])
    return progress


@transaction.atomic
def reopen_lesson(*, user: User, lesson: UUID, now: datetime) -> LessonProgress | None:
    """Take back that a lesson is done; nothing happens when it was never begun."""
    progress = LessonProgress.objects.select_for_update().filter(user=user, lesson=lesson).first()
    if progress is None or progress.state != ProgressState.DONE:
        return progress
    progress.state = ProgressState.STARTED
    progress.done_at = None
    progress.seen_at = now
    progress.save(update_fields=["state", "done_at", "seen_at"])
    return progress


def progress_of(user: User | int, lesson_keys: Iterable[UUID]) -> dict[UUID, LessonProgress]:
    """Return the progress of a person by lesson; lessons never opened are left out; one query.

    Args:
        user: the person, or the id.
        lesson_keys: translation keys.
    """
    rows = LessonProgress.objects.filter(user=user, lesson__in=list(lesson_keys))
    return {row.lesson: row for row in rows}


def module_progress(
    progress: Mapping[UUID, LessonProgress], lesson_keys: Iterable[UUID]
) -> ModuleProgress:
    """Return how far a module is; no query.

    Args:
        progress: what `progress_of` gave.
        lesson_keys: the lessons of the module.
    """
    keys = list(lesson_keys)
    states = [progress[key].state for key in keys if key in progress]
    return ModuleProgress(
        done=states.count(ProgressState.DONE),
        started=states.count(ProgressState.STARTED),
        total=len(keys),
    )


def resume_point(user: User, language: str) -> ResumePoint | None:
    """Return where a person stopped in the lesson last read and not finished; one query.

    Three more where the lessons were not read within the minute.
    """
    recent = LessonProgress.objects.filter(user=user, state=ProgressState.STARTED)
    sections = dict(recent.order_by("-seen_at").values_list("lesson", "section")[:RECENT])
    lessons = lesson_index(language).by_key if sections else {}
    latest = next((key for key in sections if key in lessons), None)
    if latest is None:
        return None
    lesson, anchor = lessons[latest], sections[latest]
    heading = dict(lesson.sections).get(anchor, "")
    return ResumePoint(f"{lesson.url}#{anchor}" if heading else lesson.url, lesson.title, heading)


def _locked(user: User, lesson: UUID, now: datetime) -> tuple[LessonProgress, bool]:
    return LessonProgress.objects.select_for_update().get_or_create(
        user=user, lesson=lesson, defaults={"started_at": now, "seen_at": now}
    )


def _is_earlier(section: str, kept: str, order: Sequence[str]) -> bool:
    if section not in order or kept not in order:
        return False
    return order.index(section) < order.index(kept)

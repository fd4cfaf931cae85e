"""Learning plans in words: for the managers of a team, and for each adviser who is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.domain.team_report_notes import change_in_words, no_change_in_words
from assessments.domain.team_report_training import hours_in_words
from assessments.enums import Evidence, ShareBand
from assessments.models import Cell, LearningPlan, PlanResult
from cms.accounts.enums import Role
from cms.accounts.models import Team, User
from cms.accounts.permissions import roles_of
from training.domain.framework import shown_areas
from training.domain.lesson_index import lesson_index
from training.models import LessonProgress


@dataclass(frozen=True)
class PlanLessonRow:
    """A lesson that is asked; `state` says how far the reader is: "new", "started" or "done"."""

    title: str
    url: str
    time: str
    state: str = "new"


@dataclass(frozen=True)
class ResultRow:
    """What a snapshot says: who has read it, and how the self-rating moved since the one before."""

    snapshot: int
    day: date
    read: str
    moved: str


@dataclass(frozen=True)
class PlanRow:
    """A plan; `asked_by` is empty for somebody who has left Peil, `results` is for managers.

    `sentence` says it all in one line, for a file.
    """

    id: int
    team: str
    competence: str
    lessons: tuple[PlanLessonRow, ...]
    activity: str
    activity_time: str
    why: str
    asked_by: str
    asked_on: date
    due: date
    is_running: bool
    state: str
    results: tuple[ResultRow, ...] = ()

    @property
    def sentence(self) -> str:
        """Return competence, what is asked, by when, and what the last figures said."""
        asked = [lesson.title for lesson in self.lessons]
        asked += [self.activity] if self.activity else []
        line = _("%(competence)s: %(asked)s, by %(day)s.") % {
            "competence": self.competence,
            "asked": "; ".join(asked),
            "day": date_format(self.due, "DATE_FORMAT"),
        }
        if not self.results:
            return line
        last = self.results[-1]
        return f"{line} {capfirst(last.read)}. {last.moved}"

    def told_in(self, snapshot: int) -> "PlanRow":
        """Return the plan with what one snapshot told of it, and no other."""
        told = tuple(each for each in self.results if each.snapshot == snapshot)
        return replace(self, results=told)

    @property
    def is_done(self) -> bool:
        """Return whether its reader has finished all lessons."""
        return bool(self.lessons) and all(lesson.state == "done" for lesson in self.lessons)


def plan_rows(team: Team, language: str) -> list[PlanRow]:
    """Return the plans of a team with what became of them, the newest first; one query to four."""
    plans = list(
        LearningPlan.objects.filter(team=team)
        .select_related("team", "made_by")
        .prefetch_related(
            "lessons", Prefetch("results", PlanResult.objects.select_related("snapshot"))
        )
    )
    moved = _moved(team, plans)
    return [_row(plan, language, {}, _results(plan, moved)) for plan in plans]


def asked_of(user: User, language: str, today: date) -> list[PlanRow]:
    """Return what is asked of a person now, the first to end first.

    One query, four with plans.
    """
    roles = roles_of(user)
    paths = [role.team.path for role in roles if role.role == Role.ADVISER and role.team]
    step = Team.steplen
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    if not above:
        return []
    running = LearningPlan.objects.running_on(today).filter(team__path__in=above)
    pks = list(running.order_by().values_list("pk", flat=True))
    if not pks:
        return []  # as nearly always: found out by the shortest query
    rows = LearningPlan.objects.filter(pk__in=pks).select_related("team", "made_by")
    plans = list(rows.prefetch_related("lessons").order_by("due", "pk"))
    keys = {lesson.lesson for plan in plans for lesson in plan.lessons.all()}
    states = dict(
        LessonProgress.objects.filter(user=user, lesson__in=keys).values_list("lesson", "state")
    )
    return [_row(plan, language, states, ()) for plan in plans]


def _row(
    plan: LearningPlan,
    language: str,
    states: Mapping[UUID, str],
    results: tuple[ResultRow, ...],
) -> PlanRow:
    names = {
        info.id: f"{info.code} {info.name}"
        for area in shown_areas(language)
        for info in area.competences
    }
    index = lesson_index(language).by_key
    return PlanRow(
        id=plan.pk,
        team=plan.team.name,
        competence=names.get(plan.competence_id, ""),
        lessons=tuple(
            PlanLessonRow(
                title=index[row.lesson].title,
                url=index[row.lesson].url,
                time=hours_in_words(index[row.lesson].minutes),
                state=states.get(row.lesson, "new"),
            )
            for row in plan.lessons.all()
            if row.lesson in index
        ),
        activity=plan.activity,
        activity_time=hours_in_words(int(plan.hours * 60)) if plan.hours else "",
        why=plan.why,
        asked_by=str(plan.made_by or ""),
        asked_on=timezone.localdate(plan.made_at),
        due=plan.due,
        is_running=plan.ended_at is None,
        state=_state(plan),
        results=results,
    )


def _state(plan: LearningPlan) -> str:
    if plan.is_withdrawn:
        return pgettext("learning plan", "Withdrawn")
    if plan.ended_at is not None:
        return pgettext("learning plan", "Over")
    return pgettext("learning plan", "Running")


def _moved(team: Team, plans: Sequence[LearningPlan]) -> dict[tuple[int, int], Cell]:
    """Return the self-ratings of the team by (snapshot, competence), where there are results."""
    snapshots = {result.snapshot_id for plan in plans for result in plan.results.all()}
    rows = Cell.objects.filter(
        node__snapshot__in=snapshots,
        node__team_key=team.pk,
        evidence=Evidence.SELF,
        competence__in={plan.competence_id for plan in plans},
    ).select_related("node")
    return {(row.node.snapshot_id, row.competence_id): row for row in rows}


def _results(plan: LearningPlan, moved: Mapping[tuple[int, int], Cell]) -> tuple[ResultRow, ...]:
    return tuple(
        ResultRow(
            snapshot=result.snapshot_id,
            day=timezone.localdate(result.snapshot.taken_at),
            read=_read(result),
            moved=_change(moved.get((result.snapshot_id, plan.competence_id)), result),
        )
        for result in plan.results.all()
    )


def _read(result: PlanResult) -> str:
    if result.share_done:
        return _("read everything: %(share)s") % {"share": ShareBand(result.share_done).label}
    return _("how many read everything is not shown, to protect a small group")


def _change(cell: Cell | None, result: PlanResult) -> str:
    if cell is None:
        return _("The self-rating was not asked.")
    if cell.withheld:
        return _("The self-rating is not shown.")
    reason = no_change_in_words(cell.no_change, result.snapshot.minimum_group_size)
    words = _("Self-rating: median %(median)s") % {"median": cell.median}
    change = change_in_words(cell)
    return ". ".join(filter(None, [f"{words}, {change}" if change else words, reason]))

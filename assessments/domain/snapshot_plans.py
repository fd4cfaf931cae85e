"""How far teams came with what was asked of them, when a snapshot is taken: rules 1 to 3."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from assessments.domain.cells import share_band
from assessments.domain.disclosure import Decision
from assessments.domain.snapshot_cells import Node, Parents, Person
from assessments.models import LearningPlan, PlanResult, Snapshot
from training.enums import ProgressState
from training.models import LessonProgress

Homes = Mapping[Person, Node]


def store_plan_results(
    snapshot: Snapshot,
    parents: Parents,
    homes: Homes,
    around: Mapping[Node, Decision[Node]],
) -> None:
    """Store for each running plan of a team in the snapshot how many have read it all.

    A plan whose day has come ends with it. At most four queries.

    Args:
        snapshot: just taken.
        parents: each team's parent, None for the top.
        homes: the reporting team of each person who counts.
        around: the decisions for the people per team: a plan asks them all, so its share is told
            where their number may be.
    """
    running = LearningPlan.objects.filter(
        team__organisation=snapshot.organisation_id,
        ended_at__isnull=True,
        made_at__lte=snapshot.taken_at,
    )
    plans = [plan for plan in running.prefetch_related("lessons") if plan.team_id in parents]
    lessons = {plan.pk: {row.lesson for row in plan.lessons.all()} for plan in plans}
    read = _read(set().union(*lessons.values()), homes, snapshot.taken_at)
    PlanResult.objects.bulk_create(
        PlanResult(
            plan=plan,
            snapshot=snapshot,
            **_told(
                around[plan.team_id], _people(plan.team_id, parents, homes), lessons[plan.pk], read
            ),
        )
        for plan in plans
        if lessons[plan.pk]
    )
    day = timezone.localdate(snapshot.taken_at)
    over = [plan.pk for plan in plans if plan.due <= day]
    LearningPlan.objects.filter(pk__in=over).update(ended_at=snapshot.taken_at)


def _told(
    decision: Decision[Node],
    people: list[Person],
    lessons: set[UUID],
    read: Mapping[Person, set[UUID]],
) -> dict[str, str]:
    if not decision.published:
        return {"withheld": str(decision.rule)}
    done = sum(lessons <= read.get(who, set()) for who in people)
    return {"share_done": share_band(done, len(people))}


def _people(team: Node, parents: Parents, homes: Homes) -> list[Person]:
    """Return who counts at a team or below it."""
    below = {team}
    for node, above in parents.items():  # parents come first
        if above in below:
            below.add(node)
    return [who for who, home in homes.items() if home in below]


def _read(lessons: set[UUID], homes: Homes, until: datetime) -> dict[Person, set[UUID]]:
    """Return which of the lessons each person has finished; no query without lessons."""
    rows = LessonProgress.objects.filter(
        lesson__in=lessons, state=ProgressState.DONE, done_at__lte=until
    )
    read: dict[Person, set[UUID]] = {}
    for who, lesson in rows.order_by().values_list("user_id", "lesson").iterator():
        if who in homes:
            read.setdefault(who, set()).add(lesson)
    return read

"""What managers ask a team to learn: asked of all of it, withdrawn, and asked of whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.domain.digest_items import DigestItem
from assessments.models import LearningPlan, PlanLesson
from cms.accounts.models import Membership, Team, User
from cms.days import start_of

TOLD_FOR = timedelta(days=7)  # a new plan is told by mail in its first week


class AskedAlready(ValueError):
    """A plan about this competence runs for the team."""


@dataclass(frozen=True)
class Asked:
    """What a manager asks: lessons by translation key, an activity, or both, by a day.

    `hours` is what the activity takes each person.

    Raises:
        ValueError: when it asks nothing.
    """

    competence_id: int
    lessons: tuple[UUID, ...]
    why: str
    due: date
    activity: str = ""
    hours: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.lessons and not self.activity:
            raise ValueError("A plan asks lessons or an activity.")


@transaction.atomic
def make_plan(
    *, team: Team, asked: Asked, snapshot_id: int | None, by: User, now: datetime
) -> LearningPlan:
    """Ask something of a team and all below it.

    Args:
        snapshot_id: of the figures in which the gap was seen.

    Raises:
        AskedAlready: when a plan about the competence runs for the team.
    """
    try:
        with transaction.atomic():
            plan = LearningPlan.objects.create(
                team=team,
                competence_id=asked.competence_id,
                snapshot_id=snapshot_id,
                why=asked.why,
                activity=asked.activity,
                hours=asked.hours,
                due=asked.due,
                made_by=by,
                made_at=now,
            )
    except IntegrityError as taken:
        raise AskedAlready(f"team {team.pk}") from taken
    PlanLesson.objects.bulk_create(
        PlanLesson(plan=plan, lesson=lesson) for lesson in dict.fromkeys(asked.lessons)
    )
    return plan


@transaction.atomic
def withdraw_plan(*, plan: LearningPlan, now: datetime) -> None:
    """Ask it no longer; what was told of it stays. A plan that has ended stays as it is."""
    LearningPlan.objects.filter(pk=plan.pk, ended_at__isnull=True).update(
        ended_at=now, is_withdrawn=True
    )


def plan_items(day: date) -> Iterator[DigestItem]:
    """Return what advisers are told by mail of plans that were made in the week before a day."""
    running = LearningPlan.objects.running_on(day).select_related("team")
    for plan in running.filter(made_at__gt=start_of(day) - TOLD_FOR):
        advisers = Membership.objects.current(day).advisers()
        people = advisers.filter(team__in=Team.objects.at_or_below(plan.team).order_by())
        for user_id in people.order_by("user").values_list("user", flat=True).distinct():
            yield DigestItem(user_id, f"plan:{plan.pk}", partial(_sentence, plan), "me/plans/")


def _sentence(plan: LearningPlan) -> str:
    return _("Your team is asked to learn something by %(day)s: %(why)s") % {
        "day": date_format(plan.due, "DATE_FORMAT"),
        "why": plan.why,
    }

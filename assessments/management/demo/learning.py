"""What the advisers of the demo learned between its rounds, and what was asked of their teams."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from assessments.domain.learning_plan_gaps import gap_to_close
from assessments.domain.learning_plans import Asked, make_plan
from assessments.models import PlanLesson
from cms.accounts.models import Organisation, Team, User
from training.domain.activities import ActivityData, add_activity
from training.domain.progress import finish_lesson
from training.enums import ActivityKind, ActivitySetting
from training.models import LessonPage

YEAR, QUARTER = 380, 91
# (kind, title, hours, how likely in a quarter)
LOG = [
    (ActivityKind.PEER_EXCHANGE, "Intervisie: cijfers in het gesprek", "2", 0.7),
    (ActivityKind.READING, "Arbeidsmarktbericht gelezen en besproken", "1", 0.5),
    (ActivityKind.WORKSHOP, "Workshop bronnen beoordelen", "3", 0.3),
    (ActivityKind.COMPANY_VISIT, "Bedrijfsbezoek in de regio", "2.5", 0.15),
    (ActivityKind.SEMINAR, "Studienamiddag over knelpuntberoepen", "3.5", 0.08),
]
SHARE_LEARNING = 0.75
MOST_LESSONS = 6
# team: (who asks, competence, why, what is done together, its hours, days until it is due)
AFTER_BASELINE = (
    ("Gent", "manager@peil.example", "B1", "Klanten vragen ons waar een cijfer vandaan komt, en"
     " we weten het te vaak niet.", "Intervisie: ieder brengt een bron mee", "1.5", 60),
)  # fmt: skip
AFTER_SECOND = (
    ("Loopbaanhuis", "lead@peil.example", "C1", "Een schoolverlater en een nieuwkomer hebben"
     " andere informatie nodig; daar willen we samen sterker in staan.", "", None, 130),
)  # fmt: skip


def keep_logs(people: Iterable[User], now: datetime, rng: Random) -> None:
    """Give people a learning log of a year."""
    for user in people:
        for start in range(0, YEAR, QUARTER):
            for kind, title, hours, chance in LOG:
                if rng.random() < chance:
                    days = start + rng.randint(1, QUARTER)
                    _log(user, kind, title, hours, now - timedelta(days=days))


def read(people: Iterable[User], since: datetime, days: int, rng: Random) -> None:
    """Let most people finish what is asked of them, and more, in the days after a moment."""
    first = list(
        LessonPage.objects.filter(locale__language_code="nl", live=True)
        .order_by("path")
        .values_list("translation_key", flat=True)[:MOST_LESSONS]
    )
    for user in people:
        if rng.random() > SHARE_LEARNING:
            continue
        plans = PlanLesson.objects.filter(plan__team__memberships__user=user)
        asked = set(plans.values_list("lesson", flat=True))
        for lesson in sorted({*asked, *first[: rng.randint(1, MOST_LESSONS)]}):
            finish_lesson(user=user, lesson=lesson, now=_after(since, days, rng))


def ask_teams(organisation: Organisation, plans: Iterable[tuple], now: datetime) -> None:
    """Let managers ask their teams to close a gap, as far as their report shows it."""
    for name, email, code, why, activity, hours, days in plans:
        team = Team.objects.filter(organisation=organisation, name=name).first()
        if team is None:
            continue
        gap = gap_to_close(team, code, "nl")
        if gap is None:
            continue
        make_plan(
            team=team,
            asked=Asked(
                competence_id=gap.competence_id,
                lessons=gap.step.modules[0].lesson_keys if gap.step.modules else (),
                why=why,
                due=timezone.localdate(now) + timedelta(days=days),
                activity=activity,
                hours=Decimal(hours) if hours else None,
            ),
            snapshot_id=gap.snapshot_id,
            by=User.objects.get(email=email),
            now=now,
        )


def _after(since: datetime, days: int, rng: Random) -> datetime:
    return since + timedelta(days=rng.randrange(1, days))


def _log(user: User, kind: str, title: str, hours: str, moment: datetime) -> None:
    day = timezone.localdate(moment)
    add_activity(
        user=user,
        token=uuid5(NAMESPACE_URL, f"{user.email}/{title}/{day}"),
        data=ActivityData(
            kind=kind,
            title=title,
            date=day,
            setting=ActivitySetting.INTERNAL,
            hours=Decimal(hours),
        ),
    )

"""What the colleagues of the demo's adviser learned, and who read the figures: for a year's audit.

Through the verbs that the screens use; only chance is put in place of people.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from assessments.domain.report_access import note_team_report
from assessments.models import Snapshot
from assessments.report_enums import Report, ReportFormat
from cms.accounts.models import Team, User
from training.domain.activities import ActivityData, add_activity
from training.domain.progress import finish_lesson
from training.enums import ActivityKind, ActivitySetting
from training.models import LessonPage

YEAR = 380
# (kind, title, hours, how likely in a quarter)
LOG = [
    (ActivityKind.PEER_EXCHANGE, "Intervisie: cijfers in het gesprek", "2", 0.7),
    (ActivityKind.READING, "Arbeidsmarktbericht gelezen en besproken", "1", 0.5),
    (ActivityKind.WORKSHOP, "Workshop bronnen beoordelen", "3", 0.3),
    (ActivityKind.COMPANY_VISIT, "Bedrijfsbezoek in de regio", "2.5", 0.15),
    (ActivityKind.SEMINAR, "Studienamiddag over knelpuntberoepen", "3.5", 0.08),
]
QUARTER = 91
MOST_LESSONS = 3
# (account, team, report, how it left, days ago)
OPENED = [
    ("manager", "Gent", Report.TEAM, ReportFormat.PAGE, 76),
    ("manager", "Gent", Report.TEAM, ReportFormat.PDF, 76),
    ("manager", "Gent", Report.TREND, ReportFormat.PAGE, 60),
    ("lead", "Loopbaanhuis", Report.OVERVIEW, ReportFormat.PAGE, 74),
    ("lead", "Loopbaanhuis", Report.SUMMARY, ReportFormat.PDF, 74),
    ("lead", "Antwerpen", Report.TEAM, ReportFormat.XLSX, 21),
]


def learn_together(advisers: list[User], now: datetime, rng: Random) -> None:
    """Give advisers a learning log of a year, and lessons that they finished.

    Args:
        advisers: without the one whose desk is filled by hand.
        rng: the same seed makes the same year.
    """
    lessons = list(
        LessonPage.objects.filter(locale__language_code="nl")
        .order_by("code")
        .values_list("translation_key", flat=True)
    )
    for user in advisers:
        for start in range(0, YEAR, QUARTER):
            for kind, title, hours, chance in LOG:
                if rng.random() < chance:
                    days = start + rng.randint(1, QUARTER)
                    _log(user, kind, title, hours, now - timedelta(days=days))
        for lesson in rng.sample(lessons, min(len(lessons), rng.randint(0, MOST_LESSONS))):
            finish_lesson(user=user, lesson=lesson, now=now - timedelta(days=rng.randint(1, 200)))


def open_reports(now: datetime) -> None:
    """Let managers have read some reports of the newest snapshot that there was."""
    snapshots = Snapshot.objects.filter(organisation__slug="loopbaanhuis").order_by("-taken_at")
    for account, team, report, how, days in OPENED:
        moment = now - timedelta(days=days)
        found = snapshots.filter(taken_at__lt=moment).first()
        note_team_report(
            user=User.objects.get(email=f"{account}@peil.example"),
            team=Team.objects.get(name=team),
            report=report,
            how=how,
            snapshot_id=found.pk if found else None,
            now=moment,
        )


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
        competences=[],
    )

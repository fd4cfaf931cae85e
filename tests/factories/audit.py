"""What people do in a quarter, counted quarters, and a year of them with rounds."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone

from assessments.domain.audit_report import AuditReport, build_audit_report
from assessments.domain.quarters import Quarter
from assessments.domain.snapshots import close_campaign
from assessments.models import QuarterCount, QuarterFigure
from cms.accounts.models import Organisation, Team, User
from tests.factories.people import make_team
from tests.factories.reports import check_in, make_advisers, make_framework, make_round
from training.enums import ActivityKind, ProgressState
from training.models import Activity, LessonProgress

QUARTERS = [Quarter(2025, number) for number in (1, 2, 3, 4)]
OF_ADVISERS = {"advisers", "hours", "lessons", "quizzes", "reports"}
ZONE = timezone.get_fixed_timezone(60)
MAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
MAY_DAY = MAY.date()


def log_activities(
    people: Iterable[User],
    *,
    kind: str = ActivityKind.READING,
    day: date = MAY_DAY,
    hours: str | None = "1.5",
) -> None:
    """Let each person log an activity."""
    Activity.objects.bulk_create(
        Activity(
            user=user,
            kind=kind,
            title="-",
            date=day,
            hours=None if hours is None else Decimal(hours),
        )
        for user in people
    )


def finish_lessons(
    people: Iterable[User], *, at: datetime = MAY, state: str = ProgressState.DONE
) -> None:
    """Let each person finish a lesson of their own."""
    LessonProgress.objects.bulk_create(
        LessonProgress(
            user=user, lesson=uuid4(), state=state, started_at=at, seen_at=at, done_at=at
        )
        for user in people
    )


def store_quarter(
    organisation: Organisation, quarter: Quarter, figures: Mapping[str, int]
) -> QuarterCount:
    """Return a counted quarter; a figure of activities is named by its kind."""
    counted_at = datetime.combine(quarter.last_day, datetime.min.time(), ZONE) + timedelta(days=15)
    count = QuarterCount.objects.create(
        organisation=organisation,
        first_day=quarter.first_day,
        counted_at=counted_at,
        minimum_group_size=5,
    )
    QuarterFigure.objects.bulk_create(
        QuarterFigure(
            count=count,
            measure=name if name in OF_ADVISERS else "activities",
            kind="" if name in OF_ADVISERS else name,
            number=number,
        )
        for name, number in figures.items()
    )
    return count


def store_year(organisation: Organisation) -> Organisation:
    """Store a year: advisers in all of it, activities in two quarters, lessons in one."""
    second = {"advisers": 12, "reading": 20, "other": 7, "hours": 1230, "lessons": 31}
    third = {"advisers": 13, "reading": 8, "workshop": 9, "hours": 15}
    for quarter, figures in zip(
        QUARTERS, ({"advisers": 12}, second, third, {"advisers": 13}), strict=True
    ):
        store_quarter(organisation, quarter, figures)
    return organisation


def hold_rounds(root: Team) -> None:
    """Hold two rounds in that year: one of the whole, one of a team below it."""
    competences = make_framework("A1")
    team = make_team(root, "Gent")
    people = make_advisers(team, 8)
    for top, month, name in ((root, 5, "Spring"), (team, 9, "Autumn")):
        day = datetime(2025, month, 20, 12, tzinfo=ZONE)
        campaign = make_round(
            top, competences, opens_at=day - timedelta(days=9), closes_at=day, name=name
        )
        check_in(campaign, {who: {competences["A1"]: 3} for who in people[:6]}, at=day)
        close_campaign(campaign=campaign, now=day)


def audit_report_of(
    organisation: Organisation,
    language: str = "en",
    first: Quarter = QUARTERS[0],
    last: Quarter = QUARTERS[3],
) -> AuditReport:
    return build_audit_report(organisation=organisation, first=first, last=last, language=language)


def cells(row) -> list[int | None]:
    """Return the numbers of a row of an audit report."""
    return [cell.number for cell in row.cells]

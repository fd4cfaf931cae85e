"""Counts the quarters of organisations for the audit report: each once, some time after it ended.

What is decided of the counts: audit_rule.py. A quarter is counted once so that nobody can lay what
it was yesterday beside what it is today: one person who fills in the log late, moves or deletes an
account would be the difference.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from assessments.domain.audit_rule import Given, published_parts
from assessments.domain.quarters import Quarter, quarter_of, quarters_between
from assessments.domain.retention import kept_by_organisation, kept_since
from assessments.models import Attempt, QuarterCount, QuarterFigure, ReportAccess
from assessments.models.keeping import KEPT_MONTHS
from assessments.report_enums import AuditMeasure
from cms.accounts.models import Membership, Organisation
from cms.days import start_of
from training.enums import ProgressState
from training.models import Activity, LessonProgress

COUNTED_AFTER = timedelta(days=14)
MOST_BACK = 8  # quarters that are counted when nothing was counted before
WHOLE = ""
logger = logging.getLogger("peil.audit")


@dataclass(frozen=True)
class QuartersRun:
    """What a run did, in quarters of organisations."""

    counted: int
    failed: int


def count_quarters(now: datetime) -> QuartersRun:
    """Count the quarters that are due and were not counted yet; safe to repeat.

    Where nothing is due it takes three queries, whatever the number of organisations.
    """
    counted = failed = 0
    for organisation, quarter in quarters_due(timezone.localdate(now)):
        try:
            counted += count_quarter(organisation=organisation, quarter=quarter, now=now)
        except Exception as error:  # a traceback could carry people's data into the log
            logger.error(
                "quarter %s of organisation %s was not counted: %s",
                quarter.first_day,
                organisation.pk,
                type(error).__name__,
            )
            failed += 1
    return QuartersRun(counted, failed)


def quarters_due(day: date) -> list[tuple[Organisation, Quarter]]:
    """Return the quarters to count on a day, per organisation, the earliest first.

    They ended long enough ago for people to have filled in their log, all of what they hold is
    still kept, and they were not counted yet.
    """
    last = quarter_of(day - COUNTED_AFTER).before
    first = last
    for _step in range(MOST_BACK - 1):
        first = first.before
    known = set(
        QuarterCount.objects.filter(first_day__gte=first.first_day)
        .order_by()
        .values_list("organisation", "first_day")
    )
    months = kept_by_organisation()
    return [
        (organisation, quarter)
        for organisation in Organisation.objects.order_by("pk")
        for quarter in quarters_between(first, last)
        if (organisation.pk, quarter.first_day) not in known
        and _is_whole(quarter, months.get(organisation.pk, KEPT_MONTHS), day)
    ]


def _is_whole(quarter: Quarter, months: int | None, day: date) -> bool:
    """Return whether nothing of a quarter is too old to be kept on a day."""
    return months is None or quarter.first_day >= kept_since(months, day)


@transaction.atomic
def count_quarter(*, organisation: Organisation, quarter: Quarter, now: datetime) -> bool:
    """Store the figures of a quarter that may be shown, and return whether it was still to do.

    Whole or not at all; one that was counted before stays as it is.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    count, created = QuarterCount.objects.get_or_create(
        organisation=locked,
        first_day=quarter.first_day,
        defaults={"counted_at": now, "minimum_group_size": locked.minimum_group_size},
    )
    if not created:
        return False
    QuarterFigure.objects.bulk_create(
        QuarterFigure(count=count, measure=measure, kind=kind, number=_whole(amount))
        for measure, given in _given(locked, quarter)
        for kind, amount in published_parts(given, locked.minimum_group_size).items()
    )
    return True


def _given(organisation: Organisation, quarter: Quarter) -> Iterator[tuple[AuditMeasure, Given]]:
    """Yield per measure what each person contributed in a quarter; six queries."""
    days = (quarter.first_day, quarter.last_day)
    moments = (start_of(quarter.first_day), start_of(quarter.next.first_day))
    yield AuditMeasure.ADVISERS, {WHOLE: dict.fromkeys(_advisers(organisation, quarter), 1)}

    logged = _of_advisers(Activity.objects.filter(date__range=days), organisation, "date")
    by_kind: dict[str, dict[int, int]] = defaultdict(dict)
    for kind, person, number in logged.values_list("kind", "user").annotate(Count("pk")):
        by_kind[kind][person] = number
    yield AuditMeasure.ACTIVITIES, by_kind
    hours = logged.filter(hours__isnull=False).values_list("user").annotate(Sum("hours"))
    yield AuditMeasure.HOURS, {WHOLE: dict(hours)}

    done = LessonProgress.objects.filter(state=ProgressState.DONE, **_within("done_at", moments))
    yield AuditMeasure.LESSONS, _by_person(_of_advisers(done, organisation, "done_at__date"))
    attempts = Attempt.objects.at_quizzes().filter(**_within("submitted_at", moments))
    submitted = _of_advisers(attempts, organisation, "submitted_at__date")
    yield AuditMeasure.QUIZZES, _by_person(submitted)
    opened = ReportAccess.objects.filter(
        organisation=organisation, user__isnull=False, **_within("at", moments)
    )
    yield AuditMeasure.REPORTS, _by_person(opened)


def _advisers(organisation: Organisation, quarter: Quarter) -> set[int]:
    """Return who was an adviser on any day of a quarter."""
    members = Membership.objects.advisers().filter(
        Q(until__isnull=True) | Q(until__gte=quarter.first_day),
        organisation=organisation,
        start__lte=quarter.last_day,
    )
    return set(members.values_list("user_id", flat=True))


def _of_advisers(rows: QuerySet, organisation: Organisation, day: str) -> QuerySet:
    """Return the rows of who was an adviser of the organisation on the day of the row itself."""
    members = Membership.objects.advisers().filter(
        Q(until__isnull=True) | Q(until__gte=OuterRef(day)),
        organisation=organisation,
        user=OuterRef("user"),
        start__lte=OuterRef(day),
    )
    return rows.filter(Exists(members)).order_by()


def _by_person(rows: QuerySet) -> Given:
    return {WHOLE: dict(rows.order_by().values_list("user").annotate(Count("pk")))}


def _within(field: str, moments: tuple[datetime, datetime]) -> dict[str, datetime]:
    return {f"{field}__gte": moments[0], f"{field}__lt": moments[1]}


def _whole(amount: int | Decimal) -> int:
    """Return hours as whole ones, halves up."""
    return int(Decimal(amount).quantize(Decimal(1), ROUND_HALF_UP))

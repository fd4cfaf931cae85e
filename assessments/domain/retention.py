"""How long evidence is kept: told a month before, then removed; by what the organisation set.

Neighbours: EvidencePolicy in models/keeping.py holds the period, the daily mail tells people.
"""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.domain.digest_items import DigestItem
from assessments.domain.levels import rebuild_levels
from assessments.domain.record_outbox import forget_statements
from assessments.models import (
    Action,
    Attempt,
    CheckIn,
    Rating,
    Reflection,
    ReportAccess,
    RetentionNotice,
    SnapshotPerson,
)
from assessments.models.keeping import KEPT_MONTHS, EvidencePolicy
from cms.accounts.models import Membership, MembershipQuerySet, User
from cms.days import start_of

NOTICE = timedelta(days=30)
logger = logging.getLogger("peil.retention")


@dataclass(frozen=True)
class RetentionRun:
    """What a run did, in numbers of people."""

    told: int
    cleared: int
    failed: int


def kept_months(user_ids: Collection[int], day: date) -> dict[int, int | None]:
    """Return {user id: months that evidence is kept}, None: for ever; three queries.

    In several organisations the longest period holds. Whoever has left all of them is still under
    the ones that they left; whoever never had one, under the general period.
    """
    policies = kept_by_organisation()
    members = Membership.objects.filter(user_id__in=user_ids)
    current = _organisations(members.current(day))
    before = _organisations(members)
    months: dict[int, int | None] = {}
    for user_id in user_ids:
        homes = current.get(user_id) or before.get(user_id) or ()
        periods = [policies.get(home, KEPT_MONTHS) for home in homes] or [KEPT_MONTHS]
        limited = [period for period in periods if period is not None]
        months[user_id] = max(limited) if len(limited) == len(periods) else None
    return months


def kept_by_organisation() -> dict[int, int | None]:
    """Return {organisation id: months that it keeps evidence} of those that chose; one query."""
    return dict(EvidencePolicy.objects.values_list("organisation_id", "kept_months"))


def kept_since(months: int, day: date) -> date:
    """Return the first day whose evidence is kept on a day; what is older goes."""
    return day - relativedelta(months=months)


def run_retention(now: datetime) -> RetentionRun:
    """Tell whose evidence goes in a month, and remove what was told of; safe to repeat."""
    forget_who_counted(timezone.localdate(now))
    forget_report_accesses(timezone.localdate(now))
    forget_statements(now)
    told = announce(now)
    cleared = failed = 0
    due = RetentionNotice.objects.filter(done_at__isnull=True, due_on__lte=timezone.localdate(now))
    for notice in due.order_by("due_on", "pk"):
        try:
            cleared += clear(notice=notice, now=now)
        except Exception as error:  # a traceback could carry people's data into the log
            logger.error("notice %s was not carried out: %s", notice.pk, type(error).__name__)
            failed += 1
    return RetentionRun(told, cleared, failed)


@transaction.atomic
def announce(now: datetime) -> int:
    """Note for each person whose evidence goes in a month that it does, and return how many.

    Nobody has two notices that wait; what grows old meanwhile is in the next one.
    """
    due_on = timezone.localdate(now) + NOTICE
    oldest = _oldest()
    waiting = RetentionNotice.objects.filter(done_at__isnull=True)
    for user_id in waiting.values_list("user_id", flat=True):
        oldest.pop(user_id, None)
    notices = []
    for user_id, months in kept_months(list(oldest), due_on).items():
        if months is not None and oldest[user_id] < kept_since(months, due_on):
            notices.append(
                RetentionNotice(
                    user_id=user_id,
                    before=kept_since(months, due_on),
                    due_on=due_on,
                    told_at=now,
                )
            )
    return len(RetentionNotice.objects.bulk_create(notices))


def forget_who_counted(day: date) -> None:
    """Remove who counted in snapshots that are older than the organisation keeps evidence.

    No notice tells of it: it holds no level, and usually goes sooner, with the next snapshot.
    """
    policies = kept_by_organisation()
    counted = SnapshotPerson.objects.order_by().values_list("snapshot__organisation", flat=True)
    for organisation in counted.distinct():
        months = policies.get(organisation, KEPT_MONTHS)
        if months is not None:
            SnapshotPerson.objects.filter(
                snapshot__organisation=organisation,
                snapshot__taken_at__lt=start_of(kept_since(months, day)),
            ).delete()


def forget_report_accesses(day: date) -> None:
    """Remove who opened which report, when it is older than the organisation keeps evidence.

    Where evidence is kept for ever, the general period holds: a log about managers is not.
    """
    policies = kept_by_organisation()
    logged = ReportAccess.objects.order_by().values_list("organisation", flat=True).distinct()
    for organisation in logged:
        months = policies.get(organisation) or KEPT_MONTHS
        before = start_of(kept_since(months, day))
        ReportAccess.objects.filter(organisation=organisation, at__lt=before).delete()


@transaction.atomic
def clear(*, notice: RetentionNotice, now: datetime) -> bool:
    """Remove what a notice told of, whole or not at all, and return whether it was still to do.

    A period that was made longer since then holds; one that was made shorter waits for its own
    notice. Levels are made anew from what stays.
    """
    locked = RetentionNotice.objects.select_for_update().filter(pk=notice.pk).first()
    if locked is None or locked.done_at is not None:
        return False
    User.objects.select_for_update(no_key=True).get(pk=locked.user_id)
    months = kept_months([locked.user_id], timezone.localdate(now))[locked.user_id]
    if months is not None:
        before = min(locked.before, kept_since(months, timezone.localdate(now)))
        _remove(locked.user_id, before)
        rebuild_levels(user_ids=[locked.user_id], now=now)
    locked.done_at = now
    locked.save(update_fields=["done_at"])
    return True


def retention_items(day: date) -> Iterator[DigestItem]:
    """Yield what the daily mail has to say about evidence that goes after this day."""
    waiting = RetentionNotice.objects.filter(done_at__isnull=True, due_on__gt=day)
    for notice in waiting.order_by("user_id", "pk"):
        yield DigestItem(
            user_id=notice.user_id,
            subject=f"retention:{notice.pk}",
            words=_Words(notice.before, notice.due_on),
            path="me/data/",
            is_notice=True,
        )


@dataclass(frozen=True)
class _Words:
    """The sentence of a notice, made when the person's language is active."""

    before: date
    due_on: date

    def __call__(self) -> str:
        return _(
            "On %(due)s Peil removes your ratings, answers, reflections and actions from before "
            "%(before)s. If you want to keep them, take your data with you first."
        ) % {"due": date_format(self.due_on), "before": date_format(self.before)}


def _organisations(members: MembershipQuerySet) -> dict[int, set[int]]:
    homes: dict[int, set[int]] = {}
    for user_id, organisation_id in members.values_list("user_id", "organisation_id"):
        homes.setdefault(user_id, set()).add(organisation_id)
    return homes


def _oldest() -> dict[int, date]:
    """Return {user id: the day of the oldest evidence}; five queries."""
    oldest: dict[int, date] = {}
    for rows in (
        Rating.objects.values_list("user").annotate(first=Min("given_at")),
        Attempt.objects.values_list("user").annotate(first=Min("started_at")),
        Reflection.objects.values_list("user").annotate(first=Min("written_at")),
        CheckIn.objects.values_list("user").annotate(first=Min("started_at")),
        Action.objects.values_list("user").annotate(first=Min("until")),
    ):
        for user_id, first in rows.order_by():
            day = timezone.localdate(first) if isinstance(first, datetime) else first
            oldest[user_id] = min(day, oldest.get(user_id, day))
    return oldest


def _remove(user_id: int, before: date) -> None:
    """Remove evidence from before a day; a check-in goes when nothing of it is left."""
    moment = start_of(before)
    Rating.objects.filter(user_id=user_id, given_at__lt=moment).delete()
    Attempt.objects.filter(user_id=user_id, started_at__lt=moment).delete()
    reflections = Reflection.objects.filter(user_id=user_id, written_at__lt=moment)
    reflections.only("pk").delete()  # without unsealing them
    Action.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__lt=moment), user_id=user_id, until__lt=before
    ).delete()
    here = {"check_in": OuterRef("pk")}
    CheckIn.objects.filter(
        ~Exists(Rating.objects.filter(**here)),
        ~Exists(Reflection.objects.filter(**here)),
        ~Exists(Action.objects.filter(**here)),
        user_id=user_id,
        started_at__lt=moment,
    ).delete()

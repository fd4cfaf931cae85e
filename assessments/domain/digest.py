"""The one mail a day: what a person may be told, by whoever has something to say, and only once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from assessments.domain.digest_items import DigestItem
from assessments.domain.learning_plans import plan_items
from assessments.domain.rechecks import recheck_items
from assessments.domain.reminders import round_items
from assessments.domain.retention import retention_items
from assessments.domain.sufficiency_notices import alert_items
from assessments.models import DigestMail, PersonPreference
from cms.accounts.models import User

Provider = Callable[[date], Iterable[DigestItem]]

# Whoever has something to say by mail stands here; nothing else sends reminders.
PROVIDERS: tuple[Provider, ...] = (
    round_items,
    plan_items,
    recheck_items,
    retention_items,
    alert_items,
)

FIRST_HOUR = 7  # local time: nobody is written to at night


@dataclass(frozen=True)
class Digest:
    """What one person is told on one day."""

    user: User
    items: tuple[DigestItem, ...]


def may_be_sent_at(now: datetime) -> bool:
    """Return whether it is late enough in the day to write to people."""
    return timezone.localtime(now).hour >= FIRST_HOUR


def digests(day: date, providers: Iterable[Provider] = PROVIDERS) -> Iterator[Digest]:
    """Return the mails of a day that have not been sent.

    Left out are subjects that a person was told of before, reminders of people who paused them, and
    people who have had today's mail or who cannot sign in any more.
    """
    items: dict[int, list[DigestItem]] = defaultdict(list)
    paused = set(
        PersonPreference.objects.filter(paused_until__gte=day).values_list("user_id", flat=True)
    )
    for provider in providers:
        for item in provider(day):
            if item.is_notice or item.user_id not in paused:
                items[item.user_id].append(item)
    told = _told(items)
    users = _who_may_be_told(items, day)
    for user in users:
        new = tuple(item for item in items[user.pk] if item.subject not in told[user.pk])
        if new:
            yield Digest(user, new)


def claim(digest: Digest, day: date) -> DigestMail | None:
    """Return the row of a mail about to be sent; None when somebody else has made it.

    Made first, and for good: a process that is killed while sending never sends twice.
    """
    subjects = [item.subject for item in digest.items]
    try:
        with transaction.atomic():
            return DigestMail.objects.create(user=digest.user, day=day, subjects=subjects)
    except IntegrityError:
        return None


def note_sent(mail: DigestMail, now: datetime) -> None:
    """Store when a mail left."""
    mail.sent_at = now
    mail.save(update_fields=["sent_at"])


def note_refused(mail: DigestMail) -> None:
    """Keep the day's mail as tried, and forget what it spoke of: tomorrow's mail tells it."""
    mail.subjects = []
    mail.save(update_fields=["subjects"])


def _who_may_be_told(user_ids: Iterable[int], day: date) -> list[User]:
    mailed = DigestMail.objects.filter(day=day)
    return list(
        User.objects.filter(pk__in=list(user_ids), is_active=True)
        .exclude(pk__in=mailed.values("user"))
        .order_by("pk")
    )


def _told(user_ids: Iterable[int]) -> dict[int, set[str]]:
    told: dict[int, set[str]] = defaultdict(set)
    rows = DigestMail.objects.filter(user__in=list(user_ids)).values_list("user", "subjects")
    for user_id, subjects in rows:
        told[user_id].update(subjects)
    return told

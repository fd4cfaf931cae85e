"""The queue of what has to be looked at again, whatever app it belongs to.

Each app registers the kinds of entry that it knows; this module puts them in one list, with who is
responsible, and keeps the log of checks.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.models import User
from training.models import ReviewCheck, ReviewOwner

HORIZON = timedelta(days=60)


@dataclass(frozen=True)
class ReviewEntry:
    """Something that has to be looked at.

    Attributes:
        key: names the entry, "lesson:12"; begins with its kind.
        subject: what an owner is responsible for, "page:12"; entries about one page share it.
        title: in the language of the thing, or of the reader where it has several.
        language: code of its language; empty for a thing of all languages.
        due: the day it should be looked at; None when that is now.
        url: where an editor mends it; empty when nowhere.
        note: what is the matter, where the kind does not say it.
        own_date: the date that the thing itself carries, where it carries one.
        owner: filled in by the queue.
    """

    key: str
    subject: str
    title: str
    language: str = ""
    due: date | None = None
    url: str = ""
    note: str = ""
    own_date: date | None = None
    owner: User | None = None

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


@dataclass(frozen=True)
class ReviewKind:
    """A kind of entry.

    Attributes:
        name: first part of the entries' keys.
        label: what editors call it; lazy.
        entries: all entries of which the day has come or comes before the given day.
        check: does what "checked today" means and returns the next date; None where looking is
            not enough.
    """

    name: str
    label: Any
    entries: Callable[[date], Iterable[ReviewEntry]]
    check: Callable[[ReviewEntry, date], date | None] | None = None


@dataclass(frozen=True)
class QueueFilter:
    """What the reader of the queue wants to see; everything when left empty."""

    kind: str = ""
    language: str = ""
    owner: User | None = None


@dataclass(frozen=True)
class QueueCounts:
    """How much waits; `kinds` are (label, number) of the kinds that have something."""

    total: int
    overdue: int
    kinds: list[tuple[Any, int]] = field(default_factory=list)


_kinds: dict[str, ReviewKind] = {}


def register(kind: ReviewKind) -> None:
    """Add a kind of entry to the queue; the same name again replaces it."""
    _kinds[kind.name] = kind


def kinds() -> list[ReviewKind]:
    """Return the kinds in the order in which they were registered."""
    return list(_kinds.values())


def queue(*, today: date, wanted: QueueFilter = QueueFilter()) -> list[ReviewEntry]:
    """Return what waits or will within sixty days, the longest first.

    The number of queries depends on the kinds, not on how much waits.

    Args:
        today: the day from which is counted.
        wanted: a thing of all languages shows in each.
    """
    owners = {row.subject: row.user for row in ReviewOwner.objects.select_related("user")}
    entries = [
        replace(entry, owner=owners.get(entry.subject))
        for kind in kinds()
        if wanted.kind in ("", kind.name)
        for entry in kind.entries(today + HORIZON)
        if not (wanted.language and entry.language) or entry.language == wanted.language
    ]
    if wanted.owner is not None:
        entries = [entry for entry in entries if entry.owner == wanted.owner]
    return sorted(entries, key=lambda entry: (entry.due or date.min, entry.title, entry.key))


def counts(*, today: date) -> QueueCounts:
    """Return how much waits, per kind."""
    entries = queue(today=today)
    numbers = Counter(entry.kind for entry in entries)
    return QueueCounts(
        total=len(entries),
        overdue=sum(entry.due is None or entry.due <= today for entry in entries),
        kinds=[(kind.label, numbers[kind.name]) for kind in kinds() if numbers[kind.name]],
    )


@transaction.atomic
def check_today(*, key: str, user: User, now: datetime) -> ReviewCheck | None:
    """Note that somebody looked at an entry and it still holds; None when it no longer waits.

    Args:
        key: of the entry.
        user: who looked.
        now: the moment; the day follows from it.
    """
    today = localdate(now)
    kind = _kinds.get(key.partition(":")[0])
    if kind is None or kind.check is None:
        return None
    entry = next((row for row in kind.entries(today + HORIZON) if row.key == key), None)
    if entry is None:
        return None
    return ReviewCheck.objects.create(
        entry=key,
        title=entry.title[:255],
        user=user,
        checked_at=now,
        own_date=entry.own_date,
        next_date=kind.check(entry, today),
    )


@transaction.atomic
def assign_owner(*, subject: str, user: User | None) -> None:
    """Make an editor responsible for a subject; None makes nobody."""
    if user is None:
        ReviewOwner.objects.filter(subject=subject).delete()
    else:
        ReviewOwner.objects.update_or_create(subject=subject, defaults={"user": user})


def latest_checks(kind: str) -> dict[str, ReviewCheck]:
    """Return the last check of each entry of a kind, by key; one query."""
    rows = ReviewCheck.objects.filter(entry__startswith=f"{kind}:").order_by("checked_at", "pk")
    return {row.entry: row for row in rows}


def date_after_checks(own_date: date, check: ReviewCheck | None) -> date:
    """Return the day that counts: the thing's own, unless a check of that very day moved it."""
    if check is None or check.next_date is None or check.own_date != own_date:
        return own_date
    return check.next_date


def after_months(day: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


def in_words(due: date | None, today: date) -> str:
    """Return when something is due as words, in the reader's language."""
    if due is None or due == today:
        return _("today") if due else _("now")
    days = abs((due - today).days)
    if due < today:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}

"""Finds the deeds that people let go to a record store, and puts them in the outbox.

Deeds are looked for, not handed over: lessons are finished in training, which knows nothing of
assessments. The name of a statement follows from its deed, so that looking twice over the same
hours adds nothing (decision 025).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from assessments.domain.record_deeds import Deed
from assessments.domain.record_sources import Window, lesson_deeds, quiz_deeds, rating_deeds
from assessments.models import RecordConsent, RecordStatement, RecordStore
from assessments.record_enums import RecordKind
from cms.accounts.models import Membership

# A deed that was stored late, or by a machine whose clock is behind, is found all the same.
OVERLAP = timedelta(days=1)
PEOPLE_AT_ONCE = 500
SOURCES = {
    lesson_deeds: {RecordKind.COMPLETED},
    quiz_deeds: {RecordKind.ATTEMPTED, RecordKind.SCORED},
    rating_deeds: {RecordKind.SELF_EVALUATED},
}


@transaction.atomic
def collect_deeds(*, store: RecordStore, now: datetime) -> int:
    """Put what was done since the last time in the outbox, and return how many deeds were found.

    Consents of people who have left, or cannot sign in any more, end here. A store that is not in
    use collects nothing; one that refused its key does.
    """
    end_lost_consents(store, now)
    if not store.is_active:
        return 0
    consents = list(store.consents.order_by("pk"))
    found = sum(
        collect_of(store=store, consents=consents[first : first + PEOPLE_AT_ONCE], now=now)
        for first in range(0, len(consents), PEOPLE_AT_ONCE)
    )
    store.collected_until = now
    store.save(update_fields=["collected_until"])
    return found


@transaction.atomic
def collect_of(*, store: RecordStore, consents: Sequence[RecordConsent], now: datetime) -> int:
    """Put the deeds of some people in the outbox and return how many were found.

    The number of queries does not depend on how many people or deeds there are.

    Args:
        store: one that is in use.
        consents: to this store.
    """
    if not consents:
        return 0
    active_since = store.active_since or now
    begun = {consent.user_id: max(consent.given_at, active_since) for consent in consents}
    since = min(begun.values())
    if store.collected_until:
        since = max(since, store.collected_until - OVERLAP)
    window = Window(tuple(begun), since, now, store.organisation_id)
    by_user = {consent.user_id: consent for consent in consents}
    rows = [
        _row(by_user[user], deed, now)
        for user, deed in _deeds(window, set(store.kinds))
        if deed.kind in by_user[user].kinds and deed.happened_at >= begun[user]
    ]
    RecordStatement.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def end_lost_consents(store: RecordStore, now: datetime) -> None:
    """End the consents of people who have no role in the organisation today, with what waits."""
    members = Membership.objects.current(timezone.localdate(now)).filter(
        organisation=store.organisation_id, user__is_active=True
    )
    store.consents.exclude(user__in=members.values("user")).delete()


def _deeds(window: Window, wanted: set[str]) -> Iterator[tuple[int, Deed]]:
    for source, kinds in SOURCES.items():
        if kinds & wanted:
            yield from (row for row in source(window) if row[1].kind in wanted)


def _row(consent: RecordConsent, deed: Deed, now: datetime) -> RecordStatement:
    return RecordStatement(
        identifier=deed.identifier(consent.account),
        consent=consent,
        kind=deed.kind,
        facts=deed.facts(),
        rating_id=deed.rating,
        happened_at=deed.happened_at,
        next_try_at=now,
    )

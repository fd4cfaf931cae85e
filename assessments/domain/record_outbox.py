"""The outbox of a record store: what is due, and what becomes of each try.

Claimed rows are left alone by others for ten minutes. A process that dies between sending and
noting it leaves them due again; the store knows the same statement by its name and keeps it once.
Who sends: tasks.py; what is in the box: record_collecting.py.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count

from assessments.domain.record_deeds import Outgoing, deed_of
from assessments.models import RecordStatement, RecordStore
from assessments.models.record_store import RecordStatementQuerySet
from assessments.record_enums import RecordKind, StatementState, StoreProblem
from assessments.share_permissions import shares_seen

LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(days=1)
MOST_TRIES = 20
BATCH = 50
KEPT = timedelta(days=30)


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after a try that failed: twice as long each time, a day at most.

    Args:
        tries: how many have failed, from 1.
    """
    doublings = min(tries - 1, 16)
    return min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)


@transaction.atomic
def claim_statements(*, store: RecordStore, now: datetime, size: int = BATCH) -> list[Outgoing]:
    """Return the statements that are due, the oldest deeds first, and keep others off them.

    A level goes along only where the person allowed it and shares this competence with a manager of
    the organisation at this moment; anything else is read as no.
    """
    if not store.is_active or store.stopped_at:
        return []
    due = (
        RecordStatement.objects.select_for_update(skip_locked=True, of=("self",))
        .waiting()
        .filter(consent__store=store, next_try_at__lte=now)
        .select_related("consent", "rating")
        .order_by("happened_at", "pk")
    )
    rows = list(due[:size])
    RecordStatement.objects.filter(pk__in=[row.pk for row in rows]).update(next_try_at=now + LEASE)
    levels = _levels(store, rows, now)
    return [
        Outgoing(
            identifier=row.identifier,
            account=row.consent.account,
            deed=deed_of(row.kind, row.happened_at, row.facts),
            tries=row.tries,
            level=levels.get(row.pk),
        )
        for row in rows
    ]


@transaction.atomic
def note_sent(*, store: RecordStore, sent: Iterable[Outgoing], now: datetime) -> None:
    """Note that the store has these statements; whatever was wrong before is over."""
    _settle(sent, StatementState.SENT, now)
    _note(store, "", now)


@transaction.atomic
def note_failed(
    *, store: RecordStore, failed: Iterable[Outgoing], problem: str, now: datetime
) -> None:
    """Count a try that failed: again later, or given up after the last one.

    Args:
        problem: one of StoreProblem.
    """
    for tries, rows in _by_tries(failed).items():
        if tries + 1 >= MOST_TRIES:
            _settle(rows, StatementState.GIVEN_UP, now, tries=tries + 1)
        else:
            _waiting(rows).update(tries=tries + 1, next_try_at=now + pause_after(tries + 1))
    _note(store, problem, now)


@transaction.atomic
def note_refused(*, store: RecordStore, refused: Outgoing, now: datetime) -> None:
    """Give up a statement that the store calls wrong: it would be as wrong the next time."""
    _settle([refused], StatementState.GIVEN_UP, now, tries=refused.tries + 1)
    _note(store, StoreProblem.STATEMENT, now)


@transaction.atomic
def release(*, claimed: Iterable[Outgoing], now: datetime) -> None:
    """Make statements due again that were claimed and not sent; no try is counted."""
    _waiting(claimed).update(next_try_at=now)


@transaction.atomic
def stop_store(*, store: RecordStore, problem: str, now: datetime) -> None:
    """Ask a store no more until its settings are saved again; statements wait."""
    _note(store, problem, now)
    store.stopped_at = now
    store.save(update_fields=["stopped_at"])


@transaction.atomic
def try_again(*, store: RecordStore, now: datetime) -> int:
    """Let the statements that were given up wait anew, and return how many."""
    given_up = RecordStatement.objects.filter(consent__store=store, state=StatementState.GIVEN_UP)
    return given_up.update(state=StatementState.WAITING, tries=0, next_try_at=now, settled_at=None)


def statement_counts(store: RecordStore) -> dict[str, int]:
    """Return {state: how many statements}, every state; one query."""
    rows = RecordStatement.objects.filter(consent__store=store.pk).order_by()
    counts = dict(rows.values_list("state").annotate(Count("pk")))
    return {state: counts.get(state, 0) for state in StatementState.values}


def forget_statements(now: datetime) -> int:
    """Remove what was sent or given up thirty days ago, and return how many rows."""
    settled = RecordStatement.objects.filter(settled_at__lt=now - KEPT)
    return settled.delete()[1].get("assessments.RecordStatement", 0)


def _levels(
    store: RecordStore, rows: Collection[RecordStatement], now: datetime
) -> dict[int, int | None]:
    """Return {statement: level} of what may go along with its level."""
    allowed = [
        row
        for row in rows
        if row.kind == RecordKind.SELF_EVALUATED and row.rating and row.consent.with_levels
    ]
    if not allowed:
        return {}
    shares = shares_seen(now).filter(
        organisation=store.organisation_id, user__in={row.consent.user_id for row in allowed}
    )
    shared = set(shares.values_list("user", "items__competence"))
    return {
        row.pk: row.rating.level
        for row in allowed
        if row.rating and (row.consent.user_id, row.rating.competence_id) in shared
    }


def _by_tries(outgoing: Iterable[Outgoing]) -> dict[int, list[Outgoing]]:
    found: dict[int, list[Outgoing]] = {}
    for row in outgoing:
        found.setdefault(row.tries, []).append(row)
    return found


def _waiting(outgoing: Iterable[Outgoing]) -> RecordStatementQuerySet:
    names = [row.identifier for row in outgoing]
    return RecordStatement.objects.waiting().filter(identifier__in=names)


def _settle(
    outgoing: Iterable[Outgoing], state: StatementState, now: datetime, **fields: int
) -> None:
    _waiting(outgoing).update(state=state, settled_at=now, **fields)


def _note(store: RecordStore, problem: str, now: datetime) -> None:
    if problem or store.problem:
        store.problem, store.problem_at = problem, now if problem else None
        store.save(update_fields=["problem", "problem_at"])

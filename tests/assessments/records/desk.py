"""Sending what is due at a moment, and reading how far statements are."""

from assessments.domain.record_outbox import statement_counts
from assessments.models import RecordStore
from assessments.tasks import send_due
from tests.factories.records import NOW


def send(store, now=NOW) -> dict[str, int]:
    """Send what is due at a moment, and return how many statements are how far."""
    store = RecordStore.objects.get(pk=store.pk)
    send_due(store, lambda: now)
    return statement_counts(store)


def counts(waiting=0, sent=0, given_up=0) -> dict[str, int]:
    return {"waiting": waiting, "sent": sent, "given_up": given_up}


def names(rows) -> list[str]:
    return [str(row.identifier) for row in rows]

"""Record stores, consents, and statements that wait."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from assessments.domain.record_consents import choose
from assessments.domain.record_deeds import Deed, Thing
from assessments.domain.record_stores import StoreSettings, set_record_store
from assessments.models import RecordConsent, RecordStatement, RecordStore
from assessments.record_enums import RecordKind
from cms.accounts.models import Organisation, User
from tests.record_server import KEY, SECRET

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KINDS = tuple(RecordKind.values)
LESSON = Thing("/nl/toolkit/m1/one/", {"nl": "Les één", "en": "Lesson one"})


def store_settings(**changes) -> StoreSettings:
    values = {
        "endpoint": "https://lrs.example/xapi/",
        "key": KEY,
        "secret": SECRET,
        "version": "1.0.3",
        "kinds": KINDS,
        "is_active": True,
    }
    return StoreSettings(**values | changes)


def make_store(
    organisation: Organisation, *, now: datetime = NOW - timedelta(days=10), **changes
) -> RecordStore:
    """Return a store that is in use and takes everything, unless said otherwise."""
    return set_record_store(organisation=organisation, settings=store_settings(**changes), now=now)


def agree(
    user: User,
    store: RecordStore,
    *,
    kinds: Sequence[str] = KINDS,
    with_levels: bool = False,
    now: datetime = NOW - timedelta(days=9),
) -> RecordConsent:
    return choose(user=user, store=store, kinds=kinds, with_levels=with_levels, now=now)


def make_statements(
    consent: RecordConsent, number: int, *, now: datetime = NOW
) -> list[RecordStatement]:
    """Return statements about finished lessons that are due."""
    rows = []
    for place in range(number):
        deed = Deed(
            RecordKind.COMPLETED,
            f"lesson:{place}",
            now - timedelta(minutes=number - place),
            "nl",
            LESSON,
        )
        rows.append(
            RecordStatement.objects.create(
                identifier=deed.identifier(consent.account),
                consent=consent,
                kind=deed.kind,
                facts=deed.facts(),
                happened_at=deed.happened_at,
                next_try_at=now,
            )
        )
    return rows

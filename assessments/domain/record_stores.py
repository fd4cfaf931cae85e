"""The settings of an organisation's record store, and what a change of them ends."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from assessments.models import RecordStatement, RecordStore
from assessments.record_enums import RecordKind
from cms.accounts.models import Organisation


class SecretNeeded(ValueError):
    """The secret was left out, and none is kept that may be sent to this address."""


@dataclass(frozen=True)
class StoreSettings:
    """What an administrator sets.

    Attributes:
        endpoint: address of the store without "/statements".
        secret: empty keeps the one that is stored.
        version: one of XapiVersion.
        kinds: of RecordKind; what people may let go there.
    """

    endpoint: str
    key: str
    secret: str
    version: str
    kinds: Collection[str]
    is_active: bool


def host_of(endpoint: str) -> str:
    """Return the host, with its port where there is one, that an address leads to."""
    return urlsplit(endpoint).netloc.lower()


def store_of(organisation: Organisation) -> RecordStore:
    """Return the store of an organisation; one that is not stored and not in use by default."""
    stored = RecordStore.objects.filter(organisation=organisation).first()
    return stored or RecordStore(organisation=organisation, kinds=list(RecordKind.values))


def needs_secret(store: RecordStore, endpoint: str) -> bool:
    """Return whether the secret has to be entered: there is none, or it was for another host.

    A secret that is kept is never sent to a host that it was not entered for.
    """
    return store.pk is None or _recipient(store.endpoint) != _recipient(endpoint)


@transaction.atomic
def set_record_store(
    *, organisation: Organisation, settings: StoreSettings, now: datetime
) -> RecordStore:
    """Store the settings; a store that had stopped is asked again.

    People said yes to a host: when that changes, all consents end, with what waits. What waits of
    a kind that is not wanted any more goes too. Deeds done while the store is off are never told.

    Raises:
        SecretNeeded: when `needs_secret` and there is none in the settings.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    store = store_of(organisation)
    if needs_secret(store, settings.endpoint):
        if not settings.secret:
            raise SecretNeeded(f"organisation {organisation.pk}")
        if store.pk:
            store.consents.all().delete()
    if settings.is_active and not store.is_active:
        store.active_since = now
    store.endpoint, store.key, store.version = settings.endpoint, settings.key, settings.version
    store.kinds = [kind for kind in RecordKind.values if kind in settings.kinds]
    store.is_active = settings.is_active
    store.stopped_at, store.problem, store.problem_at = None, "", None
    if settings.secret:
        store.secret = settings.secret
    store.save()
    waiting = RecordStatement.objects.waiting().filter(consent__store=store)
    waiting.exclude(kind__in=store.kinds).delete()
    return store


def _recipient(endpoint: str) -> tuple[str, str]:
    return urlsplit(endpoint).scheme, host_of(endpoint)

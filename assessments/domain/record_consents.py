"""What a person lets go to a record store: chosen by kind, off by default, to be withdrawn."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from assessments.domain.record_collecting import collect_of
from assessments.domain.record_stores import host_of
from assessments.models import RecordConsent, RecordStatement, RecordStore
from assessments.permissions import offered_record_stores, visible_record_stores
from assessments.record_enums import RecordKind, StatementState
from cms.accounts.models import User


class NotOffered(ValueError):
    """No kind, or one that this store does not take from this person."""


@dataclass(frozen=True)
class StoreChoice:
    """One record store as a person chooses about it.

    Attributes:
        host: where the data go.
        offered: kinds that can be chosen; none while the store is off.
        chosen: kinds that the person let go; none: nothing is sent.
        account: what the person is called there; None where nothing goes.
        waiting, sent: statements of the person; of those that were sent, the last thirty days.
    """

    pk: int
    organisation: str
    host: str
    offered: tuple[str, ...]
    chosen: tuple[str, ...]
    with_levels: bool
    account: UUID | None
    waiting: int
    sent: int

    @property
    def is_on(self) -> bool:
        return self.account is not None


def store_choices(user: User, now: datetime) -> list[StoreChoice]:
    """Return the record stores that a person can choose about; three queries at most."""
    day = timezone.localdate(now)
    offered = set(offered_record_stores(user, day).values_list("pk", flat=True))
    consents = RecordConsent.objects.filter(user=user).counted().order_by("pk")
    by_store = {consent.store_id: consent for consent in consents}
    stores = visible_record_stores(user, day).select_related("organisation")
    return [
        _choice(store, by_store.get(store.pk), store.pk in offered)
        for store in stores.order_by("organisation__name")
    ]


@transaction.atomic
def choose(
    *,
    user: User,
    store: RecordStore,
    kinds: Collection[str],
    with_levels: bool = False,
    now: datetime,
) -> RecordConsent:
    """Let these kinds go to a store from now on, and nothing else.

    What was done under the choice before is looked for first; what waits of a kind that is not
    chosen any more goes. The same choice again changes nothing.

    Args:
        with_levels: whether the level goes along where the person shares the competence.

    Raises:
        NotOffered: when no kind is named, the store is off or takes no such kind, or it is another
            organisation's.
    """
    chosen = [kind for kind in RecordKind.values if kind in kinds]
    offered = offered_record_stores(user, timezone.localdate(now)).filter(pk=store.pk).first()
    if not chosen or offered is None or not set(chosen) <= set(offered.kinds):
        raise NotOffered(f"record store {store.pk}")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    levels = with_levels and RecordKind.SELF_EVALUATED in chosen
    consent = RecordConsent.objects.filter(store=offered, user=user).first()
    if consent is None:
        return RecordConsent.objects.create(
            store=offered, user=user, kinds=chosen, with_levels=levels, given_at=now
        )
    if (consent.kinds, consent.with_levels) != (chosen, levels):
        collect_of(store=offered, consents=[consent], now=now)
        consent.kinds, consent.with_levels, consent.given_at = chosen, levels, now
        consent.save(update_fields=["kinds", "with_levels", "given_at"])
        unsent = RecordStatement.objects.filter(consent=consent).exclude(state=StatementState.SENT)
        unsent.exclude(kind__in=chosen).delete()
    return consent


@transaction.atomic
def withdraw(*, user: User, store: RecordStore) -> UUID | None:
    """Send nothing of a person to a store any more; what waits goes, and so does the name there.

    Returns what the person was called in the store; None when nothing went there.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    consent = RecordConsent.objects.filter(store=store.pk, user=user).first()
    if consent is None:
        return None
    consent.delete()
    return consent.account


def _choice(store: RecordStore, consent: RecordConsent | None, is_offered: bool) -> StoreChoice:
    return StoreChoice(
        pk=store.pk,
        organisation=store.organisation.name,
        host=host_of(store.endpoint),
        offered=tuple(store.kinds) if is_offered else (),
        chosen=tuple(consent.kinds) if consent else (),
        with_levels=bool(consent and consent.with_levels),
        account=consent.account if consent else None,
        waiting=consent.waiting if consent else 0,
        sent=consent.sent if consent else 0,
    )

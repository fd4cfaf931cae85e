"""Sharing: one adviser, one manager, chosen items, until a day. The page: shared_page.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from assessments.domain.actions import RUNNING
from assessments.enums import CampaignState, SharedThing
from assessments.models import Action, Campaign, Share, ShareItem, ShareView
from assessments.share_permissions import managers_of, visible_shares
from cms.accounts.models import Membership, Organisation, User
from training.models import Activity, Competence

LONGEST = timedelta(days=365)
ONE_VIEW_PER = timedelta(hours=1)


class ShareRefused(ValueError):
    """A share breaks a rule; the subclass says which."""


class NothingChosen(ShareRefused):
    """A share holds at least one item."""


class NotYourManager(ShareRefused):
    """This person does not see the adviser's reporting team."""


class NotYours(ShareRefused):
    """An item is somebody else's, or cannot be shared any more."""


@dataclass(frozen=True)
class SharedItems:
    """What a share holds, by primary key; sorted, so that the same choice is equal."""

    competences: tuple[int, ...] = ()
    actions: tuple[int, ...] = ()
    activities: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.competences or self.actions or self.activities)

    @property
    def count(self) -> int:
        return len(self.competences) + len(self.actions) + len(self.activities)


def chosen(
    competences: Iterable[int] = (), actions: Iterable[int] = (), activities: Iterable[int] = ()
) -> SharedItems:
    """Return a choice of items, each once."""
    return SharedItems(*(tuple(sorted({*keys})) for keys in (competences, actions, activities)))


def items_of(share: Share) -> SharedItems:
    """Return what a share holds; one query unless its items were fetched with it."""
    items = list(share.items.all())
    return chosen(
        (item.competence_id for item in items if item.competence_id),
        (item.action_id for item in items if item.action_id),
        (item.activity_id for item in items if item.activity_id),
    )


def line_to(*, user: User, manager_id: int, now: datetime) -> Membership:
    """Return the role by which a manager sees the person's reporting team.

    Raises:
        NotYourManager: when there is no such role today.
    """
    line = managers_of(user, timezone.localdate(now)).filter(user=manager_id).first()
    if line is None:
        raise NotYourManager(f"person {manager_id}")
    return line


def share_cycle(
    *, user: User, organisation: Organisation, now: datetime
) -> tuple[Campaign | None, datetime]:
    """Return the round whose cycle a new share belongs to, and the moment at which it ends.

    It ends with the running round of the person's team, else with the next one that is planned;
    after twelve months at the latest. None: no round is known.
    """
    day = timezone.localdate(now)
    own = Membership.objects.current(day).advisers().filter(user=user, organisation=organisation)
    paths = list(own.values_list("team__path", flat=True))
    rounds = Campaign.objects.filter(
        organisation=organisation, state=CampaignState.ACTIVE, closes_at__gt=now
    ).select_related("team")
    for campaign in rounds.order_by("closes_at", "pk"):
        if any(path.startswith(campaign.team.path) for path in paths):
            return campaign, min(campaign.closes_at, now + LONGEST)
    return None, now + LONGEST


@transaction.atomic
def make_share(*, user: User, manager_id: int, items: SharedItems, now: datetime) -> Share:
    """Return a new share; the living one with the same manager and the same items if there is one.

    Raises:
        NothingChosen, NotYourManager, NotYours.
    """
    if items.is_empty:
        raise NothingChosen("no item")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    line = line_to(user=user, manager_id=manager_id, now=now)
    if not _are_own(user, items):
        raise NotYours("an item")
    for share in visible_shares(line.user, now).filter(user=user).prefetch_related("items"):
        if items_of(share) == items:
            return share
    campaign, ends_at = share_cycle(user=user, organisation=line.organisation, now=now)
    share = Share.objects.create(
        user=user,
        manager=line.user,
        organisation=line.organisation,
        campaign=campaign,
        made_at=now,
        ends_at=ends_at,
    )
    ShareItem.objects.bulk_create(_rows(share, items))
    return share


@transaction.atomic
def revoke_share(*, share: Share, now: datetime) -> Share:
    """Stop a share at once; one that was stopped before keeps its moment."""
    locked = Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
    if locked.revoked_at is None:
        locked.revoked_at = now
        locked.save(update_fields=["revoked_at"])
    share.revoked_at = locked.revoked_at
    return share


@transaction.atomic
def note_view(*, share: Share, now: datetime) -> None:
    """Write in the log that the manager looked; at most one line in an hour."""
    Share.objects.select_for_update(of=("self",)).get(pk=share.pk)
    if not ShareView.objects.filter(share=share, viewed_at__gt=now - ONE_VIEW_PER).exists():
        ShareView.objects.create(share=share, viewed_at=now)


def _are_own(user: User, items: SharedItems) -> bool:
    actions = Action.objects.filter(user=user, pk__in=items.actions, state__in=RUNNING)
    activities = Activity.objects.filter(user=user, pk__in=items.activities)
    return (
        Competence.objects.filter(pk__in=items.competences).count() == len(items.competences)
        and actions.count() == len(items.actions)
        and activities.count() == len(items.activities)
    )


def _rows(share: Share, items: SharedItems) -> list[ShareItem]:
    return [
        *(
            ShareItem(share=share, kind=SharedThing.COMPETENCE, competence_id=pk)
            for pk in items.competences
        ),
        *(ShareItem(share=share, kind=SharedThing.ACTION, action_id=pk) for pk in items.actions),
        *(
            ShareItem(share=share, kind=SharedThing.ACTIVITY, activity_id=pk)
            for pk in items.activities
        ),
    ]

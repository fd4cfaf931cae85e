"""The sharing page of an adviser: what can be shared, with whom, and what is shared until when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.domain.actions import RUNNING, running_actions
from assessments.models import CurrentLevel, Share, ShareItem
from assessments.share_permissions import managers_of, own_shares, shares_seen, visible_shares
from cms.accounts.enums import Role
from cms.accounts.models import Membership, Team, User
from training.domain.framework import competences_in
from training.models import Activity, Competence

ACTIVITIES_OFFERED = 40
PAST_SHOWN = 20
VIEWS_SHOWN = 10
Choices = list[tuple[int, str]]


@dataclass(frozen=True)
class Offer:
    """What a person may share, as (primary key, words)."""

    managers: Choices
    competences: Choices
    actions: Choices
    activities: Choices


@dataclass(frozen=True)
class ShareRow:
    """One share in words.

    Attributes:
        is_living: whether the manager can open it now.
        is_cut: whether it would live, but the manager no longer sees the person's team.
        views: the moments at which the manager looked, the newest first.
        more_views: how many more there are.
    """

    id: int
    manager: str
    items: tuple[str, ...]
    made_at: datetime
    ends_at: datetime
    revoked_at: datetime | None
    is_living: bool
    is_cut: bool
    views: tuple[datetime, ...]
    more_views: int


@dataclass(frozen=True)
class Sharing:
    """Everything on the sharing page."""

    living: tuple[ShareRow, ...]
    past: tuple[ShareRow, ...]
    has_managers: bool


@dataclass(frozen=True)
class ReceivedShare:
    """One share in the list of a manager; `asks_support`: an action in it needs something."""

    id: int
    person: str
    count: int
    ends_at: datetime
    asks_support: bool


def sharing_of(user: User, language: str, now: datetime) -> Sharing:
    """Return what a person shares and has shared; six queries."""
    shares = own_shares(user).select_related("manager")
    shares = shares.prefetch_related("items__action", "items__activity", "views")
    seen = set(shares_seen(now).filter(user=user).values_list("pk", flat=True))
    names = {row.id: f"{row.code} {row.name}" for row in competences_in(language, extensions=True)}
    rows = [_row(share, names, seen, now) for share in shares.order_by("-made_at", "-pk")]
    past = [row for row in rows if not row.is_living and not row.is_cut]
    return Sharing(
        living=tuple(row for row in rows if row.is_living or row.is_cut),
        past=tuple(past[:PAST_SHOWN]),
        has_managers=managers_of(user, timezone.localdate(now)).exists(),
    )


def offer_to(user: User, language: str, now: datetime) -> Offer:
    """Return what a person may share, and with whom; six queries."""
    known = CurrentLevel.objects.filter(user=user).values("competence")
    codes = Competence.objects.filter(Q(is_extension=False) | Q(pk__in=known))
    shown = competences_in(language, codes=codes.values_list("code", flat=True))
    actions = running_actions(user).select_related("competence")
    activities = Activity.objects.filter(user=user).order_by("-date", "-pk")[:ACTIVITIES_OFFERED]
    return Offer(
        managers=_managers(managers_of(user, timezone.localdate(now))),
        competences=[(row.id, f"{row.code} {row.name}") for row in shown],
        actions=[(action.pk, f"{action.competence.code}: {action.what}") for action in actions],
        activities=[
            (activity.pk, f"{date_format(activity.date)}: {activity.title}")
            for activity in activities
        ],
    )


def received_by(user: User, now: datetime, team: Team | None = None) -> list[ReceivedShare]:
    """Return what others share with a manager now, by name; two queries, one where that is nothing.

    Whether a share can still be seen takes a long query, and most managers got none at all. What
    support is asked is told on the page of the share alone, where looking is logged.

    Args:
        team: only of who works there or below it.
    """
    if not Share.objects.living_at(now).filter(manager=user.pk).exists():
        return []
    asking = ShareItem.objects.filter(
        share=OuterRef("pk"), action__support_shared=True, action__state__in=RUNNING
    ).exclude(action__support="")
    shares = visible_shares(user, now).annotate(
        asks_support=Exists(asking), number=Count("items", distinct=True)
    )
    if team is not None:
        there = Membership.objects.current(timezone.localdate(now)).advisers()
        there = there.filter(team__path__startswith=team.path, organisation=team.organisation_id)
        shares = shares.filter(user__in=there.values("user"))
    rows = [
        ReceivedShare(share.pk, str(share.user), share.number, share.ends_at, share.asks_support)
        for share in shares.select_related("user")
    ]
    return sorted(rows, key=lambda row: (row.person, row.ends_at, row.id))


def _managers(roles: Iterable[Membership]) -> Choices:
    """Return each manager once, with what makes them one."""
    why: dict[int, tuple[str, list[str]]] = {}
    for role in roles:
        words = why.setdefault(role.user_id, (str(role.user), []))[1]
        words.append(_reach(role))
    return [(key, f"{name} ({', '.join(words)})") for key, (name, words) in why.items()]


def _reach(role: Membership) -> str:
    if role.role == Role.ORGANISATION_MANAGER:
        return _("manages %(organisation)s") % {"organisation": role.organisation.name}
    return _("manages team %(team)s") % {"team": role.team.name if role.team else ""}


def _row(share: Share, names: Mapping[int, str], seen: set[int], now: datetime) -> ShareRow:
    views = [view.viewed_at for view in share.views.all()]
    holds = share.revoked_at is None and share.ends_at > now
    return ShareRow(
        id=share.pk,
        manager=str(share.manager),
        items=_items(share, names),
        made_at=share.made_at,
        ends_at=share.ends_at,
        revoked_at=share.revoked_at,
        is_living=share.pk in seen,
        is_cut=holds and share.pk not in seen,
        views=tuple(views[:VIEWS_SHOWN]),
        more_views=max(0, len(views) - VIEWS_SHOWN),
    )


def _items(share: Share, names: Mapping[int, str]) -> tuple[str, ...]:
    items = list(share.items.all())
    competences = sorted(names.get(i.competence_id, "") for i in items if i.competence_id)
    actions = [_("action: %(what)s") % {"what": i.action.what} for i in items if i.action]
    activities = [
        _("activity: %(title)s") % {"title": i.activity.title} for i in items if i.activity
    ]
    return (*competences, *actions, *activities)

"""The rounds that ask a person and the check-ins of before, for the list and the dashboard."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Count, Q

from assessments.domain.audience import open_campaigns_for
from assessments.enums import CheckInState, Standing
from assessments.models import Campaign, CheckIn
from assessments.models.checkins import CheckInQuerySet
from cms.accounts.models import Membership, User
from cms.drawn import for_a_minute

# What of a round is read for the list.
_SHOWN = ("state", "opens_at", "closes_at", "focus_size")


@dataclass(frozen=True)
class Round:
    """A round as one person sees it.

    Attributes:
        check_in: id of the check-in; None when not begun.
        answered: number of competences with an answer, of `total`.
    """

    campaign: int
    name: str
    closes_at: datetime
    total: int
    check_in: int | None = None
    answered: int = 0
    is_submitted: bool = False
    submitted_at: datetime | None = None
    is_over: bool = False

    @property
    def standing(self) -> Standing:
        return standing(self.is_begun, self.is_submitted, self.is_over)

    @property
    def is_begun(self) -> bool:
        return self.check_in is not None

    @property
    def minutes(self) -> int:
        """Return about how long what is left takes: half a minute a rating, and the questions."""
        return minutes_for(self.total - self.answered)


@dataclass(frozen=True)
class Rounds:
    """`open` take answers now, the first to close first; `past` no longer do, the latest first."""

    open: tuple[Round, ...]
    past: tuple[Round, ...]

    @property
    def to_do(self) -> Round | None:
        """Return the round that is to be done first: open, and not submitted."""
        return next((round_ for round_ in self.open if not round_.is_submitted), None)


def standing(is_begun: bool, is_submitted: bool, is_over: bool) -> Standing:
    """Return how far somebody is in a round; what is over without being submitted stays so."""
    if is_submitted:
        return Standing.SUBMITTED
    if is_over:
        return Standing.NOT_SUBMITTED
    return Standing.IN_PROGRESS if is_begun else Standing.NOT_STARTED


def minutes_for(ratings: int) -> int:
    """Return about how many minutes a check-in with so many ratings takes."""
    return 2 + ceil(ratings / 2)


def rounds_of(user: User, language: str, now: datetime, *, past: bool = True) -> Rounds:
    """Return the rounds of a person; two queries to five.

    Args:
        past: whether those that are over are wanted; they grow with the years.
    """
    open_ = _open_nearby(user, now)
    check_ins = _check_ins(user)
    if not past:
        check_ins = check_ins.filter(campaign__in=open_) if open_ else check_ins.none()
    campaigns: dict[Campaign, Any] = {row.campaign: row for row in check_ins}
    unbegun = open_ - {campaign.pk for campaign in campaigns}
    if unbegun:
        asking = open_campaigns_for(user, now).filter(pk__in=unbegun)
        campaigns |= dict.fromkeys(asking.only(*_SHOWN))
    offers = _offers(campaigns, language) if campaigns else {}
    rounds = [
        _round(campaign, check_in, *offers[campaign.pk], now)
        for campaign, check_in in campaigns.items()
    ]
    rounds.sort(key=lambda round_: (round_.closes_at, round_.campaign))
    return Rounds(
        open=tuple(round_ for round_ in rounds if not round_.is_over),
        past=tuple(round_ for round_ in rounds[::-1] if round_.is_over),
    )


def _open_nearby(user: User, now: datetime) -> set[int]:
    """Return the open rounds of the organisations where a person works or worked.

    Who is asked is a long query, so this short one finds out first whether there is any round.
    """
    theirs = Membership.objects.filter(user=user).values("organisation")
    open_ = Campaign.objects.open_at(now).filter(organisation__in=theirs)
    return set(open_.order_by().values_list("pk", flat=True))


def _check_ins(user: User) -> CheckInQuerySet:
    """Return the check-ins of a person with their round, and `answered`: how many answers stand."""
    return (
        CheckIn.objects.filter(user=user)
        .select_related("campaign")
        .only("state", "submitted_at", *(f"campaign__{name}" for name in _SHOWN))
        .annotate(answered=Count("drafts", filter=~Q(drafts__answer="")))
    )


def _offers(campaigns: Collection[Campaign], language: str) -> dict[int, tuple[str, int]]:
    """Return by round its name in a language and how many competences it offers.

    Of rounds that are no draft any more neither changes often.
    """
    pks = sorted(campaign.pk for campaign in campaigns)
    return for_a_minute("rounds", (pks, language), lambda: _read_offers(pks, language))


def _read_offers(pks: list[int], language: str) -> dict[int, tuple[str, int]]:
    campaigns = Campaign.objects.filter(pk__in=pks).order_by().named(language)
    rows: Any = campaigns.annotate(total=Count("competences")).values_list("pk", "name", "total")
    return {pk: (name, total) for pk, name, total in rows}


def _round(campaign: Campaign, check_in: Any, name: str, offered: int, now: datetime) -> Round:
    """Return a round as one person sees it; `check_in` is a row of `_check_ins`, or None."""
    total = min(campaign.focus_size or offered, offered)
    seen = Round(campaign.pk, name, campaign.closes_at, total)
    if check_in is None:
        return seen
    return replace(
        seen,
        check_in=check_in.pk,
        answered=min(check_in.answered, total),
        is_submitted=check_in.state == CheckInState.SUBMITTED,
        submitted_at=check_in.submitted_at,
        is_over=not campaign.is_open_at(now),
    )

"""The rounds that ask a person and the check-ins of before, for the list and the dashboard."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db.models import Count, Q

from assessments.domain.audience import open_campaigns_for
from assessments.enums import CheckInState, Standing
from assessments.models import Campaign, CheckIn
from assessments.models.checkins import CheckInQuerySet
from cms.accounts.models import Membership, User


@dataclass(frozen=True)
class Round:
    """A round as one person sees it.

    Attributes:
        check_in: id of the check-in; None when not begun.
        rated: number of competences with an answer, of `total`.
    """

    campaign: int
    name: str
    closes_at: datetime
    total: int
    check_in: int | None = None
    rated: int = 0
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
        return minutes_for(self.total - self.rated)


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
    """Return the rounds of a person; one query to three.

    Args:
        past: whether those that are over are wanted; they grow with the years.
    """
    open_ = _open_nearby(user, now)
    rows = _check_ins(user, language)
    if not past:
        rows = rows.filter(campaign__in=open_) if open_ else rows.none()
    check_ins = list(rows)
    begun = [_begun(check_in, now) for check_in in check_ins]
    waiting = _waiting(user, language, now, open_ - {row.campaign_id for row in check_ins})
    still_open = [round_ for round_ in begun if not round_.is_over]
    still_open += [
        Round(row.pk, row.name, row.closes_at, _asked(row, row.total)) for row in waiting
    ]
    over = [round_ for round_ in begun if round_.is_over]
    return Rounds(
        open=tuple(sorted(still_open, key=lambda round_: (round_.closes_at, round_.campaign))),
        past=tuple(sorted(over, key=lambda round_: (round_.closes_at, round_.campaign))[::-1]),
    )


def _open_nearby(user: User, now: datetime) -> set[int]:
    """Return the open rounds of the organisations where a person works or worked.

    Who is asked is a long query, so this short one finds out first whether there is any round.
    """
    theirs = Membership.objects.filter(user=user).values("organisation")
    open_ = Campaign.objects.open_at(now).filter(organisation__in=theirs)
    return set(open_.order_by().values_list("pk", flat=True))


def _waiting(user: User, language: str, now: datetime, pks: set[int]) -> Any:
    """Return those of the rounds that ask a person, with their counts."""
    if not pks:
        return []
    asking = open_campaigns_for(user, now).filter(pk__in=pks)
    return asking.named(language).annotate(total=Count("competences"))


def _check_ins(user: User, language: str) -> CheckInQuerySet:
    return (
        CheckIn.objects.filter(user=user)
        .select_related("campaign")
        .named(language)
        .annotate(
            total=Count("campaign__competences", distinct=True),
            rated=Count("drafts", filter=~Q(drafts__answer=""), distinct=True),
        )
    )


def _begun(check_in: Any, now: datetime) -> Round:
    """Return a row of `_check_ins`, with its counts."""
    total = _asked(check_in.campaign, check_in.total)
    return Round(
        campaign=check_in.campaign_id,
        name=check_in.round_name,
        closes_at=check_in.campaign.closes_at,
        total=total,
        check_in=check_in.pk,
        rated=min(check_in.rated, total),
        is_submitted=check_in.state == CheckInState.SUBMITTED,
        submitted_at=check_in.submitted_at,
        is_over=not check_in.campaign.is_open_at(now),
    )


def _asked(campaign: Campaign, offered: int) -> int:
    """Return how many competences a person rates of those that a round offers."""
    return min(campaign.focus_size or offered, offered)

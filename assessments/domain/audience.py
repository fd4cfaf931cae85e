"""Who is asked in a round: one rule, read from the round, from the person, or as yes or no.

The audience stays a query: whoever joins later is asked from that day, whoever left is not.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value
from django.utils import timezone

from assessments.enums import CampaignState
from assessments.models import Campaign
from assessments.models.campaigns import CampaignQuerySet
from cms.accounts.models import Membership, MembershipQuerySet, User

# What the rule asks of a membership.
ASKED_OF = (
    "user_id",
    "team_id",
    "team__path",
    "team__organisation_id",
    "organisation_id",
    "role_assignment__profile",
)


def audience(campaign: Campaign, on: date | None = None) -> MembershipQuerySet:
    """Return the memberships of the advisers whom a round asks on a day.

    Args:
        on: a date; today when left out.
    """
    return _advisers(on).filter(Exists(_asking(OuterRef).filter(pk=campaign.pk)))


def campaigns_asking(user: User, now: datetime) -> CampaignQuerySet:
    """Return the rounds that ask this person, open or not, drafts left out; two queries.

    The first reads where the person works: with that known, the second is short.
    """
    works = _advisers(timezone.localdate(now)).filter(user=user).order_by().values(*ASKED_OF)
    asked = [Q(pk__in=_asking(_values_of(work)).values("pk")) for work in works]
    campaigns = Campaign.objects.exclude(state=CampaignState.DRAFT)
    return campaigns.filter(reduce(or_, asked)) if asked else campaigns.none()


def open_campaigns_for(user: User, now: datetime) -> CampaignQuerySet:
    """Return the open rounds that ask this person, the first to close first; two queries."""
    return campaigns_asking(user, now).open_at(now).order_by("closes_at", "pk")


def is_asked(campaign: Campaign, user: User, now: datetime) -> bool:
    """Return whether a round asks this person on the day of a moment."""
    return audience(campaign, timezone.localdate(now)).filter(user=user).exists()


def _advisers(on: date | None) -> MembershipQuerySet:
    return Membership.objects.current(on).advisers()


def _values_of(work: Mapping[str, Any]) -> Callable[[str], Value]:
    """Return how the rule finds what it asks of a membership that was read."""
    return lambda name: Value(work[name])


def _asking(of: Callable[[str], Any]) -> CampaignQuerySet:
    """Return the rounds that ask a membership: the one rule.

    Asked is who works at the team, or below it where the round says so, in one of its role profiles
    where it names any; and who is named, wherever in the organisation they work.

    Args:
        of: gives an attribute of the membership: `OuterRef` for that of the query around this one,
            or its value.
    """
    in_team = Q(team=of("team_id")) | Q(includes_below=True, work__startswith=F("team__path"))
    in_role = Q(profiles__isnull=True) | Q(profiles=of("role_assignment__profile"))
    return Campaign.objects.alias(
        work=ExpressionWrapper(of("team__path"), output_field=CharField())
    ).filter(
        (in_team & in_role) | Q(people=of("user_id")),
        organisation=of("organisation_id"),
        team__organisation=of("team__organisation_id"),
    )

"""Who is asked in a round: one rule, read from the round, from the person, or as yes or no.

The audience stays a query: whoever joins later is asked from that day, whoever left is not. Asked
is who works at the team of the round, or below it where the round says so, in one of its role
profiles where it names any; and who is named, wherever in the organisation they work.

The rule is written from either end, for a database joins what it knows first: as a condition to
try for each person, a round of ten thousand takes PostgreSQL many times as long.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, Q, Value
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
        campaign: stored; its team is read with one query where it is not selected.
        on: a date; today when left out.
    """
    team, profiles = campaign.team, campaign.profiles.order_by()
    in_team = Q(team=team)
    if campaign.includes_below:
        in_team |= Q(team__path__startswith=team.path)
    in_role = ~Exists(profiles) | Q(role_assignment__profile__in=profiles.values("pk"))
    named = Q(user__in=campaign.people.order_by().values("pk"))
    return _advisers(on).filter(
        (in_team & in_role) | named,
        organisation=campaign.organisation_id,
        team__organisation=team.organisation_id,
    )


def campaigns_asking(user: User, now: datetime) -> CampaignQuerySet:
    """Return the rounds that ask this person, open or not, drafts left out; two queries.

    The first reads where the person works: with that known, the second is short.
    """
    works = _advisers(timezone.localdate(now)).filter(user=user).order_by().values(*ASKED_OF)
    asked = [Q(pk__in=_asking(work).values("pk")) for work in works]
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


def _asking(work: Mapping[str, Any]) -> CampaignQuerySet:
    """Return the rounds that ask a membership, by its values of ASKED_OF."""
    of = {name: Value(work[name]) for name in ASKED_OF}
    in_team = Q(team=of["team_id"]) | Q(includes_below=True, work__startswith=F("team__path"))
    in_role = Q(profiles__isnull=True) | Q(profiles=of["role_assignment__profile"])
    return Campaign.objects.alias(
        work=ExpressionWrapper(of["team__path"], output_field=CharField())
    ).filter(
        (in_team & in_role) | Q(people=of["user_id"]),
        organisation=of["organisation_id"],
        team__organisation=of["team__organisation_id"],
    )

"""Who is asked in a round: one rule, read from the round, from the person, or as yes or no.

The audience stays a query: whoever joins later is asked from that day, whoever left is not.
"""

from datetime import date, datetime

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from assessments.enums import CampaignState
from assessments.models import Campaign
from assessments.models.campaigns import CampaignQuerySet
from cms.accounts.models import Membership, MembershipQuerySet, User


def audience(campaign: Campaign, on: date | None = None) -> MembershipQuerySet:
    """Return the memberships of the advisers whom a round asks on a day.

    Args:
        on: a date; today when left out.
    """
    return _advisers(on).filter(Exists(_asking().filter(pk=campaign.pk)))


def campaigns_asking(user: User, now: datetime) -> CampaignQuerySet:
    """Return the rounds that ask this person, open or not, drafts left out; one query."""
    asked = _advisers(timezone.localdate(now)).filter(
        Exists(_asking().filter(pk=OuterRef(OuterRef("pk")))), user=user
    )
    return Campaign.objects.exclude(state=CampaignState.DRAFT).filter(Exists(asked))


def open_campaigns_for(user: User, now: datetime) -> CampaignQuerySet:
    """Return the open rounds that ask this person, the first to close first; one query."""
    return campaigns_asking(user, now).open_at(now).order_by("closes_at", "pk")


def is_asked(campaign: Campaign, user: User, now: datetime) -> bool:
    """Return whether a round asks this person on the day of a moment."""
    return audience(campaign, timezone.localdate(now)).filter(user=user).exists()


def _advisers(on: date | None) -> MembershipQuerySet:
    return Membership.objects.current(on).advisers()


def _asking() -> CampaignQuerySet:
    """Return the rounds that ask the membership of the query around this one: the one rule.

    Asked is who works at the team, or below it where the round says so, in one of its role profiles
    where it names any; and who is named, wherever in the organisation they work.
    """
    in_team = Q(team=OuterRef("team_id")) | Q(includes_below=True, work__startswith=F("team__path"))
    in_role = Q(profiles__isnull=True) | Q(profiles=OuterRef("role_assignment__profile"))
    return Campaign.objects.alias(
        work=ExpressionWrapper(OuterRef("team__path"), output_field=CharField())
    ).filter(
        (in_team & in_role) | Q(people=OuterRef("user_id")),
        organisation=OuterRef("organisation_id"),
        team__organisation=OuterRef("team__organisation_id"),
    )

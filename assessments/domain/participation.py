"""How many of those asked have checked in, as counts that point at nobody.

Only whole teams show, by the same rules as group figures. While a round is open, the counts are of
the morning: opening the page again after somebody has submitted tells nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessments.domain.audience import audience
from assessments.domain.disclosure import decide
from assessments.domain.snapshot_cells import decide_within, population
from assessments.domain.snapshot_people import (
    closing_day,
    homes_of,
    parents_of,
    placed_in,
    teams_of,
)
from assessments.enums import CampaignState, CheckInState
from assessments.models import Campaign, CheckIn
from cms.accounts.models import Team


@dataclass(frozen=True)
class TeamParticipation:
    """A team in a round.

    Attributes:
        asked: people asked at or below the team; None when it may not be told.
        submitted: of them, who submitted; None when it may not be told.
        depth: 1 for the organisation as a whole.
    """

    team: int
    name: str
    depth: int
    asked: int | None
    submitted: int | None


def participation(
    campaign: Campaign, now: datetime, teams: Collection[int] | None = None
) -> list[TeamParticipation]:
    """Return the counts of a round per team, parents first.

    Args:
        teams: keys of those to return; what may be told is decided over all teams that are asked.
    """
    homes = homes_of(audience(campaign, closing_day(campaign, now)))
    asked_teams = teams_of(campaign, homes)
    parents = parents_of(asked_teams)
    homes = placed_in(parents, homes, asked_teams[0])
    k = campaign.organisation.minimum_group_size
    submitted = _submitted(campaign, now)
    asked = population(parents, homes)
    given = population(parents, {who: team for who, team in homes.items() if who in submitted})
    around = decide(parents, asked, k)
    shown = decide_within(parents, around, given, k)
    return [
        TeamParticipation(
            team=team.pk,
            name=team.name,
            depth=team.depth,
            asked=asked[team.pk] if around[team.pk].published else None,
            submitted=given[team.pk] if shown[team.pk].published else None,
        )
        for team in asked_teams
        if teams is None or team.pk in teams
    ]


@dataclass(frozen=True)
class RoundParticipation:
    """A round that is not counted yet, with the teams that somebody may see.

    Attributes:
        smallest: the smallest group that may show, in people.
    """

    name: str
    closes_at: datetime
    is_open: bool
    smallest: int
    teams: tuple[TeamParticipation, ...]


def running_rounds(
    teams: Collection[Team], language: str, now: datetime
) -> list[RoundParticipation]:
    """Return the rounds that have begun and are not counted, with these teams as far as asked."""
    keys = {team.pk for team in teams}
    organisations = {team.organisation_id for team in teams}
    rounds = (
        Campaign.objects.named(language)
        .filter(organisation__in=organisations, opens_at__lte=now, snapshot__isnull=True)
        .exclude(state=CampaignState.DRAFT)
        .select_related("organisation", "team")
        .order_by("closes_at", "pk")
    )
    running = [
        RoundParticipation(
            name=campaign.name,
            closes_at=campaign.closes_at,
            is_open=campaign.is_open_at(now),
            smallest=campaign.organisation.minimum_group_size,
            teams=tuple(participation(campaign, now, keys)),
        )
        for campaign in rounds
    ]
    return [round_ for round_ in running if round_.teams]


def _submitted(campaign: Campaign, now: datetime) -> frozenset[int]:
    rows = CheckIn.objects.filter(campaign=campaign, state=CheckInState.SUBMITTED)
    if campaign.is_open_at(now):
        morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        rows = rows.filter(submitted_at__lt=morning)
    return frozenset(rows.values_list("user_id", flat=True))

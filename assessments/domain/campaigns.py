"""Check-in rounds: what one is set to, making it, opening it, what it promises.

Who is asked is in audience.py; ending, opening again and the snapshot are in snapshots.py.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.domain.campaign_checklist import (
    CampaignNotReady,
    reasons_not_ready,
    wrong_dates,
    wrong_team,
)
from assessments.enums import CampaignKind, CampaignState, Purpose
from assessments.models import Campaign, CampaignText, DraftRating, Rating, RoleProfile
from cms.accounts.models import Organisation, Team, User
from training.models import Competence


class PurposeFixed(ValueError):
    """The purpose of a round may not change any more: somebody has answered under it."""


class FigureScope(StrEnum):
    """Of which groups a round gives figures: each team, the organisation as a whole, or none."""

    TEAMS = "teams"
    WHOLE = "whole"
    NONE = "none"


@dataclass(frozen=True)
class RoundSettings:
    """What a round is set to besides its team, purpose, names, competences and dates.

    Attributes:
        profiles: when named, only advisers with one of these role profiles are asked.
        people: asked besides, wherever in the organisation they work.
        kind: a value of `CampaignKind`.
        focus_size: 1-12, how many competences each person chooses; None: all are asked.
        repeats: a value of `Repeat`; empty: once.
        remind_days: before the due date, of the first reminder.
    """

    includes_below: bool = True
    profiles: Iterable[RoleProfile] = ()
    people: Iterable[User] = ()
    kind: str = CampaignKind.OTHER
    focus_size: int | None = None
    hides_until_rated: bool = True
    asks_then: bool = False
    repeats: str = ""
    reminds: bool = True
    remind_days: int = 7
    works_council_noted: bool = False

    def fields(self) -> dict[str, object]:
        """Return the values that stand in the row of the round itself."""
        return {name: value for name, value in vars(self).items() if name not in GROUPS}


GROUPS = ("profiles", "people")


@transaction.atomic
def create_campaign(
    *,
    organisation: Organisation,
    team: Team,
    purpose: str,
    names: Mapping[str, str],
    competences: Iterable[Competence],
    opens_at: datetime,
    closes_at: datetime,
    settings: RoundSettings = RoundSettings(),
) -> Campaign:
    """Return a new round, in draft.

    Args:
        team: asked are this team and, unless the settings say otherwise, all below it.
        purpose: a value of `Purpose`.
        names: the name of the round by language.

    Raises:
        CampaignNotReady: when it would close before it opens, or the team is of elsewhere.
    """
    reasons = [*wrong_dates(opens_at, closes_at), *wrong_team(organisation, team)]
    if reasons:
        raise CampaignNotReady(reasons)
    campaign = Campaign.objects.create(
        organisation=organisation,
        team=team,
        purpose=Purpose(purpose),
        opens_at=opens_at,
        closes_at=closes_at,
        **settings.fields(),
    )
    CampaignText.objects.bulk_create(
        CampaignText(campaign=campaign, language=language, name=name)
        for language, name in names.items()
    )
    campaign.competences.set(competences)
    campaign.profiles.set(settings.profiles)
    campaign.people.set(settings.people)
    return campaign


@transaction.atomic
def activate_campaign(*, campaign: Campaign, now: datetime) -> Campaign:
    """Let a round take answers from the moment it opens; one that is active stays as it is.

    Raises:
        CampaignNotReady: with every reason why it cannot.
    """
    locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if locked.state != CampaignState.ACTIVE:
        reasons = reasons_not_ready(locked, now)
        if reasons:
            raise CampaignNotReady(reasons)
        locked.state = CampaignState.ACTIVE
        locked.save(update_fields=["state"])
    campaign.state = locked.state
    return campaign


@transaction.atomic
def change_purpose(*, campaign: Campaign, purpose: str) -> Campaign:
    """Change what a round is for; people read the purpose before they answer.

    Raises:
        PurposeFixed: when the first answer is in, a saved draft included.
    """
    locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if locked.purpose != purpose:
        if has_answers(locked):
            raise PurposeFixed(f"round {locked.pk}")
        locked.purpose = Purpose(purpose)
        locked.save(update_fields=["purpose"])
    campaign.purpose = locked.purpose
    return campaign


def has_answers(campaign: Campaign) -> bool:
    """Return whether anybody has given an answer in a round, saved or submitted."""
    return (
        DraftRating.objects.filter(check_in__campaign=campaign).exists()
        or Rating.objects.filter(check_in__campaign=campaign).exists()
    )


def figure_scope(campaign: Campaign) -> FigureScope:
    """Return of which groups a round gives figures; at most one query.

    None when it asks a choice of people: of a role profile, by name, or at a team without those
    below it. Such a group is no part of the tree; its figures beside those of a whole team would
    tell about the few who make the difference. Own growth is nobody's business but the whole's.
    """
    if _asks_part_of_a_team(campaign):
        return FigureScope.NONE
    if campaign.purpose == Purpose.TEAM_PLANNING:
        return FigureScope.TEAMS
    return FigureScope.WHOLE if campaign.team.is_root() else FigureScope.NONE


def _asks_part_of_a_team(campaign: Campaign) -> bool:
    if not campaign.includes_below and not campaign.team.is_leaf():
        return True
    if not hasattr(campaign, "is_narrowed"):
        chosen = Q(profiles__isnull=False) | Q(people__isnull=False)
        campaign.is_narrowed = Campaign.objects.filter(chosen, pk=campaign.pk).exists()
    return campaign.is_narrowed


def purpose_sentence(campaign: Campaign) -> str:
    """Return who will see what of the answers to a round, in the language of the reader.

    Derived from what snapshots are made by: `figure_scope` and the smallest group.
    """
    sentences = [
        _("Nobody but you sees your answers, unless you share them yourself."),
        _figures_sentence(campaign),
        _(
            "Your reflection, your evidence lines and how often you do something never go to "
            "anybody."
        ),
    ]
    return " ".join(sentences)


def purpose_line(campaign: Campaign) -> str:
    """Return the same in a few words, to keep in view while somebody answers."""
    scope = figure_scope(campaign)
    if scope == FigureScope.TEAMS:
        return _("Only you see your answers; group figures start at %(count)d people.") % {
            "count": campaign.organisation.minimum_group_size
        }
    if scope == FigureScope.WHOLE:
        return _("Only you see your answers; figures are of the whole organisation alone.")
    return _("Only you see your answers; no figures are made of them.")


def _figures_sentence(campaign: Campaign) -> str:
    size = {"count": campaign.organisation.minimum_group_size}
    scope = figure_scope(campaign)
    if scope == FigureScope.TEAMS:
        return (
            _("Management gets group figures per team, each from at least %(count)d people.") % size
        )
    if scope == FigureScope.WHOLE:
        return (
            _(
                "Management gets group figures of the organisation as a whole only, each from at "
                "least %(count)d people."
            )
            % size
        )
    return _("Management gets no figures of this round.")

"""Changing a round that exists, and the group of people who may; making one is in campaigns.py."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.campaign_checklist import CampaignNotReady, wrong_dates
from assessments.domain.campaigns import RoundSettings, has_answers
from assessments.enums import CampaignState, Purpose
from assessments.models import Campaign, CampaignText
from cms.accounts.models import Team
from training.models import Competence

ORGANISATION_ADMINISTRATORS = "Organisation administrators"
FREE_AFTER_ANSWERS = ("repeats", "reminds", "remind_days")
CAMPAIGN_PERMISSIONS = ("add_campaign", "change_campaign", "view_campaign")


@transaction.atomic
def ensure_groups() -> Group:
    """Return the group through which organisation administrators reach the administration.

    Made where it is not there yet, and given what it lacks. Which organisation somebody keeps
    follows from the role; the group alone opens nothing.
    """
    group, _created = Group.objects.get_or_create(name=ORGANISATION_ADMINISTRATORS)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(
            content_type__app_label="assessments", codename__in=CAMPAIGN_PERMISSIONS
        ),
    )
    return group


def is_fixed(campaign: Campaign) -> bool:
    """Return whether only names, closing date, repeating and reminders may still change."""
    return campaign.state != CampaignState.DRAFT and has_answers(campaign)


@transaction.atomic
def revise_campaign(
    *,
    campaign: Campaign,
    team: Team,
    purpose: str,
    names: Mapping[str, str],
    competences: Iterable[Competence],
    opens_at: datetime,
    closes_at: datetime,
    settings: RoundSettings,
) -> Campaign:
    """Store a round anew; once somebody has answered, only what `is_fixed` leaves free.

    People read whom a round asks, about what and what for before they answer.

    Raises:
        CampaignNotReady: when it is closed, or would close before it opens.
    """
    locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if locked.state == CampaignState.CLOSED:
        raise CampaignNotReady([_("This round is closed.")])
    free = settings.fields()
    if is_fixed(locked):
        free = {name: free[name] for name in FREE_AFTER_ANSWERS}
    else:
        locked.team, locked.organisation = team, team.organisation
        locked.purpose, locked.opens_at = Purpose(purpose), opens_at
        locked.competences.set(competences)
        locked.profiles.set(settings.profiles)
        locked.people.set(settings.people)
    if wrong := wrong_dates(locked.opens_at, closes_at):
        raise CampaignNotReady(wrong)
    locked.closes_at = closes_at
    for name, value in free.items():
        setattr(locked, name, value)
    locked.save()
    for language, name in names.items():
        CampaignText.objects.update_or_create(
            campaign=locked, language=language, defaults={"name": name}
        )
    return locked

"""Check-in rounds: making one, opening it, who is asked; closing is in snapshots.py."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import CampaignState, Purpose
from assessments.models import Campaign, CampaignText, DraftRating, Rating
from assessments.models.campaigns import CampaignQuerySet
from cms.accounts.models import Membership, MembershipQuerySet, Organisation, Team, User
from training.models import Competence


class CampaignNotReady(ValueError):
    """A round lacks something; `reasons` are sentences for the person who prepares it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class PurposeFixed(ValueError):
    """The purpose of a round may not change any more: somebody has answered under it."""


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
) -> Campaign:
    """Return a new round, in draft.

    Args:
        team: asked are this team and all below it.
        purpose: a value of `Purpose`.
        names: the name of the round by language.

    Raises:
        CampaignNotReady: when it would close before it opens, or the team is of elsewhere.
    """
    reasons = [*_wrong_dates(opens_at, closes_at), *_wrong_team(organisation, team)]
    if reasons:
        raise CampaignNotReady(reasons)
    campaign = Campaign.objects.create(
        organisation=organisation,
        team=team,
        purpose=Purpose(purpose),
        opens_at=opens_at,
        closes_at=closes_at,
    )
    CampaignText.objects.bulk_create(
        CampaignText(campaign=campaign, language=language, name=name)
        for language, name in names.items()
    )
    campaign.competences.set(competences)
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


def reasons_not_ready(campaign: Campaign, now: datetime) -> list[str]:
    """Return what a round lacks before it may be activated, as sentences."""
    reasons = []
    if campaign.state == CampaignState.CLOSED:
        reasons.append(_("This round is closed."))
    if not campaign.competences.exists():
        reasons.append(_("No competence is asked about."))
    if not audience(campaign, timezone.localdate(max(now, campaign.opens_at))).exists():
        reasons.append(_("Nobody is asked: no adviser is in this team or below it."))
    if campaign.closes_at <= now:
        reasons.append(_("The closing date has passed."))
    reasons += _wrong_team(campaign.organisation, campaign.team)
    named = {text.language for text in campaign.texts.all() if text.name.strip()}
    reasons += [
        _("The name in %(language)s is missing.") % {"language": language}
        for code, language in settings.LANGUAGES
        if code not in named
    ]
    return reasons


def audience(campaign: Campaign, on: date | None = None) -> MembershipQuerySet:
    """Return the memberships of the advisers who are asked: at or below the round's team on a day.

    Args:
        on: a date; today when left out.
    """
    return (
        Membership.objects.current(on)
        .advisers()
        .filter(
            organisation_id=campaign.organisation_id,
            team__in=Team.objects.at_or_below(campaign.team).filter(
                organisation_id=campaign.organisation_id
            ),
        )
    )


def campaigns_asking(user: User, now: datetime) -> CampaignQuerySet:
    """Return the rounds that ask this person, open or not, drafts left out; one query."""
    asked = (
        Membership.objects.current(timezone.localdate(now))
        .advisers()
        .filter(
            user=user,
            organisation_id=OuterRef("organisation_id"),
            team__organisation_id=OuterRef("organisation_id"),
            team__path__startswith=OuterRef("team__path"),
        )
    )
    return Campaign.objects.exclude(state=CampaignState.DRAFT).filter(Exists(asked))


def open_campaigns_for(user: User, now: datetime) -> CampaignQuerySet:
    """Return the open rounds that ask this person, the first to close first; one query."""
    return campaigns_asking(user, now).open_at(now).order_by("closes_at", "pk")


def is_asked(campaign: Campaign, user: User, now: datetime) -> bool:
    """Return whether a round asks this person on the day of a moment."""
    return audience(campaign, timezone.localdate(now)).filter(user=user).exists()


def purpose_sentence(campaign: Campaign) -> str:
    """Return who will see what of the answers to a round, in the language of the reader.

    Derived from what snapshots are made by: the purpose, the team asked, the smallest group.
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
    if campaign.purpose == Purpose.TEAM_PLANNING:
        return _("Only you see your answers; group figures start at %(count)d people.") % {
            "count": campaign.organisation.minimum_group_size
        }
    if campaign.team.is_root():
        return _("Only you see your answers; figures are of the whole organisation alone.")
    return _("Only you see your answers; no figures are made of them.")


def _figures_sentence(campaign: Campaign) -> str:
    size = {"count": campaign.organisation.minimum_group_size}
    if campaign.purpose == Purpose.TEAM_PLANNING:
        return (
            _("Management gets group figures per team, each from at least %(count)d people.") % size
        )
    if campaign.team.is_root():
        return (
            _(
                "Management gets group figures of the organisation as a whole only, each from at "
                "least %(count)d people."
            )
            % size
        )
    return _("Management gets no figures of this round.")


def _wrong_dates(opens_at: datetime, closes_at: datetime) -> list[str]:
    return [] if closes_at > opens_at else [_("The round closes before it opens.")]


def _wrong_team(organisation: Organisation, team: Team) -> list[str]:
    if team.organisation_id == organisation.pk:
        return []
    return [_("The team belongs to another organisation.")]

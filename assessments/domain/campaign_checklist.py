"""What a round needs before people may answer: each line met or not, with the reason when not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.audience import audience
from assessments.enums import CampaignState, Purpose
from assessments.models import Campaign
from cms.accounts.models import Organisation, Team


class CampaignNotReady(ValueError):
    """A round lacks something; `reasons` are sentences for the person who prepares it."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class ChecklistLine:
    """One thing that a round needs.

    Attributes:
        title: what it is about.
        words: how it stands, when it is met.
        reasons: sentences, when it is not met.
    """

    title: str
    words: str
    reasons: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        return not self.reasons


def checklist(campaign: Campaign, now: datetime) -> list[ChecklistLine]:
    """Return the lines of a round, in the language of the reader."""
    return [
        _competences_line(campaign),
        _audience_line(campaign, now),
        _dates_line(campaign, now),
        _languages_line(campaign),
        _purpose_line(campaign),
        _works_council_line(campaign),
    ]


def reasons_not_ready(campaign: Campaign, now: datetime) -> list[str]:
    """Return what a round lacks before it may be activated, as sentences."""
    closed = campaign.state == CampaignState.CLOSED
    reasons = [_("This round is closed.")] if closed else []
    return reasons + [reason for line in checklist(campaign, now) for reason in line.reasons]


def wrong_dates(opens_at: datetime, closes_at: datetime) -> list[str]:
    """Return why a round cannot have these moments; nothing when it can."""
    return [] if closes_at > opens_at else [_("The round closes before it opens.")]


def wrong_team(organisation: Organisation, team: Team) -> list[str]:
    """Return why a round of an organisation cannot ask a team; nothing when it can."""
    if team.organisation_id == organisation.pk:
        return []
    return [_("The team belongs to another organisation.")]


def _competences_line(campaign: Campaign) -> ChecklistLine:
    number, focus = campaign.competences.count(), campaign.focus_size
    words = ngettext("%(count)d competence", "%(count)d competences", number) % {"count": number}
    reasons = []
    if not number:
        reasons.append(_("No competence is asked about."))
    elif focus and focus > number:
        reasons.append(
            _("People would choose %(focus)d competences, but only %(count)d are asked about.")
            % {"focus": focus, "count": number}
        )
    return ChecklistLine(_("Competences"), words, tuple(reasons))


def _audience_line(campaign: Campaign, now: datetime) -> ChecklistLine:
    """Say how many are asked, unless they are so few that the number points at people."""
    day = timezone.localdate(max(now, campaign.opens_at))
    number = audience(campaign, day).values("user").distinct().count()
    smallest = campaign.organisation.minimum_group_size
    if number >= smallest:
        words = _("%(count)d people are asked.") % {"count": number}
    else:
        words = _("Fewer than %(count)d people are asked: no figures will show.") % {
            "count": smallest
        }
    nobody = () if number else (_("Nobody is asked: no adviser is in the teams and roles chosen."),)
    return ChecklistLine(
        _("Who is asked"), words, (*nobody, *wrong_team(campaign.organisation, campaign.team))
    )


def _dates_line(campaign: Campaign, now: datetime) -> ChecklistLine:
    reasons = wrong_dates(campaign.opens_at, campaign.closes_at)
    if campaign.closes_at <= now:
        reasons.append(_("The closing date has passed."))
    return ChecklistLine(
        _("Dates"), _("It closes after it opens, and later than now."), tuple(reasons)
    )


def _languages_line(campaign: Campaign) -> ChecklistLine:
    return ChecklistLine(
        _("Both languages"), _("The name is there in both languages."), tuple(_unnamed(campaign))
    )


def _unnamed(campaign: Campaign) -> Iterator[str]:
    named = {text.language for text in campaign.texts.all() if text.name.strip()}
    for code, language in settings.LANGUAGES:
        if code not in named:
            yield _("The name in %(language)s is missing.") % {"language": language}


def _purpose_line(campaign: Campaign) -> ChecklistLine:
    reasons = () if campaign.purpose in Purpose.values else (_("It has no purpose."),)
    return ChecklistLine(_("Purpose"), campaign.get_purpose_display(), reasons)


def _works_council_line(campaign: Campaign) -> ChecklistLine:
    missing = _("Nobody has ticked that the works council has been told, or need not be.")
    return ChecklistLine(
        _("Works council"),
        _("The works council has been told, or need not be."),
        () if campaign.works_council_noted else (missing,),
    )

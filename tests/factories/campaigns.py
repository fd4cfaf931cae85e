"""Rounds and check-ins in the states that tests need, made by the verbs that the site uses."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from assessments.domain.campaigns import RoundSettings, activate_campaign, create_campaign
from assessments.domain.checkin_ratings import RatingDraft, save_ratings
from assessments.domain.checkins import start_check_in, submit_check_in
from assessments.enums import CampaignState, Purpose, RatingAnswer
from assessments.models import Campaign, CheckIn
from cms.accounts.models import Team, User
from training.models import Competence, CompetenceVersion

NAMES = {"nl": "Najaar 2026", "en": "Autumn 2026"}
NOT_APPLICABLE, DECLINED = "na", "no"


def make_campaign(
    team: Team,
    codes: Sequence[str] | None = None,
    *,
    now: datetime | None = None,
    purpose: str = Purpose.TEAM_PLANNING,
    activated: bool = True,
    days: int = 30,
    names: Mapping[str, str] = NAMES,
    **settings,
) -> Campaign:
    """Return a round that opened a day before `now` and is open for `days` more days.

    Args:
        codes: of the competences asked about; the core twelve when left out.
        settings: of `RoundSettings`; the works council has been told unless said otherwise.
    """
    now = now or timezone.now()
    competences = Competence.objects.core()
    if codes is not None:
        competences = Competence.objects.filter(code__in=codes)
    campaign = create_campaign(
        organisation=team.organisation,
        team=team,
        purpose=purpose,
        names=names,
        competences=competences,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=days),
        settings=RoundSettings(**{"works_council_noted": True} | settings),
    )
    return activate_campaign(campaign=campaign, now=now) if activated else campaign


def end_campaign(campaign: Campaign, *, at: datetime) -> Campaign:
    """Let the time of a round be over, without a snapshot."""
    campaign.opens_at = min(campaign.opens_at, at - timedelta(days=1))
    campaign.closes_at = at
    campaign.state = CampaignState.CLOSED
    campaign.save()
    return campaign


def rating_drafts(levels: Mapping[str, int | str], **fields) -> list[RatingDraft]:
    """Return drafts from {code: level}; "na", "no" and "" stand for no level."""
    versions = {
        version.competence.code: version
        for version in CompetenceVersion.objects.filter(
            is_current=True, competence__code__in=levels
        ).select_related("competence")
    }
    return [
        RatingDraft(
            competence_id=versions[code].competence_id,
            version_id=versions[code].pk,
            answer=_answer(level),
            level=level if isinstance(level, int) else None,
            **fields,
        )
        for code, level in levels.items()
    ]


def make_check_in(
    campaign: Campaign,
    user: User,
    levels: Mapping[str, int | str] | None = None,
    *,
    submitted: bool = True,
    now: datetime | None = None,
    **fields,
) -> CheckIn:
    """Return a check-in with these levels; submitted unless said otherwise."""
    now = now or timezone.now()
    check_in = start_check_in(campaign=campaign, user=user, now=now)
    if levels:
        save_levels(check_in, levels, now=now, **fields)
    if submitted:
        submit_check_in(check_in=check_in, revision=check_in.revision, now=now)
    return check_in


def save_levels(
    check_in: CheckIn,
    levels: Mapping[str, int | str],
    *,
    now: datetime,
    revision: int | None = None,
    **fields,
) -> CheckIn:
    """Save {code: level} in a check-in, with its own revision when none is given."""
    return save_ratings(
        check_in=check_in,
        drafts=rating_drafts(levels, **fields),
        revision=check_in.revision if revision is None else revision,
        now=now,
    ).check_in


def levels_of(rows) -> dict[str, int | None]:
    """Return {code: level} of drafts, ratings or current levels."""
    return {row.competence.code: row.level for row in rows.select_related("competence")}


def _answer(level: int | str) -> str:
    if isinstance(level, int):
        return RatingAnswer.LEVEL
    reasons = {NOT_APPLICABLE: RatingAnswer.NOT_APPLICABLE, DECLINED: RatingAnswer.DECLINED}
    return reasons.get(level, "")

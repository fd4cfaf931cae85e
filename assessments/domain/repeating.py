"""Rounds that repeat: when one ends, the next is made, once, with its dates moved on."""

from calendar import monthrange
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from assessments.domain.campaign_checklist import CampaignNotReady
from assessments.domain.campaigns import (
    GROUPS,
    RoundSettings,
    activate_campaign,
    create_campaign,
)
from assessments.enums import CampaignState, Repeat
from assessments.models import Campaign
from assessments.models.campaigns import CampaignQuerySet

MONTHS = {Repeat.QUARTERLY: 3, Repeat.YEARLY: 12}
BETWEEN = " · "
LONGEST_NAME = 120


def rounds_to_repeat() -> CampaignQuerySet:
    """Return the rounds that have ended and are to be followed by one that is not made yet."""
    ended = Campaign.objects.filter(state=CampaignState.CLOSED, successor__isnull=True)
    return ended.exclude(repeats="").order_by("closes_at", "pk")


@transaction.atomic
def make_successor(*, campaign: Campaign, now: datetime) -> Campaign:
    """Return the round that follows one; the one it has when made before.

    It asks the same people by the same rule, a quarter or a year later; dates that are over by now
    are passed by. It is active; one that lacks something waits as a draft for somebody to mend.

    Raises:
        ValueError: when the round does not repeat.
    """
    locked = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    existing = Campaign.objects.filter(follows=locked).first()
    if existing is not None:
        return existing
    opens_at, closes_at = next_dates(locked.opens_at, locked.closes_at, locked.repeats, now)
    following = create_campaign(
        organisation=locked.organisation,
        team=locked.team,
        purpose=locked.purpose,
        names=_names(locked, opens_at),
        competences=locked.competences.all(),
        opens_at=opens_at,
        closes_at=closes_at,
        settings=_settings_of(locked),
    )
    following.follows = locked
    following.save(update_fields=["follows"])
    try:
        return activate_campaign(campaign=following, now=now)
    except CampaignNotReady:
        return following


def next_dates(
    opens_at: datetime, closes_at: datetime, repeats: str, now: datetime
) -> tuple[datetime, datetime]:
    """Return when the next round opens and closes: the first that is not over.

    Counted on the calendar and the clock of the place: what opens at nine opens at nine, in winter
    and in summer, and stays open for as many days. A day that a month lacks is its last.

    Raises:
        ValueError: when `repeats` is no value of `Repeat`.
    """
    months = MONTHS[Repeat(repeats)]
    opens, closes = timezone.localtime(opens_at), timezone.localtime(closes_at)
    days = (closes.date() - opens.date()).days
    steps = 0
    while True:
        steps += months
        first = months_later(opens.date(), steps)
        next_opens = _at(first, opens)
        next_closes = _at(first + timedelta(days=days), closes)
        if next_closes <= next_opens:  # a clock change lies between two moments of one day
            next_closes = next_opens + (closes_at - opens_at)
        if next_closes > now:
            return next_opens, next_closes


def months_later(day: date, months: int) -> date:
    """Return the same day some months later; the last of the month where it lacks that day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _at(day: date, clock: datetime) -> datetime:
    """Return a day at the hour of a moment; an hour that a clock change skips is an hour later."""
    return timezone.make_aware(datetime.combine(day, clock.time())).astimezone(UTC)


def _settings_of(campaign: Campaign) -> RoundSettings:
    own = {field.name: getattr(campaign, field.name) for field in fields(RoundSettings)}
    return RoundSettings(**own | {name: tuple(own[name].all()) for name in GROUPS})


def _names(campaign: Campaign, opens_at: datetime) -> dict[str, str]:
    """Return the names of a round with the month of the next in place of its own."""
    names = {text.language: text.name for text in campaign.texts.all()}
    return {
        language: _named(names[language], campaign.opens_at, opens_at, language)
        for language, _label in settings.LANGUAGES
        if language in names
    }


def _named(name: str, before: datetime, after: datetime, language: str) -> str:
    with override(language):
        old, new = (
            f"{BETWEEN}{date_format(timezone.localtime(m), 'F Y')}" for m in (before, after)
        )
    return f"{name.removesuffix(old)[: LONGEST_NAME - len(new)]}{new}"

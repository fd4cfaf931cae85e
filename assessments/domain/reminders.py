"""Reminders of a round: before the due date, on it, and one last word after it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.audience import audience
from assessments.domain.digest_items import DigestItem
from assessments.domain.rounds_due import counted_from
from assessments.enums import CampaignState, CheckInState
from assessments.models import Campaign, CheckIn

LAST_WORD_DAYS = 2  # the last word may come so many days after the due date, when a day is missed
TICK = timedelta(microseconds=1)


class Stage(StrEnum):
    BEFORE = "before"
    DUE = "due"
    OVER = "over"


def round_items(day: date) -> Iterator[DigestItem]:
    """Return what advisers may be told on a day of the rounds that ask them.

    Told is who is asked on that day and has not submitted. The subject holds the due date: when a
    round is opened again for longer, people are told again.
    """
    for campaign in _reminding():
        stage = stage_of(campaign, day)
        if stage is not None:
            subject = f"campaign:{campaign.pk}:{stage}:{due_day(campaign):%Y-%m-%d}"
            for user_id in _not_submitted(campaign, day):
                words = partial(_sentence, campaign, stage)
                yield DigestItem(user_id, subject, words, "me/check-ins/")


def due_day(campaign: Campaign) -> date:
    """Return the last day on which a round takes answers; midnight belongs to the day before."""
    return timezone.localdate(_end(campaign) - TICK)


def stage_of(campaign: Campaign, day: date) -> Stage | None:
    """Return which reminder of a round belongs to a day; None when none does."""
    due = due_day(campaign)
    if campaign.state == CampaignState.CLOSED or day > due:
        return Stage.OVER if day <= due + timedelta(days=LAST_WORD_DAYS) else None
    first = max(due - timedelta(days=campaign.remind_days), timezone.localdate(campaign.opens_at))
    if day < first:
        return None
    return Stage.DUE if day == due else Stage.BEFORE


def _end(campaign: Campaign) -> datetime:
    return min(campaign.closed_at or campaign.closes_at, campaign.closes_at)


def _reminding() -> list[Campaign]:
    """Return the rounds that still speak: not in draft, not counted."""
    rounds = Campaign.objects.filter(reminds=True, snapshot__isnull=True)
    return list(
        rounds.exclude(state=CampaignState.DRAFT)
        .select_related("organisation__evidence_policy", "team")
        .prefetch_related("texts")
        .order_by("closes_at", "pk")
    )


def _not_submitted(campaign: Campaign, day: date) -> list[int]:
    submitted = CheckIn.objects.filter(campaign=campaign, state=CheckInState.SUBMITTED)
    asked = audience(campaign, day).exclude(user__in=submitted.values("user"))
    return list(asked.order_by("user").values_list("user", flat=True).distinct())


def _sentence(campaign: Campaign, stage: Stage) -> str:
    """Return the line of the mail, in the language that is active."""
    values = {
        "name": name_of(campaign, get_language() or ""),
        "day": date_format(due_day(campaign), "DATE_FORMAT"),
    }
    if stage == Stage.BEFORE:
        return _("%(name)s is open until %(day)s. You have not submitted it yet.") % values
    if stage == Stage.DUE:
        return _("%(name)s: today is the last day. You have not submitted it yet.") % values
    values["until"] = date_format(timezone.localtime(counted_from(campaign)), "DATE_FORMAT")
    return (
        _(
            "%(name)s closed on %(day)s and your check-in was not submitted. What you filled in is "
            "kept. Until %(until)s your organisation can open the round again: ask for it if you "
            "still want to take part."
        )
        % values
    )


def name_of(campaign: Campaign, language: str) -> str:
    """Return the name of a round whose texts are at hand: in a language, else in the other."""
    names = {text.language: text.name for text in campaign.texts.all()}
    return names.get(language) or next(iter(names.values()), "")

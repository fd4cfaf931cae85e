"""The due dates of rounds, for calendars: a name and a day, nothing about anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assessments.domain.audience import campaigns_asking
from assessments.domain.reminders import due_day, name_of
from assessments.models import Campaign
from cms.accounts.models import User

KEPT_DAYS = 365


@dataclass(frozen=True)
class DueDate:
    """The last day of a round.

    Attributes:
        number: of the round, the same for ever.
        changed_at: when the round was set to open; calendars ask for a moment.
    """

    number: int
    name: str
    day: date
    changed_at: datetime


def due_dates_of(user: User, language: str, now: datetime) -> list[DueDate]:
    """Return the due dates of the rounds that ask a person, of a year back and all to come."""
    rounds = campaigns_asking(user, now).filter(closes_at__gt=now - timedelta(days=KEPT_DAYS))
    return due_dates(rounds.prefetch_related("texts").order_by("closes_at", "pk"), language)


def due_dates(campaigns: Iterable[Campaign], language: str) -> list[DueDate]:
    """Return the due dates of rounds, named in a language."""
    return [
        DueDate(campaign.pk, name_of(campaign, language), due_day(campaign), campaign.opens_at)
        for campaign in campaigns
    ]

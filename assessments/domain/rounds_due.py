"""What time asks of rounds: they end, are counted, and repeat; safe to run again and again."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assessments.domain.repeating import make_successor, rounds_to_repeat
from assessments.domain.snapshots import end_campaign, take_snapshot
from assessments.enums import CampaignState
from assessments.models import Campaign
from assessments.models.keeping import SNAPSHOT_DAYS

logger = logging.getLogger("peil.rounds")


@dataclass(frozen=True)
class Due:
    """What `run_due` did, in numbers of rounds."""

    ended: int = 0
    counted: int = 0
    repeated: int = 0
    failed: int = 0


def run_due(now: datetime) -> Due:
    """End rounds that are over, take the snapshots that are due, make the rounds that follow.

    Each round in a transaction of its own: a process that is killed leaves each done or not begun.
    One that fails is logged and does not stop the rest.
    """
    ended, not_ended = _each(Campaign.objects.due_at(now).order_by("closes_at", "pk"), now, _end)
    counted, not_counted = _each(rounds_to_count(now), now, _count)
    repeated, not_repeated = _each(rounds_to_repeat(), now, _repeat)
    return Due(ended, counted, repeated, not_ended + not_counted + not_repeated)


def rounds_to_count(now: datetime) -> list[Campaign]:
    """Return the rounds that ended so long ago that their organisation wants them counted."""
    ended = (
        Campaign.objects.filter(
            state=CampaignState.CLOSED, closed_at__isnull=False, snapshot__isnull=True
        )
        .select_related("organisation__evidence_policy")
        .order_by("closed_at", "pk")
    )
    return [campaign for campaign in ended if counted_from(campaign) <= now]


def counted_from(campaign: Campaign) -> datetime:
    """Return from when the group figures of a round that has ended are made."""
    policy = getattr(campaign.organisation, "evidence_policy", None)
    days = SNAPSHOT_DAYS if policy is None else policy.snapshot_days
    return (campaign.closed_at or campaign.closes_at) + timedelta(days=days)


def _each(
    campaigns: Iterable[Campaign], now: datetime, step: Callable[[Campaign, datetime], object]
) -> tuple[int, int]:
    """Return how many rounds took a step, and how many failed."""
    done = failed = 0
    for campaign in campaigns:
        try:
            step(campaign, now)
        except Exception as error:  # a traceback could carry people's data into the log
            logger.error(
                "round %s: %s failed: %s", campaign.pk, step.__name__[1:], type(error).__name__
            )
            failed += 1
        else:
            done += 1
    return done, failed


def _end(campaign: Campaign, now: datetime) -> None:
    end_campaign(campaign=campaign, now=now)


def _count(campaign: Campaign, now: datetime) -> None:
    take_snapshot(campaign=campaign, now=now)


def _repeat(campaign: Campaign, now: datetime) -> None:
    make_successor(campaign=campaign, now=now)

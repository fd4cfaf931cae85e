"""How much time an attempt still has, in whole minutes."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import Attempt

SECONDS = 60


@dataclass(frozen=True)
class TimeLeft:
    """`minutes` are rounded up, so that the last one reads 1 until it is over."""

    ends_at: datetime
    minutes: int


def time_left(attempt: Attempt, now: datetime) -> TimeLeft | None:
    """Return the time that is left; None when there is no limit."""
    if attempt.ends_at is None:
        return None
    seconds = max(0.0, (attempt.ends_at - now).total_seconds())
    return TimeLeft(attempt.ends_at, int(-(-seconds // SECONDS)))

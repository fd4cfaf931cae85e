"""Gaps: target minus level, only where the target is higher; unknown stays unknown. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class GapState(StrEnum):
    """How a level stands to its target."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    NOT_APPLICABLE = "not_applicable"
    NO_TARGET = "no_target"
    REACHED = "reached"
    BELOW = "below"


@dataclass(frozen=True)
class Gap:
    """`size` is in levels: 1 to 5 below target, None otherwise; it is never a zero."""

    state: GapState
    size: int | None = None

    @property
    def is_gap(self) -> bool:
        return self.state == GapState.BELOW

    @property
    def is_reached(self) -> bool:
        return self.state == GapState.REACHED


def gap_between(
    level: int | None,
    target: int | None,
    *,
    not_applicable: bool = False,
    expired: bool = False,
) -> Gap:
    """Return how a level stands to a target.

    Args:
        level: 0-5; None when it is unknown.
        target: 0-5; None when the role asks nothing.
        not_applicable: whether the person said that it has no place in the role; that is known,
            and no gap.
        expired: whether what is known is too old to count; that is as good as unknown, but said.
    """
    if not_applicable and not expired:
        return Gap(GapState.NOT_APPLICABLE)
    if target is None:
        return Gap(GapState.NO_TARGET)
    if expired:
        return Gap(GapState.EXPIRED)
    if level is None:
        return Gap(GapState.UNKNOWN)
    if level >= target:
        return Gap(GapState.REACHED)
    return Gap(GapState.BELOW, target - level)


def largest_gaps(gaps: Mapping[str, Gap], count: int) -> list[str]:
    """Return the keys of the largest gaps, largest first; of equal ones the order given decides."""
    below = [key for key, gap in gaps.items() if gap.is_gap]
    return sorted(below, key=lambda key: -(gaps[key].size or 0))[:count]

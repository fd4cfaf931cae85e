"""Calibration: self-rating against tested knowledge, for the adviser alone. No database."""

from enum import StrEnum

TOLERANCE = 2
FEWEST_ITEMS = 8


class Calibration(StrEnum):
    """Where the self-rating lies, seen from tested knowledge."""

    HIGHER = "higher"
    LOWER = "lower"


def calibrate(level: int | None, tested: int | None, items: int) -> Calibration | None:
    """Return whether self-rating and tested knowledge disagree by two levels or more.

    The tolerance and the least number of questions come from domain.md 4.5: with fewer the
    uncertainty of the test is larger than the difference.

    Args:
        level: self-rating 0-5, or None.
        tested: fifth 1-5 of the points, or None.
        items: number of questions behind it.
    """
    if level is None or tested is None or items < FEWEST_ITEMS:
        return None
    if abs(level - tested) < TOLERANCE:
        return None
    return Calibration.HIGHER if level > tested else Calibration.LOWER

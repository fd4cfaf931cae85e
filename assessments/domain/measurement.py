"""How evidence is measured: formulas, thresholds, their sources; plain numbers, no Django.

The table with reasons stands in docs/evidence.md. Reading evidence from the database is the work of
tested.py, freshness.py and history.py.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import sqrt

TOP = 5
# An answer counts for twelve months: the distinct questions behind a value lie within them.
EVIDENCE_LIFE = timedelta(days=365)
# Below these a value is said to be indicative: domain.md 4.5.
FIRM_ITEMS = 8
FIRM_AREA_ITEMS = 16
# Below this a fifth of the scale is not even named.
FEWEST_ITEMS = 4
# Self-rating and tested knowledge disagree from two of the five bands on: domain.md 4.5.
TOLERANCE = 2
REVIEW_BELOW = Fraction(1, 2)
SOLID_FROM = Fraction(4, 5)
# Wrong and certain: a misconception from two such answers on that are half of the wrong ones.
FEWEST_CERTAIN_WRONG = 2
MISCONCEPTION_FROM = Fraction(1, 2)
RECHECK_ITEMS = 3
RECHECK_WEEKS = (1, 4, 12)
_LARGEST_DENOMINATOR = 60
_MONTHS = 12


class Calibration(StrEnum):
    """Where the self-rating lies, seen from tested knowledge; for the adviser alone."""

    BLIND_SPOT = "blind_spot"
    UNDER_CLAIM = "under_claim"
    ALIGNED = "aligned"
    UNTESTED = "untested"


class WrongAnswers(StrEnum):
    """What the wrong answers look like: something not known yet, or something known wrongly."""

    GAP = "gap"
    MISCONCEPTION = "misconception"


class Age(StrEnum):
    """How old a value is, by the months that an organisation set."""

    CURRENT = "current"
    AGEING = "ageing"
    EXPIRED = "expired"


def wilson_interval(successes: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """Interval for the share behind `successes` of `n` (points, parts allowed), each in 0..1.

    (p + z2/2n +- z * sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n), with p = successes/n, z2 = z * z;
    z = 1.96 gives 95 %. Raises ValueError unless n >= 1 and 0 <= successes <= n.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), 209-212.
    """
    share = float(_share(successes, n))
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    centre, scale = share + z * z / (2 * n), 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def tested_level(points: Fraction, n: int) -> int | None:
    """Fifth of the share points/n: 1 (below 20 %) to 5 (80 % and more), None below 4 items.

    Only meant to lie beside a self-rating. Raises ValueError unless 0 <= points <= n.
    """
    if n < FEWEST_ITEMS:
        return None
    return min(5, int(_share(points, n) * 5) + 1)


def tested_band(points: Fraction, n: int) -> str | None:
    """Band of the share points/n: "review" below 50 %, "on_the_way" below 80 %, else "solid".

    None without items. Raises ValueError unless 0 <= points <= n.
    """
    if n == 0:
        return None
    if (share := _share(points, n)) < REVIEW_BELOW:
        return "review"
    return "on_the_way" if share < SOLID_FROM else "solid"


def is_indicative(items: int, *, area: bool = False) -> bool:
    """Return whether a value says only which way it points: below 8 items, for an area below 16."""
    return items < (FIRM_AREA_ITEMS if area else FIRM_ITEMS)


@lru_cache(maxsize=4096)
def exact(number: Decimal | float) -> Fraction:
    """Return the fraction that was rounded to four places: 0.3333 is a third again.

    Fractions with denominators up to 60 lie further apart than rounding moves them; without this,
    three answers worth a third would fall just below one point.
    """
    return Fraction(number).limit_denominator(_LARGEST_DENOMINATOR)


def pooled(parts: Iterable[tuple[Fraction, int]]) -> tuple[Fraction, int]:
    """Return (points, items) of an area from those of its competences.

    Each question belongs to one competence, so this is the pool of the area's own questions: a
    competence with two of them weighs as two questions, not as much as one with twenty.
    """
    pairs = list(parts)
    return sum((points for points, _n in pairs), Fraction(0)), sum(n for _points, n in pairs)


def calibrate(level: int | None, tested: int | None, items: int) -> Calibration | None:
    """Return how a self-rating lies to tested knowledge; None without a self-rating.

    The tolerance and the least number of questions come from domain.md 4.5: with fewer, the
    uncertainty of the test is larger than the difference, and the competence counts as untested.

    Args:
        level: self-rating 0-5, or None.
        tested: fifth 1-5 of the points, or None.
        items: number of distinct questions behind it.
    """
    if level is None:
        return None
    if tested is None or items < FIRM_ITEMS:
        return Calibration.UNTESTED
    if abs(level - tested) < TOLERANCE:
        return Calibration.ALIGNED
    return Calibration.BLIND_SPOT if level > tested else Calibration.UNDER_CLAIM


def wrong_answers(wrong: int, certain: int) -> WrongAnswers | None:
    """Return what wrong answers look like; None when there are none.

    A misconception: at least two were wrong and certain, and these are half of the wrong ones.

    Args:
        wrong: how many earned nothing, "I don't know" included.
        certain: how many of these were given as certain.
    """
    if not wrong:
        return None
    many = certain >= FEWEST_CERTAIN_WRONG and Fraction(certain, wrong) >= MISCONCEPTION_FROM
    return WrongAnswers.MISCONCEPTION if many else WrongAnswers.GAP


def months_between(earlier: date, later: date) -> int:
    """Return the whole months from one day to another; 0 when it is less, or the other way round.

    The last day of a month counts as reached on the last day of a shorter one.
    """
    months = (later.year - earlier.year) * _MONTHS + later.month - earlier.month
    is_last = (later + timedelta(days=1)).month != later.month
    if later.day < earlier.day and not is_last:
        months -= 1
    return max(0, months)


def age_of(given: date, today: date, *, current_months: int, expired_months: int) -> Age:
    """Return how old a value is: ageing from the first age on, expired from the second.

    Args:
        given, today: days.
        current_months, expired_months: the ages, in whole months that have passed.
    """
    months = months_between(given, today)
    if months >= expired_months:
        return Age.EXPIRED
    return Age.AGEING if months >= current_months else Age.CURRENT


def _share(points: Fraction | float, n: int) -> Fraction:
    if n < 1 or not 0 <= points <= n:
        raise ValueError("points must lie between 0 and the number of items, which is at least 1")
    return Fraction(points) / n

"""The coarse figures of one cell: rule 3 of the privacy page, on plain numbers.

Whether the cell may be published at all is decided in `disclosure.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.domain.disclosure import check_group_size

SHARE_BANDS = ("0-20", "20-40", "40-60", "60-80", "80-100")
MIDDLE_HALF_FROM = 10


@dataclass(frozen=True)
class Figures:
    """All that is ever shown of the levels in one published cell.

    `n` is in people with a level, `share_band` one of SHARE_BANDS (%), the rest are levels.
    `share_band` is None when fewer than k people have a target, `p25` and `p75` are None
    when n is below MIDDLE_HALF_FROM.
    """

    n: int
    share_band: str | None
    median: int
    p25: int | None
    p75: int | None


def figures(levels: Sequence[int], targets: Sequence[int | None], k: int) -> Figures:
    """Return the coarse figures of one published cell (privacy.md, rule 3).

    `levels` are the levels of the people in the cell (ordinal, 0-5), unknown ones left out;
    `targets` the same people's own targets in the same order, None without a target, who do
    not count in the share. `k` is the minimum group size in people (>= 5).

    The people behind the share are a cell of their own, because not everybody has a target:
    publish the share only where `decide` publishes those counts too.

    Raises ValueError when k is below 5, when fewer than k people have a level (such a cell is
    never published, so it has no figures), or when levels and targets differ in length.
    """
    check_group_size(k)
    if len(levels) < k:
        raise ValueError(f"a cell of {len(levels)} people has no figures, k is {k}")
    half = middle_half(levels)
    p25, p75 = half if half else (None, None)
    return Figures(
        n=len(levels),
        share_band=_share_at_target(levels, targets, k),
        median=median_level(levels),
        p25=p25,
        p75=p75,
    )


def share_band(at_or_above: int, n: int) -> str:
    """Return the band, in %, of the share of people at or above target.

    `at_or_above` of `n` people, 0 <= at_or_above <= n, n >= 1. A share on an edge belongs to
    the band above it: 20 % is "20-40", 80 % and over is "80-100" (privacy.md, rule 3).
    Raises ValueError outside those ranges.
    """
    if n < 1 or not 0 <= at_or_above <= n:
        raise ValueError(f"no share of {at_or_above} in {n} people")
    return SHARE_BANDS[min(at_or_above * 5 // n, 4)]


def median_level(levels: Sequence[int]) -> int:
    """Return the low median: the lowest level that at least half of the people do not exceed.

    With an even number of people the two middle levels may differ. Levels are ordinal, so
    halfway between them there is no level, no sentence and no lesson; the lower one is a
    level somebody has, and errs to the side of more training, not of less. It is also the
    nearest rank at 50 %, so that p25 <= median <= p75 always holds.
    Source: `statistics.median_low` ("when your data are discrete and you prefer the median
    to be an actual data point"); Hyndman & Fan 1996, definition 1.

    `levels`: at least one. Raises ValueError when empty.
    """
    return _nearest_rank(levels, 50)


def middle_half(levels: Sequence[int]) -> tuple[int, int] | None:
    """Return the 25th and 75th percentile, or None below MIDDLE_HALF_FROM people.

    Nearest rank: the level at rank ceil(p/100 x n), counted from the lowest, always one that
    somebody has. Source: Hyndman & Fan 1996, Sample quantiles in statistical packages, The
    American Statistician 50(4), definition 1 (inverse of the empirical distribution).
    """
    if len(levels) < MIDDLE_HALF_FROM:
        return None
    return _nearest_rank(levels, 25), _nearest_rank(levels, 75)


def typical_target(targets: Iterable[int | None]) -> int | None:
    """Return the low median of the personal targets (levels, 0-5), None when nobody has one."""
    known = [target for target in targets if target is not None]
    return median_level(known) if known else None


def _share_at_target(levels: Sequence[int], targets: Sequence[int | None], k: int) -> str | None:
    pairs = zip(levels, targets, strict=True)
    reached = [level >= target for level, target in pairs if target is not None]
    return share_band(sum(reached), len(reached)) if len(reached) >= k else None


def _nearest_rank(levels: Sequence[int], percent: int) -> int:
    if not levels:
        raise ValueError("no levels, no percentile")
    rank = -(-percent * len(levels) // 100)  # ceil, in whole numbers
    return sorted(levels)[rank - 1]

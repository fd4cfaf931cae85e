"""The area test that follows one's answers: which level comes next, and when it is enough. Pure.

Questions have a level from 1 to 5. One parameter stands for the person: the chance of the points of
a question of level l is 1 / (1 + exp(-(ability - STEP * (l - 3)))), the model of Rasch with the
difficulty taken from the level. Ability is known as a distribution over a grid: at first the normal
one with mean 0 and standard deviation PRIOR, then by Bayes' rule after every answer.

The result is the share of the points that one would get if *all* questions of the area were asked:
the share of what was asked would say little, because strong people are asked harder questions.

Drawing: the competence with the fewest questions so far, then the level whose difficulty lies
nearest to ability, where an answer tells most; chance decides between equals.

Stopping: after LEAST questions, as soon as the 80 % interval of the share lies within one band; at
MOST questions, or when none is left, in any case. The interval that is shown is the one of 95 %.

Sources: G. Rasch, Probabilistic models for some intelligence and attainment tests (1960);
R. D. Bock and R. J. Mislevy, Adaptive EAP estimation of ability in a microcomputer environment,
Applied Psychological Measurement 6 (1982), 431-444. How well it does: docs/measurement.md.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp
from random import Random

from assessments.domain.measurement import tested_band

LEAST, MOST = 8, 24
STEP, PRIOR = 0.9, 1.5
MIDDLE_LEVEL = 3
STOP_TAIL, SHOWN_TAIL = 0.1, 0.025
_GRID = tuple(point / 10 for point in range(-45, 46))


@dataclass(frozen=True)
class Item:
    """A question that can be asked: its id, its competence and its level 1-5."""

    question: int
    competence: int
    level: int


@dataclass(frozen=True)
class Estimate:
    """The share of the points of the whole area, 0 to 1, with an interval around it."""

    low: float
    share: float
    high: float


def difficulty(level: int) -> float:
    """Return where a level lies on the scale of ability."""
    return STEP * (level - MIDDLE_LEVEL)


def chance(ability: float, level: int) -> float:
    """Return the expected points, 0 to 1, of a question of a level."""
    return 1 / (1 + exp(difficulty(level) - ability))


def estimate(
    answers: Sequence[tuple[int, float]], levels: Collection[int], *, tail: float = SHOWN_TAIL
) -> Estimate:
    """Return the share that somebody would get of the whole area.

    Args:
        answers: (level, points from 0 to 1) of what was asked.
        levels: the level of each question of the area, at least one.
        tail: the chance that is left out at either end of the interval.
    """
    weights = _posterior(answers)
    share_at = _shares(levels)
    share = sum(weight * value for weight, value in zip(weights, share_at, strict=True))
    low = _quantile(weights, share_at, tail)
    high = _quantile(weights, share_at, 1 - tail)
    return Estimate(min(low, share), share, max(high, share))


def next_item(
    pool: Collection[Item], asked: Sequence[tuple[Item, float]], *, rng: Random
) -> Item | None:
    """Return what to ask next; None when nothing is left.

    Args:
        pool: every question of the area; those that were asked are passed over.
        asked: what was asked so far with the points it earned.
        rng: chance; with the same seed the same question, in whatever order the pool comes.
    """
    seen = {item.question for item, _points in asked}
    left = sorted((item for item in pool if item.question not in seen), key=_place)
    if not left:
        return None
    turns = Counter(item.competence for item, _points in asked)
    ability = _mean([(item.level, points) for item, points in asked])
    rng.shuffle(left)
    return min(
        left, key=lambda item: (turns[item.competence], abs(difficulty(item.level) - ability))
    )


def is_enough(answers: Sequence[tuple[int, float]], levels: Collection[int]) -> bool:
    """Return whether the test stops after these answers.

    Args:
        answers: (level, points) of what was asked.
        levels: the level of each question of the area.
    """
    if len(answers) >= min(MOST, len(levels)):
        return True
    if len(answers) < LEAST:
        return False
    found = estimate(answers, levels, tail=STOP_TAIL)
    return band_of(found.low) == band_of(found.high)


def band_of(share: float) -> str:
    """Return the band of a share from 0 to 1, by the same bounds as counted points."""
    return tested_band(Fraction(min(1.0, max(0.0, share))), 1) or ""


def _place(item: Item) -> int:
    return item.question


def _posterior(answers: Sequence[tuple[int, float]]) -> list[float]:
    weights = [_weight(ability, answers) for ability in _GRID]
    total = sum(weights)
    return [weight / total for weight in weights]


def _weight(ability: float, answers: Sequence[tuple[int, float]]) -> float:
    """Return prior times likelihood; parts of a point count as parts of a right answer."""
    weight = exp(-0.5 * (ability / PRIOR) ** 2)
    for level, points in answers:
        hit = chance(ability, level)
        weight *= hit**points * (1 - hit) ** (1 - points)
    return weight


def _mean(answers: Sequence[tuple[int, float]]) -> float:
    return sum(w * ability for w, ability in zip(_posterior(answers), _GRID, strict=True))


def _shares(levels: Collection[int]) -> list[float]:
    """Return the expected share of the whole area at each point of the grid, rising."""
    numbers = Counter(levels)
    return [
        sum(n * chance(ability, level) for level, n in numbers.items()) / len(levels)
        for ability in _GRID
    ]


def _quantile(weights: Sequence[float], values: Sequence[float], part: float) -> float:
    """Return the first value below which at least this part of the weight lies."""
    below = 0.0
    for weight, value in zip(weights, values, strict=True):
        below += weight
        if below >= part:
            return value
    return values[-1]

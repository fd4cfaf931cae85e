"""How well quizzes measure: `python -m tests.bench.measurement` prints the tables of the docs.

A thousand simulated advisers, whose ability is known, answer by the model of Rasch; what they get
goes through the functions that the site uses. The difficulties that they meet differ from what the
levels promise (NOISE): a bank written by people is never exact, and the adaptive test, which
believes the levels, must not look better than it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, sqrt
from random import Random

from assessments.domain.adaptive import (
    MOST,
    STEP,
    Item,
    band_of,
    estimate,
    is_enough,
    next_item,
)
from assessments.domain.measurement import (
    Calibration,
    calibrate,
    tested_band,
    tested_level,
    wilson_interval,
)

PEOPLE = 1_000
SEED = 20260302
ABILITY, SPREAD, NOISE = 0.5, 1.2, 0.5
LENGTHS = (4, 8, 12, 16, 24)
FULL = 24
# Questions per level of one competence; an area has four of these here.
LEVELS = (2, 3, 3, 2, 1)
COMPETENCES = 4
BANDS = ("review", "on_the_way", "solid")
# What tells somebody that self-rating and answers disagree.
MESSAGES = (Calibration.BLIND_SPOT, Calibration.UNDER_CLAIM)


@dataclass(frozen=True)
class Asked:
    """A question of the simulated bank: what the site knows, and how hard it really is."""

    item: Item
    difficulty: float


@dataclass(frozen=True)
class Found:
    """What a test said of one person beside the truth; shares from 0 to 1."""

    truth: float
    share: float
    low: float
    high: float
    items: int
    band: str

    @property
    def bands_off(self) -> int:
        return abs(BANDS.index(self.band) - BANDS.index(band_of(self.truth)))


def bank(rng: Random) -> list[Asked]:
    """Return the questions of an area."""
    levels = [level for level, n in enumerate(LEVELS, 1) for _one in range(n)] * COMPETENCES
    per = sum(LEVELS)
    return [
        Asked(Item(number, number // per, level), STEP * (level - 3) + rng.gauss(0, NOISE))
        for number, level in enumerate(levels)
    ]


def chance(ability: float, asked: Asked) -> float:
    return 1 / (1 + exp(asked.difficulty - ability))


def true_share(ability: float, questions: Sequence[Asked]) -> float:
    return sum(chance(ability, asked) for asked in questions) / len(questions)


def fixed_test(ability: float, questions: Sequence[Asked], n: int, rng: Random) -> Found:
    """Give n questions, the competences in turn, and count as the site counts."""
    shuffled = rng.sample(questions, len(questions))
    turns = [[row for row in shuffled if row.item.competence == c] for c in range(COMPETENCES)]
    drawn = [turns[turn % COMPETENCES][turn // COMPETENCES] for turn in range(n)]
    points = sum(rng.random() < chance(ability, asked) for asked in drawn)
    low, high = wilson_interval(points, n)
    return Found(
        true_share(ability, questions),
        points / n,
        low,
        high,
        n,
        tested_band(Fraction(points), n) or "",
    )


def followed(ability: float, questions: Sequence[Asked], rng: Random) -> list[tuple[int, float]]:
    """Give the test that follows the answers, by its own rule; return (level, points)."""
    by_question = {asked.item.question: asked for asked in questions}
    pool = [asked.item for asked in questions]
    levels = [item.level for item in pool]
    answers: list[tuple[Item, float]] = []
    while not is_enough([(item.level, points) for item, points in answers], levels):
        item = next_item(pool, answers, rng=rng)
        if item is None:
            break
        right = rng.random() < chance(ability, by_question[item.question])
        answers.append((item, float(right)))
    return [(item.level, points) for item, points in answers]


def adaptive_test(ability: float, questions: Sequence[Asked], rng: Random) -> Found:
    """Give the adaptive test and estimate the share of the area, as the site does."""
    answers = followed(ability, questions, rng)
    found = estimate(answers, [asked.item.level for asked in questions])
    truth = true_share(ability, questions)
    return Found(truth, found.share, found.low, found.high, len(answers), band_of(found.share))


def adaptive_counted(ability: float, questions: Sequence[Asked], rng: Random) -> Found:
    """Give the same test, but count the points as if it were a drawn one: what not to do."""
    answers = followed(ability, questions, rng)
    points, n = sum(points for _level, points in answers), len(answers)
    low, high = wilson_interval(points, n)
    share = points / n
    return Found(true_share(ability, questions), share, low, high, n, band_of(share))


def line(name: str, rows: Sequence[Found]) -> str:
    """Return a row of the table: bias and error in points of a hundred, shares in percent."""
    n = len(rows)
    bias = 100 * sum(row.share - row.truth for row in rows) / n
    error = 100 * sqrt(sum((row.share - row.truth) ** 2 for row in rows) / n)
    off = 100 * sum(row.bands_off > 0 for row in rows) / n
    far = 100 * sum(row.bands_off > 1 for row in rows) / n
    inside = 100 * sum(row.low <= row.truth <= row.high for row in rows) / n
    items = sum(row.items for row in rows) / n
    return (
        f"| {name} | {items:.1f} | {bias:+.1f} | {error:.1f} | {off:.1f} % | {far:.1f} % "
        f"| {inside:.1f} % |"
    )


def measured(
    people: int, test: Callable[[float, Sequence[Asked], Random], Found], seed: int
) -> list[Found]:
    """Return what a test says of the same people, each with the same bank."""
    questions = bank(Random(seed))
    abilities = Random(seed + 1)
    rng = Random(seed + 2)
    return [test(abilities.gauss(ABILITY, SPREAD), questions, rng) for _one in range(people)]


def calibration_line(n: int, people: int, seed: int) -> str:
    """Return how often the message about self-rating and tested knowledge is right, for n items.

    A person rates the fifth in which the truth lies, give or take; a third of them two too high.
    """
    questions, rng = bank(Random(seed)), Random(seed + 3)
    given = false = baseless = due = missed = 0
    for _one in range(people):
        ability = rng.gauss(ABILITY, SPREAD)
        found = fixed_test(ability, questions, n, rng)
        true_level = tested_level(Fraction(found.truth) * 24, 24)
        shift = rng.choice((0, 0, 2)) + round(rng.gauss(0, 0.7))
        rating = min(5, max(0, (true_level or 0) + shift))
        level = tested_level(Fraction(found.share).limit_denominator(60) * n, n)
        right = calibrate(rating, true_level, 24)
        said = calibrate(rating, level, n)
        spoken = said in MESSAGES
        given += spoken
        false += spoken and said != right
        higher = said == Calibration.BLIND_SPOT
        gap = rating - (true_level or 0)
        baseless += spoken and (gap <= 0 if higher else gap >= 0)
        due += right in MESSAGES
        missed += right in MESSAGES and said != right
    return (
        f"| {n} | {100 * given / people:.1f} % | {100 * false / max(1, given):.1f} % "
        f"| {100 * baseless / max(1, given):.1f} % | {100 * missed / max(1, due):.1f} % |"
    )


def tables(people: int = PEOPLE, seed: int = SEED) -> list[str]:
    """Return the lines of the tables, in Markdown; the same seed gives the same lines."""
    head = "| Test | Items | Bias | Error | Other band | Two bands off | Truth in the interval |"
    rule = "|---|---|---|---|---|---|---|"
    lines = [head, rule]
    for n in LENGTHS:

        def test(ability: float, questions: Sequence[Asked], rng: Random, n: int = n) -> Found:
            return fixed_test(ability, questions, n, rng)

        lines.append(line(f"{n} drawn", measured(people, test, seed)))
    adaptive = measured(people, adaptive_test, seed)
    lines.append(line("adaptive", adaptive))
    lines.append(line("adaptive, counted as if fixed", measured(people, adaptive_counted, seed)))
    saved = FULL - sum(row.items for row in adaptive) / len(adaptive)
    longest = 100 * sum(row.items == MOST for row in adaptive) / len(adaptive)
    lines += ["", f"Items saved against {FULL}: {saved:.1f} ({100 * saved / FULL:.0f} %)."]
    lines += [f"Adaptive tests that went on to {MOST}: {longest:.1f} %.", ""]
    lines += ["| Items | Message given | False | Baseless | Missed |", "|---|---|---|---|---|"]
    return lines + [calibration_line(n, people, seed) for n in LENGTHS]


if __name__ == "__main__":
    print("\n".join(tables()))

"""Which questions of the bank an attempt gets; pure, so that its rules are tested alone."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from random import Random

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def draw(
    candidates: Mapping[int, Sequence[int]],
    *,
    seen_last: Collection[int],
    answered_at: Mapping[int, datetime],
    count: int,
    rng: Random,
) -> list[int]:
    """Return the questions of an attempt, competence by competence.

    Within a competence come first the questions that the last attempt did not have; among them
    those never answered, then those answered longest ago; chance decides between equals. The last
    attempt's questions return only when there are too few others.

    Args:
        candidates: questions that may be asked, by competence; each question under one of them.
        seen_last: questions of the last attempt.
        answered_at: when a question was last answered, for those that were.
        count: how many per competence, 0 or more; fewer are drawn where there are fewer.
        rng: chance; with the same seed the result is the same, in whatever order candidates come.
    """
    return [
        question
        for pool in candidates.values()
        for question in _ranked(pool, seen_last, answered_at, rng)[:count]
    ]


def draw_in_all(
    candidates: Mapping[int, Sequence[int]],
    *,
    seen_last: Collection[int],
    answered_at: Mapping[int, datetime],
    count: int,
    rng: Random,
) -> list[int]:
    """Return the questions of an area test: one of each competence in turn, up to a number.

    Where a competence runs out, the others fill its places. Within a competence the order is that
    of `draw`, and so are the arguments, except for `count`: how many in all.
    """
    ranked = [_ranked(pool, seen_last, answered_at, rng) for pool in candidates.values()]
    taken = [0] * len(ranked)
    while sum(taken) < count:
        open_places = [n for n, pool in enumerate(ranked) if taken[n] < len(pool)]
        if not open_places:
            break
        taken[min(open_places, key=lambda n: (taken[n], n))] += 1
    return [
        question for pool, number in zip(ranked, taken, strict=True) for question in pool[:number]
    ]


def _ranked(
    pool: Sequence[int],
    seen_last: Collection[int],
    answered_at: Mapping[int, datetime],
    rng: Random,
) -> list[int]:
    """Return the questions of a competence, the best to ask first."""
    ranked = sorted(set(pool))
    rng.shuffle(ranked)
    ranked.sort(key=lambda question: (question in seen_last, answered_at.get(question, _LONG_AGO)))
    return ranked

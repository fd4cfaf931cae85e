"""Drawing questions: never twice, never the last attempt's when there are others."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.drawing import draw

STEADY = settings(deadline=None, derandomize=True, database=None)
START = datetime(2026, 1, 1, tzinfo=UTC)
QUESTIONS = st.sets(st.integers(1, 30), max_size=20)


@st.composite
def banks(draw_from):
    """Questions under two competences, some seen last, some answered on some day."""
    first, second = draw_from(QUESTIONS), draw_from(QUESTIONS)
    candidates = {1: sorted(first), 2: [100 + number for number in sorted(second)]}
    everything = [question for pool in candidates.values() for question in pool]
    some = st.sets(st.sampled_from(everything)) if everything else st.just(set())
    seen = draw_from(some)
    answered = {q: START + timedelta(days=draw_from(st.integers(0, 90))) for q in draw_from(some)}
    return candidates, seen, answered


@given(banks(), st.integers(0, 6), st.integers())
@STEADY
def test_drawn_questions_are_distinct_and_as_many_as_there_are(bank, count, seed):
    candidates, seen, answered = bank
    drawn = draw(candidates, seen_last=seen, answered_at=answered, count=count, rng=Random(seed))
    assert len(drawn) == len(set(drawn))
    for pool in candidates.values():
        assert len(set(drawn) & set(pool)) == min(count, len(pool))


@given(banks(), st.integers(1, 6), st.integers())
@STEADY
def test_last_attempt_returns_only_where_others_run_out(bank, count, seed):
    candidates, seen, answered = bank
    drawn = draw(candidates, seen_last=seen, answered_at=answered, count=count, rng=Random(seed))
    for pool in candidates.values():
        repeated = set(drawn) & set(pool) & seen
        assert len(repeated) == max(0, min(count, len(pool)) - len(set(pool) - seen))


@given(banks(), st.integers(1, 6), st.integers())
@STEADY
def test_never_answered_comes_first_then_longest_ago(bank, count, seed):
    candidates, seen, answered = bank
    drawn = draw(candidates, seen_last=seen, answered_at=answered, count=count, rng=Random(seed))
    for pool in candidates.values():
        fresh = set(pool) - seen
        chosen = [answered.get(q, START - timedelta(1)) for q in drawn if q in fresh]
        left = [answered.get(q, START - timedelta(1)) for q in fresh - set(drawn)]
        assert not chosen or not left or max(chosen) <= min(left)


@given(banks(), st.integers(0, 6), st.integers())
@STEADY
def test_same_seed_draws_the_same_whatever_order_candidates_come_in(bank, count, seed):
    candidates, seen, answered = bank
    reverse = {key: pool[::-1] for key, pool in candidates.items()}
    arguments = {"seen_last": seen, "answered_at": answered, "count": count}
    one = draw(candidates, rng=Random(seed), **arguments)
    assert one == draw(reverse, rng=Random(seed), **arguments)


def test_chance_decides_between_questions_never_answered():
    drawn = {
        draw({1: range(10)}, seen_last=(), answered_at={}, count=1, rng=Random(seed))[0]
        for seed in range(200)
    }
    assert drawn == set(range(10))


def test_competences_keep_their_order():
    drawn = draw({7: [1], 3: [2], 5: [3]}, seen_last=(), answered_at={}, count=1, rng=Random(1))
    assert drawn == [1, 2, 3]

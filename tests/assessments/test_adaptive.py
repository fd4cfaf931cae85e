"""The rule of the adaptive area test, for any pool and any answers."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.adaptive import (
    LEAST,
    MOST,
    Item,
    band_of,
    chance,
    estimate,
    is_enough,
    next_item,
)

LEVELS = st.integers(1, 5)
POOLS = st.lists(st.tuples(st.integers(1, 4), LEVELS), min_size=1, max_size=60).map(
    lambda rows: [
        Item(number, competence, level) for number, (competence, level) in enumerate(rows)
    ]
)
POINTS = st.sampled_from([0.0, 0.3333, 0.5, 1.0])


def run(pool, points, seed=1):
    """Ask until it is enough; `points` says what each answer earns, over and over."""
    asked, levels = [], [item.level for item in pool]
    for turn in range(len(pool) + 1):
        if is_enough([(item.level, earned) for item, earned in asked], levels):
            break
        item = next_item(pool, asked, rng=Random(f"{seed}:{turn}"))
        asked.append((item, points[turn % len(points)]))
    return asked


@settings(max_examples=60, deadline=None)
@given(pool=POOLS, points=st.lists(POINTS, min_size=1, max_size=24))
def test_it_ends_within_its_bounds_and_never_repeats_a_question(pool, points):
    asked = run(pool, points)
    questions = [item.question for item, _points in asked]
    assert len(set(questions)) == len(questions)
    assert min(LEAST, len(pool)) <= len(questions) <= min(MOST, len(pool))


@settings(max_examples=60, deadline=None)
@given(
    answers=st.lists(st.tuples(LEVELS, POINTS), max_size=24),
    levels=st.lists(LEVELS, min_size=1, max_size=50),
)
def test_estimate_lies_in_its_interval_between_0_and_1(answers, levels):
    found = estimate(answers, levels)
    assert 0 <= found.low <= found.share <= found.high <= 1


@settings(max_examples=60, deadline=None)
@given(
    answers=st.lists(st.tuples(LEVELS, POINTS), max_size=20),
    levels=st.lists(LEVELS, min_size=1, max_size=50),
    level=LEVELS,
)
def test_a_right_answer_never_lowers_the_estimate(answers, levels, level):
    better = estimate([*answers, (level, 1.0)], levels).share
    worse = estimate([*answers, (level, 0.0)], levels).share
    assert worse <= estimate(answers, levels).share + 1e-9
    assert better >= estimate(answers, levels).share - 1e-9


@settings(max_examples=30, deadline=None)
@given(pool=POOLS, seed=st.integers(0, 99))
def test_the_same_chance_asks_the_same_in_whatever_order_the_pool_comes(pool, seed):
    forwards = next_item(pool, [], rng=Random(seed))
    assert next_item(pool[::-1], [], rng=Random(seed)) == forwards


def test_competences_take_turns():
    pool = [Item(number, number % 3, 3) for number in range(30)]
    asked = run(pool, [1.0, 0.0])
    turns = [sum(item.competence == c for item, _points in asked) for c in range(3)]
    assert max(turns) - min(turns) <= 1


def test_right_answers_lead_to_harder_questions_and_wrong_ones_to_easier():
    pool = [Item(number, 1, number % 5 + 1) for number in range(50)]
    right = [item.level for item, _points in run(pool, [1.0])]
    wrong = [item.level for item, _points in run(pool, [0.0])]
    assert (right[0], max(right)) == (3, 5)
    assert (wrong[0], min(wrong)) == (3, 1)


def test_clear_answers_stop_early_and_doubtful_ones_do_not():
    pool = [Item(number, 1, number % 5 + 1) for number in range(50)]
    assert len(run(pool, [0.0])) == LEAST
    assert len(run(pool, [1.0, 0.0])) > LEAST


def test_nothing_left_is_no_question():
    pool = [Item(1, 1, 3)]
    assert next_item(pool, [(pool[0], 1.0)], rng=Random(1)) is None


def test_harder_questions_have_a_smaller_chance():
    chances = [chance(0.0, level) for level in range(1, 6)]
    assert chances == sorted(chances, reverse=True)


def test_bands_have_the_bounds_of_counted_points():
    assert [band_of(share) for share in (0, 0.49, 0.5, 0.79, 0.8, 1)] == [
        "review",
        "review",
        "on_the_way",
        "on_the_way",
        "solid",
        "solid",
    ]

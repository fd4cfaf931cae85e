"""The arithmetic of scoring: examples per kind, and what holds for every question."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.scoring import (
    feedback_keys,
    is_correct,
    score,
    score_dont_know,
    validate_response,
)

LETTERS = "abcdefgh"


def choice(*weights):
    return {"options": [{"key": k, "weight": w} for k, w in zip(LETTERS, weights, strict=False)]}


def number(*answers):
    return {
        "answers": [
            {"key": k, "value": value, "tolerance": tolerance, "weight": weight}
            for k, (value, tolerance, weight) in zip(LETTERS, answers, strict=False)
        ]
    }


MATCHING = {
    "left": ["1", "2", "3"],
    "right": ["a", "b", "c", "d"],
    "pairs": {"1": "b", "2": "c", "3": "b"},
}
VACANCY_RATE = number(("4.0", "0.05", 1.0), ("4.17", "0.01", 0.0))


@pytest.mark.parametrize(
    ("kind", "structure", "response", "points"),
    [
        ("single_choice", choice(0.0, 1.0, 0.0), {"choice": "b"}, 1),
        ("single_choice", choice(0.0, 1.0, 0.0), {"choice": "c"}, 0),
        ("single_choice", choice(1.0, -0.5), {"choice": "b"}, 0),
        ("true_false", choice(0.0, 1.0), {"choice": "b"}, 1),
        ("situational", choice(0.5, 1.0, 0.0), {"choice": "a"}, Fraction(1, 2)),
        ("multiple_response", choice(0.5, 0.5, -0.5), {"choices": ["a", "b"]}, 1),
        ("multiple_response", choice(0.5, 0.5, -0.5), {"choices": ["b"]}, Fraction(1, 2)),
        ("multiple_response", choice(0.5, 0.5, -0.5), {"choices": ["a", "b", "c"]}, Fraction(1, 2)),
        ("multiple_response", choice(0.5, 0.5, -0.5), {"choices": ["c"]}, 0),
        (
            "multiple_response",
            choice(0.3333333, 0.3333333, 0.3333333),
            {"choices": ["a", "b", "c"]},
            1,
        ),
        ("matching", MATCHING, {"pairs": {"1": "b", "2": "c", "3": "b"}}, 1),
        ("matching", MATCHING, {"pairs": {"1": "b", "2": "d", "3": "a"}}, Fraction(1, 3)),
        ("ordering", {"order": ["b", "c", "a"]}, {"order": ["b", "c", "a"]}, 1),
        ("ordering", {"order": ["b", "c", "a"]}, {"order": ["c", "b", "a"]}, Fraction(1, 3)),
        ("ordering", {"order": ["b", "c", "a"]}, {"order": ["a", "c", "b"]}, 0),
        ("numeric", VACANCY_RATE, {"value": "4,0"}, 1),
        ("numeric", VACANCY_RATE, {"value": "4.05 %"}, 1),
        ("numeric", VACANCY_RATE, {"value": "4,06"}, 0),
        ("numeric", VACANCY_RATE, {"value": "4.17"}, 0),
        ("numeric", number(("4", "0", 1.0), ("4", "1", 0.5)), {"value": "4"}, 1),
        ("numeric", number(("4", "0", 1.0), ("4", "1", 0.5)), {"value": "4.5"}, Fraction(1, 2)),
        ("numeric", number(("9000", "0", 1.0)), {"value": "9.000"}, 1),
        ("numeric", number(("9000", "0", 1.0)), {"value": "9,000"}, 1),
    ],
)
def test_points_of_a_response(kind, structure, response, points):
    assert score(kind, structure, response) == points
    assert is_correct(kind, structure, response) is (points == 1)


@pytest.mark.parametrize(
    ("kind", "structure", "response", "code"),
    [
        ("single_choice", choice(1.0, 0.0), None, "wrong_type"),
        ("single_choice", choice(1.0, 0.0), ["a"], "wrong_type"),
        ("single_choice", choice(1.0, 0.0), {}, "missing"),
        ("single_choice", choice(1.0, 0.0), {"choice": ""}, "missing"),
        ("single_choice", choice(1.0, 0.0), {"choice": ["a"]}, "wrong_type"),
        ("single_choice", choice(1.0, 0.0), {"choice": "c"}, "unknown_key"),
        ("true_false", choice(1.0, 0.0), {"choice": True}, "wrong_type"),
        ("multiple_response", choice(1.0, 0.0), {}, "missing"),
        ("multiple_response", choice(1.0, 0.0), {"choices": []}, "missing"),
        ("multiple_response", choice(1.0, 0.0), {"choices": "a"}, "wrong_type"),
        ("multiple_response", choice(1.0, 0.0), {"choices": [{}]}, "wrong_type"),
        ("multiple_response", choice(1.0, 0.0), {"choices": ["a", "x"]}, "unknown_key"),
        ("multiple_response", choice(1.0, 0.0), {"choices": ["a", "a"]}, "repeated"),
        ("matching", MATCHING, {}, "missing"),
        ("matching", MATCHING, {"pairs": ["b"]}, "wrong_type"),
        ("matching", MATCHING, {"pairs": {"1": "b", "2": "c"}}, "missing"),
        ("matching", MATCHING, {"pairs": {"1": "b", "2": "c", "3": ""}}, "missing"),
        ("matching", MATCHING, {"pairs": {"1": "b", "2": "c", "3": []}}, "wrong_type"),
        ("matching", MATCHING, {"pairs": {"1": "b", "2": "c", "3": "z"}}, "unknown_key"),
        ("matching", MATCHING, {"pairs": {"1": "b", "2": "c", "9": "a"}}, "unknown_key"),
        ("ordering", {"order": ["a", "b"]}, {}, "missing"),
        ("ordering", {"order": ["a", "b"]}, {"order": "ab"}, "wrong_type"),
        ("ordering", {"order": ["a", "b"]}, {"order": ["a"]}, "missing"),
        ("ordering", {"order": ["a", "b"]}, {"order": ["a", "a"]}, "repeated"),
        ("ordering", {"order": ["a", "b"]}, {"order": ["a", "c"]}, "unknown_key"),
        ("numeric", VACANCY_RATE, {}, "missing"),
        ("numeric", VACANCY_RATE, {"value": " "}, "missing"),
        ("numeric", VACANCY_RATE, {"value": 4}, "wrong_type"),
        ("numeric", VACANCY_RATE, {"value": "four"}, "not_a_number"),
        ("numeric", VACANCY_RATE, {"value": "nan"}, "not_a_number"),
        ("numeric", VACANCY_RATE, {"value": "1" * 1000}, "not_a_number"),
    ],
)
def test_response_that_does_not_fit_is_refused_with_its_code(kind, structure, response, code):
    assert validate_response(kind, structure, response) == code
    with pytest.raises(ValueError, match=code):
        score(kind, structure, response)


def test_unknown_kind_is_a_fault_of_ours():
    with pytest.raises(ValueError, match="essay"):
        validate_response("essay", {}, {})


def test_distractor_may_be_chosen_in_matching():
    response = {"pairs": {"1": "d", "2": "d", "3": "d"}}
    assert validate_response("matching", MATCHING, response) is None


@pytest.mark.parametrize(
    ("kind", "structure", "response", "keys"),
    [
        ("single_choice", choice(0.0, 1.0), {"choice": "a"}, ("a",)),
        ("multiple_response", choice(1.0, 0.0, 1.0), {"choices": ["c", "a"]}, ("a", "c")),
        ("numeric", VACANCY_RATE, {"value": "4,17"}, ("b",)),
        ("numeric", VACANCY_RATE, {"value": "12"}, ("other",)),
        ("ordering", {"order": ["a", "b"]}, {"order": ["b", "a"]}, ()),
    ],
)
def test_feedback_follows_the_response(kind, structure, response, keys):
    assert feedback_keys(kind, structure, response) == keys


weights = st.floats(-1, 1, allow_nan=False)


@st.composite
def answered(draw):
    """A question of any kind with a valid response and its key answer."""
    kind = draw(
        st.sampled_from(
            ["single_choice", "situational", "multiple_response", "matching", "ordering"]
        )
    )
    count = draw(st.integers(2, 6))
    keys = list(LETTERS[:count])
    if kind in ("single_choice", "situational"):
        values = draw(st.lists(weights.filter(lambda w: w < 1), min_size=count, max_size=count))
        best = draw(st.integers(0, count - 1))
        values[best] = 1.0
        response = {"choice": draw(st.sampled_from(keys))}
        return kind, choice(*values), response, {"choice": keys[best]}
    if kind == "multiple_response":
        right = draw(st.sets(st.sampled_from(keys), min_size=1))
        structure = choice(*[1.0 if key in right else -1.0 for key in keys])
        chosen = draw(
            st.permutations(draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)))
        )
        return kind, structure, {"choices": chosen}, {"choices": sorted(right)}
    if kind == "matching":
        pairs = {str(n): draw(st.sampled_from(keys)) for n in range(1, count + 1)}
        given = {left: draw(st.sampled_from(keys)) for left in pairs}
        structure = {"left": list(pairs), "right": keys, "pairs": pairs}
        return kind, structure, {"pairs": given}, {"pairs": pairs}
    order = draw(st.permutations(keys))
    return kind, {"order": order}, {"order": draw(st.permutations(keys))}, {"order": order}


def same(kind, response, key_answer):
    if kind == "multiple_response":
        return sorted(response["choices"]) == key_answer["choices"]
    return response == key_answer


@given(answered())
def test_points_lie_between_0_and_1_and_are_full_for_the_key_answer_alone(case):
    kind, structure, response, key_answer = case
    points = score(kind, structure, response)
    assert isinstance(points, Fraction)
    assert score_dont_know() == 0 <= points <= 1
    assert score(kind, structure, key_answer) == 1
    assert (points == 1) is same(kind, response, key_answer)


@given(answered(), st.data())
def test_order_in_which_things_are_listed_changes_no_points(case, data):
    kind, structure, response, _key_answer = case
    points = score(kind, structure, response)
    if "options" in structure:
        structure = {"options": data.draw(st.permutations(structure["options"]))}
    if "choices" in response:
        response = {"choices": data.draw(st.permutations(response["choices"]))}
    if "pairs" in response:
        response = {"pairs": dict(data.draw(st.permutations(list(response["pairs"].items()))))}
    assert score(kind, structure, response) == points


@given(answered(), st.permutations(LETTERS))
def test_names_of_the_keys_change_no_points(case, letters):
    kind, structure, response, _key_answer = case
    names = dict(zip(LETTERS, letters, strict=True))

    def renamed(value):
        if isinstance(value, dict):
            return {key: renamed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [renamed(item) for item in value]
        return names.get(value, value)

    assert score(kind, renamed(structure), renamed(response)) == score(kind, structure, response)


@given(answered())
def test_one_step_towards_the_key_answer_never_costs_points(case):
    kind, structure, response, key_answer = case
    points = score(kind, structure, response)
    if kind == "multiple_response":
        chosen, right = set(response["choices"]), set(key_answer["choices"])
        better = [chosen | {key} for key in right] + [chosen - {key} for key in chosen - right]
        steps = [{"choices": sorted(step)} for step in better if step]
    elif kind == "matching":
        given_pairs = response["pairs"]
        steps = [{"pairs": {**given_pairs, left: key}} for left, key in key_answer["pairs"].items()]
    elif kind == "ordering":
        steps = [{"order": step} for step in towards(response["order"], key_answer["order"])]
    else:
        steps = [key_answer]
    assert all(score(kind, structure, step) >= points for step in steps)


def towards(order, key):
    """Each order in which one wrong pair of neighbours is put right."""
    place = {item: index for index, item in enumerate(key)}
    for index in range(len(order) - 1):
        first, second = order[index : index + 2]
        if place[first] > place[second]:
            yield [*order[:index], second, first, *order[index + 2 :]]


@given(st.integers(-10_000, 10_000), st.integers(0, 1000), st.integers(-10_000, 10_000))
def test_number_counts_exactly_within_its_margin(value, margin, written):
    structure = number((str(Decimal(value) / 100), str(Decimal(margin) / 100), 1.0))
    response = {"value": str(Decimal(written) / 100)}
    assert is_correct("numeric", structure, response) is (abs(written - value) <= margin)


@given(st.permutations([("4", "0.1", 1.0), ("4", "1", 0.5), ("9", "2", 0.25)]), st.integers(0, 12))
def test_order_of_the_numbers_changes_no_points(answers, value):
    points = {4: 1, 3: 0.5, 5: 0.5, **dict.fromkeys(range(7, 12), 0.25)}.get(value, 0)
    assert score("numeric", number(*answers), {"value": str(value)}) == points

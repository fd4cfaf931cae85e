"""Which counts of a quarter may be shown; and that no two shown figures point at fewer than k."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain import audit_rule
from assessments.domain.audit_rule import OTHER_KINDS, published_parts
from tests.assessments.attacker import find_people_behind
from tests.random_cases import first_case

STEADY = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def by(people: range, amount=1) -> dict:
    return dict.fromkeys(people, amount)


def test_a_kind_of_enough_people_is_shown_as_a_sum():
    assert published_parts({"reading": by(range(5), 2), "visit": by(range(6))}, 5) == {
        "reading": 10,
        "visit": 6,
    }
    assert published_parts({"": by(range(5), Decimal("0.5"))}, 5) == {"": Decimal("2.5")}


@pytest.mark.parametrize("people", [0, 1, 4])
def test_nothing_is_shown_of_too_few_people(people):
    assert published_parts({"": by(range(people))}, 5) == {}
    assert published_parts({"": by(range(people + 1))}, 6) == {}
    assert published_parts({}, 5) == {}


def test_small_kinds_are_told_together():
    given_ = {"reading": by(range(9)), "visit": by(range(3), 2), "seminar": by(range(3, 6))}
    assert published_parts(given_, 5) == {"reading": 9, OTHER_KINDS: 9}


def test_small_kinds_of_the_same_few_people_take_the_smallest_other_kind_along():
    given_ = {
        "network": by(range(20, 26)),
        "reading": by(range(9)),
        "seminar": by(range(3)),
        "visit": by(range(3)),
    }
    assert published_parts(given_, 5) == {"reading": 9, OTHER_KINDS: 12}


def test_small_kinds_of_enough_people_in_all_are_one_sum():
    given_ = {"reading": by(range(3)), "visit": by(range(3, 6))}
    assert published_parts(given_, 5) == {OTHER_KINDS: 6}


def test_a_group_of_fewer_than_five_is_refused():
    with pytest.raises(ValueError, match="at least 5"):
        published_parts({"": by(range(9))}, 4)


# Random quarters


@st.composite
def periods(draw):
    """Some quarters: per quarter and kind who contributed; eight people at most, k from 5 to 6."""
    people = st.sets(st.integers(1, 8), max_size=8)
    kinds = st.dictionaries(st.sampled_from("abc"), people, max_size=3)
    return draw(st.lists(kinds, min_size=1, max_size=3)), draw(st.integers(5, 6))


def published_sums(case) -> list[frozenset]:
    """Return all that page and files can show of any period, as what each figure adds up.

    Per quarter each part and their sum; per period each kind over the quarters that show it, and
    all kinds together. Whoever may ask for any period can read all of these.
    """
    quarters, k = case
    parts = []
    for number, kinds in enumerate(quarters):
        given_ = {
            kind: {who: 1 << (8 * n + who) for who in people}
            for n, (kind, people) in enumerate(sorted(kinds.items()))
        }
        names = {
            1 << (8 * n + who): (who, (number, kind))
            for n, (kind, people) in enumerate(sorted(kinds.items()))
            for who in people
        }
        shown = published_parts(given_, k)
        parts.append(
            {
                kind: frozenset(name for bit, name in names.items() if total & bit)
                for kind, total in shown.items()
            }
        )
    sums = []
    for first, last in combinations(range(len(parts) + 1), 2):
        period = parts[first:last]
        for kind in sorted({kind for shown in period for kind in shown}):
            sums.append(frozenset().union(*(shown.get(kind, frozenset()) for shown in period)))
        sums.append(frozenset().union(*(each for shown in period for each in shown.values())))
    return [each for each in sums if each]


@STEADY
@given(periods())
def test_no_combination_of_figures_of_any_periods_rests_on_fewer_than_k_people(case):
    assert find_people_behind(published_sums(case), case[1]) is None


@STEADY
@given(periods())
def test_difference_of_any_two_figures_rests_on_nobody_or_on_k_people(case):
    for one, other in combinations(published_sums(case), 2):
        people = {who for who, _what in one ^ other}
        assert not people or len(people) >= case[1]


@STEADY
@given(periods())
def test_parts_hold_everything_of_a_quarter_once_or_nothing(case):
    quarters, k = case
    for kinds in quarters:
        given_ = {kind: dict.fromkeys(people, 1) for kind, people in kinds.items()}
        shown = published_parts(given_, k)
        everybody = set().union(*kinds.values())
        expected = sum(map(len, kinds.values())) if len(everybody) >= k else 0
        assert sum(shown.values()) == expected


@pytest.mark.parametrize(
    "broken",
    [lambda n, k: True, lambda n, k: n >= k - 1],
    ids=["rule off", "rule one too low"],
)
def test_attacker_finds_a_victim_when_the_rule_is_broken(monkeypatch, broken):
    monkeypatch.setattr(audit_rule, "is_large_enough", broken)
    case = first_case(
        periods(),
        lambda case: find_people_behind(published_sums(case), case[1]) is not None,
        examples=2000,
    )
    monkeypatch.undo()
    assert find_people_behind(published_sums(case), case[1]) is None


def test_attacker_finds_who_is_left_when_small_kinds_are_left_out_of_the_parts():
    total = frozenset((who, "reading") for who in range(6)) | {(7, "visit"), (8, "visit")}
    reading = frozenset((who, "reading") for who in range(6))
    assert find_people_behind([total, reading], 5) is not None
    assert find_people_behind([total], 5) is None

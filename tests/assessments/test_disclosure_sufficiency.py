"""Rule 6: what whoever may make any sufficiency rules can and cannot learn from the answers."""

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.domain import disclosure_sufficiency as rule
from assessments.domain.disclosure_sufficiency import (
    Group,
    Terms,
    answer,
    governed_by,
    in_pairs,
    is_resting,
    what_if,
    why_unknown,
)
from assessments.enums import SufficiencyState, WhyUnknown

S, F, I, U = SufficiencyState  # noqa: E741  the four words of the rule
K = 5
Seen = tuple[SufficiencyState, WhyUnknown | None, tuple[int, int] | None]


def seen(count: int, n: int, people: int, k: int = K) -> Seen:
    told = answer(Group(n, n, count), people, k)
    return told.state, told.why, told.more


@pytest.mark.parametrize(
    ("count", "people", "state", "more"),
    [
        (0, 2, I, (3, 4)),
        (1, 2, I, (3, 4)),
        (2, 2, F, (1, 2)),
        (3, 2, F, (1, 2)),
        (4, 2, S, None),
        (4, 1, S, None),
        (5, 5, I, (3, 6)),
        (6, 5, F, (1, 2)),
        (0, 6, I, (7, 8)),
        (0, 12, I, (11, 14)),
        (20, 12, S, None),
    ],
)
def test_counts_go_in_pairs(count, people, state, more):
    assert seen(count, 20, people) == (state, None, more)


@pytest.mark.parametrize(
    ("n", "recent", "people", "why"),
    [
        (None, 20, 2, WhyUnknown.WITHHELD),
        (9, 9, 2, WhyUnknown.FEW),
        (10, 10, 2, None),
        (12, 11, 2, WhyUnknown.OLD),
        (15, 10, 2, None),
        (15, 9, 2, WhyUnknown.OLD),
        (10, 10, 6, None),
        (10, 10, 7, WhyUnknown.NEARLY_ALL),
        (11, 11, 8, None),
    ],
)
def test_sizes_alone_decide_whether_there_is_an_answer(n, recent, people, why):
    assert why_unknown(n, recent, in_pairs(people), K) == why
    for count in range(recent + 1):
        assert answer(Group(n, recent, count), people, K).why == why


def test_more_people_asked_than_have_a_level_is_insufficient_whatever_they_can():
    assert {seen(count, 12, 13) for count in range(13)} == {(I, None, None)}


@pytest.mark.parametrize("group", [Group(12, 12, 13), Group(12, 12, -1)])
def test_impossible_groups_are_refused(group):
    with pytest.raises(ValueError, match="no rule"):
        answer(group, 2, K)


def test_a_group_size_below_the_minimum_is_refused():
    with pytest.raises(ValueError, match="at least 5"):
        answer(Group(12, 12, 3), 2, 4)


# --- one part of the tree, any number asked ---------------------------------------------------


def possible(count: int, n: int, k: int = K) -> list[int]:
    """Return the counts that fit the answers to every number asked at once."""
    told = [seen(count, n, people, k) for people in range(1, n + 4)]
    return [
        other
        for other in range(n + 1)
        if told == [seen(other, n, people, k) for people in range(1, n + 4)]
    ]


def victim_of_many_numbers(sizes: Iterator[int] | range) -> tuple[int, int] | None:
    """Return (n, count) where the answers give the count away, or that it is all of them."""
    for n in sizes:
        for count in range(n + 1):
            if len(possible(count, n)) < 2:
                return n, count
    return None


def test_all_numbers_asked_at_once_never_give_a_count():
    assert victim_of_many_numbers(range(1, 31)) is None


@settings(max_examples=60)
@given(k=st.integers(5, 9), n=st.integers(1, 60), data=st.data())
def test_all_numbers_asked_give_a_pair_at_least(k, n, data):
    count = data.draw(st.integers(0, n))
    fits = possible(count, n, k)
    assert len(fits) >= 2
    assert fits != [n]
    if n < 2 * k:
        assert fits == list(range(n + 1))


@pytest.mark.parametrize(("name", "loose"), [("PAIR", 1), ("LEFT_OVER", 0), ("LEFT_OVER", 2)])
def test_a_looser_rule_has_a_victim(monkeypatch, name, loose):
    monkeypatch.setattr(rule, name, loose)
    assert victim_of_many_numbers(range(10, 14)) is not None


def test_without_the_size_rule_small_groups_are_told_of(monkeypatch):
    monkeypatch.setattr(rule, "GROUPS", 1)
    assert possible(4, 9) != list(range(10))


def test_evidence_that_a_few_lack_is_not_told_of(monkeypatch):
    """Who knows that Ann alone is out of date compares all with the recent ones."""
    whole = answer(Group(12, 12, 6), 6, K)
    assert whole.state == F
    assert answer(Group(12, 11, 5), 6, K).why == WhyUnknown.OLD
    monkeypatch.setattr(rule, "why_unknown", lambda *_sizes: None)
    assert answer(Group(12, 11, 5), 6, K).state == I  # so Ann is at the level


@given(
    st.lists(st.integers(0, 9), max_size=9),
    st.sets(st.integers(0, 9)),
)
def test_answered_places_never_lie_in_each_other(above, places):
    parents: dict[int, int | None] = {0: None}
    for node, parent in enumerate(above, 1):
        parents[node] = parent % node
    governed = governed_by(parents, places)
    answered = {node for node in places & parents.keys() if governed[node] == node}
    for node in answered:
        higher = parents[node]
        while higher is not None:
            assert higher not in answered
            higher = parents[higher]
    for node in parents:
        assert (governed[node] is None) == (not _at_or_above(parents, node) & places)


def _at_or_above(parents: Mapping[int, int | None], node: int | None) -> set[int]:
    found = set()
    while node is not None:
        found.add(node)
        node = parents[node]
    return found


@pytest.mark.parametrize(
    ("other", "rests"),
    [
        (Terms(1, "00010001", 3, 4, 12), False),
        (Terms(1, "00010001", 3, 3, 12), False),  # 3 asks what 4 asks
        (Terms(1, "00010009", 3, 4, 12), False),  # the team moved
        (Terms(1, "00010001", 3, 5, 12), True),
        (Terms(1, "00010001", 4, 4, 12), True),
        (Terms(1, "00010001", 3, 4, 6), True),
        (Terms(0, "0001", 3, 4, 12), True),
        (Terms(5, "000100010002", 3, 4, 12), True),
        (Terms(2, "00010002", 3, 5, 12), False),
    ],
)
def test_what_was_told_under_other_terms_must_rest(other, rests):
    assert is_resting(Terms(1, "00010001", 3, 4, 12), [other]) is rests


# --- what if ------------------------------------------------------------------------------------


@given(n=st.integers(10, 40), people=st.integers(1, 40), data=st.data())
def test_what_if_promises_no_more_than_is_true(n, people, data):
    count = data.draw(st.integers(0, n))
    more = seen(count, n, people)[2]
    assume(more is not None)
    reach = data.draw(st.integers(0, n - count))
    least, is_certain = what_if(more, reach)
    truly = seen(count + reach, n, people)[0]
    order = [I, F, S]
    assert order.index(truly) >= order.index(least)
    if is_certain:
        assert truly == least


@given(n=st.integers(10, 40), people=st.integers(1, 40), data=st.data())
def test_what_if_is_the_same_for_all_counts_that_were_told_alike(n, people, data):
    count = data.draw(st.integers(0, n))
    more = seen(count, n, people)[2]
    assume(more is not None)
    told = {reach: what_if(more, reach) for reach in range(n)}
    for other in possible(count, n):
        assert {reach: what_if(seen(other, n, people)[2], reach) for reach in range(n)} == told

"""Counts besides levels: what is told of whom, and that no two of them point at a few people."""

from collections import Counter
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.disclosure import decide
from assessments.domain.snapshot_cells import population
from assessments.domain.snapshot_counts import (
    CAUSES_FROM,
    count_causes,
    count_hours,
    count_modules,
)
from tests.assessments.attacker import find_victim
from tests.assessments.trees import path_up

K = 5
STEADY = settings(deadline=None, derandomize=True, database=None, max_examples=150)
CAUSES = st.lists(st.sampled_from(["client", "time", "organisation"]), max_size=3)


@st.composite
def trees(draw):
    """A tree of teams, the team of each person, and what each ticked."""
    size = draw(st.integers(1, 6))
    parents: dict = {1: None}
    for node in range(2, size + 1):
        parents[node] = draw(st.integers(1, node - 1))
    crowd = st.integers(0, 30)
    homes = {}
    for node in parents:
        for _person in range(draw(crowd)):
            homes[len(homes)] = node
    causes = {who: draw(CAUSES) for who in homes}
    return parents, homes, causes


def around(parents, homes, k=K):
    return decide(parents, population(parents, homes), k)


def members(parents, homes, node, people):
    return {who for who in people if node in path_up(parents, homes[who])}


@STEADY
@given(trees())
def test_no_two_counts_of_a_group_point_at_fewer_than_k(case):
    parents, homes, causes = case
    named = {who for who, ticked in causes.items() if ticked}
    hours = dict.fromkeys(named, Decimal(1))
    rows = [
        (K, list(count_hours(parents, homes, around(parents, homes), hours, K))),
        (K, list(count_modules(parents, homes, around(parents, homes), {"m": named}, K))),
        (CAUSES_FROM, list(count_causes(parents, homes, around(parents, homes), causes, K))),
    ]
    for least, told in rows:
        groups = {
            node: members(parents, homes, node, named)
            for node, kind, _key, people, *_rest in told
            if people is not None and kind != "cause"
        }
        assert find_victim(list(groups.values()), least) is None
        for node, kind, _key, people, *_rest in told:
            if people is not None and kind != "cause":
                assert people == len(groups[node]) >= least


@STEADY
@given(trees())
def test_a_cause_is_never_told_to_the_last_two(case):
    parents, homes, causes = case
    rows = list(count_causes(parents, homes, around(parents, homes), causes, K))
    of = {node: people for node, kind, _key, people, *_rest in rows if kind == "caused"}
    for node, kind, key, people, *_rest in rows:
        if kind == "cause":
            ticked = Counter(
                key in ticks
                for who, ticks in causes.items()
                if ticks and node in path_up(parents, homes[who])
            )[True]
            assert people == min(max(ticked, 2), of[node] - 2)


def test_causes_wait_for_ten_people():
    homes = dict.fromkeys(range(12), 1)
    nine = {who: ["time"] for who in range(9)}
    [row] = count_causes({1: None}, homes, around({1: None}, homes), nine, K)
    assert row == (1, "caused", "", None, None, "minimum_size")
    ten = {**nine, 9: ["client"]}
    rows = list(count_causes({1: None}, homes, around({1: None}, homes), ten, K))
    assert rows[0] == (1, "caused", "", 10, None, "")
    assert {key: people for _n, kind, key, people, *_r in rows if kind == "cause"} == {
        "client": 2,
        "source": 2,
        "time": 8,
        "technique": 2,
        "own_skill": 2,
        "organisation": 2,
    }


def test_hours_are_told_in_fives_of_all_below():
    parents = {1: None, 2: 1}
    homes = {**dict.fromkeys(range(6), 2), **dict.fromkeys(range(6, 12), 1)}
    hours = {who: Decimal("1.75") for who in homes}
    rows = list(count_hours(parents, homes, around(parents, homes), hours, K))
    assert rows == [(1, "learned", "", 12, 20, ""), (2, "learned", "", 6, 10, "")]


def test_a_module_of_few_readers_has_no_row():
    homes = dict.fromkeys(range(12), 1)
    readers = {"many": range(7), "few": range(4), "strangers": range(20, 40)}
    rows = list(count_modules({1: None}, homes, around({1: None}, homes), readers, K))
    assert rows == [(1, "module", "many", 7, None, "")]

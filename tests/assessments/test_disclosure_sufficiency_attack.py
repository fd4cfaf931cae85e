"""Rule 6 over a tree and over time: whoever sees all answers finds the count of no part."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessments.domain.disclosure_sufficiency import (
    Group,
    Terms,
    answer,
    governed_by,
    is_resting,
)
from assessments.enums import SufficiencyState, WhyUnknown

K = 5
Seen = tuple[SufficiencyState, WhyUnknown | None, tuple[int, int] | None]


def seen(count: int, n: int, people: int) -> Seen:
    told = answer(Group(n, n, count), people, K)
    return told.state, told.why, told.more


# --- parts that lie in each other -------------------------------------------------------------

Pieces = Sequence[int]  # people: directly at the top, in the first team, in the second, ...
TOP = 0


def sums(counts: Sequence[int], node: int) -> int:
    return sum(counts) if node == TOP else counts[node]


def answers(counts: Pieces, sizes: Pieces, asked: Mapping[int, int], *, apart: bool) -> list[Seen]:
    """Return what is told of the rules {node: people} on a tree of one top with teams."""
    parents: dict[int, int | None] = dict.fromkeys(range(1, len(sizes)), TOP)
    parents[TOP] = None
    governed = governed_by(parents, asked)
    return [
        seen(sums(counts, node), sums(sizes, node), people)
        for node, people in sorted(asked.items())
        if not apart or governed[node] == node
    ]


def find_pinned(sizes: Pieces, told: Callable[[Pieces], object]) -> tuple[Pieces, Pieces] | None:
    """Return counts whose answers fix the number in some union of pieces, and those pieces."""
    fits: dict[str, list[Pieces]] = {}
    for counts in product(*(range(size + 1) for size in sizes)):
        fits.setdefault(repr(told(counts)), []).append(counts)
    people = [piece for piece, size in enumerate(sizes) if size]
    unions = [u for r in range(1, len(people) + 1) for u in combinations(people, r)]
    for worlds in fits.values():
        for union in unions:
            if len({sum(world[piece] for piece in union) for world in worlds}) == 1:
                return worlds[0], union
    return None


@st.composite
def trees(draw) -> tuple[Pieces, dict[int, int]]:
    sizes = [draw(st.sampled_from([0, 5, 6])), *draw(st.lists(st.integers(5, 13), max_size=2))]
    assume(sum(sizes))
    nodes = st.integers(0, len(sizes) - 1)
    return sizes, draw(st.dictionaries(nodes, st.integers(1, 20), max_size=3))


@settings(max_examples=60, deadline=None)
@given(trees())
def test_rules_over_a_tree_never_give_a_count(tree):
    sizes, asked = tree
    assert find_pinned(sizes, lambda counts: answers(counts, sizes, asked, apart=True)) is None


def test_without_apart_three_answers_add_up():
    sizes, asked = [0, 10, 10], {TOP: 10, 1: 4, 2: 4}

    def told(counts: Pieces) -> list[Seen]:
        return answers(counts, sizes, asked, apart=False)

    assert find_pinned(sizes, told) is not None


# --- one answer after the other, while nothing changes ----------------------------------------


def one_by_one(
    counts: Pieces, sizes: Pieces, wanted: Sequence[tuple[int, int]], *, rest: bool
) -> list[Seen]:
    """Return the answers to rules that are made and ended one by one, within the time of rest."""
    told: list[Terms] = []
    found = []
    for node, people in wanted:
        path = "0001" if node == TOP else f"0001000{node}"
        terms = Terms(node, path, 3, people, 12)
        if rest and is_resting(terms, told):
            continue
        result = seen(sums(counts, node), sums(sizes, node), people)
        if result[0] != SufficiencyState.UNKNOWN:
            told.append(terms)
        found.append(result)
    return found


@settings(max_examples=60, deadline=None)
@given(trees(), st.data())
def test_rules_one_after_the_other_never_give_a_count(tree, data):
    sizes, _asked = tree
    turn = st.tuples(st.integers(0, len(sizes) - 1), st.integers(1, 20))
    wanted = data.draw(st.lists(turn, max_size=6))
    assert find_pinned(sizes, lambda counts: one_by_one(counts, sizes, wanted, rest=True)) is None


def test_without_rest_answers_add_up_over_time():
    sizes, wanted = [0, 10, 10], [(TOP, 10), (1, 4), (2, 4)]

    def told(counts: Pieces) -> list[Seen]:
        return one_by_one(counts, sizes, wanted, rest=False)

    assert find_pinned(sizes, told) is not None

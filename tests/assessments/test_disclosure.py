"""Rules 1, 2 and 7 of the privacy page against an attacker; by hand next door."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import disclosure
from assessments.domain.disclosure import Decision, Rule, decide
from tests.assessments.attacker import find_dependence, find_victim
from tests.assessments.trees import EACH_RULE_BROKEN, path_up
from tests.random_cases import first_case, steady

STEADY = steady(300)
SHOWN = Decision(published=True, rule=None, see_instead=None)


def published(decisions):
    return {node for node, decision in decisions.items() if decision.published}


def too_small(see_instead):
    return Decision(published=False, rule=Rule.MINIMUM_SIZE, see_instead=see_instead)


# Refused


@pytest.mark.parametrize("k", [4, 0, -5, float("nan")])
def test_k_below_five_is_refused(k):
    with pytest.raises(ValueError, match="at least 5"):
        decide({1: None}, {1: 20}, k)


@pytest.mark.parametrize(
    ("parents", "message"),
    [
        ({1: None, 2: 9}, "unknown parent 9 of node 2"),
        ({1: None, 2: 2}, "cycle"),
        ({1: None, 2: 4, 3: 2, 4: 3}, "cycle"),
    ],
)
def test_tree_that_is_none_is_refused(parents, message):
    with pytest.raises(ValueError, match=message):
        decide(parents, dict.fromkeys(parents, 20), 5)


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({1: 11, 2: 6, 3: 6}, "node 1 counts 11 people, its parts 12"),
        ({1: 11, 2: 6, 3: -1}, "node 3 counts -1 people"),
        ({1: 11, 2: 6}, "do not match"),
        ({1: 11, 2: 6, 3: 5, 4: 0}, "do not match"),
    ],
)
def test_counts_that_do_not_add_up_are_refused(counts, message):
    with pytest.raises(ValueError, match=message):
        decide({1: None, 2: 1, 3: 1}, counts, 5)


# Random trees


@dataclass(frozen=True)
class Case:
    """A team tree, its people as (home node, number, has a level), and k."""

    parents: dict
    people: frozenset
    k: int

    def cells(self):
        """The people with a level per node: direct members and all below."""
        members = {node: set() for node in self.parents}
        for person in self.people:
            node, _, has_level = person
            while has_level and node is not None:
                members[node].add(person)
                node = self.parents[node]
        return {node: frozenset(people) for node, people in members.items()}

    def counts(self):
        return {node: len(people) for node, people in self.cells().items()}

    def decide(self):
        return decide(self.parents, self.counts(), self.k)

    def published_cells(self):
        cells = self.cells()
        return [cells[node] for node in published(self.decide())]


@st.composite
def cases(draw):
    """Forests of at most five levels, uneven teams, members at inner nodes, k from 5 to 8."""
    ids = draw(st.permutations(range(draw(st.integers(0, 12)))))
    sizes = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 20))
    parents, depth, people = {}, {None: 0}, set()
    for node in ids:
        above = [other for other, level in depth.items() if level < 5]
        parents[node] = draw(st.sampled_from(above))
        depth[node] = depth[parents[node]] + 1
        people |= {(node, i, True) for i in range(draw(sizes))}
        people |= {(node, i, False) for i in range(draw(st.integers(0, 3)))}
    return Case(parents, frozenset(people), draw(st.integers(5, 8)))


@STEADY
@given(cases())
def test_attacker_finds_no_victim(case):
    cells = case.published_cells()
    assert find_victim(cells, case.k) is None
    assert find_dependence(cells, case.k) is None


@EACH_RULE_BROKEN
def test_attacker_finds_a_victim_when_a_rule_is_broken(monkeypatch, rule, broken):
    monkeypatch.setattr(disclosure, rule, broken)
    case = first_case(
        cases(),
        lambda case: find_victim(case.published_cells(), case.k) is not None,
        examples=3000,
    )
    monkeypatch.undo()
    assert find_victim(case.published_cells(), case.k) is None


@STEADY
@given(cases())
def test_published_cells_have_k_people_and_withheld_ones_say_why(case):
    counts, decisions = case.counts(), case.decide()
    small = {node for node in case.parents if counts[node] < case.k}
    by_rule = {rule: {n for n, d in decisions.items() if d.rule == rule} for rule in (*Rule, None)}
    assert by_rule[Rule.MINIMUM_SIZE] == small
    assert by_rule[None] == published(decisions)
    assert by_rule[Rule.COMPLEMENTARY] == case.parents.keys() - small - published(decisions)


@STEADY
@given(cases())
def test_withheld_cell_names_the_next_published_node_up(case):
    decisions = case.decide()
    shown = published(decisions)
    for node, decision in decisions.items():
        above = node
        while above is not None and above not in shown:
            above = case.parents[above]
        assert decision.see_instead == (None if node in shown else above)


@STEADY
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_the_mappings_changes_nothing(case, random):
    nodes = list(case.parents)
    random.shuffle(nodes)
    parents = {node: case.parents[node] for node in nodes}
    counts = {node: case.counts()[node] for node in reversed(nodes)}
    assert decide(parents, counts, case.k) == case.decide()


@STEADY
@given(st.integers(0, 20), st.integers(5, 8))
def test_root_alone_is_published_from_k(n, k):
    assert decide({1: None}, {1: n}, k) == {1: SHOWN if n >= k else too_small(None)}


# Rule 2 as it is written


def bad_nodes(parents, counts, shown, k):
    """The published nodes with an unsafe residual, each with its smallest maximal descendant."""
    maximal = {node: [] for node in shown}
    for node in shown:
        above = path_up(parents, node)[1:]
        nearest = next((other for other in above if other in shown), None)
        if nearest is not None:
            maximal[nearest].append(node)
    return {
        node: min(parts, key=lambda part: (counts[part], part))
        for node, parts in maximal.items()
        if 0 < counts[node] - sum(counts[part] for part in parts) < k
    }


def rule_2_word_for_word(case):
    """Withhold one cell, look at the whole tree again; the bad node nearest a root goes first."""
    counts = case.counts()
    shown = {node for node in case.parents if counts[node] >= case.k}
    while bad := bad_nodes(case.parents, counts, shown, case.k):
        first = min(bad, key=lambda node: len(path_up(case.parents, node)))
        shown.remove(bad[first])
    return shown


@STEADY
@given(cases())
def test_one_pass_reaches_the_fixed_point_of_rule_2(case):
    assert published(case.decide()) == rule_2_word_for_word(case)


# The attacker knows the trade


def test_attacker_subtracts_all_parts_from_the_whole():
    whole, left, right = frozenset(range(20)), frozenset(range(9)), frozenset(range(9, 16))
    assert find_victim([whole, left, right], 5) == frozenset({16, 17, 18, 19})
    assert find_victim([whole, left, right], 4) is None


def test_attacker_solves_overlapping_cells():
    # 2 x {0} = {0, 1..5} + {0, 6..10} - {1..5, 6..10}: no single difference gives it
    first, second = frozenset(range(1, 6)), frozenset(range(6, 11))
    assert find_victim([first | {0}, second | {0}, first | second], 5) == frozenset({0})
    assert find_victim([first | {0}, second | {0}], 5) is None


def test_attacker_notices_a_combination_with_unequal_weights():
    # the difference is person 0 minus person 1: nobody's own level, yet only those two
    rest = frozenset(range(2, 10))
    assert find_victim([rest | {0}, rest | {1}], 5) is None
    assert find_dependence([rest | {0}, rest | {1}], 5) == frozenset({0, 1})

"""All that is published of several rounds together, against an attacker who keeps every report.

People join, leave, change team, skip a round; teams move, appear and go. Everybody rates anew each
round, so a level is somebody's at one time. The attacker subtracts and adds any published figure of
any round, and any change that was shown between two of them, over as many rounds as there were.
"""

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import disclosure
from assessments.domain.disclosure import decide
from assessments.domain.disclosure_change import decide_changes
from tests.assessments.attacker import find_dependence_in_time
from tests.assessments.trees import EACH_RULE_BROKEN, path_up
from tests.random_cases import first_case, steady

STEADY = steady(60)


@dataclass(frozen=True)
class Case:
    """A team tree per round; people as a tuple of their team in each round, or None; and k."""

    trees: tuple
    people: tuple
    k: int

    def within(self, time, node):
        tree = self.trees[time]
        return frozenset(
            number
            for number, homes in enumerate(self.people)
            if homes[time] is not None and node in path_up(tree, homes[time])
        )

    def shown(self, time):
        tree = self.trees[time]
        counts = {node: len(self.within(time, node)) for node in tree}
        return {node for node, each in decide(tree, counts, self.k).items() if each.published}

    def changes(self, time):
        """The teams whose change from a round to the next is shown."""
        both = self.shown(time) & self.shown(time + 1)
        moves = Counter(homes[time : time + 2] for homes in self.people)
        rules = decide_changes(*self.trees[time : time + 2], both, moves, self.k)
        return {node for node, rule in rules.items() if rule is None}

    def figures(self):
        """Every published figure as {(person, round): how much of that level is in it}."""
        rounds = range(len(self.trees))
        told = [
            {(person, time): 1 for person in self.within(time, node)}
            for time in rounds
            for node in self.shown(time)
        ]
        for time in rounds[:-1]:
            for node in self.changes(time):
                later = {(person, time + 1): 1 for person in self.within(time + 1, node)}
                told.append(later | {(person, time): -1 for person in self.within(time, node)})
        return told

    def victim(self):
        return find_dependence_in_time(self.figures(), self.k)


@st.composite
def cases(draw):
    """Three or four rounds of a tree of at most five levels; k from 5 to 6."""
    first, depth = {0: None}, {0: 1}
    for node in range(1, draw(st.integers(1, 6))):
        first[node] = draw(st.sampled_from([n for n, level in depth.items() if level < 5]))
        depth[node] = depth[first[node]] + 1
    trees = [first]
    for _ in range(draw(st.integers(2, 3))):
        trees.append(draw(st.sampled_from([trees[-1], draw(reorganised(trees[-1]))])))
    homes = [
        tuple(node if node in tree else None for tree in trees)
        for node in first
        for _ in range(draw(st.integers(0, 9)))
    ]
    for _ in range(draw(st.integers(0, 6))):
        path = tuple(draw(st.sampled_from([None, *tree])) for tree in trees)
        homes += [path] * draw(st.integers(1, 6))
    return Case(tuple(trees), tuple(homes), draw(st.integers(5, 6)))


@st.composite
def reorganised(draw, tree):
    """The tree with its last team moved or gone, or with a new one."""
    last, now = max(tree), dict(tree)
    happened = draw(st.sampled_from(["moved", "gone", "new"]))
    if happened == "new" or not last:
        now[last + 1] = draw(st.sampled_from(sorted(tree)))
    elif happened == "gone":
        del now[last]
    else:
        now[last] = draw(st.sampled_from([node for node in tree if node != last]))
    return now


@STEADY
@given(cases())
def test_attacker_with_the_reports_of_all_rounds_finds_no_victim(case):
    assert case.victim() is None


@EACH_RULE_BROKEN
def test_attacker_finds_a_victim_when_a_rule_is_broken(monkeypatch, rule, broken):
    monkeypatch.setattr(disclosure, rule, broken)
    case = first_case(
        cases(),
        lambda case: case.victim() is not None,
        examples=2000,
    )
    monkeypatch.undo()
    assert case.victim() is None

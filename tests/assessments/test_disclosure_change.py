"""Rule 4 of the privacy page: changes between two snapshots, against an attacker and by hand."""

from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import disclosure_change
from assessments.domain.cuts import small_border
from assessments.domain.disclosure import decide
from assessments.domain.disclosure_change import ChangeRule, decide_changes, differs_safely
from tests.assessments.attacker import find_dependence_of_changes
from tests.assessments.trees import path_up
from tests.random_cases import first_case, steady

STEADY = steady(80)


@dataclass(frozen=True)
class Case:
    """Two team trees; people as (number, team then or None, team now or None); and k."""

    trees: tuple
    people: tuple
    k: int

    def within(self, time, node):
        return frozenset(
            number
            for number, *homes in self.people
            if node in path_up(self.trees[time], homes[time])
        )

    def rules(self):
        shown = []
        for time, tree in enumerate(self.trees):
            counts = {node: len(self.within(time, node)) for node in tree}
            decisions = decide(tree, counts, self.k)
            shown.append({node for node, decision in decisions.items() if decision.published})
        moves = Counter((then, now) for _number, then, now in self.people)
        return decide_changes(*self.trees, shown[0] & shown[1], moves, self.k)

    def change(self, node):
        return self.within(0, node), self.within(1, node)

    def changes(self):
        return [self.change(node) for node, rule in self.rules().items() if rule is None]

    def victim(self):
        return find_dependence_of_changes(self.changes(), self.k)


@st.composite
def cases(draw):
    """A tree of at most five levels, now and then with a team moved, new or gone."""
    then, depth = {0: None}, {0: 1}
    for node in range(1, draw(st.integers(1, 7))):
        then[node] = draw(st.sampled_from([n for n, level in depth.items() if level < 5]))
        depth[node] = depth[then[node]] + 1
    now = dict(then)
    last = max(now)
    happened = draw(st.sampled_from(["nothing", "nothing", "moved", "gone", "new"]))
    if last and happened == "moved":
        now[last] = draw(st.sampled_from(range(last)))
    elif last and happened == "gone":
        del now[last]
    elif happened == "new":
        now[last + 1] = draw(st.sampled_from(range(last + 1)))
    homes = [(node, node) for node in then if node in now for _ in range(draw(st.integers(0, 9)))]
    for _ in range(draw(st.integers(0, 5))):
        move = (draw(st.sampled_from([None, *then])), draw(st.sampled_from([None, *now])))
        homes += [move] * draw(st.integers(1, 2) | st.integers(1, 7))
    people = tuple((number, *home) for number, home in enumerate(homes))
    return Case((then, now), people, draw(st.integers(5, 6)))


@STEADY
@given(cases())
def test_attacker_with_all_changes_finds_no_victim(case):
    assert case.victim() is None


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("differs_safely", None),
        ("small_border", lambda people, k: None),
        ("small_border", lambda people, k: small_border(people, k - 1)),
    ],
    ids=["rule 4 off", "tree of changes off", "tree one too low"],
)
def test_attacker_finds_a_victim_when_a_rule_is_broken(monkeypatch, rule, broken):
    if broken is None:  # nothing at all is left of the rule
        monkeypatch.setattr(disclosure_change, "small_border", lambda people, k: None)
        broken = lambda joined, left, k: True  # noqa: E731
    monkeypatch.setattr(disclosure_change, rule, broken)
    case = first_case(
        cases(),
        lambda case: case.victim() is not None,
        examples=4000,
        seed=8,
    )
    monkeypatch.undo()
    assert case.victim() is None


@STEADY
@given(cases())
def test_reasons_say_what_is_the_matter(case):
    for node, rule in case.rules().items():
        then, now = case.change(node) if node in case.trees[0] else (frozenset(), frozenset())
        differing = len(then ^ now)
        if min(len(then), len(now)) < case.k:
            assert rule == ChangeRule.NOT_PUBLISHED
        if rule in (None, ChangeRule.COMPLEMENTARY):
            assert differing == 0 or differing >= case.k
        if rule == ChangeRule.MEMBERSHIP:
            assert 0 < differing < case.k


@STEADY
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_people_changes_nothing(case, random):
    people = list(case.people)
    random.shuffle(people)
    assert Case(case.trees, tuple(people), case.k).rules() == case.rules()


# By hand

TEAMS = {"top": None, "east": "top", "west": "top"}


def changes(moves, then=TEAMS, now=TEAMS):
    return decide_changes(then, now, set(now), moves, 5)


@pytest.mark.parametrize(
    ("joined", "left", "safe"),
    [(0, 0, True), (1, 0, False), (2, 2, False), (3, 2, True), (5, 0, True), (0, 4, False)],
)
def test_joiners_and_leavers_count_together(joined, left, safe):
    assert differs_safely(joined, left, 5) is safe


def test_nobody_moved_shows_every_change():
    assert changes({("east", "east"): 9}) == dict.fromkeys(TEAMS)


def test_one_joiner_withholds_the_team_and_all_above_it():
    assert changes({(None, "east"): 1}) == {
        "top": ChangeRule.MEMBERSHIP,
        "east": ChangeRule.MEMBERSHIP,
        "west": None,
    }


def test_a_sixth_joiner_beside_five_of_one_team_is_not_found_by_subtraction():
    assert changes({(None, "east"): 5, (None, "top"): 1}) == {
        "top": None,
        "east": ChangeRule.COMPLEMENTARY,
        "west": None,
    }


def test_two_people_who_change_team_are_not_told_of():
    assert changes({("east", "west"): 2}) == {
        "top": None,
        "east": ChangeRule.MEMBERSHIP,
        "west": ChangeRule.MEMBERSHIP,
    }
    assert changes({("east", "west"): 5}) == dict.fromkeys(TEAMS)


def test_a_team_that_moved_leaves_both_its_places_without_change():
    then = TEAMS | {"desk": "east"}
    assert changes({}, then, TEAMS | {"desk": "west"}) == {
        "top": None,
        "east": ChangeRule.REORGANISED,
        "west": ChangeRule.REORGANISED,
        "desk": None,
    }


def test_a_new_team_has_no_change():
    assert changes({}, TEAMS, TEAMS | {"desk": "west"})["desk"] == ChangeRule.NOT_PUBLISHED


def test_k_below_five_is_refused():
    with pytest.raises(ValueError, match="at least 5"):
        decide_changes(TEAMS, TEAMS, set(), {}, 4)

"""Rule 5 of the privacy page: role profiles beside the team tree; an attacker, and by hand."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import disclosure, disclosure_partition
from assessments.domain.cuts import small_border
from assessments.domain.disclosure import Decision, Rule, decide
from assessments.domain.disclosure_partition import decide_profiles
from assessments.domain.snapshot_cells import decide_within
from tests.assessments.attacker import find_dependence, find_victim
from tests.assessments.trees import path_up
from tests.random_cases import first_case, steady

STEADY = steady(100)
SHOWN = Decision(published=True, rule=None, see_instead=None)


def hidden(rule, see_instead="top"):
    return Decision(published=False, rule=rule, see_instead=see_instead)


@dataclass(frozen=True)
class Case:
    """A team tree and the people of it as (home, role profile or None, number, has a level)."""

    parents: dict
    people: tuple
    k: int

    def within(self, node, people):
        return frozenset(person for person in people if node in path_up(self.parents, person[0]))

    def groups(self):
        """Everybody, and those with a level."""
        return self.people, tuple(person for person in self.people if person[3])

    def decided(self):
        """Decide everybody first, then those with a level inside; tree and role profiles."""
        trees, profiles = [], []
        for people in self.groups():
            counts = {node: len(self.within(node, people)) for node in self.parents}
            inner = {"around": profiles[0]} if profiles else {}
            trees.append(
                decide_within(self.parents, trees[0], counts, self.k)
                if trees
                else decide(self.parents, counts, self.k)
            )
            sizes = Counter((home, profile) for home, profile, _number, _level in people)
            profiles.append(decide_profiles(self.parents, trees[-1], sizes, self.k, **inner))
        return trees, profiles

    def told(self):
        """The sets of people behind what is published: those with a level, then everybody."""
        trees, profiles = self.decided()
        nodes, shown = names_shown(trees[1]), names_shown(profiles[1])
        return [
            [self.within(node, people) for node in nodes]
            + [frozenset(p for p in people if p[1] == profile) for profile in shown]
            for people in reversed(self.groups())
        ]

    def victim(self, attack=find_dependence):
        return next(filter(None, (attack(cells, self.k) for cells in self.told() if cells)), None)


def names_shown(decisions):
    return [name for name, decision in decisions.items() if decision.published]


@st.composite
def cases(draw):
    """Trees of at most five levels whose people lean to a profile per team, or to none."""
    parents, depth = {0: None}, {0: 1}
    for node in range(1, draw(st.integers(1, 6))):
        parents[node] = draw(st.sampled_from([n for n, level in depth.items() if level < 5]))
        depth[node] = depth[parents[node]] + 1
    profiles = [None, *range(draw(st.integers(1, 4)))]
    sizes = st.integers(0, 2) | st.integers(0, 9)
    people = [
        (home, profile, number, has_level)
        for home in parents
        for profile in draw(st.sets(st.sampled_from(profiles), max_size=3))
        for has_level, most in ((True, draw(sizes)), (False, draw(st.integers(0, 2))))
        for number in range(most)
    ]
    return Case(parents, tuple(people), draw(st.integers(5, 6)))


@STEADY
@given(cases())
def test_attacker_with_both_partitions_finds_no_victim(case):
    assert case.victim() is None
    assert case.victim(find_victim) is None


@pytest.mark.parametrize(
    ("module", "rule", "broken"),
    [
        (disclosure_partition, "crosses_safely", lambda sharing, k: True),
        (
            disclosure_partition,
            "small_border",
            lambda sharing, k: small_border(sharing, k - 1),
        ),
        (disclosure, "is_large_enough", lambda n, k: True),
        (disclosure, "is_safe_residual", lambda residual, k: True),
    ],
    ids=[
        "rule 5 off",
        "rule 5 one too low",
        "rule 1 off in the tree",
        "rule 2 off in the tree",
    ],
)
def test_attacker_finds_a_victim_when_a_rule_is_broken(monkeypatch, module, rule, broken):
    """Rules 1 and 2 of the profiles are not among them: rule 5 holds them once more."""
    monkeypatch.setattr(module, rule, broken)
    case = first_case(
        cases(),
        lambda case: case.victim(find_victim) is not None,
        examples=3000,
    )
    monkeypatch.undo()
    assert case.victim() is None


# Rule 5 as it is written


def rule_5_word_for_word(first, second, k):
    """Whether every set J of parts of the one has 0 or at least k people beside it, both ways."""
    for parts, others in ((first, second), (second, first)):
        for size in range(1, len(parts) + 1):
            for chosen in combinations(parts, size):
                inside = frozenset().union(*chosen)
                sharing = frozenset().union(*(other for other in others if other & inside))
                if inside <= sharing and 0 < len(sharing - inside) < k:
                    return False
    return True


def parts_of(case, tree, profiles, people):
    """The residuals of the published teams; the published profiles with what is left."""
    shown, named = names_shown(tree), names_shown(profiles)
    nearest = {
        n: next((up for up in path_up(case.parents, n) if up in shown), None) for n in case.parents
    }
    by_team, by_profile = {}, {}
    for person in people:
        by_team.setdefault(nearest[person[0]], set()).add(person)
        profile = person[1] if person[1] in named else "left"
        by_profile.setdefault(profile, set()).add(person)
    return [*map(frozenset, by_team.values())], [*map(frozenset, by_profile.values())]


@STEADY
@given(cases())
def test_what_is_published_obeys_rule_5_word_for_word(case):
    for tree, profiles, people in zip(*case.decided(), case.groups(), strict=True):
        if names_shown(profiles):
            assert rule_5_word_for_word(*parts_of(case, tree, profiles, people), case.k)


@STEADY
@given(cases())
def test_the_last_profile_withheld_had_to_be(case):
    """Published too, it would let a combination of cells depend on fewer than k people."""
    tree, profiles = (decided[0] for decided in case.decided())
    people = case.people
    sizes = Counter(person[1] for person in people)
    hidden_by_5 = [p for p, d in profiles.items() if d.rule == Rule.SECOND_PARTITION]
    if hidden_by_5:
        last = max(hidden_by_5, key=lambda profile: (sizes[profile], profile))
        cells = [case.within(node, people) for node in names_shown(tree)]
        for profile in (*names_shown(profiles), last):
            cells.append(frozenset(person for person in people if person[1] == profile))
        assert find_dependence(cells, case.k) is not None


@STEADY
@given(cases(), st.randoms(use_true_random=False))
def test_order_of_the_mappings_changes_nothing(case, random):
    sizes = Counter((home, profile) for home, profile, _number, _level in case.people)
    counts = {node: len(case.within(node, case.people)) for node in case.parents}
    tree = decide(case.parents, counts, case.k)
    shuffled = list(sizes.items())
    random.shuffle(shuffled)
    assert decide_profiles(case.parents, tree, dict(shuffled), case.k) == decide_profiles(
        case.parents, tree, sizes, case.k
    )


# By hand

TEAMS = {"top": None, "east": "top", "west": "top"}


def profiles_of(people, k=5):
    counts = dict.fromkeys(TEAMS, 0)
    for (home, _profile), n in people.items():
        for node in {home, "top"}:
            counts[node] += n
    return decide_profiles(TEAMS, decide(TEAMS, counts, k), people, k)


def test_profiles_spread_over_the_teams_are_published():
    people = {("east", "job"): 6, ("west", "job"): 6, ("east", "school"): 6, ("west", "school"): 6}
    assert profiles_of(people) == {"job": SHOWN, "school": SHOWN}


def test_a_profile_of_fewer_than_k_is_withheld_and_takes_the_next_smallest_along():
    people = {("east", "job"): 20, ("west", "school"): 14, ("west", "study"): 4}
    assert profiles_of(people) == {
        "job": SHOWN,
        "school": hidden(Rule.COMPLEMENTARY),
        "study": hidden(Rule.MINIMUM_SIZE),
    }


def test_people_without_a_profile_are_part_of_what_is_left():
    assert profiles_of({("east", "job"): 20, ("west", None): 4}) == {
        "job": hidden(Rule.COMPLEMENTARY)
    }
    assert profiles_of({("east", "job"): 20, ("west", None): 5}) == {"job": SHOWN}


def test_a_profile_that_is_a_team_and_two_people_more_is_withheld():
    # job minus east is two people of west: J = {east}, of whom all are in the cell of 12
    people = {("east", "job"): 10, ("west", "job"): 2, ("west", "school"): 20}
    # then what is left is those 12, and all but school is told: school goes too
    assert profiles_of(people) == dict.fromkeys(("job", "school"), hidden(Rule.SECOND_PARTITION))


def test_a_profile_that_is_a_team_but_for_an_exchange_is_withheld():
    # east has 5 of job and Ann; job has those 5 and Bea of west: job - east is Bea minus Ann
    people = {
        ("east", "job"): 5,
        ("east", "school"): 1,
        ("west", "job"): 1,
        ("west", "school"): 19,
    }
    assert profiles_of(people)["job"] == hidden(Rule.SECOND_PARTITION)


def test_profiles_of_an_organisation_that_is_withheld_are_withheld():
    assert profiles_of({("east", "job"): 4}) == {"job": hidden(Rule.MINIMUM_SIZE, None)}


def test_profile_withheld_among_all_people_stays_withheld_among_those_with_a_level():
    people = {("east", "job"): 6, ("west", "school"): 6}
    tree = decide(TEAMS, {"top": 12, "east": 6, "west": 6}, 5)
    around = {"job": hidden(Rule.SECOND_PARTITION), "school": SHOWN}
    decisions = decide_profiles(TEAMS, tree, people, 5, around)
    assert decisions == {"job": hidden(Rule.SECOND_PARTITION), "school": SHOWN}


@pytest.mark.parametrize(
    ("parents", "people", "k", "message"),
    [
        ({1: None}, {}, 4, "at least 5"),
        ({1: None, 2: None}, {}, 5, "one top, not 2"),
        ({1: None}, {(7, "job"): 6}, 5, "unknown team 7"),
    ],
)
def test_what_cannot_be_is_refused(parents, people, k, message):
    tree = {node: hidden(Rule.MINIMUM_SIZE, None) for node in parents}
    with pytest.raises(ValueError, match=message):
        decide_profiles(parents, tree, people, k)

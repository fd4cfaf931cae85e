"""Random organisations, closed in the real database: safe against subtraction, and recomputed."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import median_low

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import snapshot_cells
from assessments.domain.snapshots import close_campaign
from assessments.enums import CheckInState, Evidence
from assessments.models import Cell, SnapshotNode
from tests.assessments.attacker import find_victim
from tests.assessments.trees import path_up
from tests.factories.people import make_organisation, make_team, root_of
from tests.factories.reports import (
    NA,
    NOW,
    check_in,
    give_tested,
    make_advisers,
    make_framework,
    make_profile,
    make_round,
)
from tests.random_cases import drawn, first_case, steady

STEADY = steady(drawn(40))
TARGET = 3
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Person:
    number: int
    home: int
    has_target: bool
    checked_in: bool
    rating: int | str | None
    tested: int | None

    def level(self, evidence):
        if evidence == Evidence.TESTED:
            return self.tested
        return self.rating if self.checked_in and self.rating != NA else None


@dataclass(frozen=True)
class Case:
    """Teams by position with the position of their parent (None for the first), people, and k."""

    parents: list
    people: list
    k: int

    def members(self, node):
        """Everybody at a node or below it."""
        return [person for person in self.people if node in path_up(self.parents, person.home)]


@st.composite
def cases(draw):
    size = draw(st.integers(1, 6))
    parents = [None] + [draw(st.integers(0, number - 1)) for number in range(1, size)]
    number_of_people = st.integers(0, 4) | st.integers(0, 12)
    traits = st.tuples(
        st.sampled_from([True, True, True, False]),
        st.sampled_from([True, True, True, False]),
        st.sampled_from([0, 1, 2, 3, 3, 4, 5, NA, None]),
        st.sampled_from([None, 1, 2, 3, 4, 5]),
    )
    homes = [home for home in range(size) for _ in range(draw(number_of_people))]
    people = [Person(number, home, *draw(traits)) for number, home in enumerate(homes)]
    return Case(parents, people, draw(st.integers(5, 6)))


def closed(case):
    """Return the cells and nodes that the database holds after the round, by team position."""
    with transaction.atomic():
        organisation = make_organisation(minimum_group_size=case.k)
        teams = [root_of(organisation)]
        for above in case.parents[1:]:
            teams.append(make_team(teams[above]))
        competences = make_framework("B1")
        profile = make_profile(organisation, {competences["B1"]: TARGET})
        users = {
            person: make_advisers(teams[person.home], 1, profile if person.has_target else None)[0]
            for person in case.people
        }
        campaign = make_round(teams[0], competences)
        for state, here in ((CheckInState.SUBMITTED, True), (CheckInState.IN_PROGRESS, False)):
            given_now = {
                users[person]: {} if person.rating is None else {competences["B1"]: person.rating}
                for person in case.people
                if person.checked_in is here
            }
            check_in(campaign, given_now, state=state)
        give_tested({users[p]: {competences["B1"]: p.tested} for p in case.people})
        snapshot = close_campaign(campaign=campaign, now=NOW)
        position = {team.pk: number for number, team in enumerate(teams)}
        cells = {
            (position[cell.node.team_key], cell.evidence): cell
            for cell in Cell.objects.filter(node__snapshot=snapshot).select_related("node")
        }
        nodes = {
            position[node.team_key]: node for node in SnapshotNode.objects.filter(snapshot=snapshot)
        }
        transaction.set_rollback(True)
    return cells, nodes


def everything_told(case, cells, nodes):
    """The sets of people behind all that one snapshot tells, each kind of figure apart.

    Who has no level counts too: n and missing together give it away.
    """
    told = []
    for evidence in (Evidence.SELF, Evidence.TESTED):
        shown = {node: cell for (node, kind), cell in cells.items() if kind == evidence and cell.n}
        everybody = [frozenset(p.number for p in case.members(node)) for node in shown]
        rated = [
            frozenset(p.number for p in case.members(node) if p.level(evidence) is not None)
            for node in shown
        ]
        judged = [
            frozenset(
                p.number
                for p in case.members(node)
                if p.level(evidence) is not None and p.has_target
            )
            for node, cell in shown.items()
            if cell.share_at_target
        ]
        told += [everybody, rated, judged]
    counted = [node for node, stored in nodes.items() if stored.people is not None]
    told.append([frozenset(p.number for p in case.members(node)) for node in counted])
    told.append(
        [frozenset(p.number for p in case.members(node) if p.checked_in) for node in counted]
    )
    return told


def victim_of(case):
    cells, nodes = closed(case)
    victims = [find_victim(sets, case.k) for sets in everything_told(case, cells, nodes) if sets]
    return next((victim for victim in victims if victim), None)


@STEADY
@given(cases())
def test_nothing_stored_tells_about_fewer_than_k_people(case):
    cells, nodes = closed(case)
    for sets in everything_told(case, cells, nodes):
        assert all(len(people) >= case.k for people in sets)
        assert not sets or find_victim(sets, case.k) is None


@STEADY
@given(cases())
def test_every_published_figure_is_recomputed_from_the_people(case):
    cells, nodes = closed(case)
    assert len(cells) == 2 * len(case.parents)
    for (node, evidence), cell in cells.items():
        members = case.members(node)
        if cell.withheld:
            assert cell.n is cell.not_applicable is cell.missing is cell.median is None
            assert cell.p25 is cell.p75 is cell.target is None
            assert cell.share_at_target == ""
        else:
            assert (cell.n, cell.not_applicable, cell.missing) == counts(members, evidence)
            assert (cell.median, cell.p25, cell.p75) == middle(members, evidence)
            assert cell.target == (TARGET if judged(members, evidence) else None)
            assert cell.share_at_target in ("", band(judged(members, evidence), evidence))
    for node, stored in nodes.items():
        members = case.members(node)
        if stored.people is not None:
            checked_in = sum(person.checked_in for person in members)
            assert (stored.people, stored.checked_in) == (len(members), checked_in)


@STEADY
@given(cases())
def test_the_whole_is_shown_as_soon_as_k_people_have_a_level(case):
    cells, _nodes = closed(case)
    for evidence in (Evidence.SELF, Evidence.TESTED):
        n, _declined, _missing = counts(case.members(0), evidence)
        assert (cells[0, evidence].withheld == "") is (n >= case.k)


@pytest.mark.any_database
def test_without_deciding_the_people_first_somebody_without_a_level_is_found(monkeypatch):
    def on_its_own(parents, _around, counts, k):
        return snapshot_cells.decide(parents, counts, k)

    monkeypatch.setattr(snapshot_cells, "decide_within", on_its_own)
    case = first_case(
        cases(),
        lambda case: victim_of(case) is not None,
        examples=2000,
        seed=1,
    )
    monkeypatch.undo()
    assert victim_of(case) is None


def levels(members, evidence):
    return sorted(p.level(evidence) for p in members if p.level(evidence) is not None)


def counts(members, evidence):
    n = len(levels(members, evidence))
    declined = 0
    if evidence == Evidence.SELF:
        declined = sum(person.checked_in and person.rating == NA for person in members)
    return n, declined, len(members) - n - declined


def middle(members, evidence):
    known = levels(members, evidence)
    quarters = [known[ceil(Fraction(q, 4) * len(known)) - 1] for q in (1, 3)]
    return (median_low(known), *(quarters if len(known) >= 10 else (None, None)))


def judged(members, evidence):
    return [p for p in members if p.level(evidence) is not None and p.has_target]


def band(people, evidence):
    reached = [person for person in people if person.level(evidence) >= TARGET]
    share = Fraction(100 * len(reached), len(people)) if people else 0
    edges = ((20, "0-20"), (40, "20-40"), (60, "40-60"), (80, "60-80"), (101, "80-100"))
    return next(name for edge, name in edges if share < edge)

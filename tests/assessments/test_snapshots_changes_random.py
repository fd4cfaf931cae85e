"""Changes over random rounds in the real database: safe against subtraction, and recomputed."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median_low

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import disclosure_change
from assessments.domain.snapshots import close_campaign
from assessments.enums import Evidence, NoChange
from assessments.models import Cell
from cms.accounts.models import Membership
from tests.assessments.attacker import find_dependence_of_changes
from tests.assessments.trees import path_up
from tests.factories.people import make_organisation, make_team, root_of
from tests.factories.reports import (
    NOW,
    check_in,
    make_advisers,
    make_framework,
    make_round,
)
from tests.random_cases import drawn, first_case, steady

STEADY = steady(drawn(30))
QUARTER = timedelta(days=91)
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """Teams by position with that of their parent; people as (team then, team now, levels)."""

    parents: list
    people: list
    k: int

    def within(self, node, time):
        return frozenset(
            number
            for number, (homes, levels) in enumerate(self.people)
            if levels[time] is not None and node in path_up(self.parents, homes[time])
        )


@st.composite
def cases(draw):
    """Few people move: most teams stay as they are, and changes are shown."""
    size = draw(st.integers(1, 5))
    parents = [None] + [draw(st.integers(0, number - 1)) for number in range(1, size)]
    level = st.integers(0, 5)
    people = []
    for home in range(size):
        for _ in range(draw(st.integers(0, 9))):
            people.append(((home, home), (draw(level), draw(level))))
    for _ in range(draw(st.integers(0, 4))):
        homes = (draw(st.integers(0, size - 1)), draw(st.integers(0, size - 1)))
        levels = draw(st.sampled_from([(3, 3), (3, None), (None, 3)]))
        people += [(homes, levels)] * draw(st.integers(1, 6))
    return Case(parents, people, 5)


def closed_twice(case):
    """Return the cells of the second of two rounds by team position, then roll everything back."""
    with transaction.atomic():
        teams = [root_of(make_organisation(minimum_group_size=case.k))]
        for above in case.parents[1:]:
            teams.append(make_team(teams[above]))
        competences = make_framework("B1")
        users = [make_advisers(teams[homes[0]], 1)[0] for homes, _levels in case.people]
        for time in (0, 1):
            for user, (homes, _levels) in zip(users, case.people, strict=True):
                Membership.objects.filter(user=user).update(team=teams[homes[time]])
            moment = NOW + time * QUARTER
            campaign = make_round(teams[0], competences, opens_at=moment - QUARTER / 2,
                                  closes_at=moment)  # fmt: skip
            given_now = {
                user: {competences["B1"]: levels[time]}
                for user, (_homes, levels) in zip(users, case.people, strict=True)
                if levels[time] is not None
            }
            check_in(campaign, given_now, at=moment)
            snapshot = close_campaign(campaign=campaign, now=moment)
        position = {team.pk: number for number, team in enumerate(teams)}
        rows = Cell.objects.filter(node__snapshot=snapshot, evidence=Evidence.SELF)
        cells = {position[cell.node.team_key]: cell for cell in rows.select_related("node")}
        transaction.set_rollback(True)
    return cells


def victim_of(case):
    shown = [node for node, cell in closed_twice(case).items() if cell.change is not None]
    changes = [(case.within(node, 0), case.within(node, 1)) for node in shown]
    return find_dependence_of_changes(changes, case.k)


@STEADY
@given(cases())
def test_changes_stored_tell_about_no_fewer_than_k_people(case):
    cells = closed_twice(case)
    for node, cell in cells.items():
        then, now = case.within(node, 0), case.within(node, 1)
        assert (cell.change is None) or not cell.no_change
        if cell.withheld:
            assert (cell.change, cell.no_change) == (None, "")
        elif cell.change is not None:
            assert len(then ^ now) == 0 or len(then ^ now) >= case.k
            medians = [
                median_low([case.people[number][1][time] for number in group])
                for time, group in enumerate((then, now))
            ]
            assert cell.change == medians[1] - medians[0]
        else:
            assert cell.no_change in NoChange.values
    changes = [
        (case.within(node, 0), case.within(node, 1))
        for node, cell in cells.items()
        if cell.change is not None
    ]
    assert find_dependence_of_changes(changes, case.k) is None


@pytest.mark.any_database
def test_without_the_rule_somebody_who_left_is_found(monkeypatch):
    monkeypatch.setattr(disclosure_change, "differs_safely", lambda joined, left, k: True)
    monkeypatch.setattr(disclosure_change, "small_border", lambda people, k: None)
    monkeypatch.setattr(disclosure_change._Groups, "team_at_a_small_border", lambda self, k: None)
    case = first_case(
        cases(),
        lambda case: victim_of(case) is not None,
        examples=500,
    )
    monkeypatch.undo()
    assert victim_of(case) is None

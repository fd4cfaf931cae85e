"""Role profiles in a snapshot: of the whole alone, jointly safe with the teams, and recomputed."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median_low

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import disclosure_partition
from assessments.domain.snapshots import close_campaign
from assessments.enums import Evidence, Purpose, WithheldRule
from assessments.models import Cell, ProfileCell
from tests.assessments.attacker import find_dependence
from tests.assessments.trees import path_up
from tests.factories.people import make_organisation, make_team, root_of
from tests.factories.reports import (
    NA,
    NOW,
    check_in,
    make_advisers,
    make_framework,
    make_profile,
    make_round,
)
from tests.random_cases import drawn, first_case, steady

STEADY = steady(drawn(40))
TARGET = 3
PROFILES = 3
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """Teams by position with that of their parent; people as (team, profile or None, rating)."""

    parents: list
    people: list
    k: int

    def within(self, node, *, rated=False):
        return frozenset(
            number
            for number, (home, _profile, rating) in enumerate(self.people)
            if node in path_up(self.parents, home) and (not rated or isinstance(rating, int))
        )

    def with_profile(self, profile, *, rated=False):
        return frozenset(
            number
            for number, (_home, role, rating) in enumerate(self.people)
            if role == profile and (not rated or isinstance(rating, int))
        )


@st.composite
def cases(draw):
    size = draw(st.integers(1, 4))
    parents = [None] + [draw(st.integers(0, number - 1)) for number in range(1, size)]
    rating = st.integers(0, 5)
    people = []
    for home in range(size):
        for profile in draw(st.sets(st.sampled_from([None, *range(PROFILES)]), max_size=3)):
            for _ in range(draw(st.integers(0, 8))):
                people.append((home, profile, draw(rating)))
    for _ in range(draw(st.integers(0, 3))):
        role = draw(st.sampled_from([None, *range(PROFILES)]))
        people.append((draw(st.integers(0, size - 1)), role, draw(st.sampled_from([NA, None]))))
    return Case(parents, people, 5)


def closed(case):
    """Return the cells of teams by position, and those of role profiles by number."""
    with transaction.atomic():
        organisation = make_organisation(minimum_group_size=case.k)
        teams = [root_of(organisation)]
        for above in case.parents[1:]:
            teams.append(make_team(teams[above]))
        competences = make_framework("B1")
        b1 = competences["B1"]
        profiles = [make_profile(organisation, {b1: TARGET}) for _ in range(PROFILES)]
        users = defaultdict(dict)
        for home, role, rating in case.people:
            profile = None if role is None else profiles[role]
            user = make_advisers(teams[home], 1, profile)[0]
            if rating is not None:
                users[user] = {b1: rating}
        campaign = make_round(teams[0], competences)
        check_in(campaign, users)
        snapshot = close_campaign(campaign=campaign, now=NOW)
        position = {team.pk: number for number, team in enumerate(teams)}
        number = {profile.pk: number for number, profile in enumerate(profiles)}
        rows = Cell.objects.filter(node__snapshot=snapshot, evidence=Evidence.SELF)
        cells = {position[cell.node.team_key]: cell for cell in rows.select_related("node")}
        of_profiles = {
            number[cell.profile_id]: cell
            for cell in ProfileCell.objects.filter(snapshot=snapshot, evidence=Evidence.SELF)
        }
        transaction.set_rollback(True)
    return cells, of_profiles


def victim_of(case):
    cells, of_profiles = closed(case)
    nodes = [node for node, cell in cells.items() if not cell.withheld]
    shown = [profile for profile, cell in of_profiles.items() if not cell.withheld]
    for rated in (False, True):
        told = [case.within(node, rated=rated) for node in nodes]
        told += [case.with_profile(profile, rated=rated) for profile in shown]
        if told and (victim := find_dependence(told, case.k)):
            return victim
    return None


@STEADY
@given(cases())
def test_teams_and_role_profiles_together_tell_about_no_fewer_than_k_people(case):
    assert victim_of(case) is None


@pytest.mark.any_database
def test_without_rule_5_somebody_is_found(monkeypatch):
    monkeypatch.setattr(disclosure_partition, "crosses_safely", lambda sharing, k: True)
    case = first_case(
        cases(),
        lambda case: victim_of(case) is not None,
        examples=2000,
    )
    monkeypatch.undo()
    assert victim_of(case) is None


@STEADY
@given(cases())
def test_every_published_figure_of_a_profile_is_recomputed_from_its_people(case):
    _cells, of_profiles = closed(case)
    assert set(of_profiles) == {role for _home, role, _rating in case.people} - {None}
    for profile, cell in of_profiles.items():
        ratings = [rating for _home, role, rating in case.people if role == profile]
        levels = [rating for rating in ratings if isinstance(rating, int)]
        if cell.withheld:
            assert cell.withheld in WithheldRule.values
            assert cell.n is cell.median is cell.missing is cell.target is None
        else:
            declined = ratings.count(NA)
            assert (cell.n, cell.median) == (len(levels), median_low(levels))
            assert cell.not_applicable == declined
            assert cell.missing == len(ratings) - len(levels) - declined
            assert cell.target == TARGET


# By hand


@pytest.fixture
def competences():
    return make_framework("B1")


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


def roles_of(snapshot):
    rows = ProfileCell.objects.filter(snapshot=snapshot, evidence=Evidence.SELF)
    return {cell.code: (cell.n, cell.withheld) for cell in rows}


def test_each_role_of_the_whole_gets_its_figures(root, competences):
    b1 = competences["B1"]
    new, old = (make_profile(root.organisation, {b1: level}) for level in (2, 4))
    campaign = make_round(root, competences)
    levels = {who: {b1: 1} for who in make_advisers(root, 6, new)}
    levels |= {who: {b1: 4} for who in make_advisers(root, 7, old)}
    check_in(campaign, levels)
    snapshot = close_campaign(campaign=campaign, now=NOW)
    rows = ProfileCell.objects.filter(snapshot=snapshot, evidence=Evidence.SELF).order_by("median")
    assert [(c.code, c.n, c.median, c.target, c.share_at_target) for c in rows] == [
        (new.code, 6, 1, 2, "0-20"),
        (old.code, 7, 4, 4, "80-100"),
    ]


def test_a_role_of_few_people_goes_and_takes_what_would_give_it_away(root, competences):
    b1 = competences["B1"]
    few, more, most = (make_profile(root.organisation, {b1: 3}) for _ in range(3))
    campaign = make_round(root, competences)
    people = [
        who for number, role in ((2, few), (6, more), (9, most))
        for who in make_advisers(root, number, role)
    ]  # fmt: skip
    check_in(campaign, {who: {b1: 3} for who in people})
    snapshot = close_campaign(campaign=campaign, now=NOW)
    assert roles_of(snapshot) == {
        few.code: (None, WithheldRule.MINIMUM_SIZE),
        more.code: (None, WithheldRule.COMPLEMENTARY),
        most.code: (9, ""),
    }


def test_a_role_that_is_one_team_but_for_one_person_goes(root, competences):
    b1 = competences["B1"]
    lead, other = (make_profile(root.organisation, {b1: 3}) for _ in range(2))
    east, west = make_team(root, "East"), make_team(root, "West")
    campaign = make_round(root, competences)
    people = make_advisers(east, 6, lead) + make_advisers(west, 7, other)
    people += make_advisers(west, 1, lead)  # in the role of the east, in the team of the west
    check_in(campaign, {who: {b1: 3} for who in people})
    snapshot = close_campaign(campaign=campaign, now=NOW)
    assert roles_of(snapshot) == {
        lead.code: (None, WithheldRule.SECOND_PARTITION),
        other.code: (None, WithheldRule.SECOND_PARTITION),
    }


@pytest.mark.parametrize("purpose", [Purpose.GROWTH, Purpose.TEAM_PLANNING])
def test_no_role_is_shown_of_a_branch_nor_of_a_round_for_growth(root, competences, purpose):
    b1 = competences["B1"]
    branch = make_team(root, "Branch")
    top = root if purpose == Purpose.GROWTH else branch
    people = make_advisers(branch, 8, make_profile(root.organisation, {b1: 3}))
    campaign = make_round(top, competences, purpose=purpose)
    check_in(campaign, {who: {b1: 3} for who in people})
    assert roles_of(close_campaign(campaign=campaign, now=NOW)) == {}


def test_the_figures_of_a_role_stay_when_the_role_goes(root, competences):
    b1 = competences["B1"]
    role = make_profile(root.organisation, {b1: 3})
    people = make_advisers(root, 6, role)
    campaign = make_round(root, competences)
    check_in(campaign, {who: {b1: 3} for who in people})
    snapshot = close_campaign(campaign=campaign, now=NOW)
    role.assignments.all().delete()
    role.delete()
    assert roles_of(snapshot) == {role.code: (6, "")}


@pytest.mark.parametrize("wrong", [{"n": 4}, {"withheld": WithheldRule.MINIMUM_SIZE}])
def test_database_refuses_a_small_group_and_figures_in_a_withheld_cell(root, competences, wrong):
    b1 = competences["B1"]
    people = make_advisers(root, 6, make_profile(root.organisation, {b1: 3}))
    campaign = make_round(root, competences)
    check_in(campaign, {who: {b1: 3} for who in people})
    snapshot = close_campaign(campaign=campaign, now=NOW)
    rows = ProfileCell.objects.filter(snapshot=snapshot, evidence=Evidence.SELF)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**wrong)

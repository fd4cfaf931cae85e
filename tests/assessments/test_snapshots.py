"""What a snapshot counts, and what it stores; closing itself is in test_close_campaign.py."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.snapshots import close_campaign
from assessments.enums import CheckInState, Evidence
from assessments.models import Cell, Snapshot
from cms.accounts.models import Membership
from tests.factories.people import make_organisation, root_of
from tests.factories.reports import (
    LOOPBAANHUIS,
    NA,
    NOW,
    check_in,
    give_tested,
    make_advisers,
    make_framework,
    make_loopbaanhuis,
    make_profile,
    make_round,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


def snapshot_of(campaign, now=NOW) -> Snapshot:
    return close_campaign(campaign=campaign, now=now)


def cell(snapshot, team, code="B1", evidence=Evidence.SELF) -> Cell:
    return Cell.objects.get(
        node__snapshot=snapshot, node__team=team, competence__code=code, evidence=evidence
    )


def figures_of(cell: Cell) -> dict:
    names = ("n", "not_applicable", "missing", "target", "share_at_target", "median", "p25", "p75")
    return {name: getattr(cell, name) for name in names}


def test_level_zero_is_a_level_and_not_applicable_and_missing_are_counted_apart(root, competences):
    b1 = competences["B1"]
    people = make_advisers(root, 11, make_profile(root.organisation, {b1: 3}))
    campaign = make_round(root, competences)
    given = [0, 0, 0, 2, 3, 4, 5, NA, NA]
    check_in(campaign, {who: {b1: level} for who, level in zip(people, given, strict=False)})
    assert figures_of(cell(snapshot_of(campaign), root)) == {
        "n": 7,
        "not_applicable": 2,
        "missing": 2,
        "target": 3,
        "share_at_target": "40-60",  # 3 of 7
        "median": 2,
        "p25": None,
        "p75": None,
    }


def test_middle_half_is_stored_from_ten_people(root, competences):
    b1 = competences["B1"]
    campaign = make_round(root, competences)
    people = make_advisers(root, 10)
    check_in(campaign, {who: {b1: i // 2} for i, who in enumerate(people)})
    found = figures_of(cell(snapshot_of(campaign), root))
    assert (found["p25"], found["median"], found["p75"]) == (1, 2, 3)


def test_only_submitted_check_ins_count(root, competences):
    b1 = competences["B1"]
    campaign = make_round(root, competences)
    people = make_advisers(root, 12)
    check_in(campaign, {who: {b1: 3} for who in people[:6]})
    check_in(campaign, {who: {b1: 5} for who in people[6:]}, state=CheckInState.IN_PROGRESS)
    snapshot = snapshot_of(campaign)
    found = cell(snapshot, root)
    assert (found.n, found.missing) == (6, 6)
    node = snapshot.nodes.get()
    assert (node.people, node.checked_in) == (12, 6)


def test_the_latest_rating_counts(root, competences):
    b1 = competences["B1"]
    campaign = make_round(root, competences)
    people = make_advisers(root, 5)
    check_in(campaign, {who: {b1: 1} for who in people})
    for rating in campaign.check_ins.get(user=people[0]).ratings.all():
        rating.pk, rating.level = None, 4
        rating.given_at = rating.given_at + timedelta(hours=1)
        rating.save()
    for who in people[1:3]:
        rating = campaign.check_ins.get(user=who).ratings.get()
        rating.pk, rating.level = None, 4
        rating.save()
    found = cell(snapshot_of(campaign), root)
    assert (found.n, found.median) == (5, 4)


def test_ratings_of_another_round_do_not_count(root, competences):
    b1 = competences["B1"]
    people = make_advisers(root, 6)
    earlier = make_round(root, competences, name="Winter")
    check_in(earlier, {who: {b1: 5} for who in people})
    campaign = make_round(root, competences)
    check_in(campaign, {who: {b1: 1} for who in people})
    assert cell(snapshot_of(campaign), root).median == 1


def test_tested_knowledge_counts_for_twelve_months_and_only_with_a_level(root, competences):
    b1 = competences["B1"]
    people = make_advisers(root, 9)
    campaign = make_round(root, competences)
    give_tested({who: {b1: 4} for who in people[:5]}, at=NOW.replace(year=NOW.year - 1))
    give_tested({people[5]: {b1: 5}}, at=NOW.replace(year=NOW.year - 1) - timedelta(seconds=1))
    give_tested({people[6]: {b1: None}})
    give_tested({people[7]: {b1: 5}}, at=NOW + timedelta(seconds=1))
    found = cell(snapshot_of(campaign), root, evidence=Evidence.TESTED)
    assert (found.n, found.median, found.missing, found.not_applicable) == (5, 4, 4, 0)


def test_people_of_the_closing_day_count_once_at_their_team_and_all_above(competences):
    organisation, teams = make_loopbaanhuis()
    b1 = competences["B1"]
    people = {name: make_advisers(teams[name], number) for name, number in LOOPBAANHUIS.items()}
    campaign = make_round(teams["Loopbaanhuis"], competences)
    gone, joined, twice = people["Antwerpen"][0], people["Gent"][0], people["Utrecht"][0]
    Membership.objects.filter(user=gone).update(until=date(2026, 3, 30))
    Membership.objects.filter(user=joined).update(start=date(2026, 4, 1))
    row = Membership.objects.get(user=twice)
    row.pk, row.team, row.until = None, teams["Zwolle"], date(2026, 12, 31)
    row.save()
    check_in(campaign, {who: {b1: 3} for team in people.values() for who in team})
    snapshot = snapshot_of(campaign)
    counts = dict(
        Cell.objects.filter(
            node__snapshot=snapshot, competence=b1, evidence=Evidence.SELF
        ).values_list("node__name", "n")
    )
    assert counts == {
        "Loopbaanhuis": 35,
        "Vlaanderen": 21,
        "Antwerpen": 8,
        "Gent": 6,
        "Kortrijk": None,
        "Nederland": 14,
        "Utrecht": 8,
        "Zwolle": 6,
    }
    assert organisation.snapshots.get() == snapshot


def test_a_round_of_one_branch_makes_a_tree_of_that_branch(competences):
    _organisation, teams = make_loopbaanhuis()
    b1 = competences["B1"]
    people = make_advisers(teams["Utrecht"], 8) + make_advisers(teams["Gent"], 7)
    campaign = make_round(teams["Nederland"], competences)
    check_in(campaign, {who: {b1: 3} for who in people})
    snapshot = snapshot_of(campaign)
    assert [(node.name, node.parent_key) for node in snapshot.nodes.all()] == [
        ("Nederland", teams["Loopbaanhuis"].pk),
        ("Utrecht", teams["Nederland"].pk),
        ("Zwolle", teams["Nederland"].pk),
    ]
    assert cell(snapshot, teams["Nederland"]).n == 8


def test_the_number_of_queries_does_not_grow_with_people(root, competences):
    def queries(people: int) -> int:
        campaign = make_round(root, competences)
        check_in(campaign, {who: {competences["B1"]: 3} for who in make_advisers(root, people)})
        with CaptureQueriesContext(connection) as captured:
            snapshot_of(campaign)
        return len(captured)

    queries(5)  # the first has none before it
    assert queries(5) == queries(50)

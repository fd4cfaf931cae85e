"""Changes since the snapshot before, as stored: shown or kept back, each with its reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.domain.deletion import delete_account
from assessments.domain.snapshots import close_campaign
from assessments.enums import Evidence, NoChange
from assessments.models import Cell, Snapshot, SnapshotPerson
from tests.factories.people import make_organisation, make_team, root_of
from tests.factories.reports import (
    NOW,
    check_in,
    give_tested,
    make_advisers,
    make_framework,
    make_round,
)
from training.models import CompetenceVersion

QUARTER = timedelta(days=91)
pytestmark = pytest.mark.django_db


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


def count(team, competences, answers, moment):
    campaign = make_round(team, competences, opens_at=moment - timedelta(days=20), closes_at=moment)
    check_in(campaign, answers, at=moment - timedelta(days=1))
    return close_campaign(campaign=campaign, now=moment)


def all_at(competences, people, level):
    return {who: dict.fromkeys(competences.values(), level) for who in people}


def stored(snapshot, team, code="B1", evidence=Evidence.SELF):
    cell = Cell.objects.get(
        node__snapshot=snapshot, node__team=team, competence__code=code, evidence=evidence
    )
    return cell.change, cell.no_change


def test_first_snapshot_has_no_change_and_no_reason(root, competences):
    snapshot = count(root, competences, all_at(competences, make_advisers(root, 6), 2), NOW)
    assert snapshot.previous is None
    assert stored(snapshot, root) == (None, "")


def test_the_same_people_show_how_far_the_median_moved(root, competences):
    people = make_advisers(root, 6)
    first = count(root, competences, all_at(competences, people, 2), NOW)
    second = count(root, competences, all_at(competences, people, 4), NOW + QUARTER)
    third = count(root, competences, all_at(competences, people, 3), NOW + 2 * QUARTER)
    assert (second.previous, third.previous) == (first, second)
    assert stored(second, root) == (2, "")
    assert stored(third, root) == (-1, "")


@pytest.mark.parametrize(("joiners", "told"), [(1, False), (4, False), (5, True)])
def test_few_joiners_keep_the_change_back(root, competences, joiners, told):
    people = make_advisers(root, 6)
    count(root, competences, all_at(competences, people, 2), NOW)
    people += make_advisers(root, joiners)
    second = count(root, competences, all_at(competences, people, 3), NOW + QUARTER)
    assert stored(second, root) == ((1, "") if told else (None, NoChange.MEMBERSHIP))


def test_somebody_who_is_deleted_counts_as_one_who_left(root, competences):
    people = make_advisers(root, 7)
    count(root, competences, all_at(competences, people, 2), NOW)
    delete_account(user=people.pop())
    second = count(root, competences, all_at(competences, people, 3), NOW + QUARTER)
    assert stored(second, root) == (None, NoChange.MEMBERSHIP)


def test_new_words_of_a_competence_are_not_compared(root, competences):
    people = make_advisers(root, 6)
    count(root, competences, all_at(competences, people, 2), NOW)
    CompetenceVersion.objects.filter(competence=competences["B1"]).update(is_current=False)
    CompetenceVersion.objects.create(competence=competences["B1"], number=2)
    second = count(root, competences, all_at(competences, people, 3), NOW + QUARTER)
    assert stored(second, root) == (None, NoChange.VERSION)
    assert stored(second, root, "A1") == (1, "")


def test_what_was_not_asked_before_says_so(root, competences):
    people = make_advisers(root, 6)
    only_a1 = {"A1": competences["A1"]}
    count(root, only_a1, all_at(only_a1, people, 2), NOW)
    second = count(root, competences, all_at(competences, people, 3), NOW + QUARTER)
    assert stored(second, root) == (None, NoChange.NOT_PUBLISHED)
    assert stored(second, root, "A1") == (1, "")


def test_tested_knowledge_has_a_change_of_its_own(root, competences):
    people = make_advisers(root, 6)
    give_tested(all_at(competences, people, 2))
    count(root, competences, all_at(competences, people, 2), NOW)
    for who in people:
        who.current_levels.update(level=5, given_at=NOW + QUARTER)
    second = count(root, competences, all_at(competences, people, 2), NOW + QUARTER)
    assert stored(second, root, evidence=Evidence.TESTED) == (3, "")
    assert stored(second, root) == (0, "")


def test_a_team_that_moved_is_not_compared_where_it_left_and_came(root, competences):
    east, west = make_team(root, "East"), make_team(root, "West")
    inner = make_team(east, "Inner")
    people = [who for team in (east, west, inner) for who in make_advisers(team, 6)]
    count(root, competences, all_at(competences, people, 2), NOW)
    inner.refresh_from_db()
    west.refresh_from_db()
    inner.move(west, pos="last-child")
    for team in (root, east, west, inner):
        team.refresh_from_db()
    second = count(root, competences, all_at(competences, people, 3), NOW + QUARTER)
    assert stored(second, east) == stored(second, west) == (None, NoChange.REORGANISED)
    assert stored(second, root) == stored(second, inner) == (1, "")


def test_a_round_of_a_branch_is_compared_with_the_last_that_counted_it(root, competences):
    branch, other = make_team(root, "Branch"), make_team(root, "Other")
    mine, theirs = make_advisers(branch, 6), make_advisers(other, 6)
    whole = count(root, competences, all_at(competences, mine + theirs, 1), NOW)
    part = count(branch, competences, all_at(competences, mine, 2), NOW + QUARTER)
    assert (part.previous, stored(part, branch)) == (whole, (1, ""))
    assert counted_in() == {whole, part}
    next_part = count(branch, competences, all_at(competences, mine, 4), NOW + 2 * QUARTER)
    assert (next_part.previous, stored(next_part, branch)) == (part, (2, ""))
    assert counted_in() == {whole, next_part}
    again = count(root, competences, all_at(competences, mine + theirs, 2), NOW + 3 * QUARTER)
    assert (again.previous, stored(again, other)) == (whole, (1, ""))
    assert counted_in() == {again}


def counted_in():
    return set(Snapshot.objects.filter(counted_people__isnull=False))


def test_who_counted_is_kept_without_any_level(root, competences):
    people = make_advisers(root, 6)
    answers = all_at(competences, people, 2) | {people[0]: {competences["A1"]: 5}}
    snapshot = count(root, competences, answers, NOW)
    rows = {row.user: row for row in SnapshotPerson.objects.filter(snapshot=snapshot)}
    a1, b1 = competences["A1"].pk, competences["B1"].pk
    assert {who: sorted(row.counted["self"]) for who, row in rows.items()} == {
        who: sorted([a1] if who == people[0] else [a1, b1]) for who in people
    }
    assert {field.name for field in SnapshotPerson._meta.get_fields()} == {
        "id", "snapshot", "user", "team_key", "counted"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("evidence", "wrong"),
    [
        (Evidence.SELF, {"change": 1, "no_change": NoChange.MEMBERSHIP}),
        (Evidence.TESTED, {"change": 1}),
        (Evidence.TESTED, {"no_change": NoChange.MEMBERSHIP}),
    ],
)
def test_database_refuses_a_change_beside_a_reason_or_in_a_withheld_cell(
    root, competences, evidence, wrong
):
    snapshot = count(root, competences, all_at(competences, make_advisers(root, 6), 2), NOW)
    cells = Cell.objects.filter(node__snapshot=snapshot, evidence=evidence)
    assert {cell.withheld == "" for cell in cells} == {evidence == Evidence.SELF}
    with pytest.raises(IntegrityError), transaction.atomic():
        cells.update(**wrong)

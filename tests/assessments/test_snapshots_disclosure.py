"""What a snapshot keeps back, in the database itself; what it counts is in test_snapshots.py."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from assessments.domain.campaigns import purpose_sentence
from assessments.domain.snapshots import close_campaign
from assessments.enums import Evidence, Purpose, WithheldRule
from assessments.models import Campaign, Cell, Snapshot
from tests.factories.people import make_organisation, make_team, root_of
from tests.factories.reports import (
    LOOPBAANHUIS,
    NOW,
    check_in,
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


NOTHING = {
    "n": None,
    "not_applicable": None,
    "missing": None,
    "target": None,
    "share_at_target": "",
    "median": None,
    "p25": None,
    "p75": None,
}


def test_loopbaanhuis_stores_nothing_of_kortrijk_and_names_vlaanderen(competences):
    _organisation, teams = make_loopbaanhuis()
    b1 = competences["B1"]
    people = {name: make_advisers(teams[name], number) for name, number in LOOPBAANHUIS.items()}
    campaign = make_round(teams["Loopbaanhuis"], competences)
    check_in(campaign, {who: {b1: 3} for team in people.values() for who in team})
    snapshot = snapshot_of(campaign)
    withheld = Cell.objects.filter(node__snapshot=snapshot, competence=b1, evidence=Evidence.SELF)
    kept = withheld.get(withheld=WithheldRule.MINIMUM_SIZE)
    assert kept == withheld.exclude(withheld="").get()
    assert (kept.node.name, kept.see_instead.name) == ("Kortrijk", "Vlaanderen")
    assert figures_of(kept) == NOTHING
    nodes = {node.name: (node.people, node.checked_in) for node in snapshot.nodes.all()}
    assert nodes == {
        "Loopbaanhuis": (37, 37),
        "Vlaanderen": (23, 23),
        "Antwerpen": (9, 9),
        "Gent": (7, 7),
        "Kortrijk": (None, None),
        "Nederland": (14, 14),
        "Utrecht": (8, 8),
        "Zwolle": (6, 6),
    }
    # nobody has rated A1, nobody was tested: every such cell is withheld, and stored as withheld
    others = Cell.objects.filter(node__snapshot=snapshot).exclude(pk__in=withheld)
    assert others.count() == 8 * 3
    assert set(others.values_list("withheld", "see_instead", "n")) == {
        (WithheldRule.MINIMUM_SIZE, None, None)
    }


def test_share_at_target_is_a_cell_of_its_own(root, competences):
    # 13 people above 7; those with a target: 8 above 5, so 3 would be left beside the team
    b1 = competences["B1"]
    profile = make_profile(root.organisation, {b1: 3})
    team = make_team(root, "Team")
    inside = make_advisers(team, 5, profile) + make_advisers(team, 2)
    outside = make_advisers(root, 3, profile) + make_advisers(root, 3)
    campaign = make_round(root, competences)
    check_in(campaign, {who: {b1: 4} for who in inside + outside})
    snapshot = snapshot_of(campaign)
    top, below = cell(snapshot, root), cell(snapshot, team)
    assert (top.n, top.share_at_target) == (13, "80-100")
    assert (below.n, below.share_at_target, below.target) == (7, "", 3)


def test_a_colleague_without_a_level_is_not_found_by_subtraction(root, competences):
    # Without the people themselves being decided first, both would publish n = 6, and the one
    # person beside the team would be known not to have rated.
    b1 = competences["B1"]
    team = make_team(root, "Team")
    campaign = make_round(root, competences)
    check_in(campaign, {who: {b1: 3} for who in make_advisers(team, 6)})
    make_advisers(root, 1)
    snapshot = snapshot_of(campaign)
    assert cell(snapshot, root).n == 6
    kept = cell(snapshot, team)
    assert (kept.withheld, kept.see_instead.team) == (WithheldRule.COMPLEMENTARY, root)
    assert snapshot.nodes.get(team=team).people is None


def test_a_round_for_growth_gives_figures_of_the_whole_organisation_alone(competences):
    _organisation, teams = make_loopbaanhuis()
    b1 = competences["B1"]
    people = make_advisers(teams["Utrecht"], 8) + make_advisers(teams["Gent"], 7)
    campaign = make_round(teams["Loopbaanhuis"], competences, purpose=Purpose.GROWTH)
    check_in(campaign, {who: {b1: 3} for who in people})
    snapshot = snapshot_of(campaign)
    assert [node.name for node in snapshot.nodes.all()] == ["Loopbaanhuis"]
    assert cell(snapshot, teams["Loopbaanhuis"]).n == 15


def test_a_round_for_growth_of_one_branch_gives_no_figures(competences):
    _organisation, teams = make_loopbaanhuis()
    campaign = make_round(teams["Nederland"], competences, purpose=Purpose.GROWTH)
    check_in(campaign, {who: {competences["B1"]: 3} for who in make_advisers(teams["Utrecht"], 8)})
    assert not snapshot_of(campaign).nodes.exists()


@pytest.mark.parametrize("narrowing", ["above alone", "role profile", "by name"])
def test_a_round_that_asks_a_choice_of_people_gives_no_figures(root, competences, narrowing):
    # Beside a round that asks everybody (9), the 6 of this one would tell about the 3 others.
    profile = make_profile(root.organisation, {competences["B1"]: 3})
    chosen = make_advisers(root, 6, profile)
    others = make_advisers(make_team(root, "Team"), 3)
    whole, part = make_round(root, competences), make_round(root, competences)
    if narrowing == "above alone":
        part.includes_below = False
        part.save()
        part = Campaign.objects.get(pk=part.pk)  # whose team knows that it has one below it
    elif narrowing == "role profile":
        part.profiles.add(profile)
    else:
        part.people.add(chosen[0])
    for campaign, asked in ((whole, [*chosen, *others]), (part, chosen)):
        check_in(campaign, {who: {competences["B1"]: 3} for who in asked})
    assert cell(snapshot_of(whole), root).n == 9
    assert list(snapshot_of(part).nodes.all()) == []
    with override("en"):
        assert "Management gets no figures of this round." in purpose_sentence(part)


def test_a_team_without_teams_below_it_may_be_asked_alone(root, competences):
    campaign = make_round(make_team(root, "Team"), competences)
    campaign.includes_below = False
    campaign.save()
    check_in(campaign, {who: {competences["B1"]: 3} for who in make_advisers(campaign.team, 6)})
    assert cell(snapshot_of(campaign), campaign.team).n == 6


def test_the_organisation_may_ask_for_larger_groups(root, competences):
    b1 = competences["B1"]
    root.organisation.minimum_group_size = 8
    root.organisation.save()
    campaign = make_round(root, competences)
    check_in(campaign, {who: {b1: 3} for who in make_advisers(root, 7)})
    snapshot = snapshot_of(campaign)
    assert snapshot.minimum_group_size == 8
    assert cell(snapshot, root).withheld == WithheldRule.MINIMUM_SIZE
    assert snapshot.nodes.get().people is None


@pytest.mark.parametrize("figure", sorted(set(NOTHING) - {"share_at_target"}))
def test_the_database_refuses_a_figure_in_a_withheld_cell(root, competences, figure):
    snapshot = snapshot_of(make_round(root, competences))
    kept = cell(snapshot, root)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.filter(pk=kept.pk).update(**{figure: 3})


def test_the_database_refuses_a_share_in_a_withheld_cell(root, competences):
    kept = cell(snapshot_of(make_round(root, competences)), root)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.filter(pk=kept.pk).update(share_at_target="80-100")


@pytest.mark.parametrize("figures", [{"n": 4}, {"n": None}])
def test_the_database_refuses_a_published_cell_of_fewer_than_five(root, competences, figures):
    b1 = competences["B1"]
    campaign = make_round(root, competences)
    check_in(campaign, {who: {b1: 3} for who in make_advisers(root, 5)})
    shown = cell(snapshot_of(campaign), root)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.filter(pk=shown.pk).update(**figures)


@pytest.mark.parametrize("counts", [{"people": 4}, {"checked_in": 1}])
def test_the_database_refuses_counts_of_fewer_than_five(root, competences, counts):
    campaign = make_round(root, competences)
    check_in(campaign, {who: {competences["B1"]: 3} for who in make_advisers(root, 5)})
    node = snapshot_of(campaign).nodes.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        node.snapshot.nodes.filter(pk=node.pk).update(**counts)

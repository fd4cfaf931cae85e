"""Snapshots, teams, figures and counts: what the pages publish, page by page, and no more."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from assessments.domain.snapshots import close_campaign
from assessments.domain.team_overview import build_overview
from assessments.domain.team_report_rows import report_rows
from assessments.enums import Evidence
from assessments.models import Cell, ProfileCell, RoleProfileText, SnapshotNode
from cms.accounts.models import Team
from tests.assessments.api.asking import all_items, ask, token_of
from tests.factories.people import make_organisation, make_team, root_of
from tests.factories.reports import (
    NOW,
    check_in,
    make_advisers,
    make_round,
)

pytestmark = pytest.mark.django_db
QUARTER = timedelta(days=91)


def another_round(team: Team, competences, *, level: int, number: int = 1):
    """Return the snapshot of a later round in which everybody answers the same."""
    moment = NOW + number * QUARTER
    campaign = make_round(
        team, competences, opens_at=moment - QUARTER / 2, closes_at=moment, name="Later"
    )
    below = Team.objects.filter(path__startswith=team.path)
    people = [m.user for each in below for m in each.memberships.select_related("user")]
    given = {who: dict.fromkeys(competences.values(), level) for who in people}
    check_in(campaign, given, at=moment - timedelta(days=1))
    return close_campaign(campaign=campaign, now=moment)


def blank_for_none(row: dict) -> dict:
    """Return an item as the CSV has it: empty words, and no team to see instead."""
    words = ("withheld", "share_at_target_band")
    known = {name: value for name, value in row.items() if name != "see_instead_team_id"}
    return known | {name: known[name] or "" for name in words}


def in_order(rows: list[dict]) -> list[dict]:
    return sorted(rows, key=lambda row: (row["team_id"], row["competence"], row["evidence"]))


def test_cells_are_the_rows_of_the_csv(teams, snapshot, secret):
    another_round(teams["Loopbaanhuis"], {"A1": Cell.objects.first().competence}, level=4)
    for each in teams["Loopbaanhuis"].organisation.snapshots.order_by("pk"):
        items = all_items(f"snapshots/{each.pk}/cells?limit=7", secret)
        expected = [asdict(row) for row in report_rows(teams["Loopbaanhuis"], each)]
        assert in_order([blank_for_none(item) for item in items]) == in_order(expected)
    assert {item["withheld"] for item in items} > {None}
    assert {item["change"] for item in items} > {None}


def test_a_withheld_cell_has_its_rule_and_no_figure(snapshot, secret):
    every = all_items(f"snapshots/{snapshot.pk}/cells", secret)
    items = [item for item in every if item["withheld"]]
    figures = (
        "n", "not_applicable", "missing", "target", "share_at_target_band", "median", "p25", "p75",
        "change",
    )  # fmt: skip
    assert items
    assert {item[name] for item in items for name in figures} == {None}
    stored = Cell.objects.exclude(withheld="").filter(node__snapshot=snapshot)
    told = {(item["team_id"], item["competence"], item["evidence"]): item for item in items}
    assert len(told) == stored.count()
    for cell in stored.select_related("node", "see_instead", "competence"):
        item = told[cell.node.team_key, cell.competence.code, cell.evidence]
        above = cell.see_instead.team_key if cell.see_instead else None
        assert (item["withheld"], item["see_instead_team_id"]) == (cell.withheld, above)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("team={gent}", lambda item, gent: item["team_id"] == gent),
        ("competence=B1", lambda item, gent: item["competence"] == "B1"),
        ("evidence=tested", lambda item, gent: item["evidence"] == "tested"),
        (
            "team={gent}&competence=A1&evidence=self&limit=1",
            lambda item, gent: (
                (item["team_id"], item["competence"], item["evidence"]) == (gent, "A1", "self")
            ),
        ),
    ],
)
def test_cells_are_chosen_by_team_competence_and_kind(teams, snapshot, secret, query, kept):
    gent, path = teams["Gent"].pk, f"snapshots/{snapshot.pk}/cells"
    everything = all_items(path, secret)
    chosen = all_items(f"{path}?{query.format(gent=gent)}", secret)
    assert chosen == [item for item in everything if kept(item, gent)]
    assert chosen


def test_teams_are_the_tree_as_it_stood(teams, snapshot, secret):
    expected = {
        (node.team_key, node.parent_key, node.name, node.depth)
        for node in SnapshotNode.objects.filter(snapshot=snapshot)
    }
    Team.objects.filter(pk=teams["Gent"].pk).update(name="Ghent")
    items = all_items(f"snapshots/{snapshot.pk}/teams?limit=3", secret)
    assert {tuple(item.values()) for item in items} == expected
    assert [set(item) for item in items[:1]] == [{"team_id", "parent_team_id", "team", "depth"}]
    seen: set[int | None] = {None}
    for item in items:  # a team after the one above it
        assert item["parent_team_id"] in seen
        seen.add(item["team_id"])


def test_a_team_that_went_to_another_organisation_is_left_out(teams, snapshot, secret):
    root = root_of(make_organisation("Werkpunt"))
    moved = Team.objects.get(pk=teams["Zwolle"].pk)
    moved.move(root, pos="first-child")
    Team.objects.filter(pk=moved.pk).update(organisation=root.organisation)
    for part in ("teams", "cells"):
        items = all_items(f"snapshots/{snapshot.pk}/{part}", secret)
        assert moved.pk not in {item["team_id"] for item in items}
    assert moved.pk not in {item["team_id"] for item in all_items("participation", secret)}


def test_snapshots_come_newest_first_with_their_round_by_language(teams, competences, secret):
    first = teams["Loopbaanhuis"].organisation.snapshots.get()
    second = another_round(teams["Loopbaanhuis"], competences, level=4)
    assert ask("snapshots?limit=1", secret).json() == {
        "items": [
            {
                "id": second.pk,
                "taken_at": "2026-06-30T17:00:00Z",
                "round": "Later en",
                "smallest_group": 5,
                "previous": first.pk,
                "purpose": (
                    "Development information. Not for appraisal, selection, pay or dismissal."
                ),
            }
        ],
        "next": f"/api/v1/snapshots?limit=1&after={second.pk}",
    }
    assert [item["id"] for item in all_items("snapshots?limit=1", secret)] == [second.pk, first.pk]
    single = ask(f"snapshots/{first.pk}?lang=nl", secret)
    assert single.json()["round"] == "Spring nl"
    assert single["Content-Language"] == "nl"


@pytest.mark.parametrize(
    ("query", "accepted", "cookie", "language"),
    [
        ("", "", "", "en"),
        ("", "nl-BE,nl;q=0.9,en;q=0.8", "", "nl"),
        ("", "fr,de;q=0.5", "", "en"),
        ("", "fr, NL;q=0.2", "", "nl"),
        ("?lang=en", "nl", "nl", "en"),
        ("", "", "nl", "en"),
        ("", ";;q=x,*", "", "en"),
    ],
)
def test_names_are_in_the_language_asked_for_else_english(
    snapshot, secret, settings, query, accepted, cookie, language
):
    headers = {"Accept-Language": accepted} if accepted else {}
    if cookie:
        headers["Cookie"] = f"{settings.LANGUAGE_COOKIE_NAME}={cookie}"
    answer = ask(f"snapshots/{snapshot.pk}{query}", secret, **headers)
    assert answer["Content-Language"] == language
    assert answer.json()["round"] == f"Spring {language}"


def test_profile_cells_are_what_the_overview_by_role_shows(teams, snapshot, secret):
    stored = ProfileCell.objects.filter(snapshot=snapshot)
    profile = stored.first().profile
    RoleProfileText.objects.create(profile=profile, language="nl", name="Adviseur")
    items = all_items(f"snapshots/{snapshot.pk}/profiles?limit=1&lang=en", secret)
    expected = [
        {
            "profile": cell.code,
            "profile_name": "Adviseur",
            "competence": cell.competence.code,
            "evidence": cell.evidence,
            "n": cell.n,
            "target": cell.target,
            "median": cell.median,
            "withheld": cell.withheld or None,
        }
        for cell in stored.select_related("competence").order_by("pk")
    ]
    assert items == expected
    team = Team.objects.select_related("organisation").get(pk=teams["Loopbaanhuis"].pk)
    for evidence in (Evidence.SELF, Evidence.TESTED):
        row = build_overview(team=team, language="en", evidence=evidence).roles[0]
        told = {item["competence"]: item for item in items if item["evidence"] == evidence}
        for cell in row.cells:
            item = told[cell.code]
            shown = cell.gap is not None
            assert shown == (item["median"] is not None and item["target"] is not None)
            if shown:
                assert f"{item['n']} people" in cell.words


def test_participation_is_both_counts_or_neither(teams, competences, secret):
    another_round(teams["Vlaanderen"], competences, level=2)
    nodes = list(SnapshotNode.objects.order_by("pk"))
    SnapshotNode.objects.filter(pk=nodes[0].pk).update(checked_in=None)
    items = all_items("participation?limit=4", secret)
    counts = [(node.people, node.checked_in) for node in nodes]
    counts[0] = (None, None)
    assert [(item["people"], item["checked_in"]) for item in items] == counts
    assert (None, None) in counts[1:]
    assert [(item["snapshot"], item["team_id"], item["team"]) for item in items] == [
        (node.snapshot_id, node.team_key, node.name) for node in nodes
    ]
    snapshot, gent = nodes[-1].snapshot_id, teams["Gent"].pk
    of_round = all_items(f"participation?snapshot={snapshot}", secret)
    assert of_round == [item for item in items if item["snapshot"] == snapshot]
    of_team = all_items(f"participation?team={gent}&limit=1", secret)
    assert of_team == [item for item in items if item["team_id"] == gent]
    assert len(of_team) == 2


def test_a_round_without_figures_has_empty_lists(competences):
    root = root_of(make_organisation("Small"))
    make_advisers(make_team(root), 1)
    campaign = make_round(root, competences, purpose="growth")
    found = close_campaign(campaign=campaign, now=NOW)
    secret = token_of(root.organisation)[1]
    assert all_items(f"snapshots/{found.pk}/profiles", secret) == []
    cells = all_items(f"snapshots/{found.pk}/cells", secret)
    assert {cell["withheld"] for cell in cells} <= {"minimum_size"}

"""The overview: what each team's report publishes, side by side, and nothing else."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from assessments.domain.team_overview import build_overview
from assessments.domain.team_report import build_team_report
from assessments.enums import Evidence, HeatState
from assessments.models import Cell, ProfileCell, RoleProfile, RoleProfileText, SnapshotNode
from cms.accounts.models import Team
from tests.factories.people import make_manager, make_organisation, make_team, root_of
from tests.factories.reports import close_a_round, make_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams():
    return close_a_round(make_framework("A1", "B1"))


@pytest.fixture
def top(teams):
    return Team.objects.get(pk=teams["Gent"].pk).get_root()


def overview(team: Team, **more):
    found = Team.objects.select_related("organisation").get(pk=team.pk)
    return build_overview(team=found, language="en", **more)


def _stands(team: Team, parent: SnapshotNode) -> SnapshotNode:
    """Let a team stand below another in a snapshot."""
    team.refresh_from_db()
    return SnapshotNode.objects.create(
        snapshot=parent.snapshot,
        team=team,
        team_key=team.pk,
        parent_key=parent.team_key,
        name=team.name,
        path=team.path,
        depth=team.depth,
    )


def page(client, team: Team, query: str = "") -> BeautifulSoup:
    with override("en"):
        response = client.get(reverse("team_overview", args=[team.pk]) + query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("evidence", [Evidence.SELF, Evidence.TESTED])
def test_a_row_says_what_the_report_of_that_team_says(teams, top, evidence):
    rows = {row.team_id: row for row in overview(top, evidence=evidence).rows}
    for pk, row in rows.items():
        team = Team.objects.select_related("organisation").get(pk=pk)
        report = build_team_report(team=team, language="en")
        place = 0 if evidence == Evidence.SELF else 1
        cells = [each.cells[place] for each in report.rows]
        assert [cell.gap for cell in row.cells] == [cell.gap for cell in cells]
        assert [cell.state == HeatState.WITHHELD for cell in row.cells] == [
            not cell.is_shown for cell in cells
        ]
        assert row.gaps == sum(cell.is_gap for cell in cells)


def test_totals_count_the_teams_directly_below(top):
    found = overview(top)
    below = [row for row in found.rows if row.depth == 1]
    for place, column in enumerate(found.columns):
        gaps = [row.cells[place].gap for row in below if row.cells[place].gap is not None]
        assert (column.gaps, column.judged) == (sum(gap > 0 for gap in gaps), len(gaps))


def test_a_withheld_cell_gives_no_number(client, teams, top):
    small = SnapshotNode.objects.get(team_key=top.pk)
    Cell.objects.filter(node=small, competence__code="A1", evidence=Evidence.SELF).update(
        withheld="minimum_size", n=None, not_applicable=None, missing=None, target=None,
        share_at_target="", median=None, p25=None, p75=None,
    )  # fmt: skip
    client.force_login(make_manager(top))
    cell = page(client, top).select_one(f"#team-{top.pk} td")
    assert cell["class"] == ["withheld"]
    assert cell.get_text(strip=True) == "×Not shown: fewer than 5"


def test_reasons_are_on_the_page_with_the_team_that_shows_the_figures(client, teams, top):
    vlaanderen = teams["Vlaanderen"].pk
    reason = "Fewer than 5 people have a level here."
    found = overview(top, opened=[vlaanderen])
    assert found.not_shown == (("Kortrijk", f"{reason} They count in the figures of Vlaanderen."),)
    node = SnapshotNode.objects.get(team_key=vlaanderen)
    whole = SnapshotNode.objects.get(team_key=top.pk)
    Cell.objects.filter(
        node__team_key__in=[vlaanderen, teams["Kortrijk"].pk], competence__code="A1"
    ).update(see_instead=whole)
    Cell.objects.filter(node=node, competence__code="A1", evidence=Evidence.SELF).update(
        withheld="complementary", n=None, not_applicable=None, missing=None, target=None,
        share_at_target="", median=None, p25=None, p75=None,
    )  # fmt: skip
    told = {row.name: row.reasons for row in overview(top, opened=[vlaanderen]).rows}
    assert told["Kortrijk"] == (
        f"A1: {reason} They count in the figures of Loopbaanhuis.",
        f"B1: {reason} They count in the figures of Vlaanderen.",
    )
    assert told["Vlaanderen"] == (
        "A1: Beside another figure this one would tell about fewer than 5 people. They count in "
        "the figures of Loopbaanhuis.",
    )
    client.force_login(make_manager(top))
    text = page(client, top, f"?open={vlaanderen}").select_one("main").get_text(" ", strip=True)
    assert f"Kortrijk : A1: {reason} They count in the figures of Loopbaanhuis." in text
    assert "A1 Name A1" in text


def test_branches_open_and_close(client, top):
    middle = make_team(top, "Middle")
    lower = make_team(middle, "Lower")
    node = SnapshotNode.objects.filter(team_key=top.pk).latest("snapshot__taken_at")
    _stands(lower, _stands(middle, node))
    assert lower.pk not in {row.team_id for row in overview(top).rows}
    assert lower.pk in {row.team_id for row in overview(top, opened=[middle.pk]).rows}
    assert lower.pk not in {row.team_id for row in overview(top, opened=[lower.pk]).rows}
    client.force_login(make_manager(top))
    closed = page(client, top)
    link = closed.select_one(f"#team-{middle.pk} .heat__toggle")
    assert link.get_text(strip=True) == "Open: Middle"
    assert closed.select_one(f"#team-{lower.pk}") is None
    opened = page(client, top, link["href"].partition("#")[0])
    assert opened.select_one(f"#team-{lower.pk}") is not None
    back = opened.select_one(f"#team-{middle.pk} .heat__toggle")
    assert back.get_text(strip=True) == "Close: Middle"
    assert page(client, top, back["href"].partition("#")[0]).select_one(f"#team-{lower.pk}") is None


@pytest.mark.parametrize("query", ["?open=x&open=²&open=99999999999999999999", "?evidence=both"])
def test_nonsense_in_the_address_is_passed_over(client, top, query):
    client.force_login(make_manager(top))
    rows = page(client, top, query).select("tbody tr[id]")
    assert len(rows) == len(overview(top).rows)


def test_other_teams_and_organisations_get_404(client, teams, top):
    elsewhere = root_of(make_organisation("Elsewhere"))
    client.force_login(make_manager(elsewhere))
    with override("en"):
        assert client.get(reverse("team_overview", args=[top.pk])).status_code == 404


def test_a_team_without_figures_says_what_to_wait_for(client):
    lone = root_of(make_organisation("New"))
    client.force_login(make_manager(lone))
    assert page(client, lone).select_one("table") is None


def test_queries_do_not_grow_with_the_teams(client, teams, top, django_assert_num_queries):
    client.force_login(make_manager(top))
    before = len(overview(top).rows)
    with django_assert_num_queries(15):
        page(client, top)
    node = SnapshotNode.objects.filter(team_key=top.pk).latest("snapshot__taken_at")
    for number in range(3):
        _stands(make_team(top, f"More {number}"), node)
    assert len(overview(top).rows) == 3 + before
    with django_assert_num_queries(15):
        page(client, top)


def test_roles_of_the_whole_are_shown_with_what_is_withheld(client, teams, top):
    client.force_login(make_manager(top))
    (row,) = overview(top).roles
    assert [(cell.code, cell.state, cell.gap) for cell in row.cells] == [
        ("A1", HeatState.MET, 0),
        ("B1", HeatState.GAP, 3),
    ]
    assert (row.gaps, row.judged) == (1, 2)
    RoleProfileText.objects.create(
        profile=RoleProfile.objects.get(), language="en", name="Bemiddelaar"
    )
    ProfileCell.objects.filter(competence__code="B1").update(
        withheld="second_partition", n=None, median=None, target=None, missing=None,
        not_applicable=None, share_at_target="", p25=None, p75=None,
    )  # fmt: skip
    shown = page(client, top).select_one("table[aria-labelledby], table:has(#roles-caption)")
    assert [cell.get_text(" ", strip=True) for cell in shown.select("tbody th")] == ["Bemiddelaar"]
    assert shown.select("tbody td")[1].get_text(" ", strip=True) == (
        "× Not shown: protects a small group"
    )


def test_roles_are_never_shown_within_a_branch(client, teams, top):
    client.force_login(make_manager(top))
    assert overview(teams["Vlaanderen"]).roles == ()
    assert page(client, teams["Vlaanderen"]).select("#roles-caption") == []

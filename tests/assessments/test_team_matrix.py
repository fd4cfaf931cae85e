"""The matrix of a report, sorted and filtered; and the counts and shares that stand below it."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.utils.translation import override
from openpyxl import load_workbook

from assessments.domain.shares import chosen, make_share
from assessments.domain.snapshots import close_campaign
from assessments.domain.team_matrix import Choice, Order, matrix_of
from assessments.domain.team_report import build_team_report
from assessments.enums import Evidence
from assessments.models import CheckIn, Reflection
from assessments.renderers.team_xlsx import build_xlsx
from cms.accounts.models import Team
from tests.factories.people import make_manager, make_organisation, make_team, root_of
from tests.factories.reports import (
    NOW,
    check_in,
    give_tested,
    make_advisers,
    make_framework,
    make_profile,
    make_round,
)
from tests.factories.shares import make_action, make_activity
from tests.factories.training import lesson, make_module
from training.domain.progress import finish_lesson

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def framework():
    return make_framework("A1", "A2", "B1", "B2")


@pytest.fixture
def team(framework):
    """Twelve people: A1 one below target, A2 met, B1 three below, B2 without a target."""
    team = make_team(root_of(make_organisation()), "Gent")
    a1, a2, b1, b2 = framework.values()
    people = make_advisers(team, 12, make_profile(team.organisation, {a1: 3, a2: 2, b1: 5}))
    make_module("m1")
    campaign = make_round(team, framework)
    check_in(campaign, {who: dict.fromkeys((a1, a2, b1, b2), 2) for who in people})
    give_tested({who: {a2: 1, b1: 5} for who in people})
    for place, who in enumerate(people):
        Reflection.objects.create(
            user=who,
            check_in=CheckIn.objects.get(user=who),
            causes=["time"] if place < 11 else ["client", "time"],
            does_not_work="My secret",
            written_at=NOW,
        )
    for who in people[:7]:
        finish_lesson(
            user=who, lesson=lesson("m1/one").translation_key, now=NOW - timedelta(days=9)
        )
        make_activity(who, "Visit", hours=Decimal("1.5"), date=NOW.date() - timedelta(days=3))
    close_campaign(campaign=campaign, now=NOW)
    return team


def report_of(team: Team):
    return build_team_report(
        team=Team.objects.select_related("organisation").get(pk=team.pk), language="en"
    )


def codes(matrix) -> list[list[str]]:
    return [[row.code for row in group.rows] for group in matrix.groups]


def test_without_a_choice_the_areas_stand_in_order(team):
    matrix = matrix_of(report_of(team), Choice())
    assert codes(matrix) == [["A1", "A2"], ["B1", "B2"]]
    assert [group.title for group in matrix.groups] == ["A Area A", "B Area B"]
    assert (matrix.kinds, matrix.columns) == ((Evidence.SELF, Evidence.TESTED), 5)


def test_the_largest_gap_of_the_chosen_evidence_comes_first(team):
    report = report_of(team)
    assert codes(matrix_of(report, Choice(order=Order.GAP))) == [["B1", "A1", "A2", "B2"]]
    tested = matrix_of(report, Choice(evidence=Evidence.TESTED, order=Order.GAP))
    assert codes(tested) == [["A2", "B1", "A1", "B2"]]
    assert (tested.kinds, tested.columns) == ((Evidence.TESTED,), 3)


def test_one_area_is_shown_alone_and_an_unknown_one_is_none(team):
    report = report_of(team)
    assert codes(matrix_of(report, Choice(area="B"))) == [["B1", "B2"]]
    assert codes(matrix_of(report, Choice(area="Z"))) == [["A1", "A2"], ["B1", "B2"]]


def test_no_choice_changes_a_figure(team):
    report = report_of(team)
    rows = {row.code: row for row in report.rows}
    for order in Order:
        for evidence in (None, Evidence.SELF, Evidence.TESTED):
            for area in ("", "A", "B"):
                matrix = matrix_of(report, Choice(evidence, area, order))
                for group in matrix.groups:
                    for row in group.rows:
                        assert row is rows[row.code]


def test_counts_say_what_stands_in_the_way_and_what_was_learned(team):
    with override("en"):
        counts = report_of(team).counts
    assert counts.causes_note == ("12 people ticked in the check-in why something does not work.")
    assert [(line.label, line.words) for line in counts.causes][:2] == [
        ("Time", "at least 10 of 12"),
        ("Client", "at most 2 of 12"),
    ]
    assert counts.learned == (
        "Since 31 March 2025, 7 people noted about 10 hours in their learning log."
    )
    assert [(line.label, line.words) for line in counts.modules] == [("Module m1 en", "7 people")]


def test_the_workbook_holds_the_counts_that_the_page_shows(team):
    with override("en"):
        report = report_of(team)
        book = load_workbook(BytesIO(build_xlsx(report, [])))
    rows = [tuple(row) for row in book["Counts"].iter_rows(min_row=2, values_only=True)]
    counts = report.counts
    assert rows == [
        ("cause", None, None, counts.causes_note),
        *(("cause", each.label, each.people, each.words) for each in counts.causes),
        ("learned", None, None, counts.learned),
        *(("learned", each.label, each.people, each.words) for each in counts.modules),
    ]
    explained = [row[0] for row in book.worksheets[-1].iter_rows(min_row=2, values_only=True)]
    assert {"cause", "learned", "asked"} < set(explained)


@pytest.fixture
def manager(client, team):
    user = make_manager(team)
    client.force_login(user)
    with time_machine.travel(LATER, tick=False):
        yield user


def page_of(client, team, query="") -> BeautifulSoup:
    response = client.get(f"/en/teams/{team.pk}/{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_page_follows_its_address_and_ignores_what_is_wrong(client, team, manager):
    page = page_of(client, team, "?order=gap&evidence=self&area=B")
    table = page.select_one("table.matrix")
    assert [cell.get_text().split()[0] for cell in table.select("tbody th[scope=row]")] == [
        "B1",
        "B2",
    ]
    assert [each.get_text() for each in page.select("strong[aria-current=true]")] == [
        "Self-rating",
        "B Area B",
        "largest gap first",
    ]
    wrong = page_of(client, team, "?order=x&evidence=practice&area=%00").select_one("table.matrix")
    assert len(wrong.select("tbody th[scope=row]")) == 4


def test_only_the_reader_sees_what_is_shared_and_no_support_before_it_is_opened(
    client, framework, team, manager
):
    adviser = team.memberships.filter(role="adviser").first().user
    action = make_action(adviser, framework["B1"], support="A quiet room", support_shared=True)
    items = chosen([framework["B1"].pk], actions=[action.pk])
    make_share(user=adviser, manager_id=manager.pk, items=items, now=LATER)
    page = page_of(client, team)
    shared = page.select_one("section[aria-labelledby=shared]").get_text(" ")
    assert str(adviser) in shared
    assert "asks for support" in shared
    assert "A quiet room" not in page.get_text()
    other = make_manager(team)
    client.force_login(other)
    assert page_of(client, team).select_one("section[aria-labelledby=shared]") is None


def test_no_text_of_a_reflection_is_on_the_page(client, team, manager):
    assert "secret" not in page_of(client, team).get_text()

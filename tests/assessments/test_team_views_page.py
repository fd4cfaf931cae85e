"""What the page of a team shows, what its files are called, and how many queries it takes."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.domain.snapshots import close_campaign
from assessments.domain.team_report import build_team_report
from assessments.models import Alert, Campaign
from cms.accounts.enums import Role
from cms.accounts.models import Team, User
from tests.assessments.closing_ground import lay_ground
from tests.factories.people import (
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_team,
    root_of,
)
from tests.factories.reports import (
    NOW,
    OPENS,
    check_in,
    close_a_round,
    make_advisers,
    make_framework,
    make_profile,
    make_round,
)
from tests.factories.shares import share_with
from training.models import Competence

pytestmark = pytest.mark.django_db


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def teams(competences):
    return close_a_round(competences)


@pytest.fixture
def manager(teams):
    return make_manager(teams["Gent"])


def address(name: str, team: Team, language: str = "en") -> str:
    with override(language):
        return reverse(name, args=[team.pk])


def teams_page(language: str = "en") -> str:
    with override(language):
        return reverse("teams")


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_page_says_headline_figures_gaps_and_purpose(client, manager, teams):
    client.force_login(manager)
    page = text_of(client.get(address("team", teams["Gent"])))
    for words in (
        "One of the two competences lies below target; the largest gap is B1.",
        "7 of 7 advisers checked in.",
        "Development information. Not for appraisal, selection, pay or dismissal.",
        '<td class="is-gap"> 1 Aware <span class="cell__note">below target 4</span>',
        '<td class="is-met"> 3 Independent <span class="cell__note">target 3 reached</span>',
        '<td> below 20% <span class="cell__note">7 people</span> </td>',
        "Median 1, target 4.",
    ):
        assert words in page
    assert page.count("Not shown: fewer than 5<") == 2  # nobody was tested


def test_page_of_a_small_team_names_the_rule_and_the_team_above(client, teams):
    client.force_login(make_manager(teams["Kortrijk"]))
    page = text_of(client.get(address("team", teams["Kortrijk"])))
    assert "They count in the figures of Vlaanderen." in page
    assert page.count('<td class="withheld" colspan="2">') == 4
    assert "Counts in Vlaanderen" in page
    assert "of 4 advisers" not in page


def test_page_lists_the_teams_below_with_their_headlines(client, teams):
    client.force_login(make_manager(teams["Vlaanderen"]))
    page = text_of(client.get(address("team", teams["Vlaanderen"])))
    for name in ("Antwerpen", "Gent", "Kortrijk"):
        assert f'href="{address("team", teams[name])}?snapshot=' in page
    assert address("team", teams["Utrecht"]) not in page


def test_dutch_page_has_the_dutch_words_of_the_framework(client, manager, teams):
    client.force_login(manager)
    page = text_of(client.get(address("team", teams["Gent"], "nl")))
    assert "Name B1 nl" in page
    assert "1 Bewust" in page
    assert "Spring nl" in page


def test_list_shows_the_own_teams_as_a_tree(client, teams):
    client.force_login(make_manager(teams["Vlaanderen"]))
    response = client.get(teams_page())
    (branch,) = response.context["trees"]
    assert branch.team.name == "Vlaanderen"
    assert [below.team.name for below in branch.below] == ["Antwerpen", "Gent", "Kortrijk"]
    assert "Utrecht" not in text_of(response)


@pytest.mark.parametrize(
    ("name", "suffix", "content_type"),
    [
        ("team_pdf", "pdf", "application/pdf"),
        (
            "team_xlsx",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("team_csv", "csv", "text/csv; charset=utf-8"),
    ],
)
def test_files_are_named_after_team_and_day(client, manager, teams, name, suffix, content_type):
    client.force_login(manager)
    Team.objects.filter(pk=teams["Gent"].pk).update(name="Gent Zuid/É")
    response = client.get(address(name, teams["Gent"]))
    assert response["Content-Disposition"] == (
        f'attachment; filename="gent-zuide-2026-03-31.{suffix}"'
    )
    assert response["Content-Type"] == content_type
    assert "no-store" in response["Cache-Control"]


def test_files_equal_the_report_on_the_page(client, manager, teams):
    client.force_login(manager)
    page = client.get(address("team", teams["Gent"]))
    report = page.context["report"]
    gent = Team.objects.select_related("organisation").get(name="Gent")
    assert report == build_team_report(team=gent, language="en")
    figures = [
        (row.code, cell.evidence, cell.n, cell.median, cell.target, cell.share_band, cell.withheld)
        for row in report.rows
        for cell in row.cells
    ]
    lines = csv.DictReader(
        StringIO(client.get(address("team_csv", teams["Gent"])).getvalue().decode())
    )
    assert [tuple("" if v is None else str(v) for v in line) for line in figures] == [
        tuple(
            line[name]
            for name in (
                "competence",
                "evidence",
                "n",
                "median",
                "target",
                "share_at_target_band",
                "withheld",
            )
        )
        for line in lines
    ]
    book = load_workbook(BytesIO(client.get(address("team_xlsx", teams["Gent"])).content))
    cells = [line[4:7] for line in book.worksheets[0].iter_rows(values_only=True)][9:]
    assert cells == [line[:3] for line in figures]
    pdf = PdfReader(BytesIO(client.get(address("team_pdf", teams["Gent"])).content))
    text = " ".join(" ".join(p.extract_text() for p in pdf.pages).split())
    assert report.headline in text
    assert "1 Aware At target: below 20% 7 people" in text


# How much


def test_page_takes_the_same_queries_for_any_number_of_people_and_teams(
    client, competences, drawn_once
):
    def queries(people: int, below: int) -> int:
        organisation = make_organisation()
        root = root_of(organisation)
        profile = make_profile(organisation, dict.fromkeys(competences.values(), 4))
        teams = [root] + [make_team(root) for _ in range(below)]
        everybody = [who for team in teams for who in make_advisers(team, people, profile)]
        for number in range(2):
            moment = NOW + timedelta(days=number)
            campaign = make_round(root, competences, closes_at=moment)
            check_in(campaign, {who: dict.fromkeys(competences.values(), 2) for who in everybody})
            snapshot = close_campaign(campaign=campaign, now=moment)
        client.force_login(make_organisation_manager(organisation))
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address("team", root), {"snapshot": snapshot.pk})
        assert len(response.context["report"].children) == below
        assert response.context["report"].needs
        return len(captured)

    queries(10, 1)  # what is kept for a minute
    counts = [queries(10, 1), queries(200, 1), queries(10, 20)]
    assert len(set(counts)) == 1
    assert counts[0] <= 20


@pytest.mark.django_db(transaction=True)
def test_page_with_a_plan_and_a_share_takes_twenty_queries(client, drawn_once):
    """Its line in the log of opened reports and the transaction of that are among these."""
    lay_ground()
    close_campaign(campaign=Campaign.objects.get(opens_at=OPENS), now=NOW)
    Alert.objects.all().delete()
    root = Team.objects.get(depth=1)
    user = make_manager(root)
    adviser = User.objects.filter(memberships__role=Role.ADVISER)[0]
    share_with(adviser, user, {"A1": Competence.objects.get(code="A1")}, now=timezone.now())
    client.force_login(user)
    client.get(address("team", root))  # what is kept for a minute
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address("team", root))
    assert len(response.context["shares"]) == 1
    assert response.context["report"].plans[0].results
    assert {"COMMIT", "INSERT"} <= {query["sql"].split()[0] for query in captured}
    assert len(captured) <= 20


def test_list_takes_the_same_queries_for_one_and_for_twenty_teams(client):
    def queries(below: int) -> int:
        organisation = make_organisation()
        for _number in range(below):
            make_team(organisation)
        client.force_login(make_organisation_manager(organisation))
        with CaptureQueriesContext(connection) as captured:
            client.get(teams_page())
        return len(captured)

    assert queries(1) == queries(20)

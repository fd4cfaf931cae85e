"""The trend of a team: as far back as rounds may be laid side by side, and why no further."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from assessments.domain.snapshots import close_campaign
from assessments.domain.team_trend import MOST_ROUNDS, build_trend
from assessments.enums import Evidence
from cms.accounts.models import Team
from tests.factories.people import make_manager, make_organisation, root_of
from tests.factories.reports import NOW, check_in, make_advisers, make_framework, make_round
from training.models import CompetenceText, CompetenceVersion

QUARTER = timedelta(days=91)
pytestmark = pytest.mark.django_db


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


@pytest.fixture
def people(root):
    return make_advisers(root, 6)


def count(root, asked, people, number, **levels):
    moment = NOW + number * QUARTER
    campaign = make_round(
        root, asked, opens_at=moment - QUARTER / 2, closes_at=moment, name=f"Round {number}"
    )
    answers = {asked[code]: level for code, level in levels.items()}
    check_in(campaign, dict.fromkeys(people, answers), at=moment - timedelta(days=1))
    return close_campaign(campaign=campaign, now=moment)


def trend_of(team, **more):
    with override("en"):
        found = Team.objects.select_related("organisation").get(pk=team.pk)
        return build_trend(team=found, language="en", **more)


def address_of(team):
    with override("en"):
        return reverse("team_trend", args=[team.pk])


def lines(trend):
    rows = [row for area in trend.areas for row in area.rows]
    return {row.code: ([point and point.median for point in row.points], row.stop) for row in rows}


def test_the_same_people_give_a_line_over_all_rounds(root, competences, people):
    for number, (a1, b1) in enumerate(((1, 4), (2, 4), (4, 3))):
        count(root, competences, people, number, A1=a1, B1=b1)
    trend = trend_of(root)
    assert lines(trend) == {"A1": ([4, 2, 1], ""), "B1": ([3, 4, 4], "")}
    assert [each.campaign for each in trend.rounds] == ["Round 2 en", "Round 1 en", "Round 0 en"]
    notes = [point.note for point in trend.areas[0].rows[0].points]
    assert notes == [
        "2 levels higher than the round before",
        "1 level higher than the round before",
        "",
    ]


def test_a_line_stops_where_few_people_joined(root, competences, people):
    count(root, competences, people, 0, A1=1, B1=1)
    people += make_advisers(root, 1)
    count(root, competences, people, 1, A1=2, B1=2)
    count(root, competences, people, 2, A1=3, B1=3)
    reason = "Fewer than 5 people joined or left: the change would tell about them."
    assert lines(trend_of(root)) == dict.fromkeys(("A1", "B1"), ([3, 2, None], reason))


def test_a_line_stops_where_the_words_changed_and_where_nothing_was_asked(
    root, competences, people
):
    count(root, competences, people, 0, A1=1, B1=1)
    CompetenceVersion.objects.filter(competence=competences["B1"]).update(is_current=False)
    version = CompetenceVersion.objects.create(competence=competences["B1"], number=2)
    CompetenceText.objects.create(version=version, language="en", name="New", definition="-")
    count(root, competences, people, 1, A1=2, B1=2)
    only_b1 = {"B1": competences["B1"]}
    count(root, only_b1, people, 2, B1=3)
    found = lines(trend_of(root))
    assert found["B1"] == ([3, 2, None], "The description of this competence has changed since.")
    assert found["A1"] == ([None, None, None], "Not asked in the newest round.")


def test_a_withheld_figure_is_never_shown(root, competences, people):
    count(root, competences, people, 0, A1=1, B1=1)
    count(root, competences, people[:4], 1, A1=2, B1=2)
    assert lines(trend_of(root)) == dict.fromkeys(
        ("A1", "B1"), ([None, None], "Not shown: fewer than 5")
    )
    assert lines(trend_of(root, evidence=Evidence.TESTED)) == dict.fromkeys(
        ("A1", "B1"), ([None, None], "Not shown: fewer than 5")
    )


def test_no_more_than_the_newest_rounds_are_shown(root, competences, people):
    for number in range(MOST_ROUNDS + 2):
        count(root, competences, people, number, A1=3, B1=3)
    trend = trend_of(root)
    assert (len(trend.rounds), trend.rounds[0].campaign) == (MOST_ROUNDS, "Round 9 en")


def test_page_has_the_same_number_of_queries_for_1_and_3_rounds(
    client, root, competences, people, django_assert_num_queries
):
    client.force_login(make_manager(root))
    address = address_of(root)
    count(root, competences, people, 0, A1=1, B1=1)
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    for number in (1, 2):
        count(root, competences, people, number, A1=2, B1=2)
    with django_assert_num_queries(12):
        page = BeautifulSoup(client.get(address).content, "html.parser")
    assert len(page.select("table.matrix tbody tr")) == 4  # two areas with one competence each


def test_page_of_a_team_without_figures_says_what_to_do(client, root):
    client.force_login(make_manager(root))
    page = client.get(address_of(root)).content.decode()
    assert "There are no figures of this team yet." in page

"""What a team report says of a second round: how far figures moved, and the whole beside a team."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.domain.snapshots import close_campaign
from assessments.domain.team_report import build_team_report
from assessments.domain.team_report_rows import report_rows
from assessments.renderers.team_pdf import build_pdf
from assessments.renderers.team_xlsx import build_xlsx
from cms.accounts.models import Team
from tests.factories.reports import (
    NOW,
    check_in,
    make_advisers,
    make_framework,
    make_loopbaanhuis,
    make_profile,
    make_round,
)

QUARTER = timedelta(days=91)
pytestmark = pytest.mark.django_db


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def teams(competences):
    """Two rounds: Gent rises in A1 and falls in B1, Zwolle stays, one person joins Utrecht."""
    organisation, teams = make_loopbaanhuis()
    a1, b1 = competences.values()
    profile = make_profile(organisation, {a1: 3, b1: 4})
    people = {
        name: make_advisers(teams[name], 8, profile) for name in ("Gent", "Zwolle", "Utrecht")
    }
    for then, (gent_a1, gent_b1) in enumerate(((2, 3), (3, 1))):
        moment = NOW + then * QUARTER
        campaign = make_round(
            teams["Loopbaanhuis"], competences, opens_at=moment - QUARTER / 2, closes_at=moment
        )
        if then:
            people["Utrecht"] += make_advisers(teams["Utrecht"], 1, profile)
        given = {who: {a1: 4, b1: 4} for name in ("Zwolle", "Utrecht") for who in people[name]}
        given |= {who: {a1: gent_a1, b1: gent_b1} for who in people["Gent"]}
        check_in(campaign, given, at=moment - timedelta(days=1))
        close_campaign(campaign=campaign, now=moment)
    return teams


def report_of(team, language="en", snapshot=None):
    with override(language):
        found = Team.objects.select_related("organisation").get(pk=team.pk)
        return build_team_report(team=found, language=language, snapshot=snapshot)


def told(report):
    return {row.code: (row.self_rating.change, row.self_rating.change_note) for row in report.rows}


def test_change_is_told_in_words_of_both_languages(teams):
    assert told(report_of(teams["Gent"])) == {
        "A1": (1, "1 level higher than the round before"),
        "B1": (-2, "2 levels lower than the round before"),
    }
    assert told(report_of(teams["Zwolle"], "nl")) == {
        "A1": (0, "gelijk aan de vorige ronde"),
        "B1": (0, "gelijk aan de vorige ronde"),
    }


def test_change_that_is_kept_back_says_why_once_below_the_table(teams):
    report = report_of(teams["Utrecht"])
    assert told(report) == dict.fromkeys(("A1", "B1"), (None, "change not shown"))
    assert report.change_reasons == (
        "Fewer than 5 people joined or left: the change would tell about them.",
    )
    assert report.compared_with == "Changes are counted from the figures of 31 March 2026."


def test_first_round_says_nothing_of_changes(teams):
    first = teams["Gent"].organisation.snapshots.earliest("taken_at")
    report = report_of(teams["Gent"], snapshot=first)
    assert told(report) == {"A1": (None, ""), "B1": (None, "")}
    assert (report.compared_with, report.change_reasons) == ("", ())


def test_the_whole_stands_beside_a_team_and_not_beside_itself(teams):
    rows = {row.code: row.self_rating for row in report_of(teams["Gent"]).rows}
    assert [(rows[code].median, rows[code].benchmark) for code in rows] == [(3, 4), (1, 4)]
    assert rows["A1"].benchmark_note == "Loopbaanhuis: median 4"
    assert rows["A1"].change == 1
    whole = report_of(teams["Loopbaanhuis"])
    assert {row.self_rating.benchmark_note for row in whole.rows} == {""}


def test_files_hold_the_same_changes(teams):
    report = report_of(teams["Gent"])
    newest = teams["Gent"].organisation.snapshots.latest("taken_at")
    rows = list(report_rows(teams["Gent"], newest))
    assert [row.change for row in rows if row.evidence == "self"] == [1, -2]
    sheet = load_workbook(BytesIO(build_xlsx(report, rows))).worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    start = next(number for number, line in enumerate(lines) if line[0] == "snapshot")
    column = lines[start].index("change")
    assert [line[column] for line in lines[start + 1 :] if line[5] == "self"] == [1, -2]
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(build_pdf(report))).pages)
    words = " ".join(text.split())
    assert words.count("1 level higher than the round before") == 1
    assert words.count("2 levels lower than the round before") == 1
    assert words.count("Loopbaanhuis: median 4") == 2
    assert report.compared_with in words

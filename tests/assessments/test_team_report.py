"""What a team report says, from the figures of one closed round."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from assessments.domain.snapshots import close_campaign
from assessments.domain.team_report import build_team_report
from assessments.domain.team_report_rows import COLUMNS, report_rows
from assessments.enums import Purpose, WithheldRule
from cms.accounts.models import Team
from tests.factories.people import make_organisation, make_team, root_of
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
    return make_framework("A1", "A2", "B1", "C1")


@pytest.fixture
def teams(competences):
    """Loopbaanhuis after one round: A1 reached, A2 and B1 below target, C1 without a target.

    Levels: A1 3, A2 2 of 3, B1 1 of 4, C1 2 in Gent and nowhere else; tested only in Gent.
    """
    organisation, teams = make_loopbaanhuis()
    a1, a2, b1, c1 = competences.values()
    profile = make_profile(organisation, {a1: 3, a2: 3, b1: 4})
    people = {name: make_advisers(teams[name], n, profile) for name, n in LOOPBAANHUIS.items()}
    campaign = make_round(teams["Loopbaanhuis"], competences)
    answers = {who: {a1: 3, a2: 2, b1: 1} for team in people.values() for who in team}
    for who in people["Gent"]:
        answers[who] |= {c1: 2}
    answers[people["Gent"][0]][b1] = NA
    del answers[people["Antwerpen"][0]]
    check_in(campaign, answers)
    give_tested({who: {b1: 2} for who in people["Gent"]})
    close_campaign(campaign=campaign, now=NOW)
    return teams


def report_of(team: Team, language: str = "en", snapshot=None):
    return build_team_report(
        team=Team.objects.select_related("organisation").get(pk=team.pk),
        language=language,
        snapshot=snapshot,
    )


def row(report, code):
    return next(row for row in report.rows if row.code == code)


def test_headline_counts_what_lies_below_target_and_names_the_largest_gap(teams):
    report = report_of(teams["Gent"])
    assert (
        report.headline == "Two of the three competences lie below target; the largest gap is B1."
    )
    assert [(need.code, need.self_rating.gap) for need in report.needs] == [("B1", 3), ("A2", 1)]
    assert [strength.code for strength in report.strengths] == ["A1"]


def test_self_rating_and_tested_knowledge_stand_side_by_side(teams):
    b1 = row(report_of(teams["Gent"]), "B1")
    assert (b1.self_rating.n, b1.self_rating.median, b1.self_rating.median_label) == (6, 1, "Aware")
    assert (b1.self_rating.not_applicable, b1.self_rating.missing) == (1, 0)
    assert (b1.self_rating.target, b1.self_rating.share_band) == (4, "0-20")
    assert b1.self_rating.share_label == "below 20%"
    assert (b1.tested.n, b1.tested.median, b1.tested.gap) == (7, 2, 2)
    assert {cell.change for cell in b1.cells} == {None}


def test_participation_and_snapshot_are_told(teams):
    report = report_of(teams["Antwerpen"])
    assert (report.participation.people, report.participation.checked_in) == (9, 8)
    assert report.participation.sentence == "8 of 9 advisers checked in."
    assert (report.snapshot.campaign, report.snapshot.taken_at) == ("Spring en", NOW)
    assert report.snapshots == (report.snapshot,)
    assert (report.organisation, report.team, report.k) == ("Loopbaanhuis", "Antwerpen", 5)
    assert "Not for appraisal" in report.purpose


def test_a_small_team_is_told_why_nothing_is_shown_and_where_it_counts(teams):
    report = report_of(teams["Kortrijk"])
    assert (report.shown, report.withheld) == (0, 8)
    cell = row(report, "A1").self_rating
    assert (cell.withheld, cell.see_instead) == (WithheldRule.MINIMUM_SIZE, "Vlaanderen")
    assert cell.reason == (
        "Fewer than 5 people have a level here. They count in the figures of Vlaanderen."
    )
    assert (cell.n, cell.median, cell.target, cell.share_band) == (None, None, None, "")
    assert report.headline == f"No self-rating of this team can be shown. {cell.reason}"
    assert report.participation.people is None
    assert "fewer than 5" in report.participation.sentence
    assert report.training == ()
    assert report.needs == ()


def test_tested_knowledge_that_is_shown_stands_in_the_headline(teams, competences):
    campaign = make_round(
        teams["Gent"], competences, opens_at=NOW, closes_at=NOW + timedelta(days=9)
    )
    few = make_advisers(teams["Gent"], 2)
    check_in(campaign, {who: {competences["A1"]: 3} for who in few})
    close_campaign(campaign=campaign, now=NOW + timedelta(days=9))
    report = report_of(teams["Gent"])
    assert [each.code for each in report.rows if each.tested.is_shown] == ["B1"]
    assert [each.code for each in report.rows if each.self_rating.is_shown] == []
    assert report.headline == (
        "No self-rating of this team can be shown. Fewer than 5 people have a level here. "
        "Tested knowledge is shown for one competence."
    )


def test_an_organisation_below_the_group_size_shows_nothing_and_says_so(competences):
    root = root_of(make_organisation("Small"))
    campaign = make_round(root, competences)
    people = make_advisers(root, 4)
    check_in(campaign, {who: dict.fromkeys(competences.values(), 3) for who in people})
    close_campaign(campaign=campaign, now=NOW)
    report = report_of(root)
    assert report.headline == (
        "No self-rating of this team can be shown. Fewer than 5 people have a level here."
    )
    assert report.withheld == 8


def test_withheld_competences_are_counted_in_the_headline(teams):
    assert report_of(teams["Utrecht"]).headline == (
        "Two of the three competences lie below target; the largest gap is B1. "
        "One competence is not shown."
    )


def test_without_targets_no_gap_is_claimed(competences):
    root = root_of(make_organisation("Open"))
    campaign = make_round(root, competences)
    people = make_advisers(root, 5)
    check_in(campaign, {who: dict.fromkeys(competences.values(), 0) for who in people})
    close_campaign(campaign=campaign, now=NOW)
    report = report_of(root)
    assert report.headline == "No targets are set, so no gaps are known."
    assert row(report, "A1").self_rating.gap is None
    assert (report.needs, report.strengths) == ((), ())


def test_teams_below_say_their_own_headline(teams):
    report = report_of(teams["Nederland"])
    assert [(child.name, child.team_id) for child in report.children] == [
        ("Utrecht", teams["Utrecht"].pk),
        ("Zwolle", teams["Zwolle"].pk),
    ]
    assert report.children[0].headline == report_of(teams["Utrecht"]).headline
    assert report.children[1].participation.sentence == "6 of 6 advisers checked in."


def test_report_speaks_dutch_where_the_data_do(teams):
    report = report_of(teams["Gent"], language="nl")
    b1 = row(report, "B1")
    assert (b1.name, b1.self_rating.median_label) == ("Name B1 nl", "Bewust")
    assert report.snapshot.campaign == "Spring nl"
    assert "2026" in report.snapshot.taken_on


def test_without_a_closed_round_the_report_is_empty(competences):
    root = root_of(make_organisation("New"))
    make_round(root, competences)
    report = report_of(root)
    assert (report.snapshot, report.snapshots, report.rows) == (None, (), ())
    assert report.headline == "There are no figures of this team yet."


def test_the_newest_snapshot_is_shown_unless_another_is_asked_for(competences):
    root = root_of(make_organisation("Centre"))
    people = make_advisers(root, 5)
    taken = []
    for days, level, name in ((90, 1, "Winter"), (0, 4, "Spring")):
        moment = NOW - timedelta(days=days)
        campaign = make_round(
            root, competences, opens_at=moment - timedelta(days=9), closes_at=moment, name=name
        )
        check_in(campaign, {who: dict.fromkeys(competences.values(), level) for who in people})
        taken.append(close_campaign(campaign=campaign, now=moment))
    assert row(report_of(root), "A1").self_rating.median == 4
    earlier = report_of(root, snapshot=taken[0])
    assert row(earlier, "A1").self_rating.median == 1
    assert [choice.campaign for choice in earlier.snapshots] == ["Spring en", "Winter en"]


def test_a_round_that_did_not_ask_the_team_gives_no_figures_of_it(teams, competences):
    campaign = make_round(teams["Loopbaanhuis"], competences, purpose=Purpose.GROWTH)
    snapshot = close_campaign(campaign=campaign, now=NOW + timedelta(days=1))
    report = report_of(teams["Gent"], snapshot=snapshot)
    assert (report.snapshot, report.rows) == (None, ())
    assert report.headline == "This round has no figures of this team."
    assert report_of(teams["Gent"]).snapshot.campaign == "Spring en"


def test_rows_cover_the_team_and_all_below_with_withheld_rows_kept(teams):
    snapshot = teams["Gent"].organisation.snapshots.get()
    rows = list(report_rows(teams["Vlaanderen"], snapshot))
    assert COLUMNS == (
        "snapshot",
        "team_id",
        "team",
        "parent_team_id",
        "competence",
        "evidence",
        "n",
        "not_applicable",
        "missing",
        "target",
        "share_at_target_band",
        "median",
        "p25",
        "p75",
        "change",
        "withheld",
    )
    names = ["Vlaanderen", "Antwerpen", "Gent", "Kortrijk"]
    assert [(row.team, row.competence, row.evidence) for row in rows] == [
        (name, code, evidence)
        for name in names
        for code in ("A1", "A2", "B1", "C1")
        for evidence in ("self", "tested")
    ]
    assert {row.parent_team_id for row in rows if row.team == "Vlaanderen"} == {
        teams["Loopbaanhuis"].pk
    }
    kept = [row for row in rows if row.withheld]
    assert {row.team for row in kept} >= {"Kortrijk"}
    assert {(row.n, row.median, row.share_at_target_band, row.missing) for row in kept} == {
        (None, None, "", None)
    }


def test_a_team_that_moved_away_since_is_left_out_of_the_rows(teams):
    snapshot = teams["Gent"].organisation.snapshots.get()
    Team.objects.get(name="Gent").move(Team.objects.get(name="Nederland"), "last-child")
    team = Team.objects.get(name="Vlaanderen")
    assert {row.team for row in report_rows(team, snapshot)} == {
        "Vlaanderen",
        "Antwerpen",
        "Kortrijk",
    }
    assert "Gent" not in {child.name for child in report_of(team).children}


def test_queries_do_not_grow_with_people_or_teams(competences):
    def queries(people: int, below: int) -> int:
        root = root_of(make_organisation())
        campaign = make_round(root, competences)
        everybody = make_advisers(root, people)
        for _number in range(below):
            everybody += make_advisers(make_team(root), people)
        profile = {who: dict.fromkeys(competences.values(), 2) for who in everybody}
        check_in(campaign, profile)
        close_campaign(campaign=campaign, now=NOW)
        with CaptureQueriesContext(connection) as captured, override("en"):
            report_of(root)
        return len(captured)

    assert queries(10, 1) == queries(200, 1) == queries(10, 20)

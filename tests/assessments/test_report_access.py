"""Whoever opens or takes along a report leaves one line, and whoever is refused leaves none."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.domain.deletion import delete_account
from assessments.domain.my_data import everything_of
from assessments.domain.report_access import ONE_LINE_PER, note_report, note_team_report
from assessments.models import ReportAccess, Snapshot
from assessments.report_enums import Report, ReportFormat
from cms.accounts.enums import Role
from tests.factories.people import (
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_role,
    make_team,
    make_user,
    root_of,
)
from tests.factories.reports import NOW, close_a_round, make_framework
from tests.factories.sufficiency import make_sufficiency_rule

pytestmark = pytest.mark.django_db
# address, what it is in the log, and how it left
TEAM_REPORTS = [
    ("team", Report.TEAM, ReportFormat.PAGE),
    ("team_pdf", Report.TEAM, ReportFormat.PDF),
    ("team_xlsx", Report.TEAM, ReportFormat.XLSX),
    ("team_csv", Report.TEAM, ReportFormat.CSV),
    ("team_overview", Report.OVERVIEW, ReportFormat.PAGE),
    ("team_trend", Report.TREND, ReportFormat.PAGE),
    ("summary", Report.SUMMARY, ReportFormat.PAGE),
    ("summary_pdf", Report.SUMMARY, ReportFormat.PDF),
]
LISTS = [("sufficiency", Report.SUFFICIENCY), ("participation", Report.PARTICIPATION)]


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def teams(competences):
    return close_a_round(competences)


@pytest.fixture
def manager(teams):
    return make_manager(teams["Gent"])


def lines() -> list[tuple]:
    return list(
        ReportAccess.objects.order_by("pk").values_list(
            "user", "organisation", "report", "format", "team_name", "snapshot_key"
        )
    )


def note(user, team, *, now=NOW, report=Report.TEAM, how=ReportFormat.PAGE, snapshot_id=None):
    note_team_report(user=user, team=team, report=report, how=how, snapshot_id=snapshot_id, now=now)


@pytest.mark.parametrize(("name", "report", "how"), TEAM_REPORTS)
def test_a_report_of_a_team_leaves_a_line(client, manager, teams, name, report, how):
    gent = teams["Gent"]
    client.force_login(manager)
    assert client.get(reverse(name, args=[gent.pk])).status_code == 200
    snapshot = Snapshot.objects.get()
    assert lines() == [(manager.pk, gent.organisation_id, report, how, "Gent", snapshot.pk)]


@pytest.mark.parametrize(("name", "report"), LISTS)
def test_a_page_of_several_teams_leaves_a_line_per_organisation(client, manager, name, report):
    second = make_organisation_manager(make_organisation("Werkhuis")).memberships.get()
    make_role(manager, Role.ORGANISATION_MANAGER, organisation=second.organisation)
    make_role(manager, Role.EDITOR, organisation=make_organisation("Elsewhere"))
    client.force_login(manager)
    assert client.get(reverse(name)).status_code == 200
    here = manager.memberships.get(role=Role.TEAM_MANAGER).organisation_id
    assert lines() == [
        (manager.pk, key, report, ReportFormat.PAGE, "", 0)
        for key in sorted((here, second.organisation_id))
    ]


def test_a_sufficiency_rule_leaves_a_line_of_its_team(client, manager, teams, competences):
    rule = make_sufficiency_rule(teams["Gent"], competences["B1"])
    client.force_login(manager)
    client.get(reverse("sufficiency_rule", args=[rule.pk]))
    organisation = teams["Gent"].organisation_id
    assert lines() == [(manager.pk, organisation, Report.SUFFICIENCY, ReportFormat.PAGE, "Gent", 0)]


@pytest.mark.parametrize(("name", "report", "how"), TEAM_REPORTS)
def test_whoever_is_refused_leaves_no_line(client, manager, teams, name, report, how):
    antwerpen = reverse(name, args=[teams["Antwerpen"].pk])
    assert client.get(antwerpen).status_code == 302
    client.force_login(manager)
    assert client.get(antwerpen).status_code == 404
    assert client.post(reverse(name, args=[teams["Gent"].pk])).status_code == 405
    assert lines() == []


def test_a_round_that_is_not_there_leaves_no_line(client, manager, teams):
    client.force_login(manager)
    for name, report, _how in TEAM_REPORTS:
        if report != Report.TREND:  # it shows all rounds
            address = reverse(name, args=[teams["Gent"].pk])
            assert client.get(address, {"snapshot": 0}).status_code == 404
    assert lines() == []


@pytest.mark.parametrize("name", ["team_pdf", "team_xlsx", "team_csv", "summary_pdf"])
def test_a_file_that_is_not_there_leaves_no_line(client, name):
    root = root_of(make_organisation("New"))
    client.force_login(make_manager(root))
    assert client.get(reverse(name, args=[root.pk])).status_code == 404
    assert lines() == []


@pytest.mark.parametrize(("name", "report"), LISTS)
def test_who_manages_nothing_leaves_no_line(client, teams, name, report):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(reverse(name)).status_code == 404
    assert lines() == []


def test_opening_again_within_ten_minutes_is_one_line(client, manager, teams):
    client.force_login(manager)
    address = reverse("team", args=[teams["Gent"].pk])
    start = NOW.replace(minute=30)
    for seconds in (0, 1, 599, 600, 700):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            client.get(address)
    moments = list(ReportAccess.objects.order_by("at").values_list("at", flat=True))
    assert moments == [start, start + ONE_LINE_PER]


def test_what_differs_in_anything_is_a_line_of_its_own(teams, manager):
    gent = teams["Gent"]
    for _twice in range(2):
        note(manager, gent)
        note(manager, gent, how=ReportFormat.PDF)
        note(manager, gent, report=Report.TREND)
        note(manager, gent, snapshot_id=7)
        note(manager, teams["Antwerpen"])
        note(make_manager(gent), gent)
    assert len(lines()) == 7  # the last one is by somebody else each time


def test_a_line_takes_one_query(teams, manager, django_assert_num_queries):
    for _first_and_again in range(2):
        with django_assert_num_queries(1):
            note(manager, teams["Gent"])
    keys = [teams["Gent"].organisation_id, make_organisation().pk]
    with django_assert_num_queries(1):
        note_report(
            user=manager,
            organisation_ids=keys,
            report=Report.PARTICIPATION,
            how=ReportFormat.PAGE,
            now=NOW,
        )


def test_a_deleted_account_leaves_its_lines_without_a_name(teams, manager):
    second = make_manager(teams["Gent"])
    for user in (manager, second):
        note(user, teams["Gent"])
    for user in (manager, second):
        delete_account(user=user)
    assert [line[0] for line in lines()] == [None, None]


def test_a_team_that_goes_stays_named_in_the_log(manager, teams):
    team = make_team(teams["Gent"], "Project")
    note(manager, team)
    team.delete()
    assert [line[4] for line in lines()] == ["Project"]


def test_a_manager_takes_the_own_lines_along(teams, manager):
    note(manager, teams["Gent"])
    note(make_manager(teams["Gent"]), teams["Gent"])
    rows = everything_of(manager, "en", NOW).tables["reports_opened"]
    assert [(row["report"], row["team_name"]) for row in rows] == [("team", "Gent")]

"""Who opened which report, in the administration: own organisation, filters, files, nobody else."""

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from assessments.domain.campaign_editing import ensure_groups
from assessments.domain.report_access import note_report, note_team_report
from assessments.models import ReportAccess
from assessments.report_enums import Report, ReportFormat
from cms.accounts.enums import Role
from cms.accounts.models import User
from tests.factories.people import make_manager, make_organisation, make_role, make_user, root_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)  # noon in Brussels
DAY = timedelta(days=1)


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


@pytest.fixture
def elsewhere():
    return root_of(make_organisation("Werkpunt"))


def administrator_of(*roots) -> User:
    user = make_user(language="en")
    for root in roots:
        make_role(user, Role.ORGANISATION_ADMINISTRATOR, organisation=root.organisation)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def client(client, root):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(administrator_of(root))
    return client


@pytest.fixture
def eva(root):
    return make_manager(root, first_name="Eva", last_name="Ngô")


@pytest.fixture
def jan(root):
    return make_manager(root, first_name="=Jan", last_name="+Peeters")


def note(user, team, *, at=NOON, report=Report.TEAM, how=ReportFormat.PAGE, snapshot_id=None):
    note_team_report(user=user, team=team, report=report, how=how, snapshot_id=snapshot_id, now=at)


def rows_of(response) -> list[list[str]]:
    rows = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
    return [[" ".join(cell.text.split()) for cell in row(["th", "td"])] for row in rows]


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def listed(client, **query) -> list[list[str]]:
    return rows_of(client.get(reverse("report_log"), query))


def test_list_says_who_opened_what_and_when_the_latest_first(client, root, eva, jan):
    note(eva, root, snapshot_id=7)
    note(jan, root, at=NOON + DAY, report=Report.SUMMARY, how=ReportFormat.PDF)
    note_report(
        user=eva,
        organisation_ids=[root.organisation_id],
        report=Report.PARTICIPATION,
        how=ReportFormat.PAGE,
        now=NOON - DAY,
    )
    assert [row[1:] for row in listed(client)] == [
        ["=Jan +Peeters", "Management summary", "Centre", "-", "PDF"],
        ["Eva Ngô", "Team report", "Centre", "7", "Page"],
        ["Eva Ngô", "Participation", "-", "-", "Page"],
    ]
    assert "12:00" in listed(client)[1][0] or "noon" in listed(client)[1][0]


def test_lines_of_another_organisation_are_never_there(client, root, elsewhere, eva):
    there = make_manager(elsewhere, first_name="Somebody", last_name="Else")
    note(there, elsewhere)
    assert listed(client) == []
    page = text_of(client.get(reverse("report_log")))
    assert "Somebody Else" not in page
    assert listed(client, user=there.pk) == []
    for kind in ("csv", "xlsx"):
        response = client.get(reverse("report_log"), {"export": kind, "user": there.pk})
        assert b"Somebody" not in b"".join(response.streaming_content)


def test_who_keeps_two_organisations_reads_both(client, root, elsewhere, eva):
    note(eva, root)
    note(make_manager(elsewhere), elsewhere)
    client.force_login(administrator_of(root, elsewhere))
    assert sorted(row[-1] for row in listed(client)) == ["Centre", "Werkpunt"]


def test_filters_keep_person_report_format_and_days(client, root, eva, jan):
    note(eva, root)
    note(jan, root, at=NOON + DAY, report=Report.TREND)
    note(jan, root, at=NOON + 2 * DAY, how=ReportFormat.CSV)

    def people(**query) -> list[str]:
        return [row[1] for row in listed(client, **query)]

    assert people(user=eva.pk) == ["Eva Ngô"]
    assert people(report="trend") == ["=Jan +Peeters"]
    assert people(format="csv") == ["=Jan +Peeters"]
    assert people(at_from="2026-03-03") == ["=Jan +Peeters"] * 2
    assert people(at_from="2026-03-02", at_to="2026-03-02") == ["Eva Ngô"]
    page = text_of(client.get(reverse("report_log"), {"report": "overview"}))
    assert "No line fits this filter." in page


def test_an_empty_log_says_what_will_stand_there(client):
    page = text_of(client.get(reverse("report_log")))
    assert "Nobody has opened a report yet." in page
    assert "opened again within 10 minutes is one line" in page


def test_files_hold_the_list_as_it_is_filtered_with_safe_cells(client, root, eva, jan):
    note(eva, root)
    note(jan, root, at=NOON + DAY, snapshot_id=7)
    response = client.get(reverse("report_log"), {"export": "csv", "user": jan.pk})
    rows = list(csv.reader(StringIO(b"".join(response.streaming_content).decode())))
    assert rows == [
        ["When", "Person", "Report", "Team", "Snapshot", "Opened as", "Organisation"],
        ["2026-03-03 12:00", "'=Jan +Peeters", "Team report", "Centre", "7", "Page", "Centre"],
    ]
    response = client.get(reverse("report_log"), {"export": "xlsx", "user": jan.pk})
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        rows[0],
        [*rows[1][:4], 7, *rows[1][5:]],
    ]


def test_a_deleted_account_stands_there_without_a_name(client, root, eva):
    note(eva, root)
    eva.delete()
    assert [row[1] for row in listed(client)] == ["Account that is gone"]


@pytest.mark.parametrize("role", [*Role, "superuser"])
def test_nobody_else_finds_the_log(client, root, eva, role):
    note(eva, root)
    user = make_user(is_staff=True, is_superuser=role == "superuser")
    user.groups.add(ensure_groups())
    if role != "superuser":
        team = root if role in (Role.ADVISER, Role.TEAM_MANAGER) else None
        make_role(user, role, organisation=root.organisation, team=team)
    client.force_login(user)
    expected = 200 if role == Role.ORGANISATION_ADMINISTRATOR else 404
    for name in ("report_log", "report_log_results"):
        assert client.get(reverse(name), follow=True).status_code == expected
    menu = client.get(reverse("wagtailadmin_account")).content.decode()
    assert (reverse("report_log") in menu) == (role == Role.ORGANISATION_ADMINISTRATOR)


def test_whose_role_has_ended_finds_it_no_more(client, root):
    user = administrator_of(root)
    user.memberships.update(until=NOON.date())
    client.force_login(user)
    assert client.get(reverse("report_log"), follow=True).status_code == 404


def test_list_takes_the_same_queries_for_one_line_and_three(client, root, eva):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("report_log"))
        return len(captured)

    note(eva, root)
    queries()
    once = queries()
    for _number in range(3):
        note(make_manager(root), root)
    assert ReportAccess.objects.count() == 4
    assert queries() == once

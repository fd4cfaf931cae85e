"""The page of the audit report: its period, who finds it, and its line in the log of reports."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from assessments.domain.quarters import Quarter
from assessments.models import ReportAccess
from assessments.report_enums import Report
from cms.accounts.enums import Role
from tests.factories.audit import ZONE, audit_report_of, store_quarter
from tests.factories.people import (
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_role,
    make_user,
)

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])
FILES = ("audit_pdf", "audit_xlsx", "audit_csv")
EVERYTHING = ("audit", *FILES)
NEW_YEAR = datetime(2026, 2, 1, 12, tzinfo=ZONE)


@pytest.fixture
def lead(root):
    return make_organisation_manager(root.organisation)


def address(name: str, language: str = "en") -> str:
    with override(language):
        return reverse(name)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@LANGUAGES
def test_page_says_what_the_files_say(client, year, rounds, lead, language):
    client.force_login(lead)
    response = client.get(address("audit", language))
    report = audit_report_of(year, language)
    assert response.context["report"] == report
    page = text_of(response)
    for said in (
        *(report.period, report.labels.lead, *report.remarks, report.purpose),
        *(f"{row.label} {row.note}" for row in report.quarters),
        *(cell.text for row in report.quarters for cell in row.cells),
        *(f"{row.label} {row.text}" for row in report.kinds),
        *(row.snapshot.campaign for row in report.rounds),
        *(each.text for each in report.definitions),
    ):
        assert " ".join(said.split()) in page


def test_period_is_the_last_full_year_unless_another_is_asked(client, year, lead):
    store_quarter(year, Quarter(2024, 4), {"advisers": 9})
    client.force_login(lead)
    report = client.get(address("audit")).context["report"]
    assert (report.first_day, report.last_day) == (date(2025, 1, 1), date(2025, 12, 31))
    asked = {"first": "2024-10-01", "last": "2025-03-31"}
    response = client.get(address("audit"), asked)
    report = response.context["report"]
    assert [row.label for row in report.quarters] == ["2024, quarter 4", "2025, quarter 1"]
    assert "audit.pdf?first=2024-10-01&amp;last=2025-03-31" in response.content.decode()
    lines = csv.DictReader(StringIO(client.get(address("audit_csv"), asked).content.decode()))
    assert {row["first_day"] for row in lines} == {"2024-10-01", "2025-01-01"}


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "2025-01-02"},
        {"last": "2025-12-30"},
        {"first": "2025-10-01", "last": "2025-03-31"},
        {"first": "x", "last": "²"},
        {"last": "2026-03-31"},
    ],
)
def test_any_other_period_has_no_figures_and_no_file(client, year, lead, asked):
    client.force_login(lead)
    response = client.get(address("audit"), asked)
    assert response.status_code == 200
    assert response.context["report"] is None
    assert response.context["form"].errors
    assert [client.get(address(name), asked).status_code for name in FILES] == [404] * 3
    assert not ReportAccess.objects.exists()


def test_without_a_counted_quarter_the_page_says_when_there_is_one(client, root, lead):
    with time_machine.travel(NEW_YEAR, tick=False):
        client.force_login(lead)
        page = client.get(address("audit"))
        files = [client.get(address(name)).status_code for name in FILES]
    assert "No quarter has been counted yet" in text_of(page)
    assert "15 April 2026" in text_of(page)
    assert f'href="{address("teams")}"' in page.content.decode()
    assert files == [404] * 3


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize(
    "role", [Role.ADVISER, Role.TEAM_MANAGER, Role.ORGANISATION_ADMINISTRATOR, Role.EDITOR, None]
)
def test_nobody_but_who_leads_the_whole_finds_it(client, year, root, name, role):
    user = make_user(is_staff=True, is_superuser=role is None)
    if role is not None:
        team = root if role in (Role.ADVISER, Role.TEAM_MANAGER) else None
        make_role(user, role, organisation=root.organisation, team=team)
    client.force_login(user)
    assert client.get(address(name)).status_code == 404
    assert not ReportAccess.objects.exists()


@pytest.mark.parametrize("name", EVERYTHING)
def test_sign_in_reading_only_and_roles_that_ended(client, year, lead, name):
    assert client.get(address(name)).status_code == 302
    client.force_login(lead)
    assert client.post(address(name)).status_code == 405
    lead.memberships.update(until=date(2025, 12, 31))
    assert client.get(address(name)).status_code == 404


def test_who_leads_elsewhere_reads_elsewhere_alone(client, year):
    other = make_organisation("Werkpunt")
    client.force_login(make_organisation_manager(other))
    response = client.get(address("audit"))
    assert response.context["report"] is None
    assert "=Centre" not in response.content.decode()


def test_each_opening_is_in_the_log(client, year, lead):
    client.force_login(lead)
    for name in EVERYTHING:
        response = client.get(address(name))
        assert "no-store" in response["Cache-Control"]
    lines = ReportAccess.objects.order_by("pk").values_list("organisation", "report", "format")
    assert list(lines) == [
        (year.pk, Report.AUDIT.value, how) for how in ("page", "pdf", "xlsx", "csv")
    ]
    assert response["Content-Disposition"] == (
        'attachment; filename="centre-audit-2025-01-01-2025-12-31.csv"'
    )


def test_list_of_teams_leads_who_leads_to_it(client, year, root, lead):
    client.force_login(lead)
    assert f'href="{address("audit")}"' in client.get(address("teams")).content.decode()
    client.force_login(make_manager(root))
    assert f'href="{address("audit")}"' not in client.get(address("teams")).content.decode()

"""The file of a workbook that a job made: for whom, until when, and in the log."""

from datetime import timedelta

import pytest
import time_machine

from assessments.domain.kept_files import file_of
from assessments.models import ReportAccess
from assessments.models.keeping import new_token
from assessments.report_enums import Report, ReportFormat
from cms.accounts.enums import Role
from tests.factories.people import (
    make_adviser,
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_role,
    root_of,
)
from tests.factories.reports import NOW
from tests.factories.workbooks import (
    WEEK,
    XLSX,
    ask,
    file_address,
    made,
    page_of,
    wanted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_file_is_the_workbook_and_stands_in_the_log(mine, gent, manager):
    export = made(wanted(manager, gent))
    response = mine.get(file_address(export))
    body = response.getvalue()
    assert (response.status_code, response["Content-Type"]) == (200, XLSX)
    assert response["Content-Disposition"] == 'attachment; filename="gent-2026-03-31.xlsx"'
    assert "no-store" in response["Cache-Control"]
    assert body == file_of(export).read_bytes()
    [line] = ReportAccess.objects.all()
    assert (line.user, line.report, line.format) == (manager, Report.TEAM, ReportFormat.XLSX)
    assert (line.team_key, line.snapshot_key) == (gent.pk, export.snapshot_id)


def test_each_download_stands_in_the_log(mine, gent, manager):
    export = made(wanted(manager, gent))
    for minutes in (0, 10, 20):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            assert mine.get(file_address(export)).getvalue()
    assert ReportAccess.objects.count() == 3


@pytest.mark.parametrize("who", ["colleague", "lead", "adviser", "elsewhere"])
def test_file_is_nobody_elses(client, gent, manager, who):
    export = made(wanted(manager, gent))
    others = {
        "colleague": lambda: make_manager(gent),
        "lead": lambda: make_organisation_manager(gent.organisation),
        "adviser": lambda: make_adviser(gent),
        "elsewhere": lambda: make_manager(root_of(make_organisation("Werkpunt"))),
    }
    client.force_login(others[who]())
    assert client.get(file_address(export)).status_code == 404
    assert not ReportAccess.objects.exists()


def test_role_that_ended_yesterday_closes_page_and_file(mine, gent, manager):
    export = made(wanted(manager, gent))
    assert mine.head(file_address(export)).status_code == 200
    manager.memberships.update(until=NOW.date() - timedelta(days=1))
    assert mine.get(file_address(export)).status_code == 404
    assert mine.get(page_of(gent)).status_code == 404


def test_manager_of_another_team_now_does_not_find_the_file_there(mine, gent, manager):
    export = made(wanted(manager, gent))
    other = root_of(gent.organisation).get_children().exclude(pk=gent.pk).first()
    make_role(manager, Role.TEAM_MANAGER, team=other)
    address = file_address(export).replace(f"/teams/{gent.pk}/", f"/teams/{other.pk}/")
    assert mine.get(page_of(other)).status_code == 200
    assert mine.get(address).status_code == 404


@pytest.mark.parametrize("wrong", ["token", "unfinished", "expired", "lost"])
def test_file_that_is_not_there_is_not_found(mine, gent, manager, wrong):
    asked = wanted(manager, gent)
    export = ask(asked) if wrong == "unfinished" else made(asked)
    address, moment = file_address(export), NOW
    if wrong == "token":
        address = address.replace(export.token, new_token())
    elif wrong == "expired":
        moment += WEEK
    elif wrong == "lost":
        file_of(export).unlink()
    with time_machine.travel(moment, tick=False):
        mine.force_login(manager)
        assert mine.get(address).status_code == 404
    assert not ReportAccess.objects.exists()


def test_whoever_is_not_signed_in_is_asked_to(client, gent, manager):
    for address in (page_of(gent), file_address(made(wanted(manager, gent)))):
        response = client.get(address)
        assert (response.status_code, response.url[:24]) == (302, "/accounts/login/?next=/e")

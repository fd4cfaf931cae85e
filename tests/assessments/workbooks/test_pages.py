"""Where a large workbook is asked for: from how many rows, how far it is, and for whom."""

from pathlib import Path

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.kept_files import BEING_MADE, KEPT_DAYS, file_of
from assessments.domain.report_exports import MOST_ROWS_AT_ONCE, ask_for_workbook
from assessments.domain.snapshots import close_campaign
from assessments.models import ReportAccess, ReportExport, Snapshot
from assessments.models.keeping import new_token
from tests.factories.people import (
    make_adviser,
    make_manager,
    make_organisation,
    root_of,
)
from tests.factories.reports import NOW, make_round
from tests.factories.workbooks import (
    ROWS_PER_TEAM,
    WEEK,
    XLSX,
    add_teams_below,
    close_a_long_round,
    file_address,
    made,
    page_of,
    wanted,
)
from training.models import Competence

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def read(client, address) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return BeautifulSoup(response.content, "html.parser").main


def text_of(main: BeautifulSoup) -> str:
    return " ".join(main.get_text(" ").split())


# From the report


@pytest.mark.parametrize("query", ["", "?snapshot={snapshot}"])
def test_above_the_limit_the_report_leads_to_the_page(client, query):
    gent = close_a_long_round()["Gent"]
    client.force_login(make_manager(gent))
    asked = query.format(snapshot=Snapshot.objects.get().pk)
    response = client.get(f"/en/teams/{gent.pk}/report.xlsx{asked}")
    assert (response.status_code, response.url) == (302, page_of(gent))
    assert not ReportAccess.objects.exists()
    main = read(client, response.url)
    assert "5,064 rows: this team and the teams below it, figures of 31 March 2026." in text_of(
        main
    )


def test_at_the_limit_it_is_made_at_once(client):
    more = MOST_ROWS_AT_ONCE // ROWS_PER_TEAM - 1
    gent = close_a_long_round(more=more)["Gent"]
    client.force_login(make_manager(gent))
    response = client.get(f"/en/teams/{gent.pk}/report.xlsx")
    assert (response.status_code, response["Content-Type"]) == (200, XLSX)
    assert not ReportExport.objects.exists()


# The page


def test_page_says_what_will_happen_and_offers_it(mine, gent):
    main = read(mine, page_of(gent))
    text = text_of(main)
    assert "72 rows: this team and the teams below it" in text
    assert "made in the background. You get a mail when it is ready" in text
    assert f"The file goes after {KEPT_DAYS} days." in text
    form = main.find("form", method="post")
    assert (form["action"], form.button.text) == (page_of(gent), "Have it made")
    assert main.progress is None


def test_reading_the_page_makes_nothing(mine, gent):
    mine.get(page_of(gent))
    mine.head(page_of(gent))
    assert not ReportExport.objects.exists()


def test_asking_makes_it_and_leads_back(mine, gent, manager, mailoutbox):
    response = mine.post(page_of(gent))
    assert (response.status_code, response.url) == (302, page_of(gent))
    [export] = ReportExport.objects.all()
    assert (export.user, export.team, export.language) == (manager, gent, "en")
    assert (export.rows_total, export.rows_done, export.ready_at) == (72, 72, NOW)
    assert [message.to for message in mailoutbox] == [[manager.email]]
    mine.post(page_of(gent))
    assert (ReportExport.objects.count(), len(mailoutbox)) == (1, 1)


def test_page_in_progress_shows_rows_done_and_a_way_to_look_again(mine, gent, manager):
    asked = wanted(manager, gent, "nl")
    export, _new = ask_for_workbook(asked=asked, rows=120_000, now=NOW)
    ReportExport.objects.filter(pk=export.pk).update(rows_done=42_000)
    main = read(mine, page_of(gent, "nl"))
    assert main.progress.attrs == {"id": "rows-done", "value": "42000", "max": "120000"}
    label = main.find("label", attrs={"for": "rows-done"}).text
    assert label == "Het rekenblad wordt gemaakt: 42.000 van de 120.000 rijen zijn klaar."
    assert main.find("a", string="Opnieuw kijken")["href"] == page_of(gent, "nl")
    assert main.find("form", method="post") is None
    assert mine.get(page_of(gent, "nl")).content.count(b"http-equiv") == 0


def test_page_that_is_ready_leads_to_the_file_with_size_and_end(mine, gent, manager):
    export = made(wanted(manager, gent))
    main = read(mine, page_of(gent))
    link = main.find("a", href=file_address(export))
    kilobytes = f"{file_of(export).stat().st_size / 1024:.1f}"
    assert link.text == f"Download the spreadsheet (XLSX, {kilobytes}\xa0KB)"
    assert "Only you can open it, until 7 April 2026, 19:00 and as long as" in text_of(main)
    assert main.find("form", method="post") is None


def test_page_of_one_that_failed_offers_it_again(mine, gent, settings):
    Path(settings.PEIL_EXPORTS_DIR).write_text("a file where the folder should be")
    mine.post(page_of(gent))
    main = read(mine, page_of(gent))
    assert "The spreadsheet could not be made" in text_of(main)
    Path(settings.PEIL_EXPORTS_DIR).unlink()
    mine.post(main.find("form", method="post")["action"])
    assert ReportExport.objects.get().ready_at == NOW


def test_page_of_one_that_never_came_offers_it_again(mine, gent, manager):
    ask_for_workbook(asked=wanted(manager, gent), rows=72, now=NOW - BEING_MADE)
    main = read(mine, page_of(gent))
    assert "The spreadsheet could not be made" in text_of(main)
    assert main.find("form", method="post")


def test_page_after_a_week_begins_anew(mine, gent, manager):
    made(wanted(manager, gent))
    with time_machine.travel(NOW + WEEK, tick=False):
        mine.force_login(manager)
        main = read(mine, page_of(gent))
    assert main.find("form", method="post").button.text == "Have it made"
    assert "could not be made" not in text_of(main)


def test_page_takes_the_same_queries_for_any_number_of_exports_and_teams(mine, gent, manager):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            mine.get(page_of(gent))
        return len(captured)

    nothing = queries()
    export = made(wanted(manager, gent))
    one = queries()
    for _number in range(2):
        export.pk, export.token = None, new_token()
        export.save()
    add_teams_below(gent, 20, list(Competence.objects.all()), start=100)
    assert nothing == one == queries() <= 20


# For whom


@pytest.mark.parametrize("who", ["adviser", "elsewhere"])
def test_page_is_for_whoever_may_open_the_team(client, gent, who):
    elsewhere = root_of(make_organisation("Werkpunt"))
    client.force_login(make_adviser(gent) if who == "adviser" else make_manager(elsewhere))
    assert client.get(page_of(gent)).status_code == 404
    assert client.post(page_of(gent)).status_code == 404
    assert not ReportExport.objects.exists()


@pytest.mark.parametrize("asked", ["999999", "x", "-1", "foreign"])
def test_a_snapshot_of_elsewhere_or_none_is_not_found(mine, gent, asked):
    if asked == "foreign":
        root = root_of(make_organisation("Werkpunt"))
        campaign = make_round(root, {"A1": Competence.objects.first()})
        asked = close_campaign(campaign=campaign, now=NOW).pk
    assert mine.get(f"/en/teams/{gent.pk}/workbook/?snapshot={asked}").status_code == 404

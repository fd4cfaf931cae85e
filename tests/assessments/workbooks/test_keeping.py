"""The mail about a workbook that a job made, where its file lies, and when that goes."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from assessments.domain.deletion import delete_account
from assessments.domain.kept_files import BEING_MADE, file_of, remove_expired_files
from assessments.domain.my_data import everything_of
from assessments.models import ReportExport
from tests.factories.reports import NOW
from tests.factories.workbooks import ROWS_PER_TEAM, WEEK, kept_files, made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
ROWS = 3 * ROWS_PER_TEAM


# The mail


IN_ENGLISH = """\
Hello Hanne,

The spreadsheet that you asked for is ready: all rows of the team report of Gent, figures of 31 March 2026.
Get it here:
{address}

The link works until 7 April 2026, 19:00, for you alone and as long as you manage this team.
Do not pass it on to who may not open it.
"""  # noqa: E501
IN_DUTCH = """\
Dag Hanne,

Het rekenblad waar je om vroeg, is klaar: alle rijen van het teamrapport van Gent, cijfers van 31 maart 2026.
Je vindt het hier:
{address}

De link werkt tot 7 april 2026, 19:00, alleen voor jou en zolang je dit team leidt.
Geef het niet door aan wie het niet mag openen.
"""  # noqa: E501


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("en", "Your spreadsheet of Gent is ready, figures of 31 March 2026", IN_ENGLISH),
        ("nl", "Je rekenblad van Gent is klaar, cijfers van 31 maart 2026", IN_DUTCH),
    ],
)
def test_mail_leads_to_the_page_and_tells_no_figure(
    asked, manager, gent, smtp, settings, language, subject, text
):
    manager.language = language
    manager.save()
    export = made(asked)
    [message] = smtp.messages
    assert (message["To"], message["Subject"]) == (manager.email, subject)
    page = f"/en/teams/{gent.pk}/workbook/?snapshot={export.snapshot_id}"
    expected = text.format(address=settings.WAGTAILADMIN_BASE_URL + page)
    assert message.get_content().splitlines() == expected.splitlines()
    assert not message.is_multipart()


def test_a_mail_server_that_refuses_leaves_the_file(asked, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    export = made(asked)
    assert (export.ready_at, export.failed_at) == (NOW, None)
    assert kept_files() == [file_of(export)]


# When it goes


def test_file_lies_where_only_the_site_reads(asked, settings):
    path = file_of(made(asked))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.is_relative_to(settings.MEDIA_ROOT)
    assert not path.is_relative_to(settings.STATIC_ROOT)


def test_what_is_due_removes_it_after_a_week(asked, capsys):
    made(asked)
    assert remove_expired_files(NOW + WEEK - timedelta(seconds=1)) == 0
    with time_machine.travel(NOW + WEEK, tick=False):
        call_command("run_due")
    assert (ReportExport.objects.count(), kept_files()) == (0, [])


def test_file_goes_with_the_account(asked, manager):
    made(asked)
    delete_account(user=manager)
    assert (ReportExport.objects.count(), kept_files()) == (0, [])


def test_file_of_figures_that_are_gone_goes_and_nobody_elses(asked, settings):
    path = file_of(made(asked))
    other = Path(settings.PEIL_EXPORTS_DIR) / "notes.txt"
    other.write_text("of somebody else")
    for each in (path, other):
        os.utime(each, (NOW.timestamp(), NOW.timestamp()))
    asked.snapshot.delete()
    remove_expired_files(NOW + BEING_MADE)
    assert path.exists()
    remove_expired_files(NOW + BEING_MADE + timedelta(seconds=1))
    assert kept_files() == [other]


def test_it_stands_in_everything_of_mine_without_a_way_to_it(asked, manager):
    export = made(asked)
    everything = everything_of(manager, "en", NOW)
    [row] = everything.tables["workbooks"]
    assert (row["rows_done"], row["language"]) == (ROWS, "en")
    assert {"token", "file"}.isdisjoint(row)
    assert export.token not in str(everything)

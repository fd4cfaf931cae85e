"""Workbooks that a job makes: what is in them, and how far they are.

The mail and how long they are kept: test_keeping.py.
"""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessments.domain.kept_files import (
    BEING_MADE,
    file_of,
    store_file,
)
from assessments.domain.report_exports import (
    MOST_ROWS_AT_ONCE,
    NOTED_EVERY,
    WorkbookPage,
    ask_for_workbook,
    noting_progress,
    workbook_page,
)
from assessments.domain.team_report import build_team_report
from assessments.domain.team_report_rows import number_of_rows, report_rows
from assessments.export_tasks import make_report_export
from assessments.models import ReportExport, SnapshotNode
from assessments.renderers.team_xlsx import build_xlsx
from tests.factories.people import make_manager
from tests.factories.reports import NOW
from tests.factories.workbooks import ROWS_PER_TEAM, WEEK, ask, kept_files, made, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
ROWS, MANY_ROWS = 3 * ROWS_PER_TEAM, 211 * ROWS_PER_TEAM


def cells(body: BytesIO | Path) -> list[list]:
    """Return what stands where, how it looks and how it is filtered, sheet by sheet."""
    return [
        [sheet.title, sheet.auto_filter.ref, sheet.freeze_panes]
        + [
            (cell.coordinate, cell.value, cell.data_type, cell.font.bold)
            for row in sheet.iter_rows()
            for cell in row
        ]
        for sheet in load_workbook(body)
    ]


# What is in it


def test_it_has_the_cells_of_one_that_is_made_at_once(asked):
    team, snapshot = asked.team, asked.snapshot
    rows = list(report_rows(team, snapshot))
    assert len(rows) == ROWS
    report = build_team_report(team=team, language="en", snapshot=snapshot)
    assert cells(file_of(made(asked))) == cells(BytesIO(build_xlsx(report, rows)))


def test_there_are_as_many_rows_as_are_counted_in_the_order_of_the_tree(long):
    assert number_of_rows(long.team, long.snapshot) == MANY_ROWS > MOST_ROWS_AT_ONCE
    keys = [row.team_id for row in report_rows(long.team, long.snapshot)][::ROWS_PER_TEAM]
    nodes = SnapshotNode.objects.filter(snapshot=long.snapshot, path__startswith=long.team.path)
    assert keys == list(nodes.order_by("path").values_list("team_key", flat=True))
    assert len(set(keys)) == MANY_ROWS // ROWS_PER_TEAM


def test_a_formula_in_a_name_stays_text(asked):
    book = load_workbook(file_of(made(asked)))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in found}
    assert "'=1+1" in {cell.value for cell in found}


def test_its_words_are_in_the_language_it_was_asked_in(manager, gent):
    titles = [
        load_workbook(file_of(made(wanted(manager, gent, language)))).properties.title
        for language in ("nl", "en")
    ]
    assert titles == ["Teamrapport Gent", "Team report Gent"]


# How far it is


def page_at(asked, now) -> WorkbookPage:
    return workbook_page(asked, ROWS, now)


def test_nothing_asked(asked):
    assert page_at(asked, NOW) == WorkbookPage(ROWS, None, None, False, False)


def test_asked_and_in_progress_and_ready(asked):
    export = ask(asked)
    assert page_at(asked, NOW) == WorkbookPage(ROWS, export, None, True, False)
    make_report_export.call(export.pk)
    size = file_of(ReportExport.objects.get()).stat().st_size
    assert page_at(asked, NOW) == WorkbookPage(ROWS, export, size, False, False)


def test_progress_is_noted_now_and_then(long):
    export, seen = ask(long), []
    for number, _row in enumerate(noting_progress(export, report_rows(long.team, long.snapshot))):
        if number % NOTED_EVERY == 0:
            seen.append(page_at(long, NOW).export.rows_done)
    assert seen == [0, NOTED_EVERY, 2 * NOTED_EVERY]
    assert page_at(long, NOW).export.rows_done == MANY_ROWS


def test_asked_for_once_while_it_is_being_made_and_while_it_is_there(asked):
    first, is_new = ask_for_workbook(asked=asked, rows=ROWS, now=NOW)
    soon = NOW + BEING_MADE - timedelta(seconds=1)
    assert is_new
    assert ask_for_workbook(asked=asked, rows=ROWS, now=soon) == (first, False)
    make_report_export.call(first.pk)
    late = NOW + WEEK - timedelta(seconds=1)
    assert ask_for_workbook(asked=asked, rows=ROWS, now=late) == (first, False)
    assert ask_for_workbook(asked=asked, rows=ROWS, now=NOW + WEEK)[1] is True


def test_each_person_team_and_language_has_its_own(asked, manager, gent):
    ask(asked)
    for other in (wanted(manager, gent, "nl"), wanted(make_manager(gent), gent)):
        assert page_at(other, NOW).export is None
        assert ask_for_workbook(asked=other, rows=ROWS, now=NOW)[1] is True


def test_unfinished_after_an_hour_is_asked_for_again_and_the_first_makes_nothing(asked):
    first = ask(asked)
    later = NOW + BEING_MADE
    assert page_at(asked, later) == WorkbookPage(ROWS, first, None, False, True)
    second, is_new = ask_for_workbook(asked=asked, rows=ROWS, now=later)
    assert (is_new, second.pk != first.pk) == (True, True)
    make_report_export.call(first.pk)
    assert kept_files() == []


def test_a_job_that_fails_is_said_and_can_be_asked_again(asked, settings, mailoutbox):
    Path(settings.PEIL_EXPORTS_DIR).write_text("a file where the folder should be")
    export = made(asked)
    assert (export.ready_at, export.failed_at) == (None, NOW)
    assert page_at(asked, NOW) == WorkbookPage(ROWS, export, None, False, True)
    assert mailoutbox == []
    Path(settings.PEIL_EXPORTS_DIR).unlink()
    assert made(asked).ready_at == NOW
    assert ReportExport.objects.count() == 1


def test_a_lost_file_can_be_asked_for_again(asked):
    file_of(made(asked)).unlink()
    assert page_at(asked, NOW).has_failed
    assert ask_for_workbook(asked=asked, rows=ROWS, now=NOW)[1] is True


def test_a_job_that_runs_twice_makes_one_file_and_one_mail(asked, mailoutbox):
    export = made(asked)
    make_report_export.call(export.pk)
    assert kept_files() == [file_of(export)]
    assert len(mailoutbox) == 1


def test_of_two_jobs_at_once_the_first_to_finish_makes_the_file(asked):
    export = ask(asked)

    def slow(target) -> None:
        make_report_export.call(export.pk)
        target.write(b"the second")

    assert not store_file(export=export, suffix="xlsx", write=slow, clock=timezone.now)
    export.refresh_from_db()
    assert kept_files() == [file_of(export)]
    assert load_workbook(file_of(export)).properties.title == "Team report Gent"


def test_a_job_for_what_is_gone_does_nothing(mailoutbox):
    make_report_export.call(1)
    assert (kept_files(), mailoutbox) == ([], [])


@pytest.mark.parametrize("gone", ["role", "account"])
def test_whoever_may_no_longer_open_the_team_gets_no_file(asked, manager, gone):
    export = ask(asked)
    if gone == "role":
        manager.memberships.update(until=NOW.date() - timedelta(days=1))
    else:
        manager.is_active = False
        manager.save()
    make_report_export.call(export.pk)
    assert (ReportExport.objects.count(), kept_files()) == (0, [])

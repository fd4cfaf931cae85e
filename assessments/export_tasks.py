"""Jobs that make a file of figures which somebody asked for."""

import logging
from typing import BinaryIO

from django.utils import timezone
from django_tasks import task

from assessments.domain.kept_files import note_failure
from assessments.domain.report_exports import begin_workbook, noting_progress, store_workbook
from assessments.domain.team_report import build_team_report
from assessments.domain.team_report_rows import report_rows
from assessments.emails import send_workbook_ready
from assessments.models import ReportExport
from assessments.renderers.team_xlsx import write_xlsx

logger = logging.getLogger("peil.jobs")


@task()
def make_report_export(pk: int) -> None:
    """Make the workbook that was asked for, and tell who asked; one that is ready is left alone."""
    export = begin_workbook(pk)
    if export is None:
        return

    def write(target: BinaryIO) -> None:
        _write(export, target)

    try:
        made = store_workbook(export=export, write=write, clock=timezone.now)
    except Exception as error:  # a traceback could carry figures into the log
        logger.error("workbook %s was not made: %s", pk, type(error).__name__)
        note_failure(export=export, now=timezone.now())
        return
    if made:
        _tell(export)


def _write(export: ReportExport, target: BinaryIO) -> None:
    team, snapshot = export.team, export.snapshot
    report = build_team_report(team=team, language=export.language, snapshot=snapshot)
    write_xlsx(report, noting_progress(export, report_rows(team, snapshot)), target)


def _tell(export: ReportExport) -> None:
    """Send the mail; without it the file is still there, on the page where it was asked for."""
    try:
        send_workbook_ready(export)
    except Exception as error:  # a traceback could carry an address into the log
        logger.error("workbook %s was not mailed: %s", export.pk, type(error).__name__)

"""Writes in the log that a report is handed over; called when the gate has let somebody through.

These GETs write, as the view of a share does: the log is about reading. Without its line no report
is shown.
"""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from assessments.domain.report_access import note_report, note_team_report
from assessments.domain.team_report import SnapshotInfo
from assessments.report_enums import Report, ReportFormat
from cms.accounts.models import Team


def log_team_report(
    request: HttpRequest,
    team: Team,
    report: Report,
    snapshot: SnapshotInfo | None,
    how: ReportFormat = ReportFormat.PAGE,
) -> None:
    """Log that the reader gets a report of a team, with the figures of a snapshot if it has any."""
    note_team_report(
        user=request.user,
        team=team,
        report=report,
        how=how,
        snapshot_id=snapshot.id if snapshot else None,
        now=timezone.now(),
    )


def log_report(
    request: HttpRequest,
    organisation_ids: Iterable[int],
    report: Report,
    how: ReportFormat = ReportFormat.PAGE,
) -> None:
    """Log that the reader gets a report that is of no single team."""
    note_report(
        user=request.user,
        organisation_ids=organisation_ids,
        report=report,
        how=how,
        now=timezone.now(),
    )

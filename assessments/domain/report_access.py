"""Writes in the log who opened or exported which report.

Who may read it: `visible_report_accesses`. When it goes: retention.py.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from assessments.models import ReportAccess
from assessments.report_enums import Report, ReportFormat
from cms.accounts.models import Team, User

ONE_LINE_PER = timedelta(minutes=10)


def note_team_report(
    *,
    user: User,
    team: Team,
    report: Report,
    how: ReportFormat,
    snapshot_id: int | None,
    now: datetime,
) -> None:
    """Write that somebody opens or takes along a report of a team; one query.

    The same thing within the same ten minutes of the clock is one line. Inserting is the only
    step, and the database holds lines apart: two tabs at once cannot make two.

    Args:
        snapshot_id: whose figures it shows; None where there are none.
    """
    _write(
        [
            ReportAccess(
                organisation_id=team.organisation_id,
                user=user,
                report=report,
                format=how,
                team_key=team.pk,
                team_name=team.name,
                snapshot_key=snapshot_id or 0,
                at=now,
                slot=_slot(now),
            )
        ]
    )


def note_report(
    *,
    user: User,
    organisation_ids: Iterable[int],
    report: Report,
    how: ReportFormat,
    now: datetime,
) -> None:
    """Write the same of a report that is of no single team, in each of the organisations."""
    _write(
        [
            ReportAccess(
                organisation_id=key,
                user=user,
                report=report,
                format=how,
                at=now,
                slot=_slot(now),
            )
            for key in sorted({*organisation_ids})
        ]
    )


def _slot(now: datetime) -> int:
    return int(now.timestamp() // ONE_LINE_PER.total_seconds())


def _write(lines: list[ReportAccess]) -> None:
    ReportAccess.objects.bulk_create(lines, ignore_conflicts=True)

"""Which reports the managers of the demo have opened."""

from datetime import datetime, timedelta

from assessments.domain.report_access import note_team_report
from assessments.models import Snapshot
from assessments.report_enums import Report, ReportFormat
from cms.accounts.models import Team, User

# (account, team, report, how it left, days ago)
OPENED = [
    ("manager", "Gent", Report.TEAM, ReportFormat.PAGE, 76),
    ("manager", "Gent", Report.TEAM, ReportFormat.PDF, 76),
    ("manager", "Gent", Report.TREND, ReportFormat.PAGE, 60),
    ("lead", "Loopbaanhuis", Report.OVERVIEW, ReportFormat.PAGE, 74),
    ("lead", "Loopbaanhuis", Report.SUMMARY, ReportFormat.PDF, 74),
    ("lead", "Antwerpen", Report.TEAM, ReportFormat.XLSX, 21),
]


def open_reports(now: datetime) -> None:
    """Let managers have read some reports of the newest snapshot that there was."""
    snapshots = Snapshot.objects.filter(organisation__slug="loopbaanhuis").order_by("-taken_at")
    for account, team, report, how, days in OPENED:
        moment = now - timedelta(days=days)
        found = snapshots.filter(taken_at__lt=moment).first()
        note_team_report(
            user=User.objects.get(email=f"{account}@peil.example"),
            team=Team.objects.get(name=team),
            report=report,
            how=how,
            snapshot_id=found.pk if found else None,
            now=moment,
        )

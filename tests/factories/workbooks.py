"""A team with so many rows that its workbook takes a job, and who asks for it."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from assessments.domain.kept_files import KEPT_DAYS
from assessments.domain.report_exports import WorkbookAsked, ask_for_workbook
from assessments.domain.team_report_rows import number_of_rows
from assessments.enums import Evidence, WithheldRule
from assessments.export_tasks import make_report_export
from assessments.models import Cell, ReportExport, Snapshot, SnapshotNode
from cms.accounts.models import Team, User
from tests.factories.reports import NOW, close_a_round, make_framework
from training.models import Competence

CODES = tuple(f"{area}{number}" for area in "ABCD" for number in (1, 2, 3))
ROWS_PER_TEAM = 2 * len(CODES)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WEEK = timedelta(days=KEPT_DAYS)


def close_a_long_round(more: int = 210) -> dict[str, Team]:
    """Return the teams of Loopbaanhuis after a round in which Gent had many teams below it.

    These are gone by now, and nothing of them is shown. With 210 of them Gent has 5,064 rows.
    """
    competences = make_framework(*CODES)
    teams = close_a_round(competences)
    add_teams_below(teams["Gent"], more, list(competences.values()))
    return teams


def add_teams_below(team: Team, number: int, competences: list[Competence], start: int = 0) -> None:
    """Let a team have had so many more below it in its only snapshot."""
    above = SnapshotNode.objects.get(team=team)
    nodes = SnapshotNode.objects.bulk_create(
        SnapshotNode(
            snapshot=above.snapshot,
            team_key=1_000_000 + place,
            parent_key=above.team_key,
            name="=1+1" if place == 0 else f"Team {place}",
            path=f"{above.path}{place:04}",
            depth=above.depth + 1,
        )
        for place in range(start, start + number)
    )
    Cell.objects.bulk_create(
        Cell(
            node=node,
            competence=competence,
            evidence=evidence,
            withheld=WithheldRule.MINIMUM_SIZE,
            see_instead=above,
        )
        for node in nodes
        for competence in competences
        for evidence in (Evidence.SELF, Evidence.TESTED)
    )


def wanted(user: User, team: Team, language: str = "en") -> WorkbookAsked:
    """Return the workbook of the only snapshot."""
    team = Team.objects.select_related("organisation").get(pk=team.pk)
    return WorkbookAsked(user, team, Snapshot.objects.get(), language)


def ask(asked: WorkbookAsked, now: datetime = NOW) -> ReportExport:
    """Ask for a workbook, without a job that makes it."""
    rows = number_of_rows(asked.team, asked.snapshot)
    return ask_for_workbook(asked=asked, rows=rows, now=now)[0]


def made(asked: WorkbookAsked, now: datetime = NOW) -> ReportExport:
    """Return a workbook that was asked for, after its job."""
    export = ask(asked, now)
    make_report_export.call(export.pk)
    export.refresh_from_db()
    return export


def page_of(team: Team, language: str = "en") -> str:
    """Return where the workbook of the only snapshot is asked for."""
    return f"/{language}/teams/{team.pk}/workbook/?snapshot={Snapshot.objects.get().pk}"


def file_address(export: ReportExport) -> str:
    return f"/en/teams/{export.team_id}/workbook/{export.token}/"


def kept_files() -> list[Path]:
    """Return everything that lies where files are kept."""
    folder = Path(settings.PEIL_EXPORTS_DIR)
    return sorted(folder.iterdir()) if folder.exists() else []

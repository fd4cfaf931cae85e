"""The rows of a team report as a workbook: at once, or by a job where there are very many."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain.kept_files import KEPT_DAYS, file_of
from assessments.domain.report_exports import (
    MOST_ROWS_AT_ONCE,
    WorkbookAsked,
    ask_for_workbook,
    workbook_page,
)
from assessments.domain.team_report import build_team_report
from assessments.domain.team_report_rows import newest_snapshot, number_of_rows, report_rows
from assessments.export_tasks import make_report_export
from assessments.models import Snapshot
from assessments.permissions import get_workbook_or_404
from assessments.renderers.team_xlsx import build_xlsx
from assessments.report_enums import Report, ReportFormat
from assessments.views.report_log import log_team_report
from assessments.views.teams import XLSX, file_name, report_file, snapshot_asked_for
from cms.accounts.models import Team
from cms.accounts.permissions import get_team_or_404


@require_safe
@login_required
@never_cache
def team_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over the rows of a team and all below it, or lead on to where a job makes them."""
    found = get_team_or_404(request.user, pk)
    snapshot, rows = _figures(request, found)
    if rows > MOST_ROWS_AT_ONCE:
        return redirect(_address(found, snapshot))
    report = build_team_report(team=found, language=request.LANGUAGE_CODE, snapshot=snapshot)
    log_team_report(request, found, Report.TEAM, report.snapshot, ReportFormat.XLSX)
    return report_file(report, "xlsx", XLSX, build_xlsx(report, report_rows(found, snapshot)))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far the workbook is; have it made by a worker where there is one."""
    found = get_team_or_404(request.user, pk)
    snapshot, rows = _figures(request, found)
    asked = WorkbookAsked(request.user, found, snapshot, request.LANGUAGE_CODE)
    if request.method == "POST":
        export, is_new = ask_for_workbook(asked=asked, rows=rows, now=timezone.now())
        if is_new:
            make_report_export.enqueue(export.pk)
        return redirect(_address(found, snapshot))
    context = {
        "page": workbook_page(asked, rows, timezone.now()),
        "team": found,
        "snapshot": snapshot,
        "address": _address(found, snapshot),
        "kept_days": KEPT_DAYS,
        "crumbs": [
            (_("Teams"), reverse("teams")),
            (found.name, reverse("team", args=[found.pk])),
            (_("Spreadsheet"), ""),
        ],
    }
    return render(request, "assessments/teams/workbook.html", context)


@never_cache
@login_required
@require_safe
def workbook_file(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Hand over a finished workbook to whoever asked for it and may still open the team."""
    found = get_team_or_404(request.user, pk)
    export = get_workbook_or_404(request.user, found, token, timezone.now())
    try:
        file = file_of(export).open("rb")
    except OSError as error:
        raise Http404 from error
    log_team_report(request, found, Report.TEAM, export.snapshot, ReportFormat.XLSX)
    day = timezone.localdate(export.snapshot.taken_at)
    name = file_name(found.name, found.pk, day, "xlsx")
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _figures(request: HttpRequest, team: Team) -> tuple[Snapshot, int]:
    """Return the snapshot asked for or the newest, with the number of rows that it has of a team.

    Raises:
        Http404: when there is none, or it has no figures of the team.
    """
    snapshot = snapshot_asked_for(request, team) or newest_snapshot(team)
    rows = number_of_rows(team, snapshot) if snapshot else None
    if rows is None:
        raise Http404
    return snapshot, rows


def _address(team: Team, snapshot: Snapshot) -> str:
    return f"{reverse('workbook', args=[team.pk])}?snapshot={snapshot.pk}"

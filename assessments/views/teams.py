"""The teams that a manager may open, the report of one, and the same report as files.

The workbook is in workbooks.py, for it may take a job.
"""

from collections.abc import Iterator
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.management_summary import ManagementSummary
from assessments.domain.sharing import received_by
from assessments.domain.sufficiency_rows import RuleRow, short_rows
from assessments.domain.team_branches import branches
from assessments.domain.team_matrix import KINDS, Choice, Order, matrix_of
from assessments.domain.team_overview import build_overview
from assessments.domain.team_report import TeamReport, build_team_report
from assessments.domain.team_report_rows import ReportRow, report_rows
from assessments.domain.team_trend import build_trend
from assessments.enums import Evidence, HeatState
from assessments.models import Snapshot
from assessments.permissions import get_snapshot_or_404
from assessments.renderers.team_csv import csv_parts
from assessments.renderers.team_pdf import build_pdf
from assessments.report_enums import Report, ReportFormat
from assessments.share_permissions import visible_shares
from assessments.views.report_log import log_team_report
from cms.accounts.enums import Role
from cms.accounts.models import Team
from cms.accounts.permissions import get_team_or_404, has_role, visible_teams

MOST_OPEN = 40  # branches in one picture
MOST_DIGITS = 19
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def team_list(request: HttpRequest) -> HttpResponse:
    """List the teams whose reports a manager may open; nobody else knows this page."""
    if not has_role(request.user, Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER):
        raise Http404
    trees = branches(visible_teams(request.user))
    context = {
        "trees": trees,
        "shares": visible_shares(request.user, timezone.now()).count(),
        "leads": has_role(request.user, Role.ORGANISATION_MANAGER),
        "crumbs": [(_("Teams"), "")],
    }
    return render(request, "assessments/teams/list.html", context)


@require_safe
@login_required
@never_cache
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report of one team, from its newest snapshot or the one asked for."""
    found = get_team_or_404(request.user, pk)
    report = _report(request, found)
    log_team_report(request, found, Report.TEAM, report.snapshot)
    matrix = matrix_of(report, _choice(request))
    context = {
        "report": report,
        "matrix": matrix,
        "choices": _choices(request, report, matrix.choice),
        "is_chosen": matrix.choice != Choice(),
        "short": _short(request, found),
        "shares": received_by(request.user, timezone.now(), found),
        "crumbs": [(_("Teams"), reverse("teams")), (found.name, "")],
    }
    return render(request, "assessments/teams/report.html", context)


@require_safe
@login_required
@never_cache
def team_overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a team and those below it against the competences, as far as branches are opened."""
    found = get_team_or_404(request.user, pk)
    opened = _opened(request)
    overview = build_overview(
        team=found,
        language=request.LANGUAGE_CODE,
        evidence=_evidence(request),
        snapshot=snapshot_asked_for(request, found),
        opened=opened,
    )
    log_team_report(request, found, Report.OVERVIEW, overview.snapshot)
    context = {
        "overview": overview,
        "short": _short(request, found),
        "rows": [(row, _query(request, open=_toggled(opened, row.key))) for row in overview.rows],
        "kinds": _kinds(request),
        "states": HeatState,
        "crumbs": [
            (_("Teams"), reverse("teams")),
            (found.name, reverse("team", args=[found.pk])),
            (_("Overview"), ""),
        ],
    }
    return render(request, "assessments/teams/overview.html", context)


@require_safe
@login_required
@never_cache
def team_trend(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the figures of one team moved from round to round."""
    found = get_team_or_404(request.user, pk)
    trend = build_trend(team=found, language=request.LANGUAGE_CODE, evidence=_evidence(request))
    log_team_report(request, found, Report.TREND, trend.rounds[0] if trend.rounds else None)
    context = {
        "trend": trend,
        "kinds": _kinds(request),
        "crumbs": [
            (_("Teams"), reverse("teams")),
            (found.name, reverse("team", args=[found.pk])),
            (_("Trend"), ""),
        ],
    }
    return render(request, "assessments/teams/trend.html", context)


@require_safe
@login_required
@never_cache
def team_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over what the page shows as a PDF."""
    report = _report_to_take_along(request, get_team_or_404(request.user, pk), ReportFormat.PDF)
    return report_file(report, "pdf", "application/pdf", build_pdf(report))


@require_safe
@login_required
@never_cache
def team_csv(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Hand over the rows of a team and all below it as CSV, as they come from the database."""
    found = get_team_or_404(request.user, pk)
    report = _report_to_take_along(request, found, ReportFormat.CSV)
    return StreamingHttpResponse(
        csv_parts(_rows(found, report)),
        content_type="text/csv; charset=utf-8",
        headers=_as_file(report, "csv"),
    )


def _choice(request: HttpRequest) -> Choice:
    """Return how the matrix is to be shown; what the address says wrongly is as if it were not."""
    kind, order = request.GET.get("evidence"), request.GET.get("order")
    return Choice(
        evidence=Evidence(kind) if kind in KINDS else None,
        area=request.GET.get("area", ""),
        order=Order(order) if order in list(Order) else Order.FRAMEWORK,
    )


def _choices(request: HttpRequest, report: TeamReport, chosen: Choice) -> list[tuple[str, list]]:
    """Return what can be chosen: per title the words, the address, and whether it is shown now."""

    def links(name: str, now: str, values: list[tuple[str, str]]) -> list[tuple]:
        return [(words, _query(request, **{name: [key]}), key == now) for key, words in values]

    kinds = [("", _("both")), *((kind.value, str(kind.label)) for kind in KINDS)]
    areas = [("", _("all")), *((area.code, f"{area.code} {area.name}") for area in report.areas)]
    area = chosen.area if chosen.area in dict(areas) else ""
    orders = [(Order.FRAMEWORK.value, _("by area")), (Order.GAP.value, _("largest gap first"))]
    return [
        (_("Evidence"), links("evidence", chosen.evidence or "", kinds)),
        (_("Area"), links("area", area, areas)),
        (_("Order"), links("order", chosen.order.value, orders)),
    ]


def _evidence(request: HttpRequest) -> Evidence:
    return Evidence.TESTED if request.GET.get("evidence") == "tested" else Evidence.SELF


def _kinds(request: HttpRequest) -> list[tuple[Evidence, str]]:
    """Return the kinds of evidence with the address of this page for each."""
    kinds = (Evidence.SELF, Evidence.TESTED)
    return [(kind, _query(request, evidence=[kind.value])) for kind in kinds]


def _opened(request: HttpRequest) -> list[int]:
    """Return the teams whose branch is open, by the ids in the address; what is no id is left."""
    ids = dict.fromkeys(text for text in request.GET.getlist("open") if text.isascii())
    return [int(text) for text in ids if text.isdigit() and len(text) < MOST_DIGITS][:MOST_OPEN]


def _toggled(opened: list[int], key: int) -> list[int]:
    return [each for each in opened if each != key] if key in opened else [*opened, key]


def _query(request: HttpRequest, **changes: list) -> str:
    """Return the address of this page with other choices."""
    values = request.GET.copy()
    for name, chosen in changes.items():
        values.setlist(name, chosen)
    return f"?{values.urlencode()}"


def _short(request: HttpRequest, team: Team) -> list[RuleRow]:
    """Return where expertise is short now, whichever round the page shows."""
    return short_rows(team, request.LANGUAGE_CODE, timezone.now())


def _report(request: HttpRequest, team: Team) -> TeamReport:
    snapshot = snapshot_asked_for(request, team)
    return build_team_report(team=team, language=request.LANGUAGE_CODE, snapshot=snapshot)


def snapshot_asked_for(request: HttpRequest, team: Team) -> Snapshot | None:
    """Return the snapshot that the address names; None where it names none.

    Raises:
        Http404: when there is none, or it is another organisation's.
    """
    asked = request.GET.get("snapshot", "")
    return get_snapshot_or_404(team, asked) if asked else None


def _report_to_take_along(request: HttpRequest, team: Team, how: ReportFormat) -> TeamReport:
    report = _report(request, team)
    if report.snapshot is None:
        raise Http404
    log_team_report(request, team, Report.TEAM, report.snapshot, how)
    return report


def _rows(team: Team, report: TeamReport) -> Iterator[ReportRow]:
    return report_rows(team, get_snapshot_or_404(team, str(report.snapshot.id)))


def report_file(
    report: TeamReport | ManagementSummary, suffix: str, content_type: str, body: bytes
) -> HttpResponse:
    """Return a file named after the team and the day of its figures."""
    return HttpResponse(body, content_type=content_type, headers=_as_file(report, suffix))


def file_name(team: str, key: int, day: date, suffix: str) -> str:
    """Return the name of a file: the team, or its number where its name has no letters; the day."""
    return f"{slugify(team) or key}-{day:%Y-%m-%d}.{suffix}"


def _as_file(report: TeamReport | ManagementSummary, suffix: str) -> dict[str, str]:
    name = file_name(report.team, report.team_id, report.snapshot.day, suffix)
    return {"Content-Disposition": content_disposition_header(True, name)}

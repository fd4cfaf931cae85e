"""The management summary of a team, on screen and as one page; and the ways to the whole."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.management_summary import ManagementSummary, build_management_summary
from assessments.renderers.summary_pdf import build_pdf
from assessments.report_enums import Report, ReportFormat
from assessments.views.report_log import log_team_report
from assessments.views.teams import report_file, snapshot_asked_for
from cms.accounts.models import Team
from cms.accounts.permissions import get_led_team_or_404, get_team_or_404


@require_safe
@login_required
@never_cache
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the summary of one team, from its newest snapshot or the one asked for."""
    found = get_team_or_404(request.user, pk)
    crumbs = [
        (_("Teams"), reverse("teams")),
        (found.name, reverse("team", args=[found.pk])),
        (_("Management summary"), ""),
    ]
    made = _summary(request, found)
    log_team_report(request, found, Report.SUMMARY, made.snapshot)
    context = {"summary": made, "crumbs": crumbs}
    return render(request, "assessments/teams/summary.html", context)


@require_safe
@login_required
@never_cache
def summary_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over what the page shows as one page A4."""
    found = get_team_or_404(request.user, pk)
    made = _summary(request, found)
    if made.snapshot is None:
        raise Http404
    log_team_report(request, found, Report.SUMMARY, made.snapshot, ReportFormat.PDF)
    address = f"{reverse('team', args=[found.pk])}?snapshot={made.snapshot.id}"
    body = build_pdf(made, report_address=request.build_absolute_uri(address))
    return report_file(made, "summary.pdf", "application/pdf", body)


@require_safe
@login_required
def organisation(request: HttpRequest) -> HttpResponse:
    """Lead an organisation manager to the overview of the whole."""
    return redirect("team_overview", get_led_team_or_404(request.user).pk)


@require_safe
@login_required
def organisation_pdf(request: HttpRequest) -> HttpResponse:
    """Lead an organisation manager to the summary of the whole."""
    return redirect("summary_pdf", get_led_team_or_404(request.user).pk)


def _summary(request: HttpRequest, team: Team) -> ManagementSummary:
    snapshot = snapshot_asked_for(request, team)
    return build_management_summary(
        team=team, language=request.LANGUAGE_CODE, now=timezone.now(), snapshot=snapshot
    )

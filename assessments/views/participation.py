"""Who manages teams sees how many have checked in: counts of whole teams, never a name."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.participation import running_rounds
from assessments.permissions import managed_organisations
from assessments.report_enums import Report
from assessments.views.report_log import log_report
from cms.accounts.enums import Role
from cms.accounts.permissions import has_role, visible_teams


@never_cache
@require_safe
@login_required
def participation(request: HttpRequest) -> HttpResponse:
    """Show the counts of the rounds that run, for the teams of a manager; nobody else knows it."""
    if not has_role(request.user, Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER):
        raise Http404
    log_report(request, managed_organisations(request.user), Report.PARTICIPATION)
    teams = list(visible_teams(request.user))
    context = {
        "rounds": running_rounds(teams, get_language(), timezone.now()),
        "crumbs": [(_("Teams"), reverse("teams")), (_("Participation"), "")],
    }
    return render(request, "assessments/teams/participation.html", context)

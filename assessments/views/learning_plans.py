"""From gap to deed: a manager asks a team to learn something; each adviser sees who asked, and why.

Managers read what became of it in the group figures alone; nobody sees who has read what.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.learning_plan_gaps import gap_to_close
from assessments.domain.learning_plan_rows import asked_of, plan_rows
from assessments.domain.learning_plans import AskedAlready, make_plan, withdraw_plan
from assessments.forms.learning_plans import PlanForm
from assessments.permissions import get_plan_or_404
from cms.accounts.models import Team
from cms.accounts.permissions import get_team_or_404


@never_cache
@login_required
@require_safe
def plans(request: HttpRequest, pk: int) -> HttpResponse:
    """List what is asked of a team, and what became of it."""
    found = get_team_or_404(request.user, pk)
    rows = plan_rows(found, get_language())
    context = {
        "team": found,
        "running": [row for row in rows if row.is_running],
        "ended": [row for row in rows if not row.is_running],
        "crumbs": _crumbs(found, _("Asked of the team")),
    }
    return render(request, "assessments/plans/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a team to close a gap that its report shows."""
    found, now = get_team_or_404(request.user, pk), timezone.now()
    gap = gap_to_close(found, request.GET.get("competence", ""), get_language())
    if gap is None:
        raise Http404
    modules = gap.step.modules
    form = PlanForm(
        request.POST or None,
        modules=modules,
        today=timezone.localdate(now),
        initial={"modules": [str(module.key) for module in modules[:1]]},
    )
    if form.is_valid():
        try:
            make_plan(
                team=found,
                asked=form.asked(gap.competence_id),
                snapshot_id=gap.snapshot_id,
                by=request.user,
                now=now,
            )
        except AskedAlready:
            form.add_error(None, _("This is asked of the team already. Withdraw that first."))
        else:
            messages.success(request, _("Asked. Everybody in the team sees it, with your name."))
            return redirect("plans", pk)
    context = {
        "form": form,
        "team": found,
        "step": gap.step,
        "crumbs": _crumbs(found, _("Ask the team")),
    }
    return render(request, "assessments/plans/form.html", context)


@never_cache
@require_POST
def plan_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it no longer."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("teams"))
    found = get_plan_or_404(request.user, pk)
    withdraw_plan(plan=found, now=timezone.now())
    messages.success(request, _("Withdrawn. Nobody is asked it any more."))
    return redirect("plans", found.team_id)


@never_cache
@login_required
@require_safe
def my_plans(request: HttpRequest) -> HttpResponse:
    """Show an adviser what is asked of the team, by whom and why."""
    today = timezone.localdate()
    context = {
        "plans": asked_of(request.user, get_language(), today),
        "today": today,
        "crumbs": [(_("My Peil"), reverse("me")), (_("Asked of my team"), "")],
    }
    return render(request, "assessments/plans/mine.html", context)


def _crumbs(team: Team, last: str) -> list[tuple[str, Any]]:
    return [
        (_("Teams"), reverse("teams")),
        (team.name, reverse("team", args=[team.pk])),
        (last, ""),
    ]

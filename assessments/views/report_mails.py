"""The report of a team by mail: how often, or never."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain.report_mails import ask_for_mail, rhythm_of
from assessments.forms.report_mails import ReportMailForm
from cms.accounts.permissions import get_team_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a manager choose how often the report of a team comes by mail."""
    found = get_team_or_404(request.user, pk)
    form = ReportMailForm(
        request.POST if request.method == "POST" else None,
        initial={"rhythm": rhythm_of(request.user, found)},
    )
    if request.method == "POST" and form.is_valid():
        ask_for_mail(user=request.user, team=found, rhythm=form.chosen, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("team", pk)
    context = {
        "form": form,
        "team": found,
        "crumbs": [
            (_("Teams"), reverse("teams")),
            (found.name, reverse("team", args=[found.pk])),
            (_("By mail"), ""),
        ],
    }
    return render(request, "assessments/teams/mail.html", context)

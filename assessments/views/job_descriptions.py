"""Texts on labour market information for job descriptions, per role profile, ready to copy."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.domain.job_descriptions import job_descriptions
from assessments.permissions import WRITES_JOB_DESCRIPTIONS, visible_role_profiles
from cms.accounts.enums import Role
from cms.accounts.permissions import has_role


@require_safe
@login_required
def job_texts(request: HttpRequest) -> HttpResponse:
    """Show the texts of each role profile in both languages; nobody else knows this page."""
    if not has_role(request.user, *WRITES_JOB_DESCRIPTIONS):
        raise Http404
    profiles = (
        visible_role_profiles(request.user)
        .select_related("organisation")
        .prefetch_related("texts", "targets__competence")
        .order_by("organisation__name", "pk")
    )
    manages = has_role(request.user, Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER)
    crumbs = [(_("Teams"), reverse("teams"))] if manages else []
    context = {
        "roles": job_descriptions(profiles, request.LANGUAGE_CODE),
        "crumbs": [*crumbs, (_("Texts for job descriptions"), "")],
    }
    return render(request, "assessments/teams/job_descriptions.html", context)

"""Bringing people into an organisation: a file, what it would do, and then exactly that.

What was handed in travels signed with the page that shows it, so nothing half-done is kept.
"""

from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain.people_import import (
    PeopleChanged,
    PeoplePlan,
    PersonEffect,
    PersonRow,
    import_people,
    plan_people,
)
from assessments.exchange.people_csv import read_people
from assessments.forms.people import PeopleForm
from assessments.permissions import get_kept_organisation_or_404
from cms.accounts.models import Organisation
from training.domain.problems import ProblemsFound

HOUR = 3600
SHOWN = 50


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people_import(request: HttpRequest) -> HttpResponse:
    """Ask for a file, show what it would do, or do what was shown."""
    organisation = get_kept_organisation_or_404(request.user)
    if "shown" in request.POST:
        return _confirm(request, organisation, request.POST["shown"])
    form = PeopleForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, organisation, form)
    people = read_people(form.cleaned_data["file"].read())
    if people.problems:
        return _page(request, organisation, form, problems=people.problems)
    return _preview(request, organisation, list(people.rows))


def _preview(
    request: HttpRequest, organisation: Organisation, rows: list[PersonRow]
) -> HttpResponse:
    plan = plan_people(rows, organisation=organisation, today=timezone.localdate())
    shown = ""
    if not plan.problems and plan.count(PersonEffect.UNCHANGED) < len(plan.people):
        lines = {"rows": [astuple(row) for row in rows], "digest": plan.digest}
        shown = signing.dumps(lines, salt=_salt(request, organisation), compress=True)
    return _page(request, organisation, PeopleForm(), plan=plan, shown=shown)


def _confirm(request: HttpRequest, organisation: Organisation, shown: str) -> HttpResponse:
    """Store what was shown; where the organisation is not as it was, show it again."""
    try:
        was = signing.loads(shown, salt=_salt(request, organisation), max_age=HOUR)
    except signing.BadSignature:
        messages.error(request, _("This preview is not valid any more: choose again."))
        return redirect("people_import")
    rows = [PersonRow(*values) for values in was["rows"]]
    try:
        done = import_people(
            rows, organisation=organisation, digest=was["digest"], today=timezone.localdate()
        )
    except (PeopleChanged, ProblemsFound):
        message = _("The organisation has changed since this preview; look at it again.")
        messages.warning(request, message)
        return _preview(request, organisation, rows)
    messages.success(request, _said(done))
    return redirect("people_import")


def _page(
    request: HttpRequest,
    organisation: Organisation,
    form: PeopleForm,
    *,
    plan: PeoplePlan | None = None,
    shown: str = "",
    problems: Any = (),
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "plan": plan,
        "first": plan.people[:SHOWN] if plan else (),
        "counts": [(_words(effect), plan.count(effect)) for effect in PersonEffect] if plan else [],
        "problems": plan.problems if plan else problems,
        "shown": shown,
        "words": {effect.value: _words(effect) for effect in PersonEffect},
        "crumbs": [(_("Administration"), reverse("wagtailadmin_home")), (_("Bring in people"), "")],
    }
    return render(request, "assessments/people/import.html", context)


def _words(effect: PersonEffect) -> str:
    return {
        PersonEffect.NEW: _("new here"),
        PersonEffect.MOVED: _("gets another team or role profile"),
        PersonEffect.UNCHANGED: _("stays as it is"),
    }[effect]


def _said(plan: PeoplePlan) -> str:
    new, moved = plan.count(PersonEffect.NEW), plan.count(PersonEffect.MOVED)
    first = ngettext("%(count)d person is new.", "%(count)d people are new.", new)
    second = ngettext("%(count)d has moved.", "%(count)d have moved.", moved)
    return f"{first % {'count': new}} {second % {'count': moved}}"


def _salt(request: HttpRequest, organisation: Organisation) -> str:
    """Return what binds a preview to the person who saw it, and to the organisation."""
    return f"people import {request.user.pk} {organisation.pk}"

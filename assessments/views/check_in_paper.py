"""A check-in on paper: the form to print, and one page to type in what was filled in by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain.campaigns import purpose_line, purpose_sentence
from assessments.domain.checkin_overview import FOCUS, REFLECTION, areas_of, stored_drafts
from assessments.domain.checkin_paper import paper_form
from assessments.domain.checkins import note_paper
from assessments.enums import CheckInState
from assessments.permissions import get_check_in_or_404
from assessments.views.check_in_forms import rating_form
from assessments.views.check_in_overtaken import tell_overtaken
from assessments.views.check_in_pending import (
    drop_pending,
    pending_for,
    sign_in_first,
    ticket_for,
)
from assessments.views.check_in_steps import address_of, crumbs, save_step
from training.exchange.frequency_yaml import frequency_questions

PAPER = "paper"  # in place of a step


@never_cache
@login_required
@require_safe
def check_in_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a check-in as a form of A4 pages, with nothing filled in."""
    check_in = get_check_in_or_404(request.user, pk)
    language = get_language()
    context = {
        "check_in": check_in,
        "paper": paper_form(check_in, language, frequency_questions(language)),
        "purpose": purpose_sentence(check_in.campaign),
        "crumbs": crumbs(check_in, _("On paper")),
    }
    return render(request, "assessments/check_ins/paper.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_paper_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in what was filled in on paper: all competences on one page."""
    if not request.user.is_authenticated:
        return sign_in_first(request, pk, PAPER)
    check_in = get_check_in_or_404(request.user, pk)
    now = timezone.now()
    takes_answers = check_in.state != CheckInState.SUBMITTED and check_in.campaign.is_open_at(now)
    if request.method != "POST" and not takes_answers:
        return redirect(address_of(check_in))
    if "discard" in request.POST:
        drop_pending(request)
        return redirect(request.path)
    competences = tuple(c for area in areas_of(check_in, get_language()) for c in area.competences)
    if not competences:
        return redirect(address_of(check_in, FOCUS))
    data = request.POST if request.method == "POST" else pending_for(request, pk, PAPER)
    form = rating_form(check_in, competences, stored_drafts(check_in), data)
    if request.method == "POST" and form.is_valid():
        saved = save_step(form, check_in, now)
        if saved is not None:
            drop_pending(request)
            note_paper(check_in=check_in, now=now)
            tell_overtaken(request, competences, saved.overtaken)
            messages.success(request, _("Saved. Now your reflection; then you look it all over."))
            return redirect(address_of(check_in, REFLECTION))
    context = {
        "check_in": check_in,
        "form": form,
        "ticket": ticket_for(pk, PAPER),
        "is_restored": request.method != "POST" and form.is_bound,
        "revision": form.revision if form.is_bound else check_in.revision,
        "purpose": purpose_sentence(check_in.campaign),
        "purpose_line": purpose_line(check_in.campaign),
        "crumbs": crumbs(check_in, _("From paper")),
    }
    return render(request, "assessments/check_ins/paper_enter.html", context)

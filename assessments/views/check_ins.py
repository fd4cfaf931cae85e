"""Check-ins: list, start, review, submit, reopen; the steps are in check_in_steps.py."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.audience import campaigns_asking
from assessments.domain.campaigns import purpose_line, purpose_sentence
from assessments.domain.checkin_overview import build_overview
from assessments.domain.checkin_receipt import seen_by_of_check_in
from assessments.domain.checkin_rounds import rounds_of
from assessments.domain.checkin_rules import CampaignClosed, NothingRated, StaleForm
from assessments.domain.checkins import (
    Submission,
    reopen_check_in,
    start_check_in,
    submit_check_in,
)
from assessments.enums import CheckInState
from assessments.models import CheckIn
from assessments.permissions import get_check_in_or_404
from assessments.views.check_in_pending import sign_in_first
from assessments.views.check_in_steps import address_of, crumbs, step


@never_cache
@login_required
@require_safe
def check_ins(request: HttpRequest) -> HttpResponse:
    """Show the rounds that ask the person, and the check-ins of before."""
    context = {
        "rounds": rounds_of(request.user, get_language(), timezone.now()),
        "crumbs": [(_("My Peil"), reverse("me")), (_("Check-ins"), "")],
    }
    return render(request, "assessments/check_ins/check_ins.html", context)


@never_cache
@require_POST
def check_in_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the check-in of a round, or go on with it."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("check_ins"))
    now = timezone.now()
    campaign = campaigns_asking(request.user, now).filter(pk=pk).first()
    if campaign is None:
        raise Http404
    try:
        check_in = start_check_in(campaign=campaign, user=request.user, now=now)
    except CampaignClosed:
        messages.warning(request, _("This round takes no answers at the moment."))
        return redirect("check_ins")
    check_in = get_check_in_or_404(request.user, check_in.pk)
    overview = build_overview(check_in, get_language(), now)
    key = "" if check_in.state == CheckInState.SUBMITTED else overview.next_step.key
    return redirect(address_of(check_in, key))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a check-in: a step of the form, the review before submitting, or the receipt."""
    key = request.GET.get("step", "")
    if not request.user.is_authenticated:
        return sign_in_first(request, pk, key)
    check_in = get_check_in_or_404(request.user, pk)
    now = timezone.now()
    if request.method == "POST":
        return step(request, check_in, key)
    if key and key != "review":
        is_open = check_in.campaign.is_open_at(now)
        if is_open and check_in.state == CheckInState.IN_PROGRESS:
            return step(request, check_in, key)
        return redirect(address_of(check_in))
    return _overview(request, check_in, is_open=check_in.campaign.is_open_at(now))


@never_cache
@require_POST
def check_in_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit what was reviewed."""
    return _change(request, pk, _submit)


@never_cache
@require_POST
def check_in_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a submitted check-in again."""
    return _change(request, pk, _reopen)


def _overview(request: HttpRequest, check_in: CheckIn, *, is_open: bool) -> HttpResponse:
    is_submitted = check_in.state == CheckInState.SUBMITTED
    context = {
        "check_in": check_in,
        "overview": build_overview(check_in, get_language(), timezone.now()),
        "is_open": is_open,
        "purpose": purpose_sentence(check_in.campaign),
        "purpose_line": purpose_line(check_in.campaign),
        "crumbs": crumbs(check_in),
        "seen_by": seen_by_of_check_in(),
    }
    name = "receipt" if is_submitted else "review"
    return render(request, f"assessments/check_ins/{name}.html", context)


def _change(
    request: HttpRequest, pk: int, change: Callable[[HttpRequest, CheckIn], None]
) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("check_in", args=[pk]))
    check_in = get_check_in_or_404(request.user, pk)
    try:
        change(request, check_in)
    except CampaignClosed:
        day = date_format(check_in.campaign.closes_at)
        messages.warning(
            request, _("The round closed on %(day)s. What was saved is kept.") % {"day": day}
        )
    return redirect(address_of(check_in))


def _submit(request: HttpRequest, check_in: CheckIn) -> None:
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1
    try:
        done = submit_check_in(check_in=check_in, revision=revision, now=timezone.now())
    except StaleForm:
        text = _("Something was saved after you opened this page. Read it once more, then submit.")
        messages.warning(request, text)
    except NothingRated:
        text = _("Nothing is rated yet. Rate at least one competence before you submit.")
        messages.warning(request, text)
    else:
        messages.success(request, _("Submitted."))
        _tell_kept_actions(request, done)


def _tell_kept_actions(request: HttpRequest, done: Submission) -> None:
    if done.actions_kept:
        text = ngettext(
            "%(count)d action stays a draft: at most three run at once.",
            "%(count)d actions stay drafts: at most three run at once.",
            done.actions_kept,
        )
        messages.info(request, text % {"count": done.actions_kept})


def _reopen(request: HttpRequest, check_in: CheckIn) -> None:
    reopen_check_in(check_in=check_in, now=timezone.now())
    messages.info(
        request, _("Open again. Submit once more before the round closes, so that it counts.")
    )

"""Re-checks: start one, put it off for a week, stop the series; how to be told."""

from random import SystemRandom

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.domain.rechecks import (
    postpone_recheck,
    set_recheck_mail,
    start_recheck,
    stop_rechecks,
)
from assessments.domain.starting import NothingToDraw
from assessments.permissions import get_recheck_or_404


@require_POST
def recheck_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the questions of a re-check, or go on with them."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("me"))
    recheck = get_recheck_or_404(request.user, pk)
    if recheck.done_at or recheck.dropped_at:
        messages.warning(request, _("This re-check is over."))
        return redirect("me")
    try:
        attempt = start_recheck(recheck=recheck, now=timezone.now(), rng=SystemRandom())
    except NothingToDraw:
        messages.warning(request, _("There are no questions about it any more."))
        return redirect("me")
    return redirect("attempt", pk=attempt.pk)


@require_POST
def recheck_later(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a re-check again in a week."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("me"))
    recheck = get_recheck_or_404(request.user, pk)
    postpone_recheck(recheck=recheck, today=timezone.localdate())
    messages.success(request, _("You will find it here again in a week."))
    return redirect("me")


@require_POST
def recheck_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the series of a re-check."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("me"))
    recheck = get_recheck_or_404(request.user, pk)
    stop_rechecks(recheck=recheck, now=timezone.now())
    messages.success(request, _("Stopped: nothing more is asked about this lesson or action."))
    return redirect("me")


@require_POST
def recheck_mail(request: HttpRequest) -> HttpResponse:
    """Keep whether re-checks are told by mail: "yes", or anything else for no."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("me"))
    wanted = request.POST.get("wanted") == "yes"
    set_recheck_mail(user=request.user, wanted=wanted)
    messages.success(
        request,
        _("We will tell you by mail when questions are ready.")
        if wanted
        else _("No more mail about re-checks."),
    )
    return redirect("me")

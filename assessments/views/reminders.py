"""My reminders: pause them, choose what comes by mail, the address of my calendar."""

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

from assessments.domain.audience import campaigns_asking
from assessments.domain.due_dates import DueDate, due_dates, due_dates_of
from assessments.domain.preferences import preference_of, renew_calendar, set_reminders
from assessments.exchange.round_calendar import write_calendar
from assessments.forms.reminders import RemindersForm
from assessments.permissions import get_calendar_owner_or_404


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Show and store how the person wants to be reminded."""
    preference = preference_of(request.user)
    form = RemindersForm(
        request.POST if request.method == "POST" else None,
        preference=preference,
        today=timezone.localdate(),
    )
    if form.is_valid():
        set_reminders(
            user=request.user,
            paused_until=form.cleaned_data["paused_until"],
            wants_recheck_mail=form.cleaned_data["wants_recheck_mail"],
        )
        messages.success(request, _("Saved."))
        return redirect("reminders")
    context = {
        "form": form,
        "feed": _feed_address(request, preference.calendar_token),
        "crumbs": [(_("My Peil"), reverse("me")), (_("Reminders"), "")],
    }
    return render(request, "assessments/me/reminders.html", context)


@never_cache
@require_POST
def calendar_renew(request: HttpRequest) -> HttpResponse:
    """Give the person's calendar a new address."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("reminders"))
    renew_calendar(user=request.user)
    messages.success(request, _("Your calendar has a new address. The one before does not work."))
    return redirect("reminders")


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the due dates of whoever holds the address; no signing in, nothing personal."""
    owner = get_calendar_owner_or_404(token)
    return _calendar(request, due_dates_of(owner, get_language(), timezone.now()))


@never_cache
@login_required
@require_safe
def calendar_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the due date of one round that asks the person."""
    campaign = campaigns_asking(request.user, timezone.now()).filter(pk=pk).first()
    if campaign is None:
        raise Http404
    return _calendar(request, due_dates([campaign], get_language()))


def _feed_address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("calendar_feed", args=[token])) if token else ""


def _calendar(request: HttpRequest, dates: list[DueDate]) -> HttpResponse:
    content = write_calendar(
        dates,
        title=_("Peil: check-ins"),
        address=request.build_absolute_uri(reverse("check_ins")),
        host=request.get_host(),
    )
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="peil.ics"'},
    )

"""The steps of a check-in: the choice, the areas, the reflection, the actions, saved one by one."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.actions import ActionRefused, running_actions
from assessments.domain.campaigns import purpose_line, purpose_sentence
from assessments.domain.checkin_overview import ACTIONS, FOCUS
from assessments.domain.checkin_ratings import SavedRatings, save_ratings
from assessments.domain.checkin_rules import (
    AlreadySubmitted,
    CampaignClosed,
    ForeignEvidence,
    NotInCampaign,
    StaleForm,
)
from assessments.domain.checkin_steps import StepReading, read_step
from assessments.domain.checkins import choose_focus, save_actions
from assessments.domain.reflections import save_reflection
from assessments.forms.check_in_actions import ActionsForm
from assessments.forms.check_in_focus import FocusForm
from assessments.forms.check_in_ratings import RatingForm
from assessments.forms.check_in_reflections import ReflectionForm
from assessments.forms.check_ins import StepForm
from assessments.models import CheckIn
from assessments.views.check_in_forms import form_for
from assessments.views.check_in_overtaken import tell_overtaken
from assessments.views.check_in_pending import drop_pending, pending_for, ticket_for

VERBS = {
    RatingForm: save_ratings,
    ReflectionForm: save_reflection,
    ActionsForm: save_actions,
}
TEMPLATES = {
    FocusForm: "assessments/check_ins/step_focus.html",
    RatingForm: "assessments/check_ins/step_rating.html",
    ReflectionForm: "assessments/check_ins/step_reflection.html",
    ActionsForm: "assessments/check_ins/step_actions.html",
}


def step(request: HttpRequest, check_in: CheckIn, key: str) -> HttpResponse:
    """Show one step, or store it and go on.

    Raises:
        Http404: when the check-in has no such step.
    """
    reading = read_step(check_in, key, get_language())
    if reading is None or reading.step == reading.steps[-1]:
        raise Http404
    if "discard" in request.POST:
        drop_pending(request)
        return redirect(address_of(check_in, key))
    pending = pending_for(request, check_in.pk, key)
    form = form_for(check_in, reading, request.POST if request.method == "POST" else pending)
    if request.method == "POST" and form.is_valid():
        saved = save_step(form, check_in, timezone.now())
        if saved is not None:
            return _saved(request, check_in, reading, saved)
    context = _context(check_in, reading, form)
    context["is_restored"] = request.method != "POST" and form.is_bound
    return render(request, TEMPLATES[type(form)], context)


def save_step(form: StepForm, check_in: CheckIn, now: datetime) -> SavedRatings | None:
    """Store a valid form and return what that did; None when the form says why it was not done."""
    try:
        if isinstance(form, FocusForm):
            done = choose_focus(check_in=check_in, now=now, **form.arguments())
        else:
            verb = VERBS[type(form)]
            done = verb(check_in=check_in, revision=form.revision, now=now, **form.arguments())
    except StaleForm:
        form.show_newer()
        form.add_error(None, _stale(form))
    except (CampaignClosed, AlreadySubmitted) as refusal:
        form.add_error(None, _closed(check_in, refusal))
    except ActionRefused:
        form.add_error(None, _("An action no longer fits your level or the day. Look once more."))
    except (NotInCampaign, ForeignEvidence):
        form.add_error(None, _("What you chose has changed meanwhile. Open this page once more."))
    else:
        return done if isinstance(done, SavedRatings) else SavedRatings(done)
    return None


def address_of(check_in: CheckIn, key: str = "") -> str:
    """Return the address of a step; of the check-in itself without one."""
    address = reverse("check_in", args=[check_in.pk])
    return f"{address}?step={key}" if key else address


def crumbs(check_in: CheckIn, *here: str) -> list[tuple[str, str]]:
    """Return the way to a check-in, and to a part of it when one is named."""
    return [
        (_("My Peil"), reverse("me")),
        (_("Check-ins"), reverse("check_ins")),
        (check_in.round_name, address_of(check_in)),
        *((name, "") for name in here),
    ]


def _saved(
    request: HttpRequest, check_in: CheckIn, reading: StepReading, saved: SavedRatings
) -> HttpResponse:
    """Say what was saved and lead on: to the same step when something stands beside it now."""
    drop_pending(request)
    tell_overtaken(request, reading.competences, saved.overtaken)
    go = request.POST.get("go", "")
    if go == "later":
        messages.success(request, _("Saved. You can stop and go on later."))
        return redirect("check_ins")
    if saved.overtaken or _shows_more(check_in, saved):
        messages.success(request, _("Saved. Look at your answers once more: keep or change them."))
        return redirect(address_of(check_in, reading.step.key))
    messages.success(request, _("Saved. You can stop and go on later."))
    if go == "back" and reading.previous:
        return redirect(address_of(check_in, reading.previous.key))
    if reading.step.key == FOCUS:
        reading = read_step(check_in, FOCUS, get_language()) or reading
    return redirect(address_of(check_in, reading.following.key))


def _shows_more(check_in: CheckIn, saved: SavedRatings) -> bool:
    """Return whether a rating that was just saved brings something into view."""
    campaign = check_in.campaign
    return bool(saved.rated) and (campaign.hides_until_rated or campaign.asks_then)


def _stale(form: StepForm) -> str:
    if form.newer:
        return _(
            "This page was saved somewhere else after you opened it. What is stored stands beside "
            "what you typed. Save again to keep what you typed."
        )
    return _("This check-in was saved somewhere else after you opened it. Save again to go on.")


def _closed(check_in: CheckIn, refusal: Exception) -> str:
    if isinstance(refusal, AlreadySubmitted):
        return _("This check-in was submitted meanwhile. Open it again to change it.")
    return _(
        "The round closed on %(day)s, so this page was not saved. What you saved before is kept."
    ) % {"day": date_format(check_in.campaign.closes_at)}


def _context(check_in: CheckIn, reading: StepReading, form: StepForm) -> dict:
    plans = reading.step.key == ACTIONS
    seen = form.is_bound and not form.is_stale
    return {
        "check_in": check_in,
        "reading": reading,
        "form": form,
        "revision": form.revision if seen else check_in.revision,
        "ticket": ticket_for(check_in.pk, reading.step.key),
        "purpose": purpose_sentence(check_in.campaign),
        "purpose_line": purpose_line(check_in.campaign),
        "running": running_actions(check_in.user).count() if plans else 0,
        "crumbs": crumbs(check_in, reading.step.name),
    }

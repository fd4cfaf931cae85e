"""The steps of a check-in: an area, the reflection, the actions; each is saved by itself."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.actions import ActionRefused, levels_before, running_actions
from assessments.domain.campaigns import purpose_line, purpose_sentence
from assessments.domain.checkin_overview import ACTIONS, REFLECTION, reflection_of
from assessments.domain.checkin_rules import AlreadySubmitted, CampaignClosed, StaleForm
from assessments.domain.checkin_steps import StepReading, read_step
from assessments.domain.checkins import save_actions, save_ratings, save_reflection
from assessments.forms.check_in_actions import ActionsForm
from assessments.forms.check_ins import RatingForm, ReflectionForm, StepForm
from assessments.models import CheckIn
from assessments.views.check_in_pending import drop_pending, pending_for, ticket_for
from training.domain.framework import level_labels

VERBS = {RatingForm: save_ratings, ReflectionForm: save_reflection, ActionsForm: save_actions}
TEMPLATES = {
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
    form = _form(check_in, reading, request.POST if request.method == "POST" else pending)
    if request.method == "POST" and form.is_valid() and _save(form, check_in, timezone.now()):
        drop_pending(request)
        messages.success(request, _("Saved. You can stop and go on later."))
        return redirect(_onward(check_in, reading, request.POST.get("go", "")))
    context = _context(check_in, reading, form)
    context["is_restored"] = request.method != "POST" and form.is_bound
    return render(request, TEMPLATES[type(form)], context)


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


def _form(check_in: CheckIn, reading: StepReading, data) -> StepForm:
    if reading.area:
        return RatingForm(data, competences=reading.area.competences, drafts=reading.drafts)
    if reading.step.key == REFLECTION:
        return ReflectionForm(data, reflection=reflection_of(check_in))
    return ActionsForm(
        data,
        competences=reading.competences,
        levels=levels_before(check_in, reading.drafts.values()),
        labels=level_labels(get_language()),
        actions=reading.actions,
        today=timezone.localdate(),
    )


def _save(form: StepForm, check_in: CheckIn, now: datetime) -> bool:
    """Store a valid form and return whether that was done; if not, the form says why."""
    verb = VERBS[type(form)]
    try:
        verb(check_in=check_in, revision=form.revision, now=now, **form.arguments())
    except StaleForm:
        form.show_newer()
        form.add_error(None, _stale(form))
    except (CampaignClosed, AlreadySubmitted) as refusal:
        form.add_error(None, _closed(check_in, refusal))
    except ActionRefused:
        form.add_error(None, _("An action no longer fits your level or the day. Look once more."))
    return not form.errors


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


def _onward(check_in: CheckIn, reading: StepReading, go: str) -> str:
    if go == "later":
        return reverse("check_ins")
    if go == "back" and reading.previous:
        return address_of(check_in, reading.previous.key)
    return address_of(check_in, reading.following.key)


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

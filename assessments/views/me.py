"""My Peil: where I stand and the one thing to do next; my actions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.action_rows import action_log
from assessments.domain.actions import (
    NoSuchMove,
    ReasonMissing,
    TooManyActions,
    add_action,
    current_levels,
    move_action,
)
from assessments.domain.dashboard import build_dashboard
from assessments.forms.check_in_actions import ActionEndForm, ActionForm
from assessments.forms.check_ins import LINE
from assessments.permissions import get_action_or_404
from training.domain.framework import competences_in, level_labels


@never_cache
@login_required
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Show where the person stands and what to do next."""
    dashboard = build_dashboard(request.user, get_language(), timezone.now())
    return render(request, "assessments/me/me.html", {"dashboard": dashboard})


@never_cache
@login_required
@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    """Show the actions that run, wait and are over."""
    context = {
        "log": action_log(request.user, get_language(), timezone.localdate()),
        "crumbs": [(_("My Peil"), reverse("me")), (_("Actions"), "")],
    }
    return render(request, "assessments/me/actions.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def action_new(request: HttpRequest) -> HttpResponse:
    """Plan an action outside a check-in."""
    today = timezone.localdate()
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        competences=competences_in(get_language()),
        levels=current_levels(request.user),
        labels=level_labels(get_language()),
        actions=(),
        today=today,
    )
    if request.method == "POST" and form.is_valid():
        try:
            add_action(user=request.user, action=form.action(), today=today)
        except TooManyActions:
            form.add_error(None, _("Three actions run already. Finish one or let one go first."))
        else:
            messages.success(request, _("Saved."))
            return redirect("actions")
    crumbs = [(_("My Peil"), reverse("me")), (_("Actions"), reverse("actions"))]
    context = {"form": form, "crumbs": [*crumbs, (_("Plan an action"), "")]}
    return render(request, "assessments/me/action_new.html", context)


@never_cache
@require_POST
def action_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring an action to its next state."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("actions"))
    action = get_action_or_404(request.user, pk)
    form = ActionEndForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Use at most %(count)d characters.") % {"count": LINE})
        return redirect("actions")
    try:
        move_action(
            action=action,
            state=request.POST.get("state", ""),
            now=timezone.now(),
            **form.cleaned_data,
        )
    except ReasonMissing:
        messages.warning(request, _("Say in a few words why you let it go."))
    except TooManyActions:
        messages.warning(request, _("Three actions run already. Finish one or let one go first."))
    except NoSuchMove:
        messages.warning(request, _("That is not possible any more: the action was changed."))
    else:
        messages.success(request, _("Saved."))
    return redirect("actions")

"""Where expertise is short, and what is done about it: for managers, and for nobody else."""

from typing import Any

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

from assessments.domain import sufficiency
from assessments.domain.alert_states import RUNNING, NoSuchAct
from assessments.domain.disclosure_sufficiency import REST
from assessments.domain.sufficiency_page import rule_page
from assessments.domain.sufficiency_rows import rule_rows
from assessments.enums import SufficiencyState
from assessments.forms.sufficiency import ActionForm, RuleForm, TermsForm, WhatIfForm
from assessments.models import Alert, SufficiencyRule
from assessments.permissions import managed_organisations
from assessments.report_enums import Report
from assessments.sufficiency_permissions import (
    get_rule_or_404,
    get_settable_rule_or_404,
    managers_of_part,
    settable_teams,
    visible_rules,
)
from assessments.views.report_log import log_report, log_team_report
from cms.accounts.enums import Role
from cms.accounts.permissions import has_role
from training.domain.framework import competences_in, level_labels

FORM = "assessments/sufficiency/form.html"


@never_cache
@login_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the rules of the parts that a manager sees; nobody else knows this page."""
    if not has_role(request.user, Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER):
        raise Http404
    log_report(request, managed_organisations(request.user), Report.SUFFICIENCY)
    rows = rule_rows(visible_rules(request.user), get_language(), timezone.now())
    context = {
        "rows": [row for row in rows if not row.has_ended],
        "ended": [row for row in rows if row.has_ended],
        "may_set": settable_teams(request.user).exists(),
        "states": SufficiencyState,
        "crumbs": _crumbs(),
    }
    return render(request, "assessments/sufficiency/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """Set a rule; for the managers of an organisation."""
    teams = settable_teams(request.user)
    if not teams.exists():
        raise Http404
    form = RuleForm(
        request.POST or None,
        teams=teams,
        competences=competences_in(get_language(), extensions=True),
        labels=level_labels(get_language()),
        initial={"team": request.GET.get("team")},
    )
    if form.is_valid():
        values = form.cleaned_data
        try:
            rule = sufficiency.make_rule(
                team=values["team"],
                competence_id=values["competence"],
                evidence=values["evidence"],
                terms=form.terms,
                by=request.user,
                now=timezone.now(),
            )
        except sufficiency.PlaceTaken as taken:
            form.add_error("team", _taken(taken))
        else:
            messages.success(request, _("The rule holds from the next group figures on."))
            return redirect("sufficiency_rule", rule.pk)
    context = {
        "form": form,
        "rest": REST.days,
        "title": _("Set a rule"),
        "crumbs": _crumbs(_("Set a rule")),
    }
    return render(request, FORM, context)


@never_cache
@login_required
@require_safe
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one rule: its answers, its alert, what is done, and who did what."""
    found = get_rule_or_404(request.user, pk)
    log_team_report(request, found.team, Report.SUFFICIENCY, None)
    asked = WhatIfForm(request.GET if "reach" in request.GET else None)
    reach = asked.cleaned_data["reach"] if asked.is_valid() else None
    page = rule_page(found, get_language(), timezone.now(), reach)
    context = {
        "page_rule": page,
        "row": page.row,
        "form": asked,
        "states": SufficiencyState,
        "may_set": found.until is None and _may_set(request, found),
        "crumbs": _crumbs(page.row.competence),
    }
    return render(request, "assessments/sufficiency/rule.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rule_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule ask something else from the next figures on."""
    found = get_settable_rule_or_404(request.user, pk)
    initial = {name: getattr(found, name) for name in ("people", "level", "months")}
    form = TermsForm(request.POST or None, labels=level_labels(get_language()), initial=initial)
    if form.is_valid():
        sufficiency.change_rule(rule=found, terms=form.terms, by=request.user, now=timezone.now())
        messages.success(request, _("Changed. It counts from the next group figures on."))
        return redirect("sufficiency_rule", pk)
    context = {
        "form": form,
        "rest": REST.days,
        "rule_id": pk,
        "title": _("Change the rule"),
        "crumbs": _crumbs(_("Change the rule")),
    }
    return render(request, FORM, context)


@never_cache
@require_POST
def rule_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a rule; its history stays to be read."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("sufficiency"))
    found = get_settable_rule_or_404(request.user, pk)
    sufficiency.end_rule(rule=found, by=request.user, now=timezone.now())
    messages.success(request, _("The rule has ended. What it told before stays here."))
    return redirect("sufficiency_rule", pk)


@never_cache
@require_POST
def alert_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an alert has been seen."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("sufficiency"))
    found = get_rule_or_404(request.user, pk)
    sufficiency.acknowledge(alert=_running(found), by=request.user, now=timezone.now())
    messages.success(request, _("Noted that you have seen it. Now plan an action."))
    return redirect("sufficiency_rule", pk)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def alert_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan what is done about an alert: what, who, by when, and what it costs."""
    found, now = get_rule_or_404(request.user, pk), timezone.now()
    alert, today = _running(found), timezone.localdate(now)
    form = ActionForm(request.POST or None, owners=managers_of_part(found.team, today), today=today)
    if form.is_valid():
        sufficiency.plan_action(alert=alert, action=form.action, by=request.user, now=now)
        messages.success(request, _("The action is planned."))
        return redirect("sufficiency_rule", pk)
    context = {
        "form": form,
        "row": rule_page(found, get_language(), now).row,
        "rule_id": pk,
        "title": _("Plan an action"),
        "crumbs": _crumbs(_("Plan an action")),
    }
    return render(request, FORM, context)


@never_cache
@require_POST
def alert_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that what was planned is done."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("sufficiency"))
    found = get_rule_or_404(request.user, pk)
    try:
        sufficiency.finish_action(alert=_running(found), by=request.user, now=timezone.now())
    except NoSuchAct:
        messages.warning(request, _("No action is planned. Plan one first."))
    else:
        messages.success(request, _("Done. The next check-in round says whether it helped."))
    return redirect("sufficiency_rule", pk)


def _running(found: SufficiencyRule) -> Alert:
    """Return the alert of a rule that runs.

    Raises:
        Http404: when none does.
    """
    alert = found.alerts.filter(state__in=RUNNING).first()
    if alert is None:
        raise Http404
    return alert


def _may_set(request: HttpRequest, found: SufficiencyRule) -> bool:
    return settable_teams(request.user).filter(pk=found.team_id).exists()


def _taken(taken: sufficiency.PlaceTaken) -> str:
    return _(
        "%(team)s has a rule for this competence and evidence already. Parts that lie in each "
        "other cannot both have one: change that rule, or end it first."
    ) % {"team": taken.team.name}


def _crumbs(last: str = "") -> list[tuple[str, Any]]:
    here = [(_("Teams"), reverse("teams")), (_("Enough expertise?"), "")]
    if not last:
        return here
    return [here[0], (here[1][0], reverse("sufficiency")), (last, "")]

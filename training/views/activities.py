"""The learning log: my own activities, by year, and as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from training.activity_forms import ActivityForm
from training.domain.activities import (
    add_activity,
    change_activity,
    delete_activity,
    learning_log,
    offered_competences,
)
from training.exchange.activity_csv import learning_log_csv
from training.models import Activity
from training.permissions import get_activity_or_404


@login_required
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """List my activities by year."""
    years = learning_log(request.user, language=get_language())
    return render(request, "training/activities/list.html", {"years": years})


@login_required
@require_safe
@never_cache
def activities_csv(request: HttpRequest) -> HttpResponse:
    """Download my activities for a spreadsheet."""
    language = get_language()
    text = learning_log_csv(learning_log(request.user, language=language), language=language)
    name = _("learning-log") + f"-{timezone.localdate():%Y-%m-%d}.csv"
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_add(request: HttpRequest) -> HttpResponse:
    """Add an activity to my log."""
    form = _form(request)
    if not form.is_valid():
        return _form_page(request, form, _("Add an activity"))
    add_activity(
        user=request.user,
        token=form.cleaned_data["token"],
        data=form.activity_data,
        competences=form.cleaned_data["competences"],
    )
    messages.success(request, _("The activity is in your log."))
    return redirect("activities")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one of my activities."""
    activity = get_activity_or_404(request.user, pk)
    form = _form(request, activity)
    if not form.is_valid():
        return _form_page(request, form, _("Change an activity"), activity)
    change_activity(
        activity=activity,
        data=form.activity_data,
        competences=form.cleaned_data["competences"],
    )
    messages.success(request, _("The activity is changed."))
    return redirect("activities")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether I am sure, then delete one of my activities."""
    activity = get_activity_or_404(request.user, pk)
    if request.method != "POST":
        crumbs = [(_("Learning log"), reverse("activities")), (_("Delete"), "")]
        context = {"activity": activity, "crumbs": crumbs}
        return render(request, "training/activities/delete.html", context)
    delete_activity(activity=activity)
    messages.success(request, _("The activity is deleted."))
    return redirect("activities")


def _form(request: HttpRequest, activity: Activity | None = None) -> ActivityForm:
    return ActivityForm(
        request.POST or None,
        competences=offered_competences(get_language(), activity),
        today=timezone.localdate(),
        activity=activity,
    )


def _form_page(
    request: HttpRequest, form: ActivityForm, title: str, activity: Activity | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "activity": activity,
        "crumbs": [(_("Learning log"), reverse("activities")), (title, "")],
    }
    return render(request, "training/activities/form.html", context)

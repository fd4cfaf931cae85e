"""My reflections: three quick lines from any page, all of them to read and search, deleting."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.reflection_rows import reflection_rows
from assessments.domain.reflections import (
    add_reflection,
    delete_reflection,
    delete_reflections,
    find_reflections,
)
from assessments.forms.check_in_reflections import QuickReflectionForm, SearchForm
from assessments.permissions import get_reflection_or_404, visible_reflections


@never_cache
@login_required
@require_safe
def reflections(request: HttpRequest) -> HttpResponse:
    """Show the person's own reflections, or those that hold the words that were asked."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "words": words,
        "rows": reflection_rows(find_reflections(request.user, words)),
        "crumbs": [(_("My Peil"), reverse("me")), (_("My reflections"), "")],
    }
    return render(request, "assessments/reflections/list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reflection_new(request: HttpRequest) -> HttpResponse:
    """Write three lines, outside any check-in."""
    form = QuickReflectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        add_reflection(user=request.user, text=form.text(), now=timezone.now())
        messages.success(request, _("Saved. Only you can read it."))
        return redirect("reflections")
    crumbs = [(_("My Peil"), reverse("me")), (_("My reflections"), reverse("reflections"))]
    context = {"form": form, "crumbs": [*crumbs, (_("Quick reflection"), "")]}
    return render(request, "assessments/reflections/new.html", context)


@never_cache
@require_POST
def reflection_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one reflection for ever."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("reflections"))
    delete_reflection(reflection=get_reflection_or_404(request.user, pk))
    messages.success(request, _("Deleted, for ever."))
    return redirect("reflections")


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def reflections_delete(request: HttpRequest) -> HttpResponse:
    """Ask whether all reflections are to go, and delete them."""
    if request.method == "POST":
        number = delete_reflections(user=request.user)
        text = ngettext(
            "%(count)d reflection deleted, for ever.",
            "%(count)d reflections deleted, for ever.",
            number,
        )
        messages.success(request, text % {"count": number})
        return redirect("reflections")
    crumbs = [(_("My Peil"), reverse("me")), (_("My reflections"), reverse("reflections"))]
    context = {
        "number": visible_reflections(request.user).count(),
        "crumbs": [*crumbs, (_("Delete all reflections"), "")],
    }
    return render(request, "assessments/reflections/delete.html", context)

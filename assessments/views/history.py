"""The history behind my profile: timelines, and two days side by side."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.history import CompetenceHistory, History, build_history
from assessments.domain.history_words import compare, shift_in_words, standing, track_in_words
from assessments.forms.history import CompareForm
from assessments.renderers.profile_timeline import build_timeline


@never_cache
@login_required
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Show the years of each competence, all values of one, and two days beside each other."""
    found = build_history(request.user, get_language(), timezone.now())
    form = CompareForm(request.GET, today=found.today)
    days = form.cleaned_data if form.is_valid() else None
    early, late = sorted((days["first"], days["second"])) if days else (None, None)
    known = {row.code for row in found.competences}
    asked = request.GET.get("competence", "")
    context = {
        "history": found,
        "rows": [_row(row, found, request.GET) for row in found.competences],
        "opened": asked if asked in known else "",
        "form": form,
        "early": early,
        "late": late,
        "compared": compare(found, early, late) if days else (),
        "crumbs": [
            (_("My Peil"), reverse("me")),
            (_("My profile"), reverse("profile")),
            (_("History"), ""),
        ],
    }
    return render(request, "assessments/profile/history.html", context)


def _row(row: CompetenceHistory, history: History, asked: QueryDict) -> dict:
    """Return a competence with its picture; none without anything to draw.

    `address` opens all of its values, beside the two days that were asked.
    """
    days = {name: asked[name] for name in ("first", "second") if name in asked}
    picture = (
        ""
        if row.is_empty
        else build_timeline(
            row,
            first=history.first_day or history.today,
            today=history.today,
            title=f"{row.code} {row.name}",
            description=track_in_words(row),
        )
    )
    return {
        "track": row,
        "picture": picture,
        "standing": standing(row, history.today),
        "shift": shift_in_words(row, history.labels),
        "address": f"?{urlencode({'competence': row.code, **days})}#{row.code}",
    }

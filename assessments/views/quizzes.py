"""Quizzes: the list, one quiz, and starting it."""

from random import SystemRandom

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.domain.quizzes import quiz_cards
from assessments.domain.starting import (
    NothingToDraw,
    extra_time_of,
    keep_extra_time,
    minutes_for,
    start_attempt,
)
from assessments.forms.quizzes import ExtraTimeForm
from assessments.models import Quiz


@require_safe
@login_required
@never_cache
def quiz_list(request: HttpRequest) -> HttpResponse:
    """Show the quizzes with where the reader stands in each."""
    cards = quiz_cards(user=request.user, language=get_language(), today=timezone.localdate())
    crumbs = [(_("Quizzes"), "")]
    return render(request, "assessments/quizzes/list.html", {"cards": cards, "crumbs": crumbs})


@require_safe
@login_required
@never_cache
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what a quiz asks, what is kept of it and who sees that."""
    cards = quiz_cards(
        user=request.user, language=get_language(), today=timezone.localdate(), slug=slug
    )
    if not cards:
        raise Http404
    card = cards[0]
    extra = extra_time_of(request.user) if card.quiz.minutes else 0
    context = {
        "card": card,
        "minutes": minutes_for(card.quiz, extra),
        "time_form": ExtraTimeForm(initial={"extra_time": extra}) if card.quiz.minutes else None,
        "crumbs": [(_("Quizzes"), reverse("quizzes")), (card.title, "")],
    }
    return render(request, "assessments/quizzes/quiz.html", context)


@require_POST
@login_required
def quiz_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start an attempt, or go on with the open one."""
    quiz = get_object_or_404(Quiz.objects.published(), slug=slug)
    form = ExtraTimeForm(request.POST)
    if quiz.minutes and form.is_valid():
        keep_extra_time(user=request.user, percent=form.cleaned_data["extra_time"])
    try:
        attempt = start_attempt(
            user=request.user, quiz=quiz, now=timezone.now(), rng=SystemRandom()
        )
    except NothingToDraw:
        messages.error(request, _("There are no questions for this quiz yet."))
        return redirect("quiz", slug=slug)
    return redirect("attempt", pk=attempt.pk)

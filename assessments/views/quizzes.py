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

from assessments.domain.attempts import NothingToDraw, start_attempt
from assessments.domain.quizzes import quiz_cards
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
    crumbs = [(_("Quizzes"), reverse("quizzes")), (cards[0].title, "")]
    return render(request, "assessments/quizzes/quiz.html", {"card": cards[0], "crumbs": crumbs})


@require_POST
@login_required
def quiz_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start an attempt, or go on with the open one."""
    quiz = get_object_or_404(Quiz.objects.published(), slug=slug)
    try:
        attempt = start_attempt(
            user=request.user, quiz=quiz, now=timezone.now(), rng=SystemRandom()
        )
    except NothingToDraw:
        messages.error(request, _("There are no questions for this quiz yet."))
        return redirect("quiz", slug=slug)
    return redirect("attempt", pk=attempt.pk)

"""The answer to a check question in a lesson: stored, and back to where it was asked."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.domain.attempts import answer_lesson_check
from assessments.domain.lesson_links import link_to_lesson
from assessments.domain.question_words import words_in
from assessments.enums import QuestionState
from assessments.forms.quizzes import answer_form
from assessments.models import QuestionVersion


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def lesson_check(request: HttpRequest, lesson: UUID, version: int) -> HttpResponse:
    """Store the answer and go back to the lesson; the question alone when it does not fit."""
    link = link_to_lesson(lesson, get_language())
    if link is None:
        raise Http404
    shown = get_object_or_404(
        QuestionVersion.objects.select_related("question").prefetch_related("texts"),
        pk=version,
        question__state=QuestionState.ACTIVE,
    )
    question = words_in(shown, get_language())
    data = request.POST if request.method == "POST" else None
    form = answer_form(question, data, seed=str(shown.pk))
    back = f"{link.address}#{question.anchor}"
    if form.is_valid():
        answer_lesson_check(
            user=request.user,
            lesson_key=lesson,
            version=shown,
            language=get_language(),
            now=timezone.now(),
            **form.given(),
        )
        return redirect(back)
    crumbs = [(link.title, back), (_("Check question"), "")]
    context = {"form": form, "question": question, "back": back, "crumbs": crumbs}
    return render(request, "assessments/quizzes/lesson_check.html", context)

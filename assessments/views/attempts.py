"""An attempt: one question a page, an overview before submitting, the result after."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.attempts import (
    LOCKING_MODES,
    AlreadyAnswered,
    AlreadySubmitted,
    NothingAnswered,
    give_answer,
    is_over,
    submit_attempt,
)
from assessments.domain.question_words import words_in
from assessments.domain.quizzes import quiz_words
from assessments.domain.results import build_attempt_result, feedback_of, with_words
from assessments.domain.time_left import time_left
from assessments.enums import QuizMode
from assessments.forms.quizzes import AnswerForm, answer_form
from assessments.models import Answer, Attempt
from assessments.permissions import get_attempt_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a question of an open attempt and store its answer; show the result of another."""
    attempt = get_attempt_or_404(request.user, pk)
    if attempt.is_submitted:
        return _late(request, attempt) if request.method == "POST" else _result(request, attempt)
    if request.method != "POST" and is_over(attempt, timezone.now()):
        return redirect("attempt_review", pk=pk)
    answers = list(attempt.answers.only("attempt", "position", "answered_at"))
    position = _position(request, answers)
    if position is None:
        return redirect("attempt_review", pk=pk)
    answer = with_words(attempt.answers.filter(position=position)).get()
    if request.method != "POST" and answer.is_answered and attempt.mode in LOCKING_MODES:
        return _locked(request, attempt, answer, answers)
    form = _form(request, answer)
    if request.method == "POST" and form.is_valid():
        return _store(request, attempt, form, position, len(answers))
    if is_over(attempt, timezone.now()):
        return _time_is_up(request, attempt)
    return _question(request, attempt, form, answer, answers)


@require_safe
@login_required
@never_cache
def attempt_review(request: HttpRequest, pk: int) -> HttpResponse:
    """List what has an answer and what has not, before an attempt is submitted."""
    attempt = get_attempt_or_404(request.user, pk)
    if attempt.is_submitted:
        return redirect("attempt", pk=pk)
    language = get_language()
    rows = [
        {"answer": answer, "question": words_in(answer.version, language)}
        for answer in with_words(attempt.answers.all())
    ]
    open_count = sum(not row["answer"].is_answered for row in rows)
    context = {
        "rows": rows,
        "open_count": open_count,
        "given_count": len(rows) - open_count,
        "is_over": is_over(attempt, timezone.now()),
        "is_fixed": attempt.mode in LOCKING_MODES,
        "follows": attempt.mode == QuizMode.ADAPTIVE,
        **_frame(attempt, _("Overview")),
    }
    return render(request, "assessments/quizzes/review.html", context)


@require_POST
@login_required
def attempt_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit an attempt; a second click finds it submitted and shows the same result."""
    attempt = get_attempt_or_404(request.user, pk)
    try:
        submit_attempt(attempt=attempt, language=get_language(), now=timezone.now())
    except NothingAnswered:
        messages.error(request, _("Answer at least one question first."))
        return redirect("attempt_review", pk=pk)
    return redirect("attempt", pk=pk)


def _position(request: HttpRequest, answers: list[Answer]) -> int | None:
    """Return the question that the address asks for, else the first open one, if there is one.

    Raises:
        Http404: when the attempt has no such question.
    """
    wanted = request.GET.get("q", "")
    if not wanted:
        return next((row.position for row in answers if not row.is_answered), None)
    positions = {str(row.position): row.position for row in answers}
    if wanted not in positions:
        raise Http404
    return positions[wanted]


def _form(request: HttpRequest, answer: Answer) -> AnswerForm:
    return answer_form(
        words_in(answer.version, get_language()),
        request.POST if request.method == "POST" else None,
        seed=str(answer.pk),
        response=answer.response,
        certainty=answer.certainty,
    )


def _store(
    request: HttpRequest, attempt: Attempt, form: AnswerForm, position: int, count: int
) -> HttpResponse:
    now, address = timezone.now(), reverse("attempt", args=(attempt.pk,))
    try:
        give_answer(attempt=attempt, position=position, now=now, **form.given())
    except AlreadySubmitted:
        return _late(request, attempt)
    except AlreadyAnswered:
        messages.warning(request, _("This question has an answer already; that one stays."))
    if is_over(attempt, now):
        return _time_is_up(request, attempt)
    if attempt.mode == QuizMode.PRACTICE:
        return redirect(f"{address}?q={position}")
    if attempt.mode == QuizMode.ADAPTIVE:
        return redirect(address)
    if position < count:
        return redirect(f"{address}?q={position + 1}")
    return redirect("attempt_review", pk=attempt.pk)


def _late(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Say that an answer came after the attempt was submitted."""
    message = _("This attempt was submitted already; the answer you just sent was not kept.")
    messages.warning(request, message)
    return redirect("attempt", pk=attempt.pk)


def _time_is_up(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Submit what was given in time, with an answer that came after it."""
    submit_attempt(attempt=attempt, language=get_language(), now=timezone.now())
    message = _("The time is up. What you answered in time counts; this is your result.")
    messages.info(request, message)
    return redirect("attempt", pk=attempt.pk)


def _locked(
    request: HttpRequest, attempt: Attempt, answer: Answer, answers: list[Answer]
) -> HttpResponse:
    """Show how a practice question went; in the adaptive test go on to the open question."""
    if attempt.mode != QuizMode.PRACTICE:
        return redirect("attempt", pk=attempt.pk)
    language = get_language()
    context = {
        "result": feedback_of(attempt=attempt, position=answer.position, language=language),
        **_place(attempt, answer, answers),
    }
    return render(request, "assessments/quizzes/feedback.html", context)


def _question(
    request: HttpRequest, attempt: Attempt, form: AnswerForm, answer: Answer, answers: list[Answer]
) -> HttpResponse:
    context = {"form": form, "question": form.question, **_place(attempt, answer, answers)}
    return render(request, "assessments/quizzes/question.html", context)


def _place(attempt: Attempt, answer: Answer, answers: list[Answer]) -> dict[str, Any]:
    """Return where a question stands in its attempt."""
    count, position = len(answers), answer.position
    follows = attempt.mode == QuizMode.ADAPTIVE
    return {
        "answer": answer,
        "marks": [] if follows else answers,
        "count": count,
        "follows": follows,
        "given_count": sum(row.is_answered for row in answers),
        "previous": 0 if follows else position - 1,
        "next": position + 1 if position < count else None,
        **_frame(attempt, _("Question %(number)d") % {"number": position}),
    }


def _result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    result = build_attempt_result(attempt=attempt, language=get_language())
    context = {"result": result, **_frame(attempt, _("Result"))}
    return render(request, "assessments/quizzes/result.html", context)


def _frame(attempt: Attempt, label: str) -> dict[str, Any]:
    """Return what every page of an attempt shows around it."""
    if attempt.quiz:
        title = quiz_words(attempt.quiz, get_language()).title
        parents = [
            (_("Quizzes"), reverse("quizzes")),
            (title, reverse("quiz", args=(attempt.quiz.slug,))),
        ]
    else:
        title = _("Re-check of %(competence)s") % {"competence": attempt.recheck.competence}
        parents = [(_("My Peil"), reverse("me"))]
    crumbs = [*parents, (label, "")]
    left = None if attempt.is_submitted else time_left(attempt, timezone.now())
    return {"attempt": attempt, "title": title, "crumbs": crumbs, "time": left}

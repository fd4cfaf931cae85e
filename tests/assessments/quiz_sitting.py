"""Quizzes of every mode, a bank that is large enough for them, and somebody who sits one."""

from random import Random

from django.urls import reverse

from assessments.domain.attempts import give_answer
from assessments.domain.starting import start_attempt
from tests.factories.questions import NOW, make_questions, make_quiz

RIGHT, WRONG = {"choice": "b"}, {"choice": "a"}


def fill_bank(*codes, each=15):
    """Add questions about each competence, as many of every level."""
    for code in codes:
        make_questions(code, each)


def quiz_of(mode, **values):
    quiz = make_quiz("A1", "A2")
    type(quiz).objects.filter(pk=quiz.pk).update(mode=mode, **values)
    quiz.refresh_from_db()
    return quiz


def start(user, quiz, now=NOW):
    return start_attempt(user=user, quiz=quiz, now=now, rng=Random(1))


def page_of(attempt, q=None):
    address = reverse("attempt", args=(attempt.pk,))
    return f"{address}?q={q}" if q else address


def text(response):
    return " ".join(response.content.decode().split())


def run_through(attempt, responses, now=NOW):
    """Answer the open question until there is none; the responses come round again."""
    turn = 0
    while answer := attempt.answers.filter(answered_at__isnull=True).first():
        response = responses[turn % len(responses)]
        give_answer(attempt=attempt, position=answer.position, response=response, now=now)
        turn += 1
    return turn

"""Questions of every kind, quizzes, and attempts in any state."""

from datetime import UTC, date, datetime
from itertools import count
from random import Random
from typing import Any

from assessments.domain.attempts import give_answer, submit_attempt
from assessments.domain.question_bank import BankQuestion, store_questions
from assessments.domain.starting import start_attempt
from assessments.models import Attempt, QuestionVersion, Quiz, QuizText
from training.models import Competence

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count(1)

OPTIONS = {"a": "first", "b": "second", "c": "third"}
CHOICE = {
    "options": [{"key": "a", "weight": 0.0}, {"key": "b", "weight": 1.0}, {"key": "c", "weight": 0}]
}
STRUCTURES = {
    "single_choice": CHOICE,
    "situational": {
        "options": [
            {"key": "a", "weight": 0.5},
            {"key": "b", "weight": 1.0},
            {"key": "c", "weight": 0.0},
        ]
    },
    "true_false": {"options": [{"key": "a", "weight": 0.0}, {"key": "b", "weight": 1.0}]},
    "multiple_response": {
        "options": [
            {"key": "a", "weight": 0.5},
            {"key": "b", "weight": 0.5},
            {"key": "c", "weight": -0.5},
        ]
    },
    "matching": {
        "left": ["1", "2"],
        "right": ["a", "b", "c"],
        "pairs": {"1": "b", "2": "a"},
    },
    "ordering": {"order": ["b", "c", "a"]},
    "numeric": {"answers": [{"key": "a", "value": "4.0", "tolerance": "0.05", "weight": 1.0}]},
}
RIGHT = {
    "single_choice": {"choice": "b"},
    "situational": {"choice": "b"},
    "true_false": {"choice": "b"},
    "multiple_response": {"choices": ["a", "b"]},
    "matching": {"pairs": {"1": "b", "2": "a"}},
    "ordering": {"order": ["b", "c", "a"]},
    "numeric": {"value": "4,0"},
}
WRONG = {
    "single_choice": {"choice": "a"},
    "situational": {"choice": "c"},
    "true_false": {"choice": "a"},
    "multiple_response": {"choices": ["c"]},
    "matching": {"pairs": {"1": "a", "2": "c"}},
    "ordering": {"order": ["a", "c", "b"]},
    "numeric": {"value": "7"},
}
KINDS = sorted(STRUCTURES)


def make_question(
    kind: str = "single_choice",
    competence: Competence | str = "A1",
    *,
    identifier: str = "",
    languages: tuple[str, ...] = ("nl", "en"),
    valid_until: date | None = None,
    lesson: str = "",
    stem: str = "",
) -> QuestionVersion:
    """Return the current version of a new question, or a new version of an old one."""
    row = question_row(
        kind,
        identifier or f"{competence}-{next(_numbers)}",
        languages=languages,
        stem=stem,
        valid_until=valid_until,
        lesson=lesson,
    )
    store_questions(questions=[row], now=NOW)
    return QuestionVersion.objects.get(question__identifier=row.identifier, is_current=True)


def make_questions(competence: str, count: int) -> None:
    """Store questions that begin with the first level; the one after the fifth has it again."""
    rows = [
        question_row("single_choice", f"{competence}-{next(_numbers)}", level_hint=place % 5 + 1)
        for place in range(count)
    ]
    store_questions(questions=rows, now=NOW)


def question_row(
    kind: str,
    identifier: str,
    *,
    languages: tuple[str, ...] = ("nl", "en"),
    stem: str = "",
    **more: Any,
) -> BankQuestion:
    """Return a question as the bank takes it."""
    return BankQuestion(
        identifier=identifier,
        kind=kind,
        structure=STRUCTURES[kind],
        texts={language: _texts(kind, identifier, language, stem) for language in languages},
        **more,
    )


def make_quiz(
    *codes: str, per_competence: int = 2, slug: str = "", is_published: bool = True
) -> Quiz:
    """Return a quiz about competences that exist, with a title in both languages."""
    number = next(_numbers)
    quiz = Quiz.objects.create(
        slug=slug or f"quiz-{number}",
        order=number,
        per_competence=per_competence,
        is_published=is_published,
    )
    quiz.competences.set(Competence.objects.filter(code__in=codes))
    for language, title in (("nl", "Toets"), ("en", "Quiz")):
        QuizText.objects.create(
            quiz=quiz, language=language, title=f"{title} {number}", introduction=f"Over {codes}"
        )
    return quiz


def make_attempt(
    user, quiz: Quiz, *, right: int = 0, wrong: int = 0, submit: bool = False, now: datetime = NOW
) -> Attempt:
    """Return an attempt whose first questions were answered right, and the next ones wrong."""
    attempt = start_attempt(user=user, quiz=quiz, now=now, rng=Random(1))
    answers = list(attempt.answers.select_related("version"))
    for place, answer in enumerate(answers[: right + wrong]):
        key = RIGHT if place < right else WRONG
        response = key[answer.version.kind]
        give_answer(attempt=attempt, position=answer.position, response=response, now=now)
    return submit_attempt(attempt=attempt, now=now) if submit else attempt


def form_data(kind: str, response: dict) -> dict:
    """Return what a browser sends for a response."""
    match kind:
        case "matching":
            return {f"left-{key}": value for key, value in response["pairs"].items()}
        case "ordering":
            return {f"item-{key}": place for place, key in enumerate(response["order"], 1)}
        case _:
            return dict(response)


def _texts(kind: str, identifier: str, language: str, stem: str) -> dict:
    words = {
        "title": "",
        "stem": stem or f"{identifier} ({language})?",
        "format": "moodle",
        "source": f"Bron {language}",
        "feedback": f"Why {identifier} ({language})",
    }
    match kind:
        case "matching":
            return {
                **words,
                "left": {"1": "left one", "2": "left two"},
                "right": {"a": "right a", "b": "right b", "c": "right c"},
            }
        case "ordering":
            return {**words, "items": {"a": "item a", "b": "item b", "c": "item c"}}
        case "numeric":
            return {**words, "option_feedback": {"other": "Count again."}}
        case "true_false":
            return {**words, "options": {}, "option_feedback": {"a": "No."}}
        case _:
            return {**words, "options": dict(OPTIONS), "option_feedback": {"a": "Not quite."}}

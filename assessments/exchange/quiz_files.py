"""Quizzes as a JSON file: a list of slug, competences, number of questions, and texts."""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.quizzes import QuizWords, ShippedQuiz
from training.domain.problems import Problem, ProblemsFound


def read_quizzes(text: str, *, competences: Collection[str]) -> list[ShippedQuiz]:
    """Return the quizzes of a file, in its order.

    Args:
        text: the JSON.
        competences: the codes that a quiz may name.

    Raises:
        ProblemsFound: with everything that is wrong.
    """
    try:
        rows = json.loads(text)
        quizzes = [_quiz(row, order) for order, row in enumerate(rows, 1)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = _("This is not a file of quizzes: %(reason)s") % {"reason": error}
        raise ProblemsFound([Problem("quizzes", reason)]) from error
    if problems := list(_problems(quizzes, competences)):
        raise ProblemsFound(problems)
    return quizzes


def write_quizzes(quizzes: Iterable[ShippedQuiz]) -> str:
    """Return quizzes as a file that `read_quizzes` reads back as the same quizzes."""
    rows = [
        {
            "slug": quiz.slug,
            "per_competence": quiz.per_competence,
            "competences": quiz.competences,
            "texts": {language: vars(words) for language, words in quiz.texts.items()},
        }
        for quiz in quizzes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _quiz(row: dict[str, Any], order: int) -> ShippedQuiz:
    return ShippedQuiz(
        slug=row["slug"],
        order=order,
        per_competence=int(row["per_competence"]),
        competences=tuple(row["competences"]),
        texts={
            language: QuizWords(words["title"], words["introduction"])
            for language, words in row["texts"].items()
        },
    )


def _problems(quizzes: list[ShippedQuiz], competences: Collection[str]) -> Iterator[Problem]:
    for quiz in quizzes:
        for code in quiz.competences:
            if code not in competences:
                message = _("%(code)s is no competence of the framework.") % {"code": code}
                yield Problem(quiz.slug, message)
        if not quiz.texts:
            yield Problem(quiz.slug, _("The quiz has no text in any language."))

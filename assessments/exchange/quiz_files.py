"""Quizzes as a JSON file: a list of slug, competences, number of questions, and texts.

Besides, where they differ from a check without a limit: `mode`, `items` in all, and `minutes`.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.adaptive import MOST
from assessments.domain.quizzes import QuizWords, ShippedQuiz
from assessments.enums import QuizMode
from training.domain.problems import Problem, ProblemsFound

FEWEST_ITEMS = 16


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
            **_particulars(quiz),
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
        mode=QuizMode(row.get("mode", QuizMode.CHECK)).value,
        items=_number(row.get("items")),
        minutes=_number(row.get("minutes")),
    )


def _particulars(quiz: ShippedQuiz) -> dict[str, Any]:
    mode = {} if quiz.mode == QuizMode.CHECK else {"mode": str(quiz.mode)}
    numbers = {"items": quiz.items, "minutes": quiz.minutes}
    return {**mode, **{name: value for name, value in numbers.items() if value is not None}}


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _problems(quizzes: list[ShippedQuiz], competences: Collection[str]) -> Iterator[Problem]:
    for quiz in quizzes:
        for code in quiz.competences:
            if code not in competences:
                message = _("%(code)s is no competence of the framework.") % {"code": code}
                yield Problem(quiz.slug, message)
        if quiz.items is not None and not FEWEST_ITEMS <= quiz.items <= MOST:
            message = _("An area test has %(low)d to %(high)d questions.")
            yield Problem(quiz.slug, message % {"low": FEWEST_ITEMS, "high": MOST})
        if quiz.minutes is not None and quiz.minutes < 1:
            yield Problem(quiz.slug, _("A time limit is at least one minute."))
        if not quiz.texts:
            yield Problem(quiz.slug, _("The quiz has no text in any language."))

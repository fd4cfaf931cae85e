"""Answering a question to try it: the same score and words as in earnest, and nothing stored."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.domain.answer_points import points_of
from assessments.domain.lesson_links import lesson_links
from assessments.domain.question_words import words_in
from assessments.domain.results import QuestionResult, question_result
from assessments.models import Answer, QuestionVersion


def try_question(
    *,
    version: QuestionVersion,
    language: str,
    response: Mapping[str, Any] | None = None,
    dont_know: bool = False,
) -> tuple[Decimal, QuestionResult]:
    """Return the points from 0 to 1 and how it went; one query.

    Args:
        version: with its texts, question and competence at hand.
        language: "nl" or "en".
        response: in the shape of domain/scoring.py, valid; left out with `dont_know`.
        dont_know: whether "I don't know" is the answer.
    """
    answer = Answer(version=version, position=1, response=response, is_dont_know=dont_know)
    answer.score = points_of(answer)
    links = lesson_links({version.lesson}, language)
    return answer.score, question_result(answer, words_in(version, language), links)

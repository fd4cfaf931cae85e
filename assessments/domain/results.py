"""What an attempt shows once it is submitted: bands per competence, and why per question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from assessments.domain.lesson_links import LessonLink, lesson_links
from assessments.domain.question_words import (
    QuestionWords,
    feedback_lines,
    lines_of_key,
    lines_of_response,
    words_in,
)
from assessments.domain.tested import TestedSummary, tested_summary
from assessments.enums import Certainty, Evidence, Outcome, TestedBand
from assessments.models import Answer, Attempt, CurrentLevel
from cms.accounts.models import User
from training.domain.framework import competences_in


@dataclass(frozen=True)
class QuestionResult:
    """One answered or open question; `given`, `right` and `why` are lines of text."""

    position: int
    competence: str
    question: QuestionWords
    outcome: Outcome
    given: list[str]
    right: list[str]
    why: list[str]
    certainty: str
    answered_at: datetime | None
    read: LessonLink | None


@dataclass(frozen=True)
class CompetenceResult:
    """Tested knowledge of a competence at that moment; None when nothing was answered.

    `self_level` is the latest self-rating: it stands beside, and nothing is made of the two.
    """

    code: str
    name: str
    tested: TestedSummary | None
    band: str
    self_level: int | None


@dataclass(frozen=True)
class AttemptResult:
    competences: list[CompetenceResult]
    questions: list[QuestionResult]

    @property
    def answered(self) -> int:
        """Return how many questions have an answer, "I don't know" included."""
        return sum(question.outcome != Outcome.OPEN for question in self.questions)


def with_words(answers: QuerySet[Answer]) -> QuerySet[Answer]:
    """Return answers with all that their words need; one query more, for any number of them."""
    return answers.select_related("version__question__competence").prefetch_related(
        "version__texts"
    )


def build_attempt_result(*, attempt: Attempt, language: str) -> AttemptResult:
    """Return the result of a submitted attempt, as it stood when it was submitted; seven queries.

    Args:
        attempt: a submitted attempt.
        language: "nl" or "en".

    Raises:
        ValueError: when the attempt is not submitted.
    """
    if attempt.submitted_at is None:
        raise ValueError("Only a submitted attempt has a result.")
    answers = list(with_words(attempt.answers.all()))
    links = lesson_links({answer.version.lesson for answer in answers}, language)
    return AttemptResult(
        competences=_competences(attempt.user, answers, attempt.submitted_at, language),
        questions=[
            question_result(answer, words_in(answer.version, language), links) for answer in answers
        ],
    )


def question_result(
    answer: Answer, question: QuestionWords, links: Mapping[str, LessonLink]
) -> QuestionResult:
    """Return how one scored question went; no query.

    Args:
        answer: of a submitted attempt, with its version's question and competence at hand.
        question: the words of that version.
        links: where to read, by what questions call their lesson section.
    """
    response = answer.response
    return QuestionResult(
        position=answer.position,
        competence=answer.version.question.competence.code,
        question=question,
        outcome=outcome_of(answer),
        given=lines_of_response(question, response) if response else [],
        right=lines_of_key(question),
        why=feedback_lines(question, response),
        certainty=str(Certainty(answer.certainty).label) if answer.certainty else "",
        answered_at=answer.answered_at,
        read=links.get(question.lesson),
    )


def outcome_of(answer: Answer) -> Outcome:
    """Return how the answer to a question of a submitted attempt went."""
    if answer.score is None:
        return Outcome.OPEN
    if answer.is_dont_know:
        return Outcome.DONT_KNOW
    if answer.score == 1:
        return Outcome.RIGHT
    return Outcome.PARTLY if answer.score > 0 else Outcome.WRONG


def _competences(
    user: User, answers: list[Answer], moment: datetime, language: str
) -> list[CompetenceResult]:
    asked = [answer.version.question.competence for answer in answers]
    ids = {competence.pk for competence in asked}
    summaries = {
        summary.competence_id: summary
        for summary in tested_summary(user=user, competence_ids=ids, now=moment)
    }
    ratings = dict(
        CurrentLevel.objects.filter(
            user=user, evidence=Evidence.SELF, competence_id__in=ids
        ).values_list("competence_id", "level")
    )
    codes = sorted({competence.code for competence in asked})
    return [
        CompetenceResult(
            code=competence.code,
            name=competence.name,
            tested=(tested := summaries.get(competence.id)),
            band=str(TestedBand(tested.band).label) if tested else "",
            self_level=ratings.get(competence.id),
        )
        for competence in competences_in(language, codes=codes)
    ]

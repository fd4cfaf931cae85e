"""What an attempt shows once it is submitted: bands per competence, and why per question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from assessments.domain.answer_points import counted_score, points_of
from assessments.domain.area_results import AreaResult, area_result
from assessments.domain.certainty import knowledge_of
from assessments.domain.certainty_words import knowledge_lines
from assessments.domain.lesson_links import LessonLink, lesson_links
from assessments.domain.question_words import (
    QuestionWords,
    feedback_lines,
    lines_of_key,
    lines_of_response,
    words_in,
)
from assessments.domain.tested import TestedSummary, tested_summary
from assessments.enums import Certainty, Evidence, Knowledge, Outcome, TestedBand
from assessments.models import Answer, Attempt, CurrentLevel, RegradedAnswer
from training.domain.framework import competences_in


@dataclass(frozen=True)
class QuestionResult:
    """One answered or open question; `given`, `right` and `why` are lines of text.

    `came_late`: it was answered after the end of the time, and does not count.
    """

    position: int
    competence: str
    question: QuestionWords
    outcome: Outcome
    given: list[str]
    right: list[str]
    why: list[str]
    certainty: str
    knowledge: Knowledge | None
    answered_at: datetime | None
    read: LessonLink | None

    @property
    def came_late(self) -> bool:
        return self.outcome == Outcome.OPEN and self.answered_at is not None


@dataclass(frozen=True)
class CompetenceResult:
    """Tested knowledge of a competence at that moment; None when nothing was answered.

    `self_level` is the latest self-rating: it stands beside, and nothing is made of the two.
    `knowledge` says in words what the answers of this attempt and their certainty tell.
    """

    code: str
    name: str
    tested: TestedSummary | None
    band: str
    self_level: int | None
    knowledge: list[str]


@dataclass(frozen=True)
class RegradedLine:
    """A question whose key was wrong: what the answer counted for before and after."""

    position: int
    before: float
    after: float
    made_at: datetime


@dataclass(frozen=True)
class AttemptResult:
    """`area` is there after an area test; `regraded` has what was scored again since."""

    competences: list[CompetenceResult]
    questions: list[QuestionResult]
    area: AreaResult | None
    regraded: list[RegradedLine]

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
    """Return the result of a submitted attempt, as it stood when it was submitted; eight queries.

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
    questions = [
        question_result(answer, words_in(answer.version, language), links) for answer in answers
    ]
    return AttemptResult(
        competences=_competences(attempt, answers, questions, language),
        questions=questions,
        area=area_result(attempt, answers),
        regraded=_regraded(attempt),
    )


def feedback_of(*, attempt: Attempt, position: int, language: str) -> QuestionResult:
    """Return how an answered question of an open practice attempt went; nothing is written.

    Raises:
        Answer.DoesNotExist: when there is no such question, or it has no answer.
    """
    answers = with_words(attempt.answers.filter(answered_at__isnull=False))
    answer = answers.get(position=position)
    answer.score = points_of(answer)
    links = lesson_links({answer.version.lesson}, language)
    return question_result(answer, words_in(answer.version, language), links)


def question_result(
    answer: Answer, question: QuestionWords, links: Mapping[str, LessonLink]
) -> QuestionResult:
    """Return how one scored question went; no query.

    Args:
        answer: of a submitted attempt, with its version's question and competence at hand.
        question: the words of that version.
        links: where to read, by what questions call their lesson section.
    """
    response, outcome = answer.response, outcome_of(answer)
    return QuestionResult(
        position=answer.position,
        competence=answer.version.question.competence.code,
        question=question,
        outcome=outcome,
        given=lines_of_response(question, response) if response else [],
        right=lines_of_key(question),
        why=feedback_lines(question, response),
        certainty=str(Certainty(answer.certainty).label) if answer.certainty else "",
        knowledge=knowledge_of(outcome, answer.certainty),
        answered_at=answer.answered_at,
        read=links.get(question.lesson),
    )


def outcome_of(answer: Answer) -> Outcome:
    """Return how the answer to a question of a submitted attempt went."""
    points = counted_score(answer)
    if points is None:
        return Outcome.OPEN
    if answer.is_dont_know:
        return Outcome.DONT_KNOW
    if points == 1:
        return Outcome.RIGHT
    return Outcome.PARTLY if points > 0 else Outcome.WRONG


def _regraded(attempt: Attempt) -> list[RegradedLine]:
    rows = RegradedAnswer.objects.filter(answer__attempt=attempt)
    rows = rows.select_related("regrade", "answer").order_by("answer__position", "pk")
    return [
        RegradedLine(row.answer.position, float(row.before), float(row.after), row.regrade.made_at)
        for row in rows
    ]


def _competences(
    attempt: Attempt, answers: list[Answer], questions: list[QuestionResult], language: str
) -> list[CompetenceResult]:
    user, moment = attempt.user, attempt.submitted_at or attempt.started_at
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
            knowledge=knowledge_lines(
                row.knowledge for row in questions if row.competence == competence.code
            ),
        )
        for competence in competences_in(language, codes=codes)
    ]

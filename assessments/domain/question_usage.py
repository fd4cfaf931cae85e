"""Where a question is used and what its archiving would leave: numbers and titles, no people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.domain.quizzes import quiz_words
from assessments.enums import QuestionState
from assessments.models import Answer, Question, QuestionVersion, Quiz
from training.domain.framework import preferred
from training.models import LessonPage


@dataclass(frozen=True)
class Usage:
    """What still uses a version.

    Attributes:
        is_drawable: whether a new attempt may draw it today.
        quizzes: titles of the quizzes that may draw it.
        lessons: titles of the lessons whose check may show it.
        open_attempts: how many attempts that are not submitted hold it.
        answered: how many answers were given to it.
    """

    is_drawable: bool
    quizzes: list[str]
    lessons: list[str]
    open_attempts: int
    answered: int


@dataclass(frozen=True)
class QuizImpact:
    """A quiz that asks about the competence: `wanted` questions of it, `left` to draw from."""

    title: str
    wanted: int
    left: int

    @property
    def falls_short(self) -> bool:
        return self.left < self.wanted


@dataclass(frozen=True)
class Impact:
    """How many questions of a competence can be drawn, now and afterwards."""

    code: str
    before: int
    after: int
    quizzes: list[QuizImpact]


def usage_of(version: QuestionVersion, *, language: str, today: date) -> Usage:
    """Return what still uses a version; its question is at hand.

    Args:
        version: the version.
        language: of the titles, "nl" or "en"; the other one where a title is missing.
        today: the day on which its facts must hold.
    """
    is_drawable = QuestionVersion.objects.drawable(on=today).filter(pk=version.pk).exists()
    answers = Answer.objects.filter(version=version)
    competence = version.question.competence
    quizzes = _quizzes_about(version.question) if is_drawable else []
    return Usage(
        is_drawable=is_drawable,
        quizzes=[quiz_words(quiz, language).title for quiz in quizzes],
        lessons=_lessons_asking(competence.code, language) if is_drawable else [],
        open_attempts=answers.filter(attempt__submitted_at__isnull=True).count(),
        answered=answers.filter(answered_at__isnull=False).count(),
    )


def impact_of(question: Question, *, language: str, today: date) -> Impact:
    """Return what archiving an active question leaves, or restoring an archived one gives."""
    drawable = QuestionVersion.objects.drawable(on=today)
    before = drawable.filter(question__competence=question.competence_id).count()
    if question.state == QuestionState.ACTIVE:
        after = before - drawable.filter(question=question).count()
    else:
        last_day = question.versions.get(is_current=True).last_day
        after = before + int(last_day is None or last_day >= today)
    return Impact(
        code=question.competence.code,
        before=before,
        after=after,
        quizzes=[
            QuizImpact(quiz_words(quiz, language).title, quiz.per_competence, after)
            for quiz in _quizzes_about(question)
        ],
    )


def _quizzes_about(question: Question) -> Iterable[Quiz]:
    quizzes = Quiz.objects.published().filter(competences=question.competence_id)
    return quizzes.prefetch_related("texts")


def _lessons_asking(code: str, language: str) -> list[str]:
    """Return the titles of the live lessons with a check about a competence."""
    pages = preferred(
        LessonPage.objects.live().select_related("locale").order_by("code", "pk"),
        lambda page: page.translation_key,
        language,
    )
    return [page.title for page in pages.values() if code in _asked_about(page)]


def _asked_about(page: LessonPage) -> set[str]:
    checks = (block["value"] for block in page.body.raw_data if block["type"] == "check")
    return {code for check in checks for code in check.get("competences") or []}

"""The check questions of a lesson: which ones a reader gets there, and how they went."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.domain.lesson_links import LessonLink
from assessments.domain.question_words import QuestionWords, words_of
from assessments.domain.results import QuestionResult, question_result
from assessments.models import Answer, Attempt, QuestionText, QuestionVersion
from cms.accounts.models import User
from cms.drawn import for_a_minute
from training.domain.framework import preferred

QUESTIONS_PER_LESSON = 2


@dataclass(frozen=True)
class LessonCheck:
    """A check question with the reader's latest answer in this lesson, if there is one."""

    question: QuestionWords
    answer: Answer | None
    result: QuestionResult | None


@dataclass(frozen=True)
class _Candidate:
    version_id: int
    question_id: int
    competence_id: int
    is_of_lesson: bool


def lesson_checks(
    *,
    user: User,
    lesson: UUID,
    lesson_key: str,
    codes: Collection[str],
    language: str,
    today: date,
) -> list[LessonCheck]:
    """Return the check questions of a lesson for a reader; at most four queries, no write.

    The same reader gets the same questions each time, as long as the bank does not change:
    questions that name this lesson first, then by a hash of reader, lesson and question, and each
    competence has its turn before any has a second one.

    Args:
        user: who reads.
        lesson: the translation key of the lesson page.
        lesson_key: "module/lesson", as questions name it; may be empty.
        codes: the competences to ask about.
        language: "nl" or "en".
        today: the day on which the facts of a question must hold.
    """
    candidates = for_a_minute(
        "lesson checks",
        [lesson_key, *codes, today.isoformat()],
        lambda: _candidates(lesson_key, codes, today),
    )
    chosen = _chosen(candidates, f"{user.pk}:{lesson}")
    words = for_a_minute("check words", [chosen, language], lambda: _words(chosen, language))
    answers = _latest(user, lesson, chosen)
    return [_check(question, answers.get(question.version_id), lesson_key) for question in words]


def _words(chosen: list[int], language: str) -> list[QuestionWords]:
    texts = preferred(
        QuestionText.objects.filter(version_id__in=chosen).select_related("version__question"),
        lambda text: text.version_id,
        language,
    )
    return [words_of(texts[pk], texts[pk].version) for pk in chosen]


def _candidates(lesson_key: str, codes: Collection[str], today: date) -> list[_Candidate]:
    rows = (
        QuestionVersion.objects.drawable(on=today)
        .filter(question__competence__code__in=codes)
        .order_by("question__competence__order", "question_id")
        .values_list("pk", "question_id", "question__competence_id", "lesson")
    )
    return [
        _Candidate(pk, question, competence, bool(lesson_key) and _page_of(lesson) == lesson_key)
        for pk, question, competence, lesson in rows
    ]


def _page_of(lesson: str) -> str:
    """Return "module/lesson" without the section."""
    return lesson.partition("#")[0]


def _chosen(candidates: Iterable[_Candidate], seed: str) -> list[int]:
    """Return the versions to show."""

    def preference(row: _Candidate) -> tuple[bool, bytes]:
        return not row.is_of_lesson, sha256(f"{seed}:{row.question_id}".encode()).digest()

    turns: dict[int, int] = {}
    ranked = []
    for row in sorted(candidates, key=preference):
        turn = turns[row.competence_id] = turns.get(row.competence_id, 0) + 1
        ranked.append((turn, *preference(row), row.version_id))
    return [version_id for *_rank, version_id in sorted(ranked)[:QUESTIONS_PER_LESSON]]


def _latest(user: User, lesson: UUID, versions: list[int]) -> dict[int, Answer]:
    """Return the reader's latest answer per version; a second query only where there are any."""
    attempts = list(Attempt.objects.filter(user=user, lesson=lesson).values_list("pk", flat=True))
    if not attempts:
        return {}
    rows = Answer.objects.filter(attempt__in=attempts, version_id__in=versions)
    rows = rows.select_related("version__question__competence").order_by("answered_at", "pk")
    return {answer.version_id: answer for answer in rows}


def _check(question: QuestionWords, answer: Answer | None, lesson_key: str) -> LessonCheck:
    page, _hash, anchor = question.lesson.partition("#")
    is_here = bool(anchor) and page == lesson_key
    links = {question.lesson: LessonLink(_("this lesson"), f"#{anchor}")} if is_here else {}
    return LessonCheck(
        question=question,
        answer=answer,
        result=question_result(answer, question, links) if answer else None,
    )

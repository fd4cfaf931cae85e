"""What happens to an attempt: answered, submitted; and check questions of a lesson.

How it starts: starting.py. What the adaptive test asks next: next_questions.py.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet

from assessments.domain.answer_points import points_of
from assessments.domain.next_questions import append_next
from assessments.domain.regrade import regrade_new
from assessments.domain.scoring import validate_response
from assessments.domain.tested import keep_tested
from assessments.enums import Certainty, QuizMode
from assessments.models import Answer, Attempt, QuestionVersion, Recheck
from cms.accounts.models import User

Response = Mapping[str, Any]
SAME_CLICK = timedelta(minutes=1)
LOCKING_MODES = (QuizMode.PRACTICE, QuizMode.ADAPTIVE)


class AttemptError(Exception):
    """Something that an attempt does not allow."""


class AlreadySubmitted(AttemptError):
    """The attempt was submitted; its answers are history."""


class NoSuchQuestion(AttemptError):
    """The attempt has no question at that position."""


class InvalidResponse(AttemptError):
    """The response does not fit the question; `code` is one of scoring.ResponseError."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class AlreadyAnswered(AttemptError):
    """The answer cannot be changed: its feedback was shown, or a question followed from it."""


class NothingAnswered(AttemptError):
    """An attempt without any answer cannot be submitted."""


@transaction.atomic
def give_answer(
    *,
    attempt: Attempt,
    position: int,
    response: Response | None = None,
    dont_know: bool = False,
    certainty: str = "",
    now: datetime,
) -> Answer:
    """Store the answer to one question, in place of the one given before.

    Where feedback comes at once, or the next question follows from the answer, the first answer
    stays. After the end of the time an answer is kept but does not count, and it never takes the
    place of one that was given in time.

    Args:
        attempt: an attempt that is not submitted.
        position: of the question, from 1.
        response: in the shape of domain/scoring.py; left out with `dont_know`.
        dont_know: whether "I don't know" is the answer; how sure somebody is then has no meaning.
        certainty: one of enums.Certainty, or empty.
        now: when it was given.

    Raises:
        AlreadySubmitted: when the attempt was submitted, perhaps in another tab.
        AlreadyAnswered: when another answer was given first, and stays.
        NoSuchQuestion: when the attempt has no such position.
        InvalidResponse: when the response does not fit the question.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.is_submitted:
        raise AlreadySubmitted
    answer = attempt.answers.select_related("version").filter(position=position).first()
    if answer is None:
        raise NoSuchQuestion
    before = _given(answer)
    was_answered, is_late = answer.is_answered, is_over(attempt, now)
    _fill(answer, response, dont_know=dont_know, certainty=certainty, now=now)
    if was_answered and (is_late or attempt.mode in LOCKING_MODES):
        if _given(answer) != before and not is_late:
            raise AlreadyAnswered
        return attempt.answers.get(position=position)
    answer.save(update_fields=["response", "is_dont_know", "certainty", "answered_at"])
    if attempt.mode == QuizMode.ADAPTIVE and not is_late:
        append_next(attempt, now)
    return answer


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Return whether the time of an attempt is up."""
    return attempt.ends_at is not None and now > attempt.ends_at


@transaction.atomic
def submit_attempt(*, attempt: Attempt, language: str = "", now: datetime) -> Attempt:
    """Score what was answered, once, and keep tested knowledge; repeating it changes nothing.

    Questions left open are not answered: they get no score and count nowhere. Nor does what was
    answered after the end of the time.

    Args:
        attempt: the attempt.
        language: in which it is submitted, "nl" or "en"; empty when nobody knows.
        now: the moment.

    Raises:
        NothingAnswered: when every question was left open and there is still time.
    """
    attempt = Attempt.objects.select_for_update().select_related("user").get(pk=attempt.pk)
    if attempt.is_submitted:
        return attempt
    answers = list(_in_time(attempt).select_related("version__question"))
    if not answers and not is_over(attempt, now):
        raise NothingAnswered
    for answer in answers:
        answer.score = points_of(answer)
    Answer.objects.bulk_update(answers, ["score"])
    if attempt.mode == QuizMode.ADAPTIVE:  # what was drawn ahead was never asked
        attempt.answers.filter(answered_at__isnull=True).delete()
    attempt.submitted_at, attempt.language = now, language
    attempt.save(update_fields=["submitted_at", "language"])
    if attempt.recheck_id:
        Recheck.objects.filter(pk=attempt.recheck_id).update(done_at=now)
    regrade_new(answers)
    competences = {answer.version.question.competence_id for answer in answers}
    keep_tested(user=attempt.user, competence_ids=competences, now=now)
    return attempt


def submit_overdue(*, now: datetime) -> int:
    """Submit the attempts whose time is up and that nobody opened again; return how many."""
    overdue = list(Attempt.objects.open().filter(ends_at__lt=now).order_by("pk"))
    for attempt in overdue:
        submit_attempt(attempt=attempt, now=now)
    return len(overdue)


@transaction.atomic
def answer_lesson_check(
    *,
    user: User,
    lesson_key: UUID,
    version: QuestionVersion,
    response: Response | None = None,
    dont_know: bool = False,
    certainty: str = "",
    language: str = "",
    now: datetime,
) -> Answer:
    """Store and score the answer to a check question of a lesson, as an attempt of its own.

    The same answer again within a minute is the same click: the answer that is there is returned.

    Args:
        user: who answers.
        lesson_key: the translation key that a lesson has in both languages.
        version: the version of the question that was shown.
        response, dont_know, certainty, now: as for `give_answer`.
        language: of the page, "nl" or "en".

    Raises:
        InvalidResponse: when the response does not fit the question.
    """
    answer = Answer(version=version, position=1)
    _fill(answer, response, dont_know=dont_know, certainty=certainty, now=now)
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    if earlier := _same_click(user, lesson_key, answer, now):
        return earlier
    answer.score = points_of(answer)
    answer.attempt = Attempt.objects.create(
        user=user, lesson=lesson_key, language=language, started_at=now, submitted_at=now
    )
    answer.save()
    regrade_new([answer])
    keep_tested(user=user, competence_ids={version.question.competence_id}, now=now)
    return answer


def _in_time(attempt: Attempt) -> QuerySet[Answer]:
    """Return what was answered before the end of the time, where there is one."""
    given = attempt.answers.filter(answered_at__isnull=False)
    return given.filter(answered_at__lte=attempt.ends_at) if attempt.ends_at else given


def _given(answer: Answer) -> tuple[Any, bool, str]:
    return answer.response, answer.is_dont_know, answer.certainty


def _fill(
    answer: Answer, response: Response | None, *, dont_know: bool, certainty: str, now: datetime
) -> None:
    code = None if dont_know else _problem(answer.version, response, certainty)
    if code:
        raise InvalidResponse(code)
    answer.response = None if dont_know else dict(response or {})
    answer.is_dont_know = dont_know
    answer.certainty = "" if dont_know else certainty
    answer.answered_at = now


def _problem(version: QuestionVersion, response: Response | None, certainty: str) -> str | None:
    if certainty and certainty not in Certainty.values:
        return "unknown_certainty"
    return validate_response(version.kind, version.structure, response or {})


def _same_click(user: User, lesson: UUID, answer: Answer, now: datetime) -> Answer | None:
    """Return the latest answer to this version in this lesson when it says the same just before."""
    latest = (
        Answer.objects.filter(
            attempt__user=user,
            attempt__lesson=lesson,
            version=answer.version,
            answered_at__gt=now - SAME_CLICK,
        )
        .order_by("-answered_at", "-pk")
        .first()
    )
    same = ("response", "is_dont_know", "certainty")
    is_same = latest and all(getattr(latest, name) == getattr(answer, name) for name in same)
    return latest if is_same else None

"""What happens to an attempt: started, answered, submitted; and check questions of a lesson."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from assessments.domain.drawing import draw
from assessments.domain.scoring import score, score_dont_know, validate_response
from assessments.domain.tested import keep_tested
from assessments.enums import Certainty
from assessments.models import Answer, Attempt, QuestionVersion, Quiz, Recheck
from cms.accounts.models import User

Response = Mapping[str, Any]
SAME_CLICK = timedelta(minutes=1)
_PLACES = Decimal("0.0001")


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


class NothingToDraw(AttemptError):
    """The bank has no question for this quiz."""


class NothingAnswered(AttemptError):
    """An attempt without any answer cannot be submitted."""


@transaction.atomic
def start_attempt(*, user: User, quiz: Quiz, now: datetime, rng: Random) -> Attempt:
    """Return the person's open attempt at a quiz; a new one, with questions drawn, if none is.

    Raises:
        NothingToDraw: when the bank has no question for it.
    """
    if attempt := Attempt.objects.open().filter(user=user, quiz=quiz).first():
        return attempt
    versions = _drawn(user, quiz, now, rng)
    if not versions:
        raise NothingToDraw
    try:
        return _new_attempt(user, quiz, versions, now)
    except IntegrityError:  # another tab was first
        return Attempt.objects.open().get(user=user, quiz=quiz)


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

    Args:
        attempt: an attempt that is not submitted.
        position: of the question, from 1.
        response: in the shape of domain/scoring.py; left out with `dont_know`.
        dont_know: whether "I don't know" is the answer; how sure somebody is then has no meaning.
        certainty: one of enums.Certainty, or empty.
        now: when it was given.

    Raises:
        AlreadySubmitted: when the attempt was submitted, perhaps in another tab.
        NoSuchQuestion: when the attempt has no such position.
        InvalidResponse: when the response does not fit the question.
    """
    if Attempt.objects.select_for_update().get(pk=attempt.pk).is_submitted:
        raise AlreadySubmitted
    answer = attempt.answers.select_related("version").filter(position=position).first()
    if answer is None:
        raise NoSuchQuestion
    _fill(answer, response, dont_know=dont_know, certainty=certainty, now=now)
    answer.save(update_fields=["response", "is_dont_know", "certainty", "answered_at"])
    return answer


@transaction.atomic
def submit_attempt(*, attempt: Attempt, now: datetime) -> Attempt:
    """Score what was answered, once, and keep tested knowledge; repeating it changes nothing.

    Questions left open are not answered: they get no score and count nowhere.

    Raises:
        NothingAnswered: when every question was left open.
    """
    attempt = Attempt.objects.select_for_update().select_related("user").get(pk=attempt.pk)
    if attempt.is_submitted:
        return attempt
    answers = list(
        attempt.answers.filter(answered_at__isnull=False).select_related("version__question")
    )
    if not answers:
        raise NothingAnswered
    for answer in answers:
        answer.score = points_of(answer)
    Answer.objects.bulk_update(answers, ["score"])
    attempt.submitted_at = now
    attempt.save(update_fields=["submitted_at"])
    if attempt.recheck_id:
        Recheck.objects.filter(pk=attempt.recheck_id).update(done_at=now)
    competences = {answer.version.question.competence_id for answer in answers}
    keep_tested(user=attempt.user, competence_ids=competences, now=now)
    return attempt


@transaction.atomic
def answer_lesson_check(
    *,
    user: User,
    lesson_key: UUID,
    version: QuestionVersion,
    response: Response | None = None,
    dont_know: bool = False,
    certainty: str = "",
    now: datetime,
) -> Answer:
    """Store and score the answer to a check question of a lesson, as an attempt of its own.

    The same answer again within a minute is the same click: the answer that is there is returned.

    Args:
        user: who answers.
        lesson_key: the translation key that a lesson has in both languages.
        version: the version of the question that was shown.
        response, dont_know, certainty, now: as for `give_answer`.

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
        user=user, lesson=lesson_key, started_at=now, submitted_at=now
    )
    answer.save()
    keep_tested(user=user, competence_ids={version.question.competence_id}, now=now)
    return answer


def _drawn(user: User, quiz: Quiz, now: datetime, rng: Random) -> list[int]:
    """Return the versions of a new attempt."""
    rows = (
        QuestionVersion.objects.drawable(on=timezone.localdate(now))
        .filter(question__competence__in=quiz.competences.all())
        .order_by("question__competence__order", "question_id")
        .values_list("question__competence_id", "question_id", "pk")
    )
    versions: dict[int, int] = {}
    candidates: dict[int, list[int]] = {}
    for competence, question, version in rows:
        candidates.setdefault(competence, []).append(question)
        versions[question] = version
    drawn = draw(
        candidates,
        seen_last=_seen_last(user, quiz),
        answered_at=_answered_at(user, versions),
        count=quiz.per_competence,
        rng=rng,
    )
    return [versions[question] for question in drawn]


def _seen_last(user: User, quiz: Quiz) -> set[int]:
    last = Attempt.objects.filter(user=user, quiz=quiz).values("pk")[:1]
    return set(
        Answer.objects.filter(attempt__in=last).values_list("version__question_id", flat=True)
    )


def _answered_at(user: User, questions: Mapping[int, int]) -> dict[int, datetime]:
    return dict(
        Answer.objects.filter(
            attempt__user=user,
            answered_at__isnull=False,
            version__question__in=list(questions),
        )
        .order_by()
        .values_list("version__question_id")
        .annotate(latest=Max("answered_at"))
    )


@transaction.atomic
def _new_attempt(user: User, quiz: Quiz, versions: list[int], now: datetime) -> Attempt:
    attempt = Attempt.objects.create(user=user, quiz=quiz, started_at=now)
    Answer.objects.bulk_create(
        Answer(attempt=attempt, position=position, version_id=version)
        for position, version in enumerate(versions, 1)
    )
    return attempt


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


def points_of(answer: Answer) -> Decimal:
    """Return the points of a filled answer, rounded to what the column holds."""
    version = answer.version
    points = score_dont_know()
    if not answer.is_dont_know:
        points = score(version.kind, version.structure, answer.response or {})
    return (Decimal(points.numerator) / points.denominator).quantize(_PLACES)


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

"""How an attempt starts: which questions it gets, in which mode, and until when it may take."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from assessments.domain.adaptive import MOST
from assessments.domain.drawing import draw, draw_in_all
from assessments.domain.next_questions import first_version
from assessments.enums import QuizMode
from assessments.models import Answer, Attempt, PersonPreference, QuestionVersion, Quiz
from cms.accounts.models import User

EXTRA_TIMES = (0, 25, 50, 100)


class NothingToDraw(Exception):
    """The bank has no question for this quiz."""


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


def extra_time_of(user: User) -> int:
    """Return the share that a person has added to a time limit, in percent."""
    rows = PersonPreference.objects.filter(user=user).values_list("extra_time", flat=True)
    return rows.first() or 0


def keep_extra_time(*, user: User, percent: int) -> None:
    """Remember how much a person adds to a time limit; asked of nobody why.

    Args:
        user: whose time.
        percent: one of EXTRA_TIMES; anything else changes nothing.
    """
    if percent in EXTRA_TIMES and percent != extra_time_of(user):
        PersonPreference.objects.update_or_create(user=user, defaults={"extra_time": percent})


def minutes_for(quiz: Quiz, percent: int) -> int | None:
    """Return how many minutes somebody has, rounded up; None without a time limit.

    Args:
        quiz: the quiz.
        percent: what is added to its limit.
    """
    return None if quiz.minutes is None else -(-quiz.minutes * (100 + percent) // 100)


def _drawn(user: User, quiz: Quiz, now: datetime, rng: Random) -> list[int]:
    """Return the versions of a new attempt."""
    if quiz.mode == QuizMode.ADAPTIVE:
        first = first_version(user=user, quiz=quiz, now=now, rng=rng)
        return [] if first is None else [first]
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
    is_area_test = quiz.mode == QuizMode.AREA_TEST
    drawn = (draw_in_all if is_area_test else draw)(
        candidates,
        seen_last=_seen_last(user, quiz),
        answered_at=_answered_at(user, versions),
        count=(quiz.items or MOST) if is_area_test else quiz.per_competence,
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
    minutes = minutes_for(quiz, extra_time_of(user)) if quiz.minutes else None
    attempt = Attempt.objects.create(
        user=user,
        quiz=quiz,
        mode=quiz.mode,
        started_at=now,
        ends_at=now + timedelta(minutes=minutes) if minutes else None,
    )
    Answer.objects.bulk_create(
        Answer(attempt=attempt, position=position, version_id=version)
        for position, version in enumerate(versions, 1)
    )
    return attempt

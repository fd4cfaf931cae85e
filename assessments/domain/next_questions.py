"""What the adaptive area test asks next; the rule itself is in adaptive.py, without a database."""

from collections.abc import Iterable
from datetime import date, datetime
from random import Random

from django.utils import timezone

from assessments.domain.adaptive import (
    MIDDLE_LEVEL,
    MOST,
    Estimate,
    Item,
    estimate,
    is_enough,
    next_item,
)
from assessments.domain.answer_points import counted_score, points_of
from assessments.models import Answer, Attempt, QuestionVersion, Quiz
from cms.accounts.models import User


def first_version(*, user: User, quiz: Quiz, now: datetime, rng: Random) -> int | None:
    """Return the version that a new attempt begins with; None when the bank has none."""
    pool = _pool(quiz, timezone.localdate(now))
    item = next_item(_fresh(pool, user, quiz, None), [], rng=rng)
    return None if item is None else pool[item]


def append_next(attempt: Attempt, now: datetime) -> Answer | None:
    """Add the question that follows from the answers so far; None when it is enough.

    Chance comes from the attempt and the position, so that doing it again finds the same question.

    Args:
        attempt: locked by the caller, every question of it answered.
        now: the moment; the facts of what is drawn hold on that day.
    """
    answers = list(attempt.answers.select_related("version__question"))
    if attempt.quiz is None or any(not answer.is_answered for answer in answers):
        return None
    pool = _pool(attempt.quiz, timezone.localdate(now))
    asked = [(_item(answer.version), float(points_of(answer))) for answer in answers]
    levels = [item.level for item in pool]
    if not pool or is_enough([(item.level, points) for item, points in asked], levels):
        return None
    position = len(answers) + 1
    fresh = _fresh(pool, attempt.user, attempt.quiz, attempt)
    chance = Random(f"{attempt.pk}:{position}")  # noqa: S311  no secret hangs on it
    item = next_item(fresh, asked, rng=chance)
    if item is None:
        return None
    return Answer.objects.create(attempt=attempt, position=position, version_id=pool[item])


def area_estimate(attempt: Attempt, answers: Iterable[Answer]) -> Estimate | None:
    """Return the share of the area that an adaptive attempt found; None when nothing counts.

    Args:
        attempt: submitted, of the adaptive mode.
        answers: its answers with their versions at hand.
    """
    found = [
        (_item(answer.version).level, float(points))
        for answer in answers
        if (points := counted_score(answer)) is not None
    ]
    if not found:
        return None
    versions = QuestionVersion.objects.filter(
        is_current=True, question__competence__quizzes=attempt.quiz_id
    )
    levels = [_level(hint) for hint in versions.values_list("level_hint", flat=True)]
    return estimate(found, levels or [level for level, _points in found])


def _pool(quiz: Quiz, day: date) -> dict[Item, int]:
    """Return the version of each question that may be asked on a day."""
    versions = (
        QuestionVersion.objects.drawable(on=day)
        .filter(question__competence__in=quiz.competences.all())
        .select_related("question")
        .order_by("question_id")
    )
    return {_item(version): version.pk for version in versions}


def _fresh(pool: dict[Item, int], user: User, quiz: Quiz, attempt: Attempt | None) -> list[Item]:
    """Return the pool without the questions of the attempt before, while enough is left."""
    earlier = Attempt.objects.submitted().filter(user=user, quiz=quiz)
    if attempt is not None:
        earlier = earlier.filter(started_at__lt=attempt.started_at)
    seen = set(
        Answer.objects.filter(attempt__in=earlier.values("pk")[:1]).values_list(
            "version__question_id", flat=True
        )
    )
    fresh = [item for item in pool if item.question not in seen]
    return fresh if len(fresh) >= MOST else list(pool)


def _item(version: QuestionVersion) -> Item:
    return Item(version.question_id, version.question.competence_id, _level(version.level_hint))


def _level(hint: int | None) -> int:
    return min(5, max(1, hint)) if hint is not None else MIDDLE_LEVEL

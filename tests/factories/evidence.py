"""Scored answers as they lie in history, for tests that need tested knowledge."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from assessments.domain.tested import keep_tested
from assessments.models import Answer, Attempt
from cms.accounts.models import User
from tests.factories.questions import make_question
from training.models import Competence


def give_answers(user: User, code: str, scores: Sequence[float], now: datetime) -> None:
    """Add an answered question of a competence per score (0 to 1), and keep the level."""
    attempt = Attempt.objects.create(user=user, lesson=uuid4(), started_at=now, submitted_at=now)
    for position, score in enumerate(scores, 1):
        Answer.objects.create(
            attempt=attempt,
            position=position,
            version=make_question(competence=code),
            response={},
            answered_at=now,
            score=score,
        )
    competence = Competence.objects.get(code=code)
    keep_tested(user=user, competence_ids=[competence.pk], now=now)

"""What the wrong answers of a person look like, for the private note beside a self-rating.

The classes and their thresholds stand in measurement.py. Nothing of this is ever shared.
"""

from datetime import datetime

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from assessments.domain.measurement import EVIDENCE_LIFE, WrongAnswers, wrong_answers
from assessments.enums import Certainty
from assessments.models import Answer
from cms.accounts.models import User


def wrong_answers_of(user: User, now: datetime) -> dict[int, WrongAnswers]:
    """Return {competence id: a gap or a misconception} for the last twelve months; one query.

    Competences without wrong answers are left out.
    """
    competence = "version__question__competence_id"
    rows = (
        Answer.objects.filter(
            attempt__user=user,
            attempt__submitted_at__lte=now,
            answered_at__gt=now - EVIDENCE_LIFE,
        )
        .annotate(worth=Coalesce("regraded_score", "score"))
        .filter(worth=0)
        .order_by()
        .values(competence)
        .annotate(wrong=Count("pk"), certain=Count("pk", filter=Q(certainty=Certainty.CERTAIN)))
    )
    found = {row[competence]: wrong_answers(row["wrong"], row["certain"]) for row in rows}
    return {key: value for key, value in found.items() if value}

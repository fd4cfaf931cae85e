"""The current level per person, competence and kind of evidence: kept, and rebuilt from history.

Self-rating is kept here, tested knowledge in tested.py; both are rebuilt here.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from assessments.domain.tested import kept_levels
from assessments.enums import Evidence
from assessments.models import CurrentLevel, Rating
from cms.accounts.models import User

BATCH = 500


@transaction.atomic
def keep_self(*, user: User, ratings: Iterable[Rating]) -> None:
    """Bring the self-ratings of a person up to date with ratings that were just added.

    Called in the transaction that adds them. A rating that is older than what is kept changes
    nothing, so that keeping equals rebuilding.

    Args:
        ratings: saved, in the order in which they were added.
    """
    latest: dict[int, Rating] = {}
    for rating in sorted(ratings, key=lambda rating: (rating.given_at, rating.pk)):
        latest[rating.competence_id] = rating
    kept = dict(
        CurrentLevel.objects.filter(
            user=user, evidence=Evidence.SELF, competence_id__in=latest
        ).values_list("competence_id", "given_at")
    )
    newer = [
        rating
        for competence_id, rating in latest.items()
        if competence_id not in kept or rating.given_at >= kept[competence_id]
    ]
    CurrentLevel.objects.bulk_create(
        [_standing(rating) for rating in newer],
        update_conflicts=True,
        unique_fields=["user", "competence", "evidence"],
        update_fields=["level", "answer", "version", "given_at"],
    )


@transaction.atomic
def rebuild_levels(*, user_ids: Collection[int] | None = None, now: datetime) -> int:
    """Make the current levels anew from history and return how many there are.

    Args:
        user_ids: only of these people; everybody's when left out.
        now: what was answered later plays no part.
    """
    old = CurrentLevel.objects.filter(evidence__in=(Evidence.SELF, Evidence.TESTED))
    history = Rating.objects.all()
    if user_ids is not None:
        old = old.filter(user_id__in=user_ids)
        history = history.filter(user_id__in=user_ids)
    old.delete()
    levels = [
        *(_standing(rating) for rating in _latest(history)),
        *kept_levels(user_ids=user_ids, now=now),
    ]
    CurrentLevel.objects.bulk_create(levels, batch_size=BATCH)
    return len(levels)


def _latest(history: QuerySet[Rating]) -> Iterable[Rating]:
    """Return the rating given last per person and competence."""
    place = Window(
        RowNumber(),
        partition_by=[F("user_id"), F("competence_id")],
        order_by=[F("given_at").desc(), F("pk").desc()],
    )
    return history.annotate(place=place).filter(place=1).order_by("pk").iterator()


def _standing(rating: Rating) -> CurrentLevel:
    return CurrentLevel(
        user_id=rating.user_id,
        competence_id=rating.competence_id,
        evidence=Evidence.SELF,
        level=rating.level,
        answer=rating.answer,
        version_id=rating.version_id,
        given_at=rating.given_at,
    )

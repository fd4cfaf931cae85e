"""Where somebody stands in a few competences: beside the objectives of a lesson, for them alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessments.domain.places import place_of
from assessments.domain.targets import targets_of_profile
from assessments.enums import Evidence, Freshness
from assessments.models import CurrentLevel
from cms.accounts.models import User
from training.domain.framework import shown_areas


@dataclass(frozen=True)
class Stand:
    """A self-rating, 0-5, that still counts, beside the target of the role, 0-5 or None."""

    level: int
    target: int | None


def own_stands(
    user: User, codes: Collection[str], language: str, now: datetime
) -> dict[str, Stand]:
    """Return by code where a person stands; two queries, one where nothing was rated.

    Left out is what was not rated, or too long ago, or has no place in the role.

    Args:
        codes: of the competences, such as "B1".
        language: "nl" or "en".
    """
    infos = {info.id: info.code for area in shown_areas(language) for info in area.competences}
    asked = [pk for pk, code in infos.items() if code in codes]
    kept = CurrentLevel.objects.filter(user=user, evidence=Evidence.SELF, competence__in=asked)
    rated = list(kept.exclude(level=None).values_list("competence_id", "level", "given_at"))
    if not rated:
        return {}
    place, today = place_of(user, language), timezone.localdate(now)
    targets = targets_of_profile(place.profile)
    return {
        infos[pk]: Stand(level, targets.get(pk))
        for pk, level, given_at in rated
        if place.ages.of(timezone.localdate(given_at), today) != Freshness.EXPIRED
    }

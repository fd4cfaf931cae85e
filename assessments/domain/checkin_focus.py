"""Choosing what a check-in is about, in a round that lets each person choose."""

from dataclasses import dataclass

from assessments.domain.checkins import focus_size
from assessments.domain.gaps import gap_between, largest_gaps
from assessments.domain.targets import targets_of
from assessments.enums import Evidence
from assessments.models import CheckIn, CurrentLevel
from training.domain.framework import AreaInfo, areas_in


@dataclass(frozen=True)
class FocusOffer:
    """What may be chosen.

    Attributes:
        size: how many are chosen.
        chosen: ids of the competences chosen so far.
        suggested: ids of those with the largest gaps; no level is told here.
    """

    areas: tuple[AreaInfo, ...]
    size: int
    chosen: frozenset[int]
    suggested: frozenset[int]


def focus_offer(check_in: CheckIn, language: str) -> FocusOffer:
    """Return what somebody may choose in a check-in; six queries."""
    offered = check_in.campaign.competences.order_by("order").values_list("code", flat=True)
    areas = areas_in(language, codes=offered)
    ids = {c.code: c.id for area in areas for c in area.competences}
    size = focus_size(check_in.campaign, len(ids))
    targets = targets_of(check_in.user, check_in.campaign.organisation)
    levels = dict(
        CurrentLevel.objects.filter(user=check_in.user_id, evidence=Evidence.SELF).values_list(
            "competence_id", "level"
        )
    )
    gaps = {code: gap_between(levels.get(pk), targets.get(pk)) for code, pk in ids.items()}
    return FocusOffer(
        areas=tuple(areas),
        size=size,
        chosen=frozenset(check_in.focus.values_list("pk", flat=True)),
        suggested=frozenset(ids[code] for code in largest_gaps(gaps, size)),
    )

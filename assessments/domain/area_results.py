"""What an area test says about its area as a whole: one band, with how sure it is."""

from collections.abc import Collection
from dataclasses import dataclass

from assessments.domain.adaptive import Estimate, band_of
from assessments.domain.answer_points import counted_score
from assessments.domain.measurement import wilson_interval
from assessments.domain.next_questions import area_estimate
from assessments.enums import QuizMode, TestedBand
from assessments.models import Answer, Attempt

FEWEST_AREA_ITEMS = 16
TOP = 5


@dataclass(frozen=True)
class AreaResult:
    """The share of the points of an area on the scale of the gauge, 0 to 5.

    Attributes:
        band: in words.
        items: how many answers it comes from.
        is_indicative: whether they are fewer than a full area test has.
        is_estimated: whether it is what the whole area would have given, worked out from fewer.
    """

    band: str
    items: int
    low: float
    level: float
    high: float
    is_indicative: bool
    is_estimated: bool


def area_result(attempt: Attempt, answers: Collection[Answer]) -> AreaResult | None:
    """Return the result of the area; None for other quizzes, and when nothing counts.

    Args:
        attempt: submitted.
        answers: its answers with their versions at hand.
    """
    if attempt.mode not in (QuizMode.AREA_TEST, QuizMode.ADAPTIVE):
        return None
    is_estimated = attempt.mode == QuizMode.ADAPTIVE
    points = [score for answer in answers if (score := counted_score(answer)) is not None]
    if is_estimated:
        found = area_estimate(attempt, answers)
    else:
        found = _counted([float(score) for score in points])
    if found is None:
        return None
    return AreaResult(
        band=str(TestedBand(band_of(found.share)).label),
        items=len(points),
        low=round(TOP * found.low, 2),
        level=round(TOP * found.share, 2),
        high=round(TOP * found.high, 2),
        is_indicative=not is_estimated and len(points) < FEWEST_AREA_ITEMS,
        is_estimated=is_estimated,
    )


def _counted(points: list[float]) -> Estimate | None:
    if not points:
        return None
    low, high = wilson_interval(sum(points), len(points))
    share = sum(points) / len(points)
    return Estimate(min(low, share), share, max(high, share))

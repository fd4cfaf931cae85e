"""What one answer is worth: at first, and after its key was found to be wrong."""

from decimal import Decimal
from fractions import Fraction

from assessments.domain.scoring import score, score_dont_know, validate_response
from assessments.models import Answer, QuestionVersion

PLACES = Decimal("0.0001")


def points_of(answer: Answer) -> Decimal:
    """Return the points of a filled answer, rounded to what the column holds."""
    version = answer.version
    points = score_dont_know()
    if not answer.is_dont_know:
        points = score(version.kind, version.structure, answer.response or {})
    return _rounded(points)


def points_by(answer: Answer, version: QuestionVersion) -> Decimal | None:
    """Return the points that the key of another version gives; None when it cannot tell.

    It cannot where the answer is no answer to that version, such as an option that it has not.
    """
    if answer.is_dont_know:
        return _rounded(score_dont_know())
    response = answer.response or {}
    if validate_response(version.kind, version.structure, response):
        return None
    return _rounded(score(version.kind, version.structure, response))


def counted_score(answer: Answer) -> Decimal | None:
    """Return what an answer counts for now; None when it was not scored."""
    return answer.score if answer.regraded_score is None else answer.regraded_score


def _rounded(points: Fraction) -> Decimal:
    return (Decimal(points.numerator) / points.denominator).quantize(PLACES)

"""Tested knowledge: what the answers of a person say about a competence, kept beside the history.

Counted is, per competence, the latest answer to each distinct question that was given within twelve
months and scored; "I don't know" counts as 0, what was left open does not count. The twelve months
end now for `tested_levels`, and at the latest answer for `kept_levels`: what is kept does not
change as time passes, it only ages.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import FloatField
from django.db.models.functions import Cast, Coalesce

from assessments.domain.measurement import (
    EVIDENCE_LIFE,
    TOP,
    WrongAnswers,
    exact,
    tested_band,
    tested_level,
    wilson_interval,
    wrong_answers,
)
from assessments.enums import Certainty, Evidence, QuizMode
from assessments.models import Answer, CurrentLevel
from cms.accounts.models import User

_PLACES = Decimal("0.0001")
_Row = tuple[int, int, int, float, datetime, str, str]
_PERSON, _COMPETENCE = "attempt__user_id", "version__question__competence_id"
# Put together once, for that takes longer than to ask it; who and when come in `_answers`.
_SCORED = (
    Answer.objects.filter(score__isnull=False)
    .order_by(_PERSON, _COMPETENCE, "answered_at", "pk")
    .values_list(
        _PERSON,
        _COMPETENCE,
        "version__question_id",
        Cast(Coalesce("regraded_score", "score"), FloatField()),
        "answered_at",
        "attempt__mode",
        "certainty",
    )
)


@dataclass(frozen=True)
class TestedSummary:
    """Tested knowledge of a competence on the scale of the gauge, with how sure the figure is.

    Attributes:
        band: "review", "on_the_way" or "solid".
        items: number of distinct questions that it comes from, at least 1.
        low, level, high: 0-5; the share of the points with its 95 % Wilson interval.
    """

    __test__ = False

    competence_id: int
    band: str
    items: int
    low: float
    level: float
    high: float


def tested_levels(
    *,
    user_ids: Collection[int] | None = None,  # noqa: PT028 - no test, whatever its name
    competence_ids: Collection[int] | None = None,  # noqa: PT028
    now: datetime,
) -> list[CurrentLevel]:
    """Return tested knowledge as unsaved rows, computed from history alone; one query.

    Args:
        user_ids, competence_ids: only these; everybody and everything when left out.
        now: the moment it is looked at; what was submitted later plays no part.
    """
    return _standings(_answers(user_ids, competence_ids, now, since=now - EVIDENCE_LIFE))


def recent_answers(user: User, now: datetime) -> list[_Row]:
    """Return the scored answers of twelve months, those of adaptive tests too; one query."""
    since = now - EVIDENCE_LIFE
    return list(_answers([user.pk], None, now, since=since, adaptive=True))


def levels_from(answers: Iterable[_Row]) -> list[CurrentLevel]:
    """Return tested knowledge as `tested_levels` does, from what `recent_answers` gave."""
    return _standings(row for row in answers if row[5] != QuizMode.ADAPTIVE)


def wrong_answers_in(answers: Iterable[_Row]) -> dict[int, WrongAnswers]:
    """Return {competence id: a gap or a misconception}, from what `recent_answers` gave.

    For the person alone: nothing of this is ever shared. Competences without wrong answers are
    left out. The classes and their thresholds stand in measurement.py.
    """
    wrong: dict[int, list[bool]] = defaultdict(list)
    for _user, competence, _question, score, _when, _mode, certainty in answers:
        if score == 0:
            wrong[competence].append(certainty == Certainty.CERTAIN)
    found = {key: wrong_answers(len(certain), sum(certain)) for key, certain in wrong.items()}
    return {key: value for key, value in found.items() if value}


def kept_levels(
    *,
    user_ids: Collection[int] | None = None,
    competence_ids: Collection[int] | None = None,
    now: datetime,
) -> list[CurrentLevel]:
    """Return the rows that are kept: tested knowledge as it was at the latest answer; one query.

    Args:
        user_ids, competence_ids, now: as for `tested_levels`.
    """
    return _standings(_answers(user_ids, competence_ids, now))


@transaction.atomic
def keep_tested(*, user: User, competence_ids: Collection[int], now: datetime) -> None:
    """Bring the kept rows of these competences up to date with history.

    Called in the transaction that adds to the history; submissions of one person queue up here.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    levels = kept_levels(user_ids=[user.pk], competence_ids=competence_ids, now=now)
    without = set(competence_ids) - {level.competence_id for level in levels}
    if without:
        CurrentLevel.objects.filter(
            user=user, evidence=Evidence.TESTED, competence_id__in=without
        ).delete()
    CurrentLevel.objects.bulk_create(
        levels,
        update_conflicts=True,
        unique_fields=["user", "competence", "evidence"],
        update_fields=["level", "points", "items", "given_at"],
    )


def tested_summary(
    *, user: User, competence_ids: Collection[int], now: datetime
) -> list[TestedSummary]:
    """Return tested knowledge as it stood at a moment, for a page of results; one query."""
    levels = tested_levels(user_ids=[user.pk], competence_ids=competence_ids, now=now)
    return [summary_of(level) for level in levels]


def summary_of(level: CurrentLevel) -> TestedSummary:
    """Return a row of tested knowledge in words and on the scale of the gauge.

    Raises:
        ValueError: when it is a row of another kind of evidence.
    """
    if level.points is None or not level.items:
        raise ValueError("Only tested knowledge has points and items.")
    return summary_on_scale(level.competence_id, exact(level.points), level.items)


def summary_on_scale(competence_id: int, points: Fraction, items: int) -> TestedSummary:
    """Return points of so many questions as a band and on the scale of the gauge; no query.

    Raises:
        ValueError: unless there is a question, and no more points than questions.
    """
    return TestedSummary(competence_id, *_on_scale(points, items))


@lru_cache(maxsize=4096)
def _on_scale(points: Fraction, items: int) -> tuple[str, int, float, float, float]:
    """Return band, items, low, level and high; kept, for there are few different ones."""
    share = float(points / items)
    low, high = wilson_interval(float(points), items)
    return (
        tested_band(points, items) or "",
        items,
        round(TOP * min(low, share), 2),
        round(TOP * share, 2),
        round(TOP * max(high, share), 2),
    )


def _standings(answers: Iterable[_Row]) -> list[CurrentLevel]:
    return [
        _standing(user_id, competence_id, list(rows))
        for (user_id, competence_id), rows in groupby(answers, key=itemgetter(0, 1))
    ]


def _answers(
    user_ids: Collection[int] | None,
    competence_ids: Collection[int] | None,
    now: datetime,
    since: datetime | None = None,
    *,
    adaptive: bool = False,
) -> Iterator[_Row]:
    """Yield scored answers, those of one person and competence together, oldest first.

    Args:
        adaptive: whether those of adaptive tests are wanted, which ask harder questions of whoever
            knows more.
    """
    rows = _SCORED.filter(attempt__submitted_at__lte=now)
    if not adaptive:
        rows = rows.exclude(attempt__mode=QuizMode.ADAPTIVE)
    if since is not None:
        # Answers are given before they are submitted; older attempts need not be opened.
        rows = rows.filter(answered_at__gt=since, attempt__submitted_at__gt=since)
    if user_ids is not None:
        rows = rows.filter(attempt__user_id__in=user_ids)
    if competence_ids is not None:
        rows = rows.filter(version__question__competence_id__in=competence_ids)
    return rows.iterator()


def _standing(user_id: int, competence_id: int, rows: Sequence[_Row]) -> CurrentLevel:
    """Return what answers say, oldest first, of the twelve months up to the last one."""
    since = rows[-1][4] - EVIDENCE_LIFE
    latest = {question: (score, when) for _u, _c, question, score, when, *_ in rows if when > since}
    worths = Counter(score for score, _when in latest.values())
    points = sum((exact(score) * n for score, n in worths.items()), Fraction(0))
    return CurrentLevel(
        user_id=user_id,
        competence_id=competence_id,
        evidence=Evidence.TESTED,
        level=tested_level(points, len(latest)),
        points=(Decimal(points.numerator) / points.denominator).quantize(_PLACES),
        items=len(latest),
        given_at=max(when for _score, when in latest.values()),
    )

"""The three kinds of evidence about one person, per competence; read apart, and they stay apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from assessments.domain.freshness import Ages
from assessments.domain.measurement import WrongAnswers, exact, is_indicative, pooled
from assessments.domain.practice import Practice, practice_of
from assessments.domain.tested import (
    TestedSummary,
    levels_from,
    recent_answers,
    summary_of,
    summary_on_scale,
    wrong_answers_in,
)
from assessments.enums import Evidence, Frequency, Freshness, RatingAnswer, TestedBand
from assessments.models import CurrentLevel, Rating
from assessments.models.campaigns import name_in
from cms.accounts.models import User

_Row = tuple[Any, ...]  # as in _RATED; the name of the round behind them
CHUNK = 40  # ratings read at a time: the newest few rounds of a person
# Put together once, for that takes longer than to ask them; whose and until when come later.
_LEVEL = ("competence_id", "evidence", "level", "points", "items", "given_at")
_KEPT = CurrentLevel.objects.filter(evidence__in=(Evidence.SELF, Evidence.TESTED)).values_list(
    *_LEVEL, named=True
)
_RATED = ("competence_id", "answer", "level", "given_at", "evidence_line", "frequency")
_RATINGS = Rating.objects.order_by("-given_at", "-pk").values_list(*_RATED)


@dataclass(frozen=True)
class SelfRating:
    """What somebody said of themselves once.

    Attributes:
        level: 0-5; None when not applicable in the role, or when the person would rather not say.
        round: name of the check-in round; empty where only the newest ratings were asked for.
        frequency: how often in the four weeks before, in words; empty when not said.
        freshness: how old it is.
    """

    level: int | None
    label: str
    given_at: datetime
    round: str
    evidence_line: str = ""
    frequency: str = ""
    answer: str = RatingAnswer.LEVEL.value
    freshness: Freshness = Freshness.CURRENT

    @property
    def is_not_applicable(self) -> bool:
        return self.answer == RatingAnswer.NOT_APPLICABLE

    @property
    def is_declined(self) -> bool:
        return self.answer == RatingAnswer.DECLINED

    @property
    def is_expired(self) -> bool:
        return self.freshness == Freshness.EXPIRED

    @property
    def day(self) -> date:
        """Return the day it was given, where we are."""
        return timezone.localdate(self.given_at)


@dataclass(frozen=True)
class Tested:
    """What the answers of twelve months show, for a competence or for a whole area.

    Attributes:
        points: of `items` questions, 0 to items.
        fifth: 1-5, the fifth of the points; None below four questions, and for an area.
        band: "review", "on_the_way" or "solid"; `band_label` says it in words.
        low, level, high: the share of the points on the axis 0-5, with its 95 % Wilson interval.
        freshness: of the latest answer.
    """

    points: float
    items: int
    fifth: int | None
    band: str
    band_label: str
    low: float
    level: float
    high: float
    given_at: datetime
    freshness: Freshness = Freshness.CURRENT
    is_area: bool = False

    @property
    def is_indicative(self) -> bool:
        return is_indicative(self.items, area=self.is_area)

    @property
    def day(self) -> date:
        """Return the day of the latest answer, where we are."""
        return timezone.localdate(self.given_at)


@dataclass(frozen=True)
class Evidences:
    """All evidence of one person by competence id; `history` has the newest rating first.

    `recent` are the rows of tested knowledge of the last twelve months, for the areas; `tested`
    holds older values besides, as long as they are not expired. `wrong` says what the wrong answers
    look like, for the person alone.
    """

    history: Mapping[int, tuple[SelfRating, ...]] = field(default_factory=dict)
    tested: Mapping[int, Tested] = field(default_factory=dict)
    recent: Mapping[int, CurrentLevel] = field(default_factory=dict)
    expired: Mapping[int, datetime] = field(default_factory=dict)
    practice: Mapping[int, Practice] = field(default_factory=dict)
    wrong: Mapping[int, WrongAnswers] = field(default_factory=dict)

    @property
    def competences(self) -> set[int]:
        """Return the competences that anything is known of."""
        return {*self.history, *self.tested, *self.expired, *self.practice}

    def tested_in_area(self, competences: list[int], ages: Ages, today: date) -> Tested | None:
        """Return tested knowledge from all questions of an area; None when none was answered."""
        rows = [self.recent[pk] for pk in competences if pk in self.recent]
        points, items = pooled((exact(row.points or 0), row.items or 0) for row in rows)
        if not items:
            return None
        given_at = max(row.given_at for row in rows)
        freshness = ages.of(timezone.localdate(given_at), today)
        summary = summary_on_scale(0, points, items)
        return _tested(summary, float(points), given_at, freshness, is_area=True)


def band_label(band: str) -> str:
    """Return the band of tested knowledge in words."""
    return str(TestedBand(band).label) if band else ""


def read_evidence(
    user: User,
    language: str,
    now: datetime,
    labels: Mapping[int, str],
    ages: Ages,
    *,
    most: int | None = None,
) -> Evidences:
    """Return what is known of a person at a moment; five queries.

    Args:
        labels: of the levels, in the same language.
        ages: when evidence is ageing and expired.
        most: how many self-ratings per competence, the newest; all when left out.
    """
    today = timezone.localdate(now)
    answers = recent_answers(user, now)
    recent = {row.competence_id: row for row in levels_from(answers)}
    kept = list(_KEPT.filter(user=user))
    rated = {row.competence_id for row in kept if row.evidence == Evidence.SELF}
    rows = {
        row.competence_id: CurrentLevel(**row._asdict())
        for row in kept
        if row.items and row.given_at <= now and row.competence_id not in recent
    } | recent
    aged = {pk: ages.of(timezone.localdate(row.given_at), today) for pk, row in rows.items()}
    return Evidences(
        history=_history(user, language, now, labels, ages, most, rated),
        tested={
            pk: _tested(summary_of(row), float(row.points or 0), row.given_at, aged[pk], row.level)
            for pk, row in rows.items()
            if aged[pk] != Freshness.EXPIRED
        },
        recent=recent,
        expired={pk: rows[pk].given_at for pk, age in aged.items() if age == Freshness.EXPIRED},
        practice=practice_of(user, today, ages),
        wrong=wrong_answers_in(answers),
    )


def _history(
    user: User,
    language: str,
    now: datetime,
    labels: Mapping[int, str],
    ages: Ages,
    most: int | None,
    rated: set[int],
) -> dict[int, tuple[SelfRating, ...]]:
    ratings = _RATINGS.filter(user=user, given_at__lte=now)
    if not most:
        ratings = ratings.values_list(*_RATED, name_in(language, "check_in__campaign"))
    rows = ratings.iterator(chunk_size=CHUNK)
    today = timezone.localdate(now)
    history: dict[int, list[SelfRating]] = defaultdict(list)
    for competence, answer, level, given_at, line, frequency, *name in (
        _newest(rows, most, rated) if most else rows
    ):
        history[competence].append(
            SelfRating(
                level=level,
                label=rating_label(answer, level, labels),
                given_at=given_at,
                round=name[0] if name else "",
                evidence_line=line,
                frequency=str(Frequency(frequency).label) if frequency else "",
                answer=answer,
                freshness=ages.of(timezone.localdate(given_at), today),
            )
        )
    return {competence: tuple(rows) for competence, rows in history.items()}


def _newest(rows: Iterable[_Row], most: int, rated: set[int]) -> Iterator[_Row]:
    """Yield the first so many of each competence, and read no further than they reach.

    Args:
        rows: the newest first; a row begins with the competence.
        rated: the competences that there are rows of; one that is missing here is read as well, as
            far as the others reach.
    """
    left = dict.fromkeys(rated, most)
    for row in rows:
        if left.setdefault(row[0], most):
            yield row
            left[row[0]] -= 1
            if not any(left.values()):
                return


def rating_label(answer: str, level: int | None, labels: Mapping[int, str]) -> str:
    """Return what a rating says in words: the level, or why there is none."""
    return str(RatingAnswer(answer).label) if level is None else labels.get(level, "")


def _tested(
    summary: TestedSummary,
    points: float,
    given_at: datetime,
    freshness: Freshness,
    fifth: int | None = None,
    *,
    is_area: bool = False,
) -> Tested:
    return Tested(
        points=round(points, 4),
        items=summary.items,
        fifth=fifth,
        band=summary.band,
        band_label=band_label(summary.band),
        low=summary.low,
        level=summary.level,
        high=summary.high,
        given_at=given_at,
        freshness=freshness,
        is_area=is_area,
    )

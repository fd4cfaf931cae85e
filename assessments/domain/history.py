"""The years behind a profile: three tracks per competence, and where values are not comparable.

What the words say of two dates stands in history_words.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from django.db.models import FloatField
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from assessments.domain.freshness import ages_for
from assessments.domain.measurement import EVIDENCE_LIFE, exact, is_indicative
from assessments.domain.practice import PracticeItem, practice_of
from assessments.domain.profile_evidence import band_label, rating_label
from assessments.domain.tested import summary_on_scale
from assessments.enums import Frequency
from assessments.models import Answer, Rating
from assessments.models.campaigns import name_in
from cms.accounts.models import User
from training.domain.framework import level_labels, shown_areas

_Answer = tuple[int, int, Decimal | float, datetime]  # question, number of its version, worth, when


@dataclass(frozen=True)
class SelfPoint:
    """A self-rating as it was given.

    Attributes:
        version: number of the words of the competence that were rated.
        then: level that the person now thinks to have had a year before; None when not asked.
        is_break: whether the words changed since the rating before.
        frequency: how often in the four weeks before, in words; empty when not said.
    """

    day: date
    level: int | None
    label: str
    round: str
    version: int
    then: int | None
    is_break: bool
    frequency: str = ""
    evidence_line: str = ""


@dataclass(frozen=True)
class TestedPoint:
    """Tested knowledge as it stood at the end of a day on which questions were answered.

    `is_break`: a question was answered in a newer version than the one that counted before.
    """

    day: date
    band: str
    items: int
    low: float
    level: float
    high: float
    is_break: bool

    @property
    def band_label(self) -> str:
        return band_label(self.band)

    @property
    def is_indicative(self) -> bool:
        return is_indicative(self.items)


@dataclass(frozen=True)
class CompetenceHistory:
    """The tracks of a competence, each the oldest first."""

    code: str
    name: str
    selves: tuple[SelfPoint, ...]
    tested: tuple[TestedPoint, ...]
    practice: tuple[PracticeItem, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.selves or self.tested or self.practice)

    @property
    def breaks(self) -> tuple[date, ...]:
        """Return the days from which on values are not comparable with those before."""
        days = {point.day for point in self.selves if point.is_break}
        return tuple(sorted(days | {point.day for point in self.tested if point.is_break}))


@dataclass(frozen=True)
class History:
    """Everything that was ever said, answered and done, per competence of the framework."""

    competences: tuple[CompetenceHistory, ...]
    labels: Mapping[int, str]
    today: date

    @property
    def first_day(self) -> date | None:
        """Return the first day of all; None when there is nothing."""
        days = [
            track[0].day
            for row in self.competences
            for track in (row.selves, row.tested, row.practice)
            if track
        ]
        return min(days, default=None)


def build_history(user: User, language: str, now: datetime) -> History:
    """Return the history of a person; nine queries, however long it is."""
    today = timezone.localdate(now)
    labels = level_labels(language)
    selves = _selves(user, language, now, labels)
    tested = _tested(user, now)
    practice = practice_of(user, today, ages_for(user), every=True)
    rows = [
        CompetenceHistory(
            code=info.code,
            name=info.name,
            selves=selves.get(info.id, ()),
            tested=tested.get(info.id, ()),
            practice=practice[info.id].items[::-1] if info.id in practice else (),
        )
        for area in shown_areas(language)
        for info in area.competences
        if not info.is_extension
    ]
    return History(tuple(rows), labels, today)


def _selves(
    user: User, language: str, now: datetime, labels: Mapping[int, str]
) -> dict[int, tuple[SelfPoint, ...]]:
    rows = (
        Rating.objects.filter(user=user, given_at__lte=now)
        .annotate(round=name_in(language, "check_in__campaign"))
        .order_by("given_at", "pk")
        .values_list(
            "competence_id",
            "given_at",
            "answer",
            "level",
            "round",
            "version__number",
            "then_level",
            "frequency",
            "evidence_line",
        )
    )
    found: dict[int, list[SelfPoint]] = defaultdict(list)
    for competence, given_at, answer, level, name, version, then, often, line in rows:
        before = found[competence]
        found[competence].append(
            SelfPoint(
                day=timezone.localdate(given_at),
                level=level,
                label=rating_label(answer, level, labels),
                round=name,
                version=version,
                then=then,
                is_break=bool(before) and before[-1].version != version,
                frequency=str(Frequency(often).label) if often else "",
                evidence_line=line,
            )
        )
    return {competence: tuple(points) for competence, points in found.items()}


def _tested(user: User, now: datetime) -> dict[int, tuple[TestedPoint, ...]]:
    competence = "version__question__competence_id"
    rows = (
        Answer.objects.filter(
            score__isnull=False, attempt__user=user, attempt__submitted_at__lte=now
        )
        .annotate(worth=Cast(Coalesce("regraded_score", "score"), FloatField()))
        .order_by(competence, "answered_at", "pk")
        .values_list(competence, "version__question_id", "version__number", "worth", "answered_at")
    )
    return {
        key: tested_points([tuple(row[1:]) for row in group])
        for key, group in groupby(rows, key=lambda row: row[0])
    }


def tested_points(answers: Sequence[_Answer]) -> tuple[TestedPoint, ...]:
    """Return tested knowledge after each day with answers; each time of the twelve months before.

    Args:
        answers: of one competence, oldest first.
    """
    points: list[TestedPoint] = []
    latest: dict[int, tuple[int, Decimal | float, datetime]] = {}
    for day, group in groupby(answers, key=lambda answer: timezone.localdate(answer[3])):
        is_break = False
        moment = None
        for question, version, worth, moment in group:
            is_break |= question in latest and latest[question][0] < version
            latest[question] = (version, worth, moment)
        if moment is not None:
            since = moment - EVIDENCE_LIFE
            latest = {key: row for key, row in latest.items() if row[2] > since}
        points.append(_point(day, latest.values(), is_break=is_break))
    return tuple(points)


def _point(
    day: date, rows: Iterable[tuple[int, Decimal | float, datetime]], *, is_break: bool
) -> TestedPoint:
    worths = Counter(worth for _version, worth, _moment in rows)
    points = sum((exact(worth) * n for worth, n in worths.items()), Fraction(0))
    summary = summary_on_scale(0, points, worths.total())
    return TestedPoint(
        day=day,
        band=summary.band,
        items=summary.items,
        low=summary.low,
        level=summary.level,
        high=summary.high,
        is_break=is_break,
    )

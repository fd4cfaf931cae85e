"""The three kinds of evidence about one person, per competence; read apart, and they stay apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.calibration import FEWEST_ITEMS
from assessments.domain.tested import EVIDENCE_LIFE, summary_of, tested_levels
from assessments.enums import Evidence, Frequency, RatingAnswer
from assessments.models import CurrentLevel, Rating
from assessments.models.campaigns import name_in
from cms.accounts.models import User
from training.models import Activity


@dataclass(frozen=True)
class SelfRating:
    """What somebody said of themselves once.

    Attributes:
        level: 0-5; None when not applicable in the role.
        round: name of the check-in round.
        frequency: how often in the four weeks before, in words; empty when not said.
    """

    level: int | None
    label: str
    given_at: datetime
    round: str
    evidence_line: str = ""
    frequency: str = ""

    @property
    def is_not_applicable(self) -> bool:
        return self.level is None

    @property
    def day(self) -> date:
        """Return the day it was given, where we are."""
        return timezone.localdate(self.given_at)


@dataclass(frozen=True)
class Tested:
    """What the answers of the last twelve months show.

    Attributes:
        points: of `items` questions, 0 to items.
        fifth: 1-5, the fifth of the points; None below four questions.
        band: "review", "on_the_way" or "solid"; `band_label` says it in words.
        low, level, high: the share of the points on the axis 0-5, with its 95 % Wilson interval.
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

    @property
    def is_indicative(self) -> bool:
        return self.items < FEWEST_ITEMS

    @property
    def day(self) -> date:
        """Return the day of the latest answer, where we are."""
        return timezone.localdate(self.given_at)


@dataclass(frozen=True)
class Practice:
    """Learning activities of the last twelve months: how many, and when the latest was."""

    activities: int
    latest: date


@dataclass(frozen=True)
class Evidences:
    """All evidence of one person by competence id; `history` has the newest rating first."""

    history: Mapping[int, tuple[SelfRating, ...]] = field(default_factory=dict)
    tested: Mapping[int, Tested] = field(default_factory=dict)
    expired: Mapping[int, datetime] = field(default_factory=dict)
    practice: Mapping[int, Practice] = field(default_factory=dict)

    @property
    def competences(self) -> set[int]:
        """Return the competences that anything is known of."""
        return {*self.history, *self.tested, *self.expired, *self.practice}


def band_label(band: str) -> str:
    """Return the band of tested knowledge in words."""
    return {
        "review": _("to review"),
        "on_the_way": _("well on the way"),
        "solid": _("solid"),
    }.get(band, "")


def read_evidence(user: User, language: str, now: datetime, labels: Mapping[int, str]) -> Evidences:
    """Return what is known of a person at a moment; four queries.

    Args:
        labels: of the levels, in the same language.
    """
    tested = {row.competence_id: _tested(row) for row in tested_levels(user_ids=[user.pk], now=now)}
    kept = CurrentLevel.objects.filter(user=user, evidence=Evidence.TESTED)
    given = kept.values_list("competence_id", "given_at")
    return Evidences(
        history=_history(user, language, now, labels),
        tested=tested,
        expired={competence: when for competence, when in given if competence not in tested},
        practice=_practice(user, timezone.localdate(now)),
    )


def _history(
    user: User, language: str, now: datetime, labels: Mapping[int, str]
) -> dict[int, tuple[SelfRating, ...]]:
    ratings = Rating.objects.filter(user=user, given_at__lte=now).annotate(
        round=name_in(language, "check_in__campaign")
    )
    history: dict[int, list[SelfRating]] = defaultdict(list)
    for row in ratings.order_by("-given_at", "-pk"):
        level = row.level if row.answer == RatingAnswer.LEVEL else None
        label = RatingAnswer.NOT_APPLICABLE.label if level is None else labels.get(level, "")
        history[row.competence_id].append(
            SelfRating(
                level=level,
                label=str(label),
                given_at=row.given_at,
                round=row.round,
                evidence_line=row.evidence_line,
                frequency=str(Frequency(row.frequency).label) if row.frequency else "",
            )
        )
    return {competence: tuple(rows) for competence, rows in history.items()}


def _tested(row: CurrentLevel) -> Tested:
    summary = summary_of(row)
    return Tested(
        points=float(row.points or 0),
        items=summary.items,
        fifth=row.level,
        band=summary.band,
        band_label=band_label(summary.band),
        low=summary.low,
        level=summary.level,
        high=summary.high,
        given_at=row.given_at,
    )


def _practice(user: User, today: date) -> dict[int, Practice]:
    rows = Activity.objects.filter(
        user=user, date__gt=today - EVIDENCE_LIFE, date__lte=today, competences__isnull=False
    )
    return _counted(rows.values_list("competences", "date"))


def _counted(pairs: Iterable[tuple[int, date]] | QuerySet) -> dict[int, Practice]:
    days: dict[int, list[date]] = defaultdict(list)
    for competence, day in pairs:
        days[competence].append(day)
    return {competence: Practice(len(found), max(found)) for competence, found in days.items()}

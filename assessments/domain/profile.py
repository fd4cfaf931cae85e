"""The profile of one person: self-rating, tested knowledge and practice side by side, never merged.

The one report behind page, PDF, XLSX and JSON. There is no average, sum or single score in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Subquery
from django.utils import timezone

from assessments.domain import profile_words as words
from assessments.domain.calibration import Calibration, calibrate
from assessments.domain.gaps import Gap, GapState, gap_between
from assessments.domain.profile_evidence import (
    Evidences,
    Practice,
    SelfRating,
    Tested,
    read_evidence,
)
from assessments.domain.profile_labels import ProfileLabels, profile_labels
from assessments.domain.profile_words import RowWords
from assessments.domain.targets import reporting_memberships, targets_of
from assessments.models import RoleProfileText
from cms.accounts.models import User
from training.domain.framework import AreaInfo, CompetenceInfo, areas_in, level_labels, preferred
from training.domain.recommend import Suggestion, lesson_suggestions
from training.models import Competence, Framework


@dataclass(frozen=True)
class ProfileRow:
    """One competence with the kinds of evidence apart.

    Attributes:
        history: all self-ratings, the newest first.
        tested_expired: when the last test was, if that is too long ago to count.
        target: level that the role asks, or None.
        next_step: what to read for the gap; None without a gap or a lesson.
        words: the same in sentences.
    """

    code: str
    name: str
    definition: str
    history: tuple[SelfRating, ...]
    tested: Tested | None
    tested_expired: datetime | None
    practice: Practice | None
    target: int | None
    gap: Gap
    calibration: Calibration | None
    next_step: Suggestion | None
    words: RowWords

    @property
    def self_rating(self) -> SelfRating | None:
        """Return the rating that holds: the newest."""
        return self.history[0] if self.history else None

    @property
    def level(self) -> int | None:
        """Return the level 0-5 of the self-rating; None when not rated or not applicable."""
        return self.self_rating.level if self.self_rating else None

    @property
    def notch(self) -> int | None:
        """Return the target to draw: none where the competence has no place in the role."""
        return None if self.gap.state == GapState.NOT_APPLICABLE else self.target

    @property
    def earlier(self) -> int | None:
        """Return the level of the self-rating before the newest, if it had one."""
        return self.history[1].level if len(self.history) > 1 else None


@dataclass(frozen=True)
class ProfileArea:
    code: str
    name: str
    rows: tuple[ProfileRow, ...]


@dataclass(frozen=True)
class ProfileReport:
    """Everything that page and files show, in one language, at one moment."""

    language: str
    generated_at: datetime
    person: str
    role: str
    framework: str
    framework_version: str
    headline: str
    purpose: str
    level_labels: Mapping[int, str]
    areas: tuple[ProfileArea, ...]
    labels: ProfileLabels

    @property
    def day(self) -> date:
        """Return the day it was made, where we are."""
        return timezone.localdate(self.generated_at)

    @property
    def rows(self) -> tuple[ProfileRow, ...]:
        return tuple(row for area in self.areas for row in area.rows)

    @property
    def has_evidence(self) -> bool:
        """Return whether anything is known at all."""
        return any(row.history or row.tested or row.practice for row in self.rows)


def build_profile(user: User, language: str, now: datetime) -> ProfileReport:
    """Return the profile of a person at a moment; at most 15 queries.

    Args:
        language: "nl" or "en", the one that is active.
    """
    levels = level_labels(language)
    evidence = read_evidence(user, language, now, levels)
    areas = areas_in(language, codes=_codes_shown(evidence.competences))
    targets = targets_of(user)
    gaps = {
        competence.code: _gap(evidence, competence, targets)
        for area in areas
        for competence in area.competences
    }
    maker = _RowMaker(now, levels, evidence, targets, gaps, _next_steps(user, language, gaps))
    framework = Framework.objects.first()
    return ProfileReport(
        language=language,
        generated_at=now,
        person=str(user),
        role=role_of(user, language),
        framework=framework.title if framework else "",
        framework_version=framework.version if framework else "",
        headline=words.headline(gaps),
        purpose=words.purpose_statement(),
        level_labels=levels,
        areas=tuple(_areas(areas, maker)),
        labels=profile_labels(),
    )


def role_of(user: User, language: str) -> str:
    """Return the name of a person's role profile; empty without one; one query."""
    membership = Subquery(reporting_memberships(user).values("pk")[:1])
    texts = RoleProfileText.objects.filter(profile__assignments__membership=membership)
    chosen = preferred(texts, lambda text: text.profile_id, language)
    return next((text.name for text in chosen.values()), "")


def _codes_shown(known: set[int]) -> Iterable[str]:
    """Return the codes of the core competences, and of extensions that something is known of."""
    shown = Competence.objects.filter(Q(is_extension=False) | Q(pk__in=known)).order_by("order")
    return shown.values_list("code", flat=True)


def _gap(evidence: Evidences, competence: CompetenceInfo, targets: Mapping[int, int]) -> Gap:
    target = targets.get(competence.id)
    history = evidence.history.get(competence.id)
    if not history:
        return gap_between(None, target)
    return gap_between(history[0].level, target, not_applicable=history[0].is_not_applicable)


def _next_steps(user: User, language: str, gaps: Mapping[str, Gap]) -> dict[str, Suggestion]:
    """Return the lesson section to read next for each gap; lessons begun come first, done last."""
    codes = [code for code, gap in gaps.items() if gap.is_gap]
    if not codes:
        return {}
    found = lesson_suggestions(codes, language=language, user_id=user.pk)
    return {code: rows[0] for code, rows in found.items() if rows}


def _areas(areas: Iterable[AreaInfo], maker: "_RowMaker") -> Iterator[ProfileArea]:
    for area in areas:
        yield ProfileArea(area.code, area.name, tuple(map(maker.make, area.competences)))


@dataclass(frozen=True)
class _RowMaker:
    """Puts together what is known of a competence; no query."""

    now: datetime
    labels: Mapping[int, str]
    evidence: Evidences
    targets: Mapping[int, int]
    gaps: Mapping[str, Gap]
    next_steps: Mapping[str, Suggestion]

    def make(self, competence: CompetenceInfo) -> ProfileRow:
        history = self.evidence.history.get(competence.id, ())
        tested = self.evidence.tested.get(competence.id)
        expired = self.evidence.expired.get(competence.id)
        practice = self.evidence.practice.get(competence.id)
        target = self.targets.get(competence.id)
        gap = self.gaps[competence.code]
        rating = history[0] if history else None
        calibration = calibrate(
            rating.level if rating else None,
            tested.fifth if tested else None,
            tested.items if tested else 0,
        )
        return ProfileRow(
            code=competence.code,
            name=competence.name,
            definition=competence.definition,
            history=history,
            tested=tested,
            tested_expired=expired,
            practice=practice,
            target=target,
            gap=gap,
            calibration=calibration,
            next_step=self.next_steps.get(competence.code),
            words=RowWords(
                self_rating=words.self_in_words(rating, self.now),
                tested=words.tested_in_words(tested, expired),
                practice=words.practice_in_words(practice),
                target=words.target_in_words(gap, target, self._label(target)),
                gap=words.gap_in_words(gap),
                calibration=words.calibration_in_words(calibration),
            ),
        )

    def _label(self, level: int | None) -> str:
        return "" if level is None else self.labels.get(level, "")

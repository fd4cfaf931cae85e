"""The profile of one person: self-rating, tested knowledge and practice side by side, never merged.

The one report behind page, PDF, XLSX and JSON. There is no average, sum or single score in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from assessments.domain import profile_words as words
from assessments.domain.freshness import Ages
from assessments.domain.gaps import Gap, gap_between
from assessments.domain.next_steps import NextStep, next_steps
from assessments.domain.places import place_of
from assessments.domain.profile_evidence import Evidences, Tested, read_evidence
from assessments.domain.profile_labels import ProfileLabels, profile_labels
from assessments.domain.profile_rows import ProfileRow, RowMaker
from assessments.domain.targets import targets_of_profile
from cms.accounts.models import User
from training.domain.framework import AreaInfo, CompetenceInfo, levels_of_framework, shown_areas


@dataclass(frozen=True)
class ProfileArea:
    """An area; `tested` comes from all its questions together, `words` says it."""

    code: str
    name: str
    rows: tuple[ProfileRow, ...]
    tested: Tested | None
    words: str


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
    ages: Ages

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


def build_profile(
    user: User, language: str, now: datetime, *, most: int | None = None
) -> ProfileReport:
    """Return the profile of a person at a moment; at most 18 queries.

    Args:
        language: "nl" or "en", the one that is active.
        most: how many self-ratings per competence, the newest; all when left out.
    """
    levels, framework = levels_of_framework(language)
    place = place_of(user, language)
    ages = place.ages
    evidence = read_evidence(user, language, now, levels, ages, most=most)
    areas = _areas_shown(language, evidence.competences)
    targets = targets_of_profile(place.profile)
    gaps = {
        competence.code: _gap(evidence, competence, targets)
        for area in areas
        for competence in area.competences
    }
    maker = RowMaker(
        now=now,
        labels=levels,
        ages=ages,
        evidence=evidence,
        targets=targets,
        gaps=gaps,
        next_steps=_next_steps(user, language, areas, gaps, evidence),
    )
    return ProfileReport(
        language=language,
        generated_at=now,
        person=str(user),
        role=place.role,
        framework=framework.title if framework else "",
        framework_version=framework.version if framework else "",
        headline=words.headline(gaps),
        purpose=words.purpose_statement(),
        level_labels=levels,
        areas=tuple(_areas(areas, maker)),
        labels=profile_labels(),
        ages=ages,
    )


def _areas_shown(language: str, known: set[int]) -> list[AreaInfo]:
    """Return the areas: core competences, and extensions that something is known of."""
    areas = (
        replace(
            area,
            competences=tuple(
                info for info in area.competences if not info.is_extension or info.id in known
            ),
        )
        for area in shown_areas(language)
    )
    return [area for area in areas if area.competences]


def _gap(evidence: Evidences, competence: CompetenceInfo, targets: Mapping[int, int]) -> Gap:
    target = targets.get(competence.id)
    history = evidence.history.get(competence.id)
    if not history:
        return gap_between(None, target)
    return gap_between(
        history[0].level,
        target,
        not_applicable=history[0].is_not_applicable,
        expired=history[0].is_expired,
    )


def _next_steps(
    user: User,
    language: str,
    areas: Iterable[AreaInfo],
    gaps: Mapping[str, Gap],
    evidence: Evidences,
) -> dict[str, NextStep]:
    """Return what to do next for each gap."""
    ids = {info.code: info.id for area in areas for info in area.competences}
    done = {
        code: evidence.practice[ids[code]].kinds if ids[code] in evidence.practice else set()
        for code, gap in gaps.items()
        if gap.is_gap
    }
    return next_steps(user, language, done)


def _areas(areas: Iterable[AreaInfo], maker: RowMaker) -> Iterator[ProfileArea]:
    today = timezone.localdate(maker.now)
    for area in areas:
        competences = [info.id for info in area.competences]
        tested = maker.evidence.tested_in_area(competences, maker.ages, today)
        yield ProfileArea(
            code=area.code,
            name=area.name,
            rows=tuple(map(maker.make, area.competences)),
            tested=tested,
            words=words.area_in_words(tested),
        )

"""What somebody sees first: where they stand, the one thing to do, and three quiet cards."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assessments.domain.action_rows import ActionRow, action_log
from assessments.domain.checkin_rounds import Round, rounds_of
from assessments.domain.gaps import gap_between, largest_gaps
from assessments.domain.profile_words import gap_in_words
from assessments.domain.targets import targets_of
from assessments.enums import Evidence
from assessments.models import CurrentLevel
from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import has_role
from training.domain.framework import CompetenceInfo, competences_in
from training.domain.progress import ResumePoint, resume_point
from training.domain.recommend import Suggestion, lesson_suggestions

GAPS_SHOWN = 2


@dataclass(frozen=True)
class GapCard:
    """A competence below target, and what to read for it."""

    code: str
    name: str
    words: str
    next_step: Suggestion | None


@dataclass(frozen=True)
class Dashboard:
    """Where a person stands.

    Attributes:
        round: the check-in to do first; None when nothing is open or all is submitted.
        has_levels: whether any self-rating is known.
        gaps: the two largest.
        actions: running and waiting ones, the first to end first.
    """

    round: Round | None
    resume: ResumePoint | None
    has_levels: bool
    gaps: tuple[GapCard, ...]
    actions: tuple[ActionRow, ...]
    is_adviser: bool
    is_manager: bool

    @property
    def first_gap(self) -> GapCard | None:
        """Return the largest gap that there is something to read for."""
        return next((gap for gap in self.gaps if gap.next_step), None)


def build_dashboard(user: User, language: str, now: datetime) -> Dashboard:
    """Return what a person sees first; at most 15 queries."""
    levels = dict(
        CurrentLevel.objects.filter(user=user, evidence=Evidence.SELF).values_list(
            "competence_id", "level"
        )
    )
    log = action_log(user, language, timezone.localdate(now))
    return Dashboard(
        round=rounds_of(user, language, now).to_do,
        resume=resume_point(user, language),
        has_levels=bool(levels),
        gaps=_gaps(user, language, levels),
        actions=log.running + log.waiting,
        is_adviser=has_role(user, Role.ADVISER),
        is_manager=has_role(user, Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER),
    )


def _gaps(user: User, language: str, levels: dict[int, int | None]) -> tuple[GapCard, ...]:
    targets = targets_of(user) if levels else {}
    if not targets:
        return ()
    competences = {info.code: info for info in competences_in(language)}
    gaps = {
        code: gap_between(levels.get(info.id), targets.get(info.id))
        for code, info in competences.items()
    }
    largest = largest_gaps(gaps, GAPS_SHOWN)
    found = lesson_suggestions(largest, language=language, user_id=user.pk) if largest else {}
    return tuple(
        _card(competences[code], gap_in_words(gaps[code]), found[code]) for code in largest
    )


def _card(info: CompetenceInfo, words: str, lessons: list[Suggestion]) -> GapCard:
    return GapCard(info.code, info.name, words, lessons[0] if lessons else None)

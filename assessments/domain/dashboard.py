"""What somebody sees first: where they stand, the one thing to do, and three quiet cards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from assessments.domain.action_rows import ActionRow, action_log
from assessments.domain.checkin_rounds import Round, rounds_of
from assessments.domain.freshness import Ages
from assessments.domain.gaps import gap_between, largest_gaps
from assessments.domain.learning_plan_rows import PlanRow, asked_of
from assessments.domain.next_steps import NextStep, next_steps
from assessments.domain.places import Place, place_of
from assessments.domain.profile_words import gap_in_words
from assessments.domain.rechecks import RecheckOffer, recheck_offer
from assessments.domain.targets import targets_of_profile
from assessments.enums import Evidence, Freshness
from assessments.models import CurrentLevel
from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import has_role
from training.domain.framework import CompetenceInfo, shown_areas
from training.domain.progress import ResumePoint, resume_point

GAPS_SHOWN = 2


@dataclass(frozen=True)
class GapCard:
    """A competence below target, and what to do about it."""

    code: str
    name: str
    words: str
    next_step: NextStep


@dataclass(frozen=True)
class Dashboard:
    """Where a person stands.

    Attributes:
        round: the check-in to do first; None when nothing is open or all is submitted.
        has_levels: whether any self-rating is known.
        gaps: the two largest, of ratings that are not expired.
        recheck: three questions that are due; None when none are.
        recheck_name: of its competence.
        actions: running and waiting ones, the first to end first.
        plans: what is asked of the team, as far as the person has not read it all.
    """

    round: Round | None
    resume: ResumePoint | None
    has_levels: bool
    gaps: tuple[GapCard, ...]
    actions: tuple[ActionRow, ...]
    recheck: RecheckOffer | None
    recheck_name: str
    plans: tuple[PlanRow, ...]
    is_adviser: bool
    is_manager: bool

    @property
    def first_gap(self) -> GapCard | None:
        """Return the largest gap that there is something to read for."""
        return next((gap for gap in self.gaps if gap.next_step.is_lesson), None)


def build_dashboard(user: User, language: str, now: datetime) -> Dashboard:
    """Return what a person sees first; at most 17 queries."""
    today = timezone.localdate(now)
    rows = CurrentLevel.objects.filter(user=user, evidence=Evidence.SELF)
    levels = {row[0]: row[1:] for row in rows.values_list("competence_id", "level", "given_at")}
    competences = {info.code: info for area in shown_areas(language) for info in area.competences}
    log = action_log(user, language, today)
    recheck = recheck_offer(user, today)
    named = competences.get(recheck.code) if recheck else None
    return Dashboard(
        round=rounds_of(user, language, now, past=False).to_do,
        resume=resume_point(user, language),
        has_levels=bool(levels),
        gaps=_gaps(user, language, levels, competences, today),
        actions=log.running + log.waiting,
        recheck=recheck,
        recheck_name=named.name if named else "",
        plans=tuple(plan for plan in asked_of(user, language, today) if not plan.is_done),
        is_adviser=has_role(user, Role.ADVISER),
        is_manager=has_role(user, Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER),
    )


def _gaps(
    user: User,
    language: str,
    levels: Mapping[int, tuple[int | None, datetime]],
    competences: Mapping[str, CompetenceInfo],
    today: date,
) -> tuple[GapCard, ...]:
    place = place_of(user, language) if levels else Place()
    targets, ages = targets_of_profile(place.profile), place.ages
    if not targets:
        return ()
    standing = {pk: level for pk, (level, at) in levels.items() if _counts(ages, at, today)}
    gaps = {
        code: gap_between(standing.get(info.id), targets.get(info.id))
        for code, info in competences.items()
        if not info.is_extension
    }
    largest = largest_gaps(gaps, GAPS_SHOWN)
    steps = next_steps(user, language, {code: set() for code in largest})
    return tuple(
        GapCard(code, competences[code].name, gap_in_words(gaps[code]), steps[code])
        for code in largest
    )


def _counts(ages: Ages, given_at: datetime, today: date) -> bool:
    return ages.of(timezone.localdate(given_at), today) != Freshness.EXPIRED

"""A check-in as it reads: per area what was answered, which steps there are, what is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from assessments.domain.action_rows import ActionRow, row_of
from assessments.domain.checkin_answers import Answered, CompetenceAnswer, latest, reader_of
from assessments.domain.checkin_rules import asked_competences
from assessments.domain.reflection_rows import parts_of
from assessments.domain.reflections import is_reflected
from assessments.enums import ActionState, CheckInState
from assessments.models import CheckIn, DraftRating, Reflection
from training.domain.framework import AreaInfo, areas_in

FOCUS, REFLECTION, ACTIONS, REVIEW = "focus", "reflection", "actions", "review"
EXAMPLES = ("evidence_activity", "evidence_source", "evidence_reflection")


@dataclass(frozen=True)
class AreaAnswers:
    code: str
    name: str
    answers: tuple[CompetenceAnswer, ...]

    @property
    def unanswered(self) -> tuple[CompetenceAnswer, ...]:
        return tuple(answer for answer in self.answers if not answer.is_rated)


@dataclass(frozen=True)
class Step:
    """A page of the form: the choice of competences, an area by its code, and so on."""

    key: str
    name: str
    is_done: bool


@dataclass(frozen=True)
class CheckInOverview:
    areas: tuple[AreaAnswers, ...]
    steps: tuple[Step, ...]
    reflection: Reflection | None
    actions: tuple[ActionRow, ...]

    @property
    def total(self) -> int:
        return sum(len(area.answers) for area in self.areas)

    @property
    def unanswered(self) -> tuple[CompetenceAnswer, ...]:
        return tuple(answer for area in self.areas for answer in area.unanswered)

    @property
    def reflection_parts(self) -> tuple[tuple[str, str], ...]:
        """Return what was written, part by part."""
        return parts_of(self.reflection) if self.reflection else ()

    @property
    def answered(self) -> int:
        return self.total - len(self.unanswered)

    @property
    def next_step(self) -> Step:
        """Return the first step that is not done; the review when all are."""
        return next((step for step in self.steps if not step.is_done), self.steps[-1])


def areas_of(check_in: CheckIn, language: str) -> list[AreaInfo]:
    """Return the areas and competences that a check-in asks about; three queries."""
    return areas_in(language, codes=asked_competences(check_in).values_list("code", flat=True))


def reflection_of(check_in: CheckIn) -> Reflection | None:
    """Return the reflection, or None; no query when it was selected with the check-in."""
    reflection = getattr(check_in, "reflection", None)
    return reflection if reflection and is_reflected(reflection) else None


def steps_of(
    check_in: CheckIn,
    areas: Iterable[AreaInfo],
    answered: Iterable[Answered],
    *,
    has_plans: bool,
) -> tuple[Step, ...]:
    """Return the pages of the form in order, and which are done; no query."""
    areas = tuple(areas)
    rated = {row.competence_id for row in answered if row.answer}
    chooses = check_in.campaign.focus_size is not None
    return (
        *((Step(FOCUS, _("What this check-in is about"), bool(areas)),) if chooses else ()),
        *(Step(area.code, area.name, {c.id for c in area.competences} <= rated) for area in areas),
        Step(REFLECTION, _("Reflection"), reflection_of(check_in) is not None),
        Step(ACTIONS, _("Actions"), has_plans),
        Step(REVIEW, _("Review and submit"), check_in.state == CheckInState.SUBMITTED),
    )


def build_overview(check_in: CheckIn, language: str, now: datetime) -> CheckInOverview:
    """Return a check-in with its answers; twelve queries.

    In progress it shows the draft, submitted it shows what was given.

    Args:
        check_in: with campaign, user and reflection selected.
    """
    areas = areas_of(check_in, language)
    answered = _answered(check_in)
    actions = list(check_in.actions.select_related("competence").exclude(state=ActionState.LET_GO))
    competences = [competence for area in areas for competence in area.competences]
    reader = reader_of(check_in, answered, competences, language, now)
    return CheckInOverview(
        areas=tuple(
            AreaAnswers(area.code, area.name, tuple(map(reader.read, area.competences)))
            for area in areas
        ),
        steps=steps_of(check_in, areas, answered.values(), has_plans=bool(actions)),
        reflection=reflection_of(check_in),
        actions=tuple(row_of(action, reader.labels, action.until) for action in actions),
    )


def stored_drafts(check_in: CheckIn) -> dict[int, DraftRating]:
    """Return the draft by competence id, with what it names as an example; one query."""
    given = check_in.ratings.filter(competence=OuterRef("competence"))
    rows = check_in.drafts.select_related(*EXAMPLES).annotate(was_given=Exists(given))
    return {row.competence_id: row for row in rows}


def _answered(check_in: CheckIn) -> Mapping[int, Answered]:
    if check_in.state == CheckInState.SUBMITTED:
        return latest(check_in.ratings.select_related(*EXAMPLES).order_by("given_at", "pk"))
    return stored_drafts(check_in)

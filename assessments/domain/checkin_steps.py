"""One page of the check-in form: what it asks, what is stored, what comes before and after."""

from dataclasses import dataclass, replace

from assessments.domain.actions import draft_actions
from assessments.domain.checkin_overview import Step, areas_of, steps_of
from assessments.models import Action, CheckIn, DraftRating
from training.domain.framework import AreaInfo, CompetenceInfo, sentences_in


@dataclass(frozen=True)
class StepReading:
    """A step with what its form needs.

    Attributes:
        area: with level sentences, on a page of ratings; None on the others.
        competences: of the whole round.
        drafts: what is stored, by competence id.
        actions: drafts, in the order of their making.
    """

    step: Step
    steps: tuple[Step, ...]
    area: AreaInfo | None
    competences: tuple[CompetenceInfo, ...]
    drafts: dict[int, DraftRating]
    actions: tuple[Action, ...]

    @property
    def number(self) -> int:
        """Return the place of the step, from 1."""
        return self.steps.index(self.step) + 1

    @property
    def previous(self) -> Step | None:
        return self.steps[self.number - 2] if self.number > 1 else None

    @property
    def following(self) -> Step:
        """Return the next step; the review comes last and is no step with a form."""
        return self.steps[min(self.number, len(self.steps) - 1)]


def read_step(check_in: CheckIn, key: str, language: str) -> StepReading | None:
    """Return a step by its key, None when the check-in has no such step; five or six queries.

    Args:
        check_in: with campaign and reflection selected.
        key: code of an area, "reflection", "actions" or "review".
    """
    areas = areas_of(check_in, language)
    drafts = {draft.competence_id: draft for draft in check_in.drafts.all()}
    actions = tuple(draft_actions(check_in))
    steps = steps_of(check_in, areas, drafts.values(), actions)
    step = next((step for step in steps if step.key == key), None)
    if step is None:
        return None
    area = next((area for area in areas if area.code == key), None)
    return StepReading(
        step=step,
        steps=steps,
        area=_with_sentences(area, language) if area else None,
        competences=tuple(c for area in areas for c in area.competences),
        drafts=drafts,
        actions=actions,
    )


def _with_sentences(area: AreaInfo, language: str) -> AreaInfo:
    lines = sentences_in(language, [c.version_id for c in area.competences])
    competences = (replace(c, sentences=lines.get(c.version_id, {})) for c in area.competences)
    return replace(area, competences=tuple(competences))

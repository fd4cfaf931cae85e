"""One page of the check-in form: what it asks, what is stored, what comes before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from assessments.domain.actions import draft_actions
from assessments.domain.checkin_answers import CompetenceAnswer, reader_of
from assessments.domain.checkin_overview import ACTIONS, Step, areas_of, steps_of, stored_drafts
from assessments.domain.checkin_rounds import minutes_for
from assessments.models import Action, CheckIn, DraftRating
from training.domain.framework import AreaInfo, CompetenceInfo


@dataclass(frozen=True)
class StepReading:
    """A step with what its form needs.

    Attributes:
        area: on a page of ratings; None on the others.
        competences: of the whole round.
        drafts: what is stored, by competence id.
        actions: drafts, in the order of their making, on their page.
    """

    step: Step
    steps: tuple[Step, ...]
    area: AreaInfo | None
    competences: tuple[CompetenceInfo, ...]
    drafts: dict[int, DraftRating]
    actions: tuple[Action, ...]

    @property
    def left(self) -> int:
        """Return how many competences of the whole round are not rated yet."""
        return sum(1 for c in self.competences if not self._is_rated(c.id))

    @property
    def minutes(self) -> int:
        """Return about how many minutes the rest of the check-in takes."""
        return minutes_for(self.left)

    def _is_rated(self, competence_id: int) -> bool:
        return competence_id in self.drafts and bool(self.drafts[competence_id].answer)

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
    """Return a step by its key, None when the check-in has no such step; at most five queries.

    Args:
        check_in: with campaign, reflection and plans selected.
        key: code of an area, "focus", "reflection", "actions" or "review".
    """
    areas = areas_of(check_in, language)
    drafts = stored_drafts(check_in)
    steps = steps_of(check_in, areas, drafts.values(), has_plans=check_in.has_plans)
    step = next((step for step in steps if step.key == key), None)
    if step is None:
        return None
    return StepReading(
        step=step,
        steps=steps,
        area=next((area for area in areas if area.code == key), None),
        competences=tuple(c for area in areas for c in area.competences),
        drafts=drafts,
        actions=tuple(draft_actions(check_in)) if key == ACTIONS else (),
    )


@dataclass(frozen=True)
class RatingsReading:
    """What a page of ratings shows.

    Attributes:
        competences: with the level sentences that are read now.
        answers: what is stored, with what may stand beside it, by competence id.
        labels: of the levels.
    """

    competences: tuple[CompetenceInfo, ...]
    answers: dict[int, CompetenceAnswer]
    labels: Mapping[int, str]


def read_ratings(
    check_in: CheckIn,
    competences: tuple[CompetenceInfo, ...],
    drafts: dict[int, DraftRating],
    language: str,
    now: datetime,
) -> RatingsReading:
    """Return competences with what is stored for them; four or five queries."""
    reader = reader_of(check_in, drafts, competences, language, now)
    return RatingsReading(
        competences=tuple(
            replace(c, sentences=dict(reader.sentences.get(c.version_id, {}))) for c in competences
        ),
        answers={c.id: reader.read(c) for c in competences},
        labels=reader.labels,
    )

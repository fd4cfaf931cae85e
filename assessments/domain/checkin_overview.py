"""A check-in as it reads: per area what was answered, which steps there are, what is still open.

What may steer a rating (target, earlier rating) is left out here until the rating is given, so that
no template can show it too early.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.domain.action_rows import ActionRow, row_of
from assessments.domain.targets import targets_of
from assessments.enums import ActionState, Cause, CheckInState, Frequency, RatingAnswer
from assessments.models import Action, CheckIn, DraftRating, Rating, Reflection
from training.domain.framework import (
    AreaInfo,
    CompetenceInfo,
    areas_in,
    level_labels,
    sentences_in,
)

REFLECTION, ACTIONS, REVIEW = "reflection", "actions", "review"
ASKS_FOR_EVIDENCE = 4
Answered = DraftRating | Rating


@dataclass(frozen=True)
class CompetenceAnswer:
    """A competence of a round with what was filled in for it.

    Attributes:
        sentence: of the level that was chosen, in the wording that was read.
        target, earlier: levels; None as long as there is no answer.
        notes: sentences for the adviser alone.
    """

    competence: CompetenceInfo
    answer: str = ""
    level: int | None = None
    label: str = ""
    sentence: str = ""
    evidence_line: str = ""
    frequency: str = ""
    target: int | None = None
    earlier: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_rated(self) -> bool:
        return bool(self.answer)

    @property
    def is_not_applicable(self) -> bool:
        return self.answer == RatingAnswer.NOT_APPLICABLE


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
    """A page of the form: an area by its code, the reflection, the actions, or the review."""

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
    def causes(self) -> tuple[str, ...]:
        """Return the causes that were ticked, in words."""
        ticked = self.reflection.causes if self.reflection else []
        return tuple(str(cause.label) for cause in Cause if cause in ticked)

    @property
    def rated(self) -> int:
        return self.total - len(self.unanswered)

    @property
    def next_step(self) -> Step:
        """Return the first step that is not done; the review when all are."""
        return next((step for step in self.steps if not step.is_done), self.steps[-1])


def areas_of(check_in: CheckIn, language: str) -> list[AreaInfo]:
    """Return the areas and competences that a check-in asks about; three queries."""
    asked = check_in.campaign.competences.order_by("order")
    return areas_in(language, codes=asked.values_list("code", flat=True))


def reflection_of(check_in: CheckIn) -> Reflection | None:
    """Return the reflection, or None; no query when it was selected with the check-in."""
    reflection = getattr(check_in, "reflection", None)
    return reflection if reflection and is_reflected(reflection) else None


def is_reflected(reflection: Reflection) -> bool:
    """Return whether anything is written or ticked."""
    written = (reflection.works, reflection.does_not_work, reflection.why, reflection.causes)
    return any(written)


def steps_of(
    check_in: CheckIn,
    areas: Iterable[AreaInfo],
    answered: Iterable[Answered],
    actions: Iterable[Action],
) -> tuple[Step, ...]:
    """Return the pages of the form in order, and which are done; no query."""
    rated = {row.competence_id for row in answered if row.answer}
    return (
        *(Step(area.code, area.name, {c.id for c in area.competences} <= rated) for area in areas),
        Step(REFLECTION, _("Reflection"), reflection_of(check_in) is not None),
        Step(ACTIONS, _("Actions"), any(True for _action in actions)),
        Step(REVIEW, _("Review and submit"), check_in.state == CheckInState.SUBMITTED),
    )


def build_overview(check_in: CheckIn, language: str) -> CheckInOverview:
    """Return a check-in with its answers; nine queries.

    In progress it shows the draft, submitted it shows what was given.

    Args:
        check_in: with campaign, user and reflection selected.
    """
    areas = areas_of(check_in, language)
    history = list(Rating.objects.filter(user=check_in.user_id).order_by("given_at", "pk"))
    given = _latest(row for row in history if row.check_in_id == check_in.pk)
    answered = _answered(check_in, given)
    actions = list(check_in.actions.select_related("competence").exclude(state=ActionState.LET_GO))
    competences = [competence for area in areas for competence in area.competences]
    reader = _Reader(
        answered=answered,
        given=given,
        earlier=_latest(row for row in history if _is_before(row, check_in)),
        targets=targets_of(check_in.user, check_in.campaign.organisation),
        labels=level_labels(language),
        sentences=sentences_in(language, _versions(competences, answered)),
    )
    return CheckInOverview(
        areas=tuple(
            AreaAnswers(area.code, area.name, tuple(map(reader.read, area.competences)))
            for area in areas
        ),
        steps=steps_of(check_in, areas, answered.values(), actions),
        reflection=reflection_of(check_in),
        actions=tuple(row_of(action, reader.labels, action.until) for action in actions),
    )


@dataclass(frozen=True)
class _Reader:
    """Puts together what is known of a competence."""

    answered: Mapping[int, Answered]
    given: Mapping[int, Rating]
    earlier: Mapping[int, Rating]
    targets: Mapping[int, int]
    labels: Mapping[int, str]
    sentences: Mapping[int, Mapping[int, str]]

    def read(self, competence: CompetenceInfo) -> CompetenceAnswer:
        row = self.answered.get(competence.id)
        if row is None or not row.answer:
            return self._unrated(competence, row)
        earlier = self.earlier.get(competence.id)
        level = -1 if row.level is None else row.level
        return CompetenceAnswer(
            competence=competence,
            answer=row.answer,
            level=row.level,
            label=self.labels.get(level, ""),
            sentence=self.sentences.get(row.version_id, {}).get(level, ""),
            evidence_line=row.evidence_line,
            frequency=_in_words(row.frequency),
            target=self.targets.get(competence.id),
            earlier=earlier.level if earlier else None,
            notes=tuple(_notes(row, competence)),
        )

    def _unrated(self, competence: CompetenceInfo, row: Answered | None) -> CompetenceAnswer:
        stays = competence.id in self.given
        return CompetenceAnswer(
            competence=competence,
            evidence_line=row.evidence_line if row else "",
            frequency=_in_words(row.frequency) if row else "",
            notes=(_("The answer that you submitted before stays."),) if stays else (),
        )


def _answered(check_in: CheckIn, given: dict[int, Rating]) -> Mapping[int, Answered]:
    if check_in.state == CheckInState.SUBMITTED:
        return given
    return {row.competence_id: row for row in check_in.drafts.all()}


def _latest(rows: Iterable[Rating]) -> dict[int, Rating]:
    return {row.competence_id: row for row in rows}


def _is_before(row: Rating, check_in: CheckIn) -> bool:
    """Return whether a rating came from an earlier round than this check-in."""
    return row.check_in_id != check_in.pk and row.given_at <= check_in.started_at


def _versions(competences: Iterable[CompetenceInfo], answered: Mapping[int, Answered]) -> list[int]:
    rows = answered.values()
    return [*{c.version_id for c in competences} | {row.version_id for row in rows}]


def _in_words(frequency: str) -> str:
    return str(Frequency(frequency).label) if frequency else ""


def _notes(row: Answered, competence: CompetenceInfo) -> Iterable[str]:
    """Yield what the adviser may want to look at again; none of it is an error."""
    if row.version_id != competence.version_id:
        yield _("The sentences have changed since you answered.")
    if (row.level or 0) < ASKS_FOR_EVIDENCE:
        return
    if not row.evidence_line:
        yield _("No example noted; only you see this remark.")
    if row.frequency == Frequency.NEVER:
        yield _("You chose a high level, and did it never in the last four weeks. Is that right?")

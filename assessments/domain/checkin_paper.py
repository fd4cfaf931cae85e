"""A check-in as a form on paper: the same sentences and questions, and nothing that may steer."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.domain.checkin_overview import areas_of
from assessments.domain.checkins import focus_size
from assessments.enums import Cause, Frequency, RatingAnswer
from assessments.models import CheckIn
from training.domain.framework import CompetenceInfo, areas_in


@dataclass(frozen=True)
class PaperItem:
    """A competence on paper; `sentences` stand low to high, without numbers."""

    competence: CompetenceInfo
    sentences: tuple[str, ...]
    question: str


@dataclass(frozen=True)
class PaperForm:
    """What is printed.

    Attributes:
        areas: pairs of a name and its competences.
        choose: how many competences to choose of those printed; 0 when all are asked.
    """

    areas: tuple[tuple[str, tuple[PaperItem, ...]], ...]
    choose: int
    reasons: tuple[str, ...]
    frequencies: tuple[str, ...]
    causes: tuple[str, ...]


def paper_form(check_in: CheckIn, language: str, questions: Mapping[str, str]) -> PaperForm:
    """Return a check-in as a form to print; at most seven queries.

    Args:
        questions: how often, per competence code.
    """
    asked = [c.code for area in areas_of(check_in, language) for c in area.competences]
    offered = check_in.campaign.competences.values_list("code", flat=True)
    areas = areas_in(language, codes=asked or offered, sentences=True)
    number = sum(len(area.competences) for area in areas)
    return PaperForm(
        areas=tuple(
            (area.name, tuple(_item(c, questions) for c in area.competences)) for area in areas
        ),
        choose=0 if asked else focus_size(check_in.campaign, number),
        reasons=tuple(str(answer.label) for answer in RatingAnswer if answer != RatingAnswer.LEVEL),
        frequencies=tuple(str(frequency.label) for frequency in Frequency),
        causes=tuple(str(cause.label) for cause in Cause),
    )


def _item(competence: CompetenceInfo, questions: Mapping[str, str]) -> PaperItem:
    return PaperItem(
        competence=competence,
        sentences=tuple(competence.sentences[level] for level in sorted(competence.sentences)),
        question=questions.get(competence.code, ""),
    )

"""The statistics of one question as editors read them, from what the job stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.item_figures import FEWEST_ANSWERS
from assessments.domain.question_words import words_in
from assessments.models import AreaReliability, Question, QuestionStatistics


@dataclass(frozen=True)
class OptionFigure:
    text: str
    n: int
    percent: int
    points: float


@dataclass(frozen=True)
class VersionFigures:
    """Figures of a version in a language, "" for both; `n` alone below the fewest answers."""

    number: int
    language: str
    n: int
    is_enough: bool
    facility: int | None
    discrimination: float | None
    guess_rate: int | None
    dont_know: int | None
    options: list[OptionFigure]
    flags: list[str]
    computed_at: datetime


@dataclass(frozen=True)
class QuestionFigures:
    versions: list[VersionFigures]
    area: list[AreaReliability]
    fewest: int = FEWEST_ANSWERS


def question_figures(question: Question, *, language: str) -> QuestionFigures:
    """Return what is stored about a question and its area; four queries.

    Args:
        question: with its competence at hand.
        language: of the words of the options.
    """
    rows = (
        QuestionStatistics.objects.filter(version__question=question)
        .select_related("version__question")
        .prefetch_related("version__texts")
        .order_by("-version__number", "language")
    )
    areas = AreaReliability.objects.filter(area=question.competence.area_id)
    return QuestionFigures(
        versions=[_figures(row, language) for row in rows],
        area=list(areas.order_by("language")),
    )


def flag_words() -> Mapping[str, str]:
    """Return what each flag says to an editor."""
    return {
        "too_easy": _("Nearly everybody gets it right: it tells little."),
        "too_hard": _("Few get it right: look at the key and at the words."),
        "negative": _("Who knows more of the area does worse here: look at the key first."),
        "weak": _("It hardly tells who knows more of the area: look at the options."),
        "guessed": _("Many get it right though unsure: it may be guessed from its form."),
        "unknown": _("Many do not know: is it in a lesson?"),
        "wrong_preferred": _("A wrong option is chosen more often than the right one."),
        "never_chosen": _("A wrong option is hardly ever chosen: it does no work."),
    }


def _figures(row: QuestionStatistics, language: str) -> VersionFigures:
    words = words_in(row.version, language).words
    said = flag_words()
    return VersionFigures(
        number=row.version.number,
        language=row.language,
        n=row.n,
        is_enough=row.n >= FEWEST_ANSWERS,
        facility=_percent(row.facility),
        discrimination=row.discrimination,
        guess_rate=_percent(row.guess_rate),
        dont_know=_percent(row.dont_know),
        options=[_option(option, words) for option in row.options],
        flags=[said[name] for name in row.flags if name in said],
        computed_at=row.computed_at,
    )


def _option(row: Mapping[str, Any], words: Mapping[str, str]) -> OptionFigure:
    text = words.get(row["key"], row["key"])
    return OptionFigure(text, row["n"], round(100 * row["share"]), row["points"])


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)

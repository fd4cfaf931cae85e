"""Reflections as they read: each with its parts in words, for their owner alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from assessments.domain.reflections import causes_in_words
from assessments.enums import ChangeOutcome
from assessments.models import Reflection


@dataclass(frozen=True)
class ReflectionRow:
    """A reflection in words; `parts` are pairs of what it is about and what was written."""

    id: int
    written_at: datetime
    check_in: int | None
    parts: tuple[tuple[str, str], ...]


def reflection_rows(reflections: Iterable[Reflection]) -> list[ReflectionRow]:
    """Return reflections in words, in the order given; no query."""
    return [
        ReflectionRow(
            id=reflection.pk,
            written_at=reflection.written_at,
            check_in=reflection.check_in_id,
            parts=parts_of(reflection),
        )
        for reflection in reflections
    ]


def parts_of(reflection: Reflection) -> tuple[tuple[str, str], ...]:
    """Return what was written, part by part; parts that were left empty are left out."""
    outcome = str(ChangeOutcome(reflection.outcome).label) if reflection.outcome else ""
    parts = (
        (_("What works"), reflection.works),
        (_("What does not work"), reflection.does_not_work),
        (_("Where that lies"), ", ".join(causes_in_words(reflection.causes))),
        (_("Why"), reflection.why),
        (_("An example"), reflection.example),
        (_("What I will try"), reflection.change),
        (_("What became of it"), outcome),
        (_("What I learnt from it"), reflection.outcome_note),
    )
    return tuple((name, text) for name, text in parts if text)

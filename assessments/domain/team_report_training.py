"""What to do about the largest needs of a team: modules, with what they cost in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.team_report_cells import CompetenceRow
from training.domain.recommend import ModuleSuggestion, module_suggestions


@dataclass(frozen=True)
class ModuleOffer:
    """A module that closes a gap; `minutes` a person, `cost` for the people in the cell.

    `key` and `lesson_keys` are translation keys, of the lessons in it about the competence.
    """

    key: UUID | None
    title: str
    url: str
    minutes: int
    lessons: tuple[str, ...]
    lesson_keys: tuple[UUID, ...]
    cost: str


@dataclass(frozen=True)
class TrainingStep:
    """One need with the modules for it; `note` says so when there is none yet."""

    row: CompetenceRow
    need: str
    modules: tuple[ModuleOffer, ...]
    note: str


def training_steps(needs: Sequence[CompetenceRow], language: str) -> tuple[TrainingStep, ...]:
    """Return the needs in their order with the modules of the toolkit; a few queries.

    Args:
        needs: rows whose self-rating is published and lies below target.
        language: "nl" or "en", which is also the active one.
    """
    if not needs:
        return ()
    found = module_suggestions([row.code for row in needs], language=language)
    return tuple(
        TrainingStep(
            row=row,
            need=_need(row),
            modules=tuple(_offer(module, row.self_rating.n or 0) for module in found[row.code]),
            note="" if found[row.code] else _("No module is published for this yet."),
        )
        for row in needs
    )


def hours_in_words(minutes: int) -> str:
    """Return a time as minutes below one hour, else as hours rounded up to halves."""
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    halves = -(-minutes // 30)
    hours = number_format(halves / 2, 0 if halves % 2 == 0 else 1)
    return ngettext("%(hours)s hour", "%(hours)s hours", -(-halves // 2)) % {"hours": hours}


def time_in_words(minutes: int) -> str:
    """Return a time to the minute: what one person needs, of which others make a sum."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


def _need(row: CompetenceRow) -> str:
    cell = row.self_rating
    return _("Median %(median)s, target %(target)s.") % {
        "median": cell.median,
        "target": cell.target,
    }


def _offer(module: ModuleSuggestion, people: int) -> ModuleOffer:
    cost = _("%(each)s a person, %(all)s for the %(people)d people in this figure") % {
        "each": time_in_words(module.minutes),
        "all": hours_in_words(module.minutes * people),
        "people": people,
    }
    return ModuleOffer(
        key=module.key,
        title=module.module_title,
        url=module.url,
        minutes=module.minutes,
        lessons=module.lessons,
        lesson_keys=module.lesson_keys,
        cost=cost,
    )

"""What stands in the way and what was learned at a team: counts of a snapshot, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.snapshot_counts import CAUSES_FROM, LAST_TWO
from assessments.domain.snapshot_people import a_year_before
from assessments.enums import Cause, CountKind, WithheldRule
from assessments.models import NodeCount, Snapshot, SnapshotNode
from training.domain.lesson_index import lesson_index


@dataclass(frozen=True)
class CountLine:
    """One count of people out of `of`; `words` say the count, `url` leads to what was counted."""

    label: str
    people: int
    of: int
    words: str
    url: str = ""


@dataclass(frozen=True)
class TeamCounts:
    """The counts of a team besides levels.

    Attributes:
        cause, people: the words above the columns.
        causes: how many ticked each cause, the most frequent first; `causes_note` says of how many
            people, or why nothing is told.
        learned: who learned how many hours, or why that is not told.
        modules: how many people used each module, the most used first; `modules_note` says which
            are left out.
    """

    causes_title: str
    cause: str
    people: str
    causes: tuple[CountLine, ...]
    causes_note: str
    learned_title: str
    learned: str
    modules: tuple[CountLine, ...]
    modules_note: str


def team_counts(node: SnapshotNode, language: str) -> TeamCounts:
    """Return the counts of a team in a snapshot, in the active language; one query.

    Args:
        node: with its snapshot and the one before selected.
        language: "nl" or "en", for the names of modules.
    """
    rows: dict[str, list[NodeCount]] = {kind: [] for kind in CountKind}
    for row in NodeCount.objects.filter(node=node):
        rows[row.kind].append(row)
    k = node.snapshot.minimum_group_size
    caused = next(iter(rows[CountKind.CAUSED]), None)
    return TeamCounts(
        causes_title=_("What stands in the way"),
        cause=_("Cause"),
        people=_("People"),
        causes=_causes(rows[CountKind.CAUSE], caused),
        causes_note=_causes_note(caused, max(k, CAUSES_FROM)),
        learned_title=_("What was learned"),
        learned=_learned(next(iter(rows[CountKind.LEARNED]), None), node.snapshot, k),
        modules=_modules(rows[CountKind.MODULE], language),
        modules_note=_(
            "Named are modules of which at least %(k)d people finished a lesson, and none that "
            "would tell about fewer beside other teams."
        )
        % {"k": k},
    )


def _causes(rows: Iterable[NodeCount], caused: NodeCount | None) -> tuple[CountLine, ...]:
    of = caused.people if caused and caused.people else 0
    lines = [
        CountLine(str(Cause(row.key).label), row.people, of, _ticked(row.people, of))
        for row in rows
        if row.people is not None
    ]
    return tuple(sorted(lines, key=lambda line: -line.people))


def _ticked(people: int, of: int) -> str:
    values = {"count": people, "of": of}
    if people == LAST_TWO:
        return _("at most %(count)d of %(of)d") % values
    if people == of - LAST_TWO:
        return _("at least %(count)d of %(of)d") % values
    return _("%(count)d of %(of)d") % values


def _causes_note(caused: NodeCount | None, k: int) -> str:
    if caused is None:
        return _("Causes were not counted in this round.")
    if caused.people is not None:
        return ngettext(
            "%(count)d person ticked in the check-in why something does not work.",
            "%(count)d people ticked in the check-in why something does not work.",
            caused.people,
        ) % {"count": caused.people}
    if caused.withheld == WithheldRule.MINIMUM_SIZE:
        return _("Not shown: fewer than %(k)d people named a cause.") % {"k": k}
    return _beside_others(k)


def _learned(row: NodeCount | None, snapshot: Snapshot, k: int) -> str:
    if row is None:
        return _("What was learned was not counted in this round.")
    if row.people is not None:
        since = (
            snapshot.previous.taken_at if snapshot.previous else a_year_before(snapshot.taken_at)
        )
        return _(
            "Since %(day)s, %(people)d people noted about %(hours)d hours in their learning log."
        ) % {
            "day": date_format(timezone.localtime(since), "DATE_FORMAT"),
            "people": row.people,
            "hours": row.amount,
        }
    if row.withheld == WithheldRule.MINIMUM_SIZE:
        return _("Not shown: fewer than %(k)d people noted something in their learning log.") % {
            "k": k
        }
    return _beside_others(k)


def _beside_others(k: int) -> str:
    return _("Not shown: beside other teams it would tell about fewer than %(k)d people.") % {
        "k": k
    }


def _modules(rows: Iterable[NodeCount], language: str) -> tuple[CountLine, ...]:
    titles: Mapping[str, tuple[str, str]] = {
        str(lesson.module): (lesson.module_title, lesson.module_url)
        for lesson in lesson_index(language).by_key.values()
    }
    lines = []
    for row in rows:
        if row.key in titles and row.people is not None:
            title, url = titles[row.key]
            words = ngettext("%(count)d person", "%(count)d people", row.people)
            lines.append(CountLine(title, row.people, 0, words % {"count": row.people}, url))
    return tuple(sorted(lines, key=lambda line: (-line.people, line.label)))

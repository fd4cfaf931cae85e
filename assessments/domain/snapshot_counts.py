"""Counts of a snapshot besides levels: causes, hours, modules; each under rules 1 and 2.

What is counted is a group of people of its own, inside everybody: whoever named a cause, learned
something, or finished a lesson of a module. It is told where that group may be told.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from assessments.domain.cells import MIDDLE_HALF_FROM
from assessments.domain.disclosure import Decision
from assessments.domain.snapshot_cells import Node, Parents, Person, decide_within, population
from assessments.domain.snapshot_people import a_year_before
from assessments.enums import Cause, CheckInState, CountKind
from assessments.models import NodeCount, Reflection, Snapshot
from cms.bulk_rows import insert
from training.domain.lesson_index import lesson_index
from training.enums import ProgressState
from training.models import Activity, LessonProgress

CAUSES_FROM = MIDDLE_HALF_FROM  # people: that somebody named a cause says more than a level
LAST_TWO = 2
ROUNDED_TO = 5  # hours
COLUMNS = ("node_id", "kind", "key", "people", "amount", "withheld")

Homes = Mapping[Person, Node]
Decisions = Mapping[Node, Decision[Node]]
Row = tuple[Node, str, str, int | None, int | None, str]  # as in COLUMNS, the team for the node


def store_counts(
    snapshot: Snapshot,
    nodes: Mapping[Node, int],
    parents: Parents,
    homes: Homes,
    around: Decisions,
) -> None:
    """Store what may be told of the people of a snapshot; four queries and the rows.

    Args:
        snapshot: just taken, with `previous` set: what was learned counts from there, or from a
            year before.
        nodes: the primary key of the node of each team.
        parents: each team's parent, None for the top.
        homes: the reporting team of each person who counts.
        around: the decisions for the people per team.
    """
    k = snapshot.minimum_group_size
    since = snapshot.previous.taken_at if snapshot.previous else a_year_before(snapshot.taken_at)
    rows = [
        *count_causes(parents, homes, around, _causes(snapshot), k),
        *count_hours(parents, homes, around, _hours(homes, since, snapshot.taken_at), k),
        *count_modules(parents, homes, around, _modules(homes, since, snapshot.taken_at), k),
    ]
    insert(NodeCount, COLUMNS, ((nodes[row[0]], *row[1:]) for row in rows))


def count_causes(
    parents: Parents,
    homes: Homes,
    around: Decisions,
    causes: Mapping[Person, Iterable[str]],
    k: int,
) -> Iterator[Row]:
    """Yield who named a cause, and how many of them ticked each; from ten people, or k if more.

    A count is never told to the last two: 0 to 2 are 2, and n - 2 to n are n - 2, so that nobody is
    known to have ticked something because everybody did, or because one did.

    Args:
        causes: what each person ticked; whoever ticked nothing is left out.
    """
    named = {who: set(ticked) for who, ticked in causes.items() if who in homes and set(ticked)}
    shown = _decided(parents, homes, around, named, max(k, CAUSES_FROM))
    counts = _population(parents, homes, named)
    yield from _told(shown, counts, CountKind.CAUSED)
    for cause in Cause.values:
        ticked = _population(parents, homes, [who for who in named if cause in named[who]])
        for team, decision in shown.items():
            if decision.published:
                count = min(max(ticked[team], LAST_TWO), counts[team] - LAST_TWO)
                yield team, CountKind.CAUSE.value, cause, count, None, ""


def count_hours(
    parents: Parents, homes: Homes, around: Decisions, hours: Mapping[Person, Decimal], k: int
) -> Iterator[Row]:
    """Yield who learned something, with their hours together, in fives.

    Args:
        hours: of each person who wrote in the learning log, 0 when they wrote no hours.
    """
    learned = {who: worth for who, worth in hours.items() if who in homes}
    shown = _decided(parents, homes, around, learned, k)
    sums: dict[Node, Decimal] = defaultdict(Decimal)
    for who, worth in learned.items():
        for team in _and_above(homes[who], parents):
            sums[team] += worth
    amounts = {team: round(worth / ROUNDED_TO) * ROUNDED_TO for team, worth in sums.items()}
    yield from _told(shown, _population(parents, homes, learned), CountKind.LEARNED, amounts)


def count_modules(
    parents: Parents,
    homes: Homes,
    around: Decisions,
    readers: Mapping[str, Collection[Person]],
    k: int,
) -> Iterator[Row]:
    """Yield how many people used each module, where that may be told; nothing where it may not.

    Args:
        readers: by the key of a module, who finished a lesson of it.
    """
    for module, people in sorted(readers.items()):
        used = [who for who in people if who in homes]
        shown = _decided(parents, homes, around, used, k)
        counts = _population(parents, homes, used)
        for team, decision in shown.items():
            if decision.published:
                yield team, CountKind.MODULE.value, module, counts[team], None, ""


def _told(
    shown: Decisions,
    counts: Mapping[Node, int],
    kind: CountKind,
    amounts: Mapping[Node, int] | None = None,
) -> Iterator[Row]:
    """Yield a row per team: its count, or the rule that keeps it back."""
    for team, decision in shown.items():
        if decision.published:
            yield team, kind.value, "", counts[team], amounts[team] if amounts else None, ""
        else:
            yield team, kind.value, "", None, None, str(decision.rule)


def _decided(
    parents: Parents, homes: Homes, around: Decisions, people: Iterable[Person], k: int
) -> Decisions:
    return decide_within(parents, around, _population(parents, homes, people), k)


def _population(parents: Parents, homes: Homes, people: Iterable[Person]) -> dict[Node, int]:
    return population(parents, {who: homes[who] for who in people})


def _and_above(team: Node, parents: Parents) -> Iterator[Node]:
    above: Node | None = team
    while above is not None:
        yield above
        above = parents[above]


def _causes(snapshot: Snapshot) -> dict[Person, list[str]]:
    """Return what was ticked in the check-ins of the round; no text is read."""
    rows = Reflection.objects.filter(
        check_in__campaign=snapshot.campaign_id, check_in__state=CheckInState.SUBMITTED
    ).exclude(causes=[])
    return dict(rows.order_by().values_list("user_id", "causes"))


def _hours(homes: Homes, since: datetime, until: datetime) -> dict[Person, Decimal]:
    rows = Activity.objects.filter(
        date__gt=timezone.localdate(since), date__lte=timezone.localdate(until)
    )
    hours: dict[Person, Decimal] = defaultdict(Decimal)
    for who, worth in rows.order_by().values_list("user_id", "hours").iterator():
        if who in homes:
            hours[who] += worth or 0
    return hours


def _modules(homes: Homes, since: datetime, until: datetime) -> dict[str, set[Person]]:
    module_of = {key: lesson.module for key, lesson in lesson_index("nl").by_key.items()}
    rows = LessonProgress.objects.filter(
        state=ProgressState.DONE, done_at__gt=since, done_at__lte=until
    )
    readers: dict[str, set[Person]] = defaultdict(set)
    for who, lesson in rows.order_by().values_list("user_id", "lesson").iterator():
        if who in homes and module_of.get(lesson):
            readers[str(module_of[lesson])].add(who)
    return readers

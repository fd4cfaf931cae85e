"""What an organisation has published of its rounds, page by page, as rows for other systems.

The rows are read where managers' pages and files read theirs, and hold nothing that these do not
show. Whose they are is decided by the querysets that come in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import override

from assessments.domain.team_report_rows import STORED, ReportRow
from assessments.domain.team_report_words import purpose_statement
from assessments.models import Cell, ProfileCell, RoleProfileText, Snapshot, SnapshotNode
from assessments.models.campaigns import name_in

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and `after` which row the next page begins; empty for the last page."""

    rows: tuple[Row, ...]
    after: str


@dataclass(frozen=True)
class PublishedSnapshot:
    """A snapshot: which round it counted, when, and from how many people a figure shows.

    `previous` is the snapshot that changes are counted from.
    """

    id: int
    taken_at: datetime
    round: str
    smallest_group: int
    previous: int | None
    purpose: str


@dataclass(frozen=True)
class PublishedTeam:
    """A team as it stood in the tree; the organisation as a whole has depth 1."""

    team_id: int
    parent_team_id: int | None
    team: str
    depth: int


@dataclass(frozen=True)
class PublishedCell(ReportRow):
    """The row of the CSV, and which team up shows the same people where it is withheld."""

    see_instead_team_id: int | None


@dataclass(frozen=True)
class PublishedProfileCell:
    """A role profile and competence, with what the overview by role shows of them."""

    profile: str
    profile_name: str
    competence: str
    evidence: str
    n: int | None
    target: int | None
    median: int | None
    withheld: str


@dataclass(frozen=True)
class PublishedParticipation:
    """How many advisers a team had in a round and how many checked in: both counts, or neither."""

    snapshot: int
    team_id: int
    team: str
    people: int | None
    checked_in: int | None


def published_snapshots(
    snapshots: QuerySet[Snapshot], *, language: str, after: str, limit: int
) -> Page[PublishedSnapshot]:
    """Return snapshots, the newest first; one query.

    Args:
        language: "nl" or "en", of the names of rounds.
        after: where the page before ended, as that page says; empty for the first one.
        limit: rows at most.
    """
    stored = ("pk", "taken_at", "round", "minimum_group_size", "previous_id")
    named = snapshots.annotate(round=name_in(language, "campaign"))
    rows, following = _cut(named, ("-pk",), stored, after, limit)
    with override(language):
        purpose = purpose_statement()
    return Page(tuple(PublishedSnapshot(*(*row, purpose)) for row in rows), following)


def published_teams(
    nodes: QuerySet[SnapshotNode], *, after: str, limit: int
) -> Page[PublishedTeam]:
    """Return the teams of one snapshot, a team before those below it; one query."""
    stored = ("team_key", "parent_key", "name", "depth")
    rows, following = _cut(nodes, ("pk",), stored, after, limit)
    return Page(tuple(PublishedTeam(*row) for row in rows), following)


def published_cells(
    nodes: QuerySet[SnapshotNode],
    *,
    snapshot: Snapshot,
    competence: str | None,
    evidence: str | None,
    after: str,
    limit: int,
) -> Page[PublishedCell]:
    """Return the cells of teams of one snapshot, team by team; one query.

    The order is that of an index, so that no page reads what the pages before it have read.

    Args:
        competence, evidence: only of these; of all when None.
    """
    cells = Cell.objects.filter(node__in=nodes)
    if competence is not None:
        cells = cells.filter(competence__code=competence)
    if evidence is not None:
        cells = cells.filter(evidence=evidence)
    stored = (*STORED, "see_instead__team_key")
    rows, following = _cut(cells, ("node_id", "pk"), stored, after, limit)
    return Page(tuple(PublishedCell(snapshot.pk, *row) for row in rows), following)


def published_profile_cells(
    cells: QuerySet[ProfileCell], *, language: str, after: str, limit: int
) -> Page[PublishedProfileCell]:
    """Return the cells by role profile of one snapshot; one query.

    Args:
        language: "nl" or "en", of the names; a profile that is gone has its code for a name.
    """
    texts = RoleProfileText.objects.filter(profile=OuterRef("profile")).order_by(
        Case(When(language=language, then=0), default=1)
    )
    named = cells.annotate(profile_name=Coalesce(Subquery(texts.values("name")[:1]), Value("")))
    stored = (
        "code",
        "profile_name",
        "competence__code",
        "evidence",
        "n",
        "target",
        "median",
        "withheld",
    )
    rows, following = _cut(named, ("pk",), stored, after, limit)
    made = (PublishedProfileCell(code, name or code, *rest) for code, name, *rest in rows)
    return Page(tuple(made), following)


def published_participation(
    nodes: QuerySet[SnapshotNode], *, after: str, limit: int
) -> Page[PublishedParticipation]:
    """Return how many took part, per snapshot and team, the oldest snapshot first; one query."""
    stored = ("snapshot_id", "team_key", "name", "people", "checked_in")
    rows, following = _cut(nodes, ("pk",), stored, after, limit)
    return Page(tuple(_both_or_neither(*row) for row in rows), following)


def _both_or_neither(
    snapshot: int, team: int, name: str, people: int | None, checked_in: int | None
) -> PublishedParticipation:
    if people is None or checked_in is None:
        people = checked_in = None
    return PublishedParticipation(snapshot, team, name, people, checked_in)


def _cut(
    rows: QuerySet[Any], key: tuple[str, ...], stored: tuple[str, ...], after: str, limit: int
) -> tuple[list[tuple], str]:
    """Return one page of rows, and where the next one begins; empty when there is none.

    Args:
        key: whole-number columns to order by, unique together; with a minus only when alone.
        stored: the columns wanted.
        after: the key of the last row before the page, its numbers joined by hyphens.
    """
    columns = tuple(name.lstrip("-") for name in key)
    if after:
        rows = rows.filter(_beyond(key, [int(number) for number in after.split("-")]))
    found = list(rows.order_by(*key).values_list(*columns, *stored)[: limit + 1])
    page = found[:limit]
    following = "-".join(str(number) for number in page[-1][: len(key)]) if found[limit:] else ""
    return [row[len(key) :] for row in page], following


def _beyond(key: tuple[str, ...], last: list[int]) -> Q:
    """Return what comes after a row, in the order of a key of one or two columns."""
    first, *rest = key
    if not rest:
        step = "lt" if first.startswith("-") else "gt"
        return Q(**{f"{first.lstrip('-')}__{step}": last[0]})
    further = Q(**{f"{first}__gt": last[0]}) | Q(**{f"{rest[0]}__gt": last[1]})
    return Q(**{f"{first}__gte": last[0]}) & further

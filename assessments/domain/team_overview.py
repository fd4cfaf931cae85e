"""Teams against competences in one picture: how far each lies below its target, in one snapshot.

It shows nothing that the reports of these teams do not publish.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import override

from assessments.domain.heat import (
    Figures,
    HeatCell,
    RoleRow,
    heat_cell,
    reasons_by_code,
    role_rows,
)
from assessments.domain.team_report import SnapshotInfo, nodes_of, snapshot_info
from assessments.domain.team_report_rows import nodes_below
from assessments.domain.team_report_words import participation_sentence
from assessments.enums import Evidence, HeatState
from assessments.models import Cell, Snapshot, SnapshotNode
from cms.accounts.models import Team
from training.domain.framework import AreaInfo, CompetenceInfo, areas_in


@dataclass(frozen=True)
class HeatRow:
    """One team.

    Attributes:
        team_id: None when the team is gone.
        depth: 0 for the team of the page, 1 for those below it, and so on.
        has_below: whether there are teams below it.
        is_open: whether those are shown.
        gaps: number of competences below target, of `judged` that are shown and have a target.
        reasons: why the others are not shown, and where these people count.
    """

    team_id: int | None
    key: int
    name: str
    depth: int
    has_below: bool
    is_open: bool
    participation: str
    cells: tuple[HeatCell, ...]
    gaps: int
    judged: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class HeatColumn:
    """One competence: `gaps` of the `judged` teams directly below the team of the page."""

    competence: CompetenceInfo
    gaps: int
    judged: int


@dataclass(frozen=True)
class Overview:
    """What the page shows. Without figures `snapshot` is None and there are no rows."""

    team_id: int
    team: str
    organisation: str
    evidence: Evidence
    k: int
    snapshot: SnapshotInfo | None
    snapshots: tuple[SnapshotInfo, ...]
    areas: tuple[AreaInfo, ...]
    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]
    roles: tuple[RoleRow, ...]

    @property
    def not_shown(self) -> tuple[tuple[str, str], ...]:
        """Return the groups with figures that are not shown, each with a reason."""
        teams = [(row.name, reason) for row in self.rows for reason in row.reasons]
        return (*teams, *((row.name, reason) for row in self.roles for reason in row.reasons))

    @property
    def has_totals(self) -> bool:
        """Return whether there are teams below to count."""
        return any(row.depth == 1 for row in self.rows)


def build_overview(
    *,
    team: Team,
    language: str,
    evidence: Evidence = Evidence.SELF,
    snapshot: Snapshot | None = None,
    opened: Collection[int] = (),
) -> Overview:
    """Return the overview of a team and the teams below it; a fixed number of queries.

    Args:
        team: with its organisation selected.
        language: "nl" or "en".
        evidence: which kind of figure; the kinds are never averaged.
        snapshot: of the team's organisation; the newest with figures of the team when left out.
        opened: ids of teams below whose own teams are shown too; what is not there is passed over.
    """
    with override(language):
        nodes = nodes_of(team)
        node = next((n for n in nodes if snapshot is None or n.snapshot_id == snapshot.pk), None)
        rows: tuple[HeatRow, ...] = ()
        roles: tuple[RoleRow, ...] = ()
        areas: list[AreaInfo] = []
        if node is not None:
            shown, parents = _shown(team, node, set(opened))
            stored = _stored(shown, evidence)
            cells = {(pk, code): figures for pk, code, _place, *figures in stored}
            areas = areas_in(language, codes=sorted({code for _node, code in cells}))
            rows = tuple(_rows(node, shown, parents, cells, _withheld(stored), areas, set(opened)))
            if team.is_root():
                roles = role_rows(node.snapshot, language, evidence, areas)
        return Overview(
            team_id=team.pk,
            team=team.name,
            organisation=team.organisation.name,
            evidence=evidence,
            k=node.snapshot.minimum_group_size if node else team.organisation.minimum_group_size,
            snapshot=snapshot_info(node.snapshot, language) if node else None,
            snapshots=tuple(snapshot_info(each.snapshot, language) for each in nodes),
            areas=tuple(areas),
            columns=tuple(_columns(rows, areas)),
            rows=rows,
            roles=roles,
        )


def _shown(
    team: Team, top: SnapshotNode, opened: set[int]
) -> tuple[list[SnapshotNode], frozenset[int]]:
    """Return the nodes of the page in tree order (the top, those below it, those opened).

    And the keys of the teams that have teams below them.
    """
    below = SnapshotNode.objects.filter(
        snapshot=OuterRef("snapshot"), parent_key=OuterRef("team_key")
    )
    wanted = nodes_below(team, top).filter(parent_key__in={top.team_key, *opened})
    found = list(wanted.annotate(has_below=Exists(below)).order_by("path"))
    parents = {node.team_key for node in found if node.has_below} | {top.team_key}
    visible, kept = {top.team_key}, [top]
    for node in found:  # a branch opened below a closed one stays closed
        if node.parent_key in visible:
            kept.append(node)
            if node.team_key in opened:
                visible.add(node.team_key)
    return kept, frozenset(parents if len(kept) > 1 else ())


def _stored(nodes: Sequence[SnapshotNode], evidence: Evidence) -> list[Sequence[Any]]:
    """Return node, code, where these people count, rule, median, target, people; one query."""
    rows = Cell.objects.filter(node__in=[node.pk for node in nodes], evidence=evidence)
    columns = ("node_id", "competence__code", "see_instead__name")
    return list(rows.values_list(*columns, "withheld", "median", "target", "n"))


def _rows(
    top: SnapshotNode,
    nodes: Iterable[SnapshotNode],
    parents: Collection[int],
    cells: Mapping[tuple[int, str], Figures],
    withheld: Mapping[int, dict[str, tuple[str, str]]],
    areas: Iterable[AreaInfo],
    opened: set[int],
) -> Iterable[HeatRow]:
    k = top.snapshot.minimum_group_size
    codes = [info.code for area in areas for info in area.competences]
    for node in nodes:
        made = tuple(heat_cell(code, cells.get((node.pk, code)), k) for code in codes)
        found = withheld.get(node.pk, {})
        hidden = {code: found[code] for code in codes if code in found}
        yield HeatRow(
            team_id=node.team_id,
            key=node.team_key,
            name=node.name,
            depth=node.depth - top.depth,
            has_below=node.team_key in parents,
            is_open=node.team_key in opened or node is top,
            participation=participation_sentence(node.people, node.checked_in, k),
            cells=made,
            gaps=sum(cell.state == HeatState.GAP for cell in made),
            judged=sum(cell.gap is not None for cell in made),
            reasons=reasons_by_code(hidden, len(codes), k),
        )


def _withheld(rows: Iterable[Sequence[Any]]) -> dict[int, dict[str, tuple[str, str]]]:
    """Return by node and code the rule of what is not shown, and the team that shows it."""
    found: dict[int, dict[str, tuple[str, str]]] = {}
    for node, code, place, rule, *_figures in rows:
        if rule:
            found.setdefault(node, {})[code] = (str(rule), place or "")
    return found


def _columns(rows: Sequence[HeatRow], areas: Iterable[AreaInfo]) -> Iterable[HeatColumn]:
    below = [row for row in rows if row.depth == 1]
    competences = [info for area in areas for info in area.competences]
    for place, competence in enumerate(competences):
        gaps = [row.cells[place].gap for row in below]
        yield HeatColumn(
            competence=competence,
            gaps=sum(bool(gap) for gap in gaps),
            judged=sum(gap is not None for gap in gaps),
        )

"""How the figures of a team moved over the rounds, as far back as that may be laid side by side.

From the newest round back, a line goes on for as long as the change to the round before may be told
(rule 4); where it may not, it stops, and says why. Words of a competence that changed stop it too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.domain.team_report import SnapshotInfo, nodes_of, snapshot_info
from assessments.domain.team_report_notes import change_in_words, no_change_in_words, short_reason
from assessments.enums import Evidence
from assessments.models import Cell, SnapshotNode
from cms.accounts.models import Team
from training.domain.framework import AreaInfo, areas_in, level_labels

MOST_ROUNDS = 8


@dataclass(frozen=True)
class TrendPoint:
    """The median of one round; `note` says how far it is from the round before."""

    median: int
    label: str
    note: str


@dataclass(frozen=True)
class TrendRow:
    """One competence: a point per round, None where the line does not reach; why it stops there."""

    code: str
    name: str
    points: tuple[TrendPoint | None, ...]
    stop: str


@dataclass(frozen=True)
class TrendArea:
    code: str
    name: str
    rows: tuple[TrendRow, ...]


@dataclass(frozen=True)
class Trend:
    """What the page shows: the rounds from new to old, at most MOST_ROUNDS, and a row each."""

    team_id: int
    team: str
    organisation: str
    evidence: Evidence
    rounds: tuple[SnapshotInfo, ...]
    areas: tuple[TrendArea, ...]


def build_trend(*, team: Team, language: str, evidence: Evidence = Evidence.SELF) -> Trend:
    """Return the trend of a team; a fixed number of queries.

    Args:
        team: with its organisation selected.
        language: "nl" or "en".
        evidence: which kind of figure; the kinds are never averaged.
    """
    with override(language):
        nodes = _chain(nodes_of(team))
        cells = _cells(nodes, evidence)
        codes = sorted({code for _node, code in cells})
        labels = level_labels(language)
        return Trend(
            team_id=team.pk,
            team=team.name,
            organisation=team.organisation.name,
            evidence=evidence,
            rounds=tuple(snapshot_info(node.snapshot, language) for node in nodes),
            areas=tuple(
                TrendArea(area.code, area.name, _rows(area, nodes, cells, labels))
                for area in areas_in(language, codes=codes)
            ),
        )


def _chain(nodes: Sequence[SnapshotNode]) -> list[SnapshotNode]:
    """Return the newest round of a team and those it was compared with, newest first."""
    by_snapshot: dict[int | None, SnapshotNode] = {node.snapshot_id: node for node in nodes}
    chain = list(nodes[:1])
    while chain and len(chain) < MOST_ROUNDS:
        before = by_snapshot.get(chain[-1].snapshot.previous_id)
        if before is None:
            break
        chain.append(before)
    return chain


def _cells(nodes: Sequence[SnapshotNode], evidence: Evidence) -> dict[tuple[int, str], Cell]:
    """Return the cells by node and code of the competence; one query."""
    rows = Cell.objects.filter(node__in=[node.pk for node in nodes], evidence=evidence)
    return {
        (cell.node_id, cell.competence.code): cell for cell in rows.select_related("competence")
    }


def _rows(
    area: AreaInfo,
    nodes: Sequence[SnapshotNode],
    cells: Mapping[tuple[int, str], Cell],
    labels: Mapping[int, str],
) -> tuple[TrendRow, ...]:
    return tuple(_row(info.code, info.name, nodes, cells, labels) for info in area.competences)


def _row(
    code: str,
    name: str,
    nodes: Sequence[SnapshotNode],
    cells: Mapping[tuple[int, str], Cell],
    labels: Mapping[int, str],
) -> TrendRow:
    points: list[TrendPoint | None] = []
    stop = ""
    for node in nodes:
        cell = cells.get((node.pk, code))
        if cell is None:  # a round that did not ask this; the line has ended there
            stop = stop if points else _("Not asked in the newest round.")
            break
        if cell.median is None:
            stop = short_reason(cell.withheld, node.snapshot.minimum_group_size)
            break
        points.append(TrendPoint(cell.median, labels.get(cell.median, ""), _note(cell)))
        if cell.change is None:
            stop = no_change_in_words(cell.no_change, node.snapshot.minimum_group_size)
            break
    missing = len(nodes) - len(points)
    return TrendRow(code, name, (*points, *[None] * missing), stop)


def _note(cell: Cell) -> str:
    return "" if cell.no_change else change_in_words(cell)

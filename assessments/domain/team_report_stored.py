"""The stored cells of teams as a report reads them: many at once, so as rows and not as objects."""

from collections.abc import Sequence
from typing import NamedTuple

from assessments.models import Cell, SnapshotNode


class StoredCell(NamedTuple):
    """A cell with the code of its competence and the name of the team that shows the same people.

    A report reads those of the team, of the whole and of each team below; made as objects, with
    their competences, they took a fifth of the time of the page.
    """

    node: int
    code: str
    evidence: str
    n: int | None
    not_applicable: int | None
    missing: int | None
    target: int | None
    share_at_target: str
    median: int | None
    p25: int | None
    p75: int | None
    change: int | None
    no_change: str
    withheld: str
    see_instead: str | None


STORED = (
    "node_id",
    "competence__code",
    *StoredCell._fields[2:-1],
    "see_instead__name",
)


def cells_by_node(nodes: Sequence[SnapshotNode]) -> dict[int, dict[tuple[str, str], StoredCell]]:
    """Return the cells of some nodes by (code, kind of evidence); one query."""
    cells: dict[int, dict[tuple[str, str], StoredCell]] = {each.pk: {} for each in nodes}
    for row in Cell.objects.filter(node__in=cells).values_list(*STORED):
        cell = StoredCell._make(row)
        cells[cell.node][cell.code, cell.evidence] = cell
    return cells

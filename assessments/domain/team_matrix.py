"""The matrix of a report as a reader chose to see it: which evidence, which area, in which order.

What is left out is left out of the picture alone: the figures and the people in them stay the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.domain.team_report import TeamReport
from assessments.domain.team_report_cells import CompetenceRow
from assessments.enums import Evidence

KINDS = (Evidence.SELF, Evidence.TESTED)


class Order(StrEnum):
    """In which order the competences stand."""

    FRAMEWORK = "framework"
    GAP = "gap"


@dataclass(frozen=True)
class Choice:
    """What a reader asked for: no kind of evidence is both, no area is all."""

    evidence: Evidence | None = None
    area: str = ""
    order: Order = Order.FRAMEWORK


@dataclass(frozen=True)
class MatrixGroup:
    """Rows below one title; without a title where they stand in another order than by area."""

    title: str
    rows: tuple[CompetenceRow, ...]


@dataclass(frozen=True)
class Matrix:
    """What is drawn: the kinds of evidence side by side, and the rows in groups."""

    choice: Choice
    kinds: tuple[Evidence, ...]
    groups: tuple[MatrixGroup, ...]

    @property
    def columns(self) -> int:
        """Return how many columns the table has: the competence, and two per kind."""
        return 1 + 2 * len(self.kinds)


def matrix_of(report: TeamReport, choice: Choice) -> Matrix:
    """Return the matrix; an area that the report does not have is as none."""
    codes = {area.code for area in report.areas}
    areas = [area for area in report.areas if choice.area not in codes or area.code == choice.area]
    kinds = KINDS if choice.evidence is None else (choice.evidence,)
    if choice.order == Order.GAP:
        rows = [row for area in areas for row in area.rows]
        groups = [MatrixGroup("", _by_gap(rows, kinds[0]))]
    else:
        groups = [MatrixGroup(f"{area.code} {area.name}", area.rows) for area in areas]
    return Matrix(choice, kinds, tuple(groups))


def cells_in(row: CompetenceRow, kinds: Sequence[Evidence]) -> list:
    """Return the cells of a row that are drawn."""
    return [cell for cell in row.cells if cell.evidence in kinds]


def _by_gap(rows: Sequence[CompetenceRow], kind: Evidence) -> tuple[CompetenceRow, ...]:
    """Return the largest gap first; after the gaps what is met, then what is unknown."""

    def rank(row: CompetenceRow) -> tuple[bool, int]:
        [cell] = cells_in(row, (kind,))
        return (cell.gap is None, -(cell.gap or 0))

    return tuple(sorted(rows, key=rank))

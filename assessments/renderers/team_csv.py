"""The rows of a team report as CSV: UTF-8 without a mark, comma, CRLF; one row per cell."""

import csv
from collections.abc import Iterable, Iterator

from assessments.domain.team_report_rows import COLUMNS, ReportRow
from cms.safe_cells import safe_cell

LINES = 500  # that leave together


class _Line:
    """What the writer of the standard library writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def csv_parts(rows: Iterable[ReportRow]) -> Iterator[bytes]:
    """Yield the file in parts, as rows come; an unknown or withheld figure is an empty field."""
    writer = csv.writer(_Line())
    lines = [writer.writerow(COLUMNS)]
    for row in rows:
        lines.append(writer.writerow([safe_cell(value) for value in row.values]))
        if len(lines) == LINES:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()

"""The rows of a team report as CSV: UTF-8 without a mark, comma, CRLF; one row per cell."""

import csv
from collections.abc import Sequence
from dataclasses import astuple
from io import StringIO

from assessments.domain.team_report_rows import COLUMNS, ReportRow
from cms.safe_cells import safe_cell


def build_csv(rows: Sequence[ReportRow]) -> bytes:
    """Return the file; an unknown or withheld figure is an empty field."""
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(value) for value in astuple(row)] for row in rows)
    return target.getvalue().encode()

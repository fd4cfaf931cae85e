"""An audit report as CSV: UTF-8 without a mark, comma, CRLF; one figure a row."""

import csv
from dataclasses import astuple
from io import StringIO

from assessments.domain.audit_report import AuditReport
from assessments.domain.audit_rows import COLUMNS, audit_rows
from cms.safe_cells import safe_cell


def build_csv(report: AuditReport) -> bytes:
    """Return the file; a figure that is not shown is an empty field."""
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for row in audit_rows(report):
        writer.writerow([safe_cell(value) for value in astuple(row)])
    return target.getvalue().encode()

"""The rows of an audit report as a file for other programs: one figure a row, nothing in words."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from assessments.domain.audit_report import AuditCell, AuditReport
from assessments.report_enums import AuditMeasure

ROUNDS = "rounds"
WITHHELD, NOT_COUNTED = "withheld", "not_counted"


@dataclass(frozen=True)
class AuditRow:
    """One figure, language-neutral but for the name of a round; the order is that of the file.

    `quarters` is how many quarters a sum adds, empty for a figure that is no sum. `number` is empty
    where `not_shown` says why.
    """

    first_day: date
    last_day: date
    measure: str
    kind: str
    round: str
    snapshot: int | None
    quarters: int | None
    number: int | None
    not_shown: str


COLUMNS = tuple(field.name for field in fields(AuditRow))


def audit_rows(report: AuditReport) -> Iterator[AuditRow]:
    """Yield the figures of each quarter, then the sums, the kinds, and the rounds."""
    for row in report.quarters:
        last = row.last_day
        for cell in row.cells:
            reason = _reason(cell) if row.counted_on else NOT_COUNTED
            number = cell.number
            yield AuditRow(row.first_day, last, cell.measure, "", "", None, None, number, reason)
        yield AuditRow(row.first_day, last, ROUNDS, "", "", None, None, row.rounds, "")
    for cell in report.together:
        yield _of_period(report, cell.measure, "", cell.quarters, cell.number)
    yield _of_period(report, ROUNDS, "", len(report.quarters), report.rounds_counted)
    for kind in report.kinds:
        measure = AuditMeasure.ACTIVITIES.value
        yield _of_period(report, measure, kind.kind, kind.quarters, kind.number)
    for each in report.rounds:
        day, name = each.snapshot.day, each.snapshot.campaign
        for cell in (each.asked, each.checked_in):
            reason, key = _reason(cell), each.snapshot.id
            yield AuditRow(day, day, cell.measure, "", name, key, None, cell.number, reason)


def _reason(cell: AuditCell) -> str:
    return WITHHELD if cell.number is None else ""


def _of_period(
    report: AuditReport, measure: str, kind: str, quarters: int | None, number: int | None
) -> AuditRow:
    first, last = report.first_day, report.last_day
    reason = WITHHELD if number is None else ""
    return AuditRow(first, last, measure, kind, "", None, quarters, number, reason)

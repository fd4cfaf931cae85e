"""An audit report as a workbook: a sheet for each of its tables, and one with what they mean."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assessments.domain.audit_report import AuditReport
from cms.safe_cells import safe_cell

if TYPE_CHECKING:
    from openpyxl import Workbook

FIRST_WIDTH, WIDTH, LONG = 32, 20, 100
LONGEST_TITLE = 31


def build_xlsx(report: AuditReport) -> bytes:
    """Return the workbook; numbers are numbers, a figure that is not shown is an empty cell."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    words = report.labels
    book.properties.title = f"{words.title} {report.organisation}"
    book.properties.creator = report.organisation
    book.properties.description = report.purpose
    book.properties.language = report.language
    _sheet(book, words.figures, _quarters(report), above=_about(report))
    _sheet(book, words.kinds, _kinds(report))
    _sheet(book, words.rounds, _rounds(report))
    _sheet(book, words.definitions, _meaning(report), last=LONG)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _about(report: AuditReport) -> list[tuple[str, Any]]:
    words = report.labels
    return [
        (words.title, report.organisation),
        (words.period, report.period),
        (words.smallest_group, report.k),
        (words.purpose, report.purpose),
        *(("", remark) for remark in report.remarks),
    ]


def _quarters(report: AuditReport) -> Iterable[Sequence[Any]]:
    words = report.labels
    yield [words.quarter, *report.measures, words.rounds_counted, words.counted_on]
    for row in report.quarters:
        numbers = [cell.number for cell in row.cells]
        yield [row.label, *numbers, row.rounds, row.counted_on]
    numbers = [cell.number for cell in report.together]
    yield [words.together, None, *numbers, report.rounds_counted, None]
    added = [cell.quarters for cell in report.together]
    yield [words.quarters, None, *added, len(report.quarters), None]


def _kinds(report: AuditReport) -> Iterable[Sequence[Any]]:
    yield [report.labels.kind, report.labels.number, report.labels.quarters]
    for row in report.kinds:
        yield [row.label, row.number, row.quarters]


def _rounds(report: AuditReport) -> Iterable[Sequence[Any]]:
    words = report.labels
    yield [words.round, words.figures_of, words.asked, words.checked_in]
    for row in report.rounds:
        yield [row.snapshot.campaign, row.snapshot.day, row.asked.number, row.checked_in.number]


def _meaning(report: AuditReport) -> Iterable[Sequence[Any]]:
    yield [report.labels.term, report.labels.definitions]
    for each in report.definitions:
        yield [each.term, each.text]


def _sheet(
    book: "Workbook",
    title: str,
    rows: Iterable[Sequence[Any]],
    *,
    above: Sequence[Sequence[Any]] = (),
    last: int = WIDTH,
) -> None:
    """Write one sheet: what stands above in two columns, then a table whose header stays in view.

    Args:
        last: the width of the last column, in characters.
    """
    from openpyxl.utils import get_column_letter

    header, *lines = rows
    sheet = book.create_sheet(title[:LONGEST_TITLE])
    for number in range(1, len(header) + 1):
        width = FIRST_WIDTH if number == 1 else last if number == len(header) else WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width
    begins = len(above) + 2 if above else 1
    sheet.freeze_panes = f"A{begins + 1}"
    for label, value in above:
        sheet.append([_cell(sheet, label, bold=True), _cell(sheet, value)])
    if above:
        sheet.append([])
    sheet.append([_cell(sheet, word, bold=True) for word in header])
    for line in lines:
        sheet.append([safe_cell(value) for value in line])


def _cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, safe_cell(value))
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(horizontal="left")
    return cell

"""The rows of a team report as a workbook: what they are about, the rows, what they mean."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from assessments.domain.team_report import TeamReport
from assessments.domain.team_report_rows import COLUMNS, ReportRow
from assessments.domain.team_report_words import ASKED_COLUMN, CAUSE_COLUMN, LEARNED_COLUMN
from cms.safe_cells import safe_cell

if TYPE_CHECKING:
    from openpyxl import Workbook

WIDTHS = {"team": 24, "share_at_target_band": 20, "withheld": 16, "parent_team_id": 15}


def build_xlsx(report: TeamReport, rows: Iterable[ReportRow]) -> bytes:
    """Return the workbook that `write_xlsx` writes."""
    target = BytesIO()
    write_xlsx(report, rows, target)
    return target.getvalue()


def write_xlsx(report: TeamReport, rows: Iterable[ReportRow], target: BinaryIO) -> None:
    """Write the workbook; numbers are numbers, unknown and withheld figures empty cells.

    No row is kept: each goes to a file of openpyxl's in the temporary folder of the system, which
    is packed into the workbook at the end.

    Args:
        report: with a snapshot.
        rows: of the same team and snapshot.
        target: where the bytes go.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    words = report.labels
    book.properties.title = f"{words.title} {report.team}"
    book.properties.creator = report.organisation
    book.properties.description = report.purpose
    book.properties.language = report.language
    _rows_sheet(book, report, rows)
    _counts_sheet(book, report)
    _definitions_sheet(book, report)
    book.save(target)


def header_block(report: TeamReport) -> list[tuple[str, Any]]:
    """Return what stands above the rows: whose figures, of when, under which number, for what."""
    words, snapshot = report.labels, report.snapshot
    assert snapshot is not None  # noqa: S101  a file without figures is never made
    return [
        (words.organisation, report.organisation),
        (words.team, report.team),
        (words.round, snapshot.campaign),
        (words.date, snapshot.day),
        (words.snapshot, snapshot.id),
        (words.smallest_group, report.k),
        (words.purpose, report.purpose),
    ]


def _rows_sheet(book: "Workbook", report: TeamReport, rows: Iterable[ReportRow]) -> None:
    from openpyxl.utils import get_column_letter

    above = header_block(report)
    sheet = book.create_sheet(report.labels.figures)
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column, 13)
    sheet.freeze_panes = f"A{len(above) + 3}"
    for label, value in above:
        sheet.append([_cell(sheet, label, bold=True), _cell(sheet, value)])
    sheet.append([])
    sheet.append([_cell(sheet, column, bold=True) for column in COLUMNS])
    heads = last = len(above) + 2
    for row in rows:
        sheet.append([safe_cell(value) for value in row.values])
        last += 1
    # This is written after the rows.
    sheet.auto_filter.ref = f"A{heads}:{get_column_letter(len(COLUMNS))}{last}"


def _counts_sheet(book: "Workbook", report: TeamReport) -> None:
    """Write what the page says besides the matrix: causes, what was learned, what was asked."""
    counts = report.counts
    if counts is None:
        return
    sheet = book.create_sheet(report.labels.counted[:31])
    for column, width in (("A", 14), ("B", 40), ("C", 12), ("D", 80)):
        sheet.column_dimensions[column].width = width
    words = (report.labels.column, report.labels.term, counts.people, report.labels.meaning)
    sheet.append([_cell(sheet, word, bold=True) for word in words])
    lines: list[tuple[Any, ...]] = [(CAUSE_COLUMN, "", None, counts.causes_note)]
    lines += [(CAUSE_COLUMN, each.label, each.people, each.words) for each in counts.causes]
    lines.append((LEARNED_COLUMN, "", None, counts.learned))
    lines += [(LEARNED_COLUMN, each.label, each.people, each.words) for each in counts.modules]
    lines += [(ASKED_COLUMN, each.competence, None, each.sentence) for each in report.plans]
    for line in lines:
        sheet.append([safe_cell(value) for value in line])


def _definitions_sheet(book: "Workbook", report: TeamReport) -> None:
    words = report.labels
    sheet = book.create_sheet(words.definitions[:31])
    for column, width in (("A", 24), ("B", 24), ("C", 100)):
        sheet.column_dimensions[column].width = width
    sheet.append([_cell(sheet, w, bold=True) for w in (words.column, words.term, words.meaning)])
    for each in (row for row in report.definitions if row.column):  # what the file holds
        sheet.append([safe_cell(text) for text in (each.column, each.term, each.text)])


def _cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, safe_cell(value))
    cell.font = Font(bold=bold)
    cell.alignment = Alignment(horizontal="left")
    return cell

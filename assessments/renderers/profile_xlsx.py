"""A profile as a workbook: a row per competence, the history, what it is about."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assessments.domain.profile import ProfileArea, ProfileReport
from assessments.domain.profile_labels import ProfileLabels
from assessments.domain.profile_rows import ProfileRow
from cms.safe_cells import safe_cell

if TYPE_CHECKING:
    from openpyxl import Workbook

WIDTHS = (8, 30, 30, 12, 24, 13, 12, 14, 12, 12, 20, 10, 10, 13, 11, 12, 9, 8, 13, 13, 13, 13, 44)

HISTORY_WIDTHS = (8, 30, 10, 24, 13, 28, 26, 60)
AREA_WIDTHS = (8, 36, 13, 12, 12, 20, 10, 10, 13, 11, 13)
PRACTICE_WIDTHS = (8, 30, 13, 60, 36, 13)


def build_xlsx(report: ProfileReport) -> bytes:
    """Return the workbook; numbers and days are numbers and days, unknown is an empty cell."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.title = report.labels.title
    book.properties.creator = "Peil"
    book.properties.description = report.purpose
    book.properties.language = report.language
    words = report.labels
    rows = [_row(row, area.name, words) for area in report.areas for row in area.rows]
    _sheet(book, words.title, columns(words), rows, WIDTHS)
    _sheet(book, words.history, _history_columns(words), _history(report), HISTORY_WIDTHS)
    areas = [_area(area, words) for area in report.areas]
    _sheet(book, words.whole_area, _area_columns(words), areas, AREA_WIDTHS)
    _sheet(book, words.practice, _practice_columns(words), _practice(report), PRACTICE_WIDTHS)
    _sheet(book, words.about, (words.about, ""), _about(report), (30, 90))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def columns(words: ProfileLabels) -> tuple[str, ...]:
    """Return the heads of the columns of the first sheet."""
    return (
        words.code,
        words.competence,
        words.area,
        words.self_rating,
        words.self_label,
        words.self_date,
        words.earlier,
        words.tested,
        words.tested_low,
        words.tested_high,
        words.tested_band,
        words.points,
        words.questions,
        words.tested_date,
        words.indicative,
        words.practice,
        words.target,
        words.gap,
        words.self_age,
        words.tested_age,
        words.practice_latest,
        words.practice_age,
        words.remark,
    )


def _row(row: ProfileRow, area: str, words: ProfileLabels) -> tuple:
    rating, tested = row.self_rating, row.tested
    tested_cells: tuple = (None,) * 8
    if tested:
        tested_cells = (
            tested.level,
            tested.low,
            tested.high,
            tested.band_label,
            tested.points,
            tested.items,
            tested.day,
            words.yes if tested.is_indicative else words.no,
        )
    return (
        row.code,
        row.name,
        area,
        row.level,
        rating.label if rating else None,
        rating.day if rating else None,
        row.earlier,
        *tested_cells,
        row.practice.activities if row.practice else None,
        row.notch,
        0 if row.gap.is_reached else row.gap.size,
        words.age_words[rating.freshness] if rating else None,
        words.age_words[row.tested_freshness] if row.tested_freshness else None,
        row.practice.latest if row.practice else None,
        words.age_words[row.practice.freshness] if row.practice else None,
        row.words.calibration or None,
    )


def _history_columns(words: ProfileLabels) -> tuple[str, ...]:
    return (
        words.code,
        words.competence,
        words.level,
        words.self_label,
        words.date,
        words.round,
        words.how_often,
        words.example,
    )


def _history(report: ProfileReport) -> list[tuple]:
    return [
        (
            row.code,
            row.name,
            rating.level,
            rating.label,
            rating.day,
            rating.round,
            rating.frequency or None,
            rating.evidence_line or None,
        )
        for row in report.rows
        for rating in row.history
    ]


def _area_columns(words: ProfileLabels) -> tuple[str, ...]:
    return (
        words.code,
        words.area,
        words.tested,
        words.tested_low,
        words.tested_high,
        words.tested_band,
        words.points,
        words.questions,
        words.tested_date,
        words.indicative,
        words.freshness,
    )


def _area(area: ProfileArea, words: ProfileLabels) -> tuple:
    tested = area.tested
    if tested is None:
        return (area.code, area.name, *(None,) * 9)
    return (
        area.code,
        area.name,
        tested.level,
        tested.low,
        tested.high,
        tested.band_label,
        tested.points,
        tested.items,
        tested.day,
        words.yes if tested.is_indicative else words.no,
        words.age_words[tested.freshness],
    )


def _practice_columns(words: ProfileLabels) -> tuple[str, ...]:
    return (
        words.code,
        words.competence,
        words.date,
        words.what,
        words.source,
        words.freshness,
    )


def _practice(report: ProfileReport) -> list[tuple]:
    return [
        (
            row.code,
            row.name,
            item.day,
            item.what,
            item.source,
            report.labels.age_words[item.freshness],
        )
        for row in report.rows
        if row.practice
        for item in row.practice.items
    ]


def _about(report: ProfileReport) -> list[tuple]:
    words = report.labels
    return [
        (report.person, None),
        (words.made_on, report.day),
        (words.role, report.role or words.unknown),
        (words.framework, f"{report.framework} {report.framework_version}".strip()),
        (report.headline, None),
        (report.purpose, None),
        (words.reading, None),
    ]


def _sheet(
    book: "Workbook",
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[object]],
    widths: Sequence[int],
) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title[:31])
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, word) for word in head])
    for row in rows:
        sheet.append([safe_cell(value) for value in row])


def _head(sheet: Any, word: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, safe_cell(word))
    cell.font = Font(bold=True)
    cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
    return cell

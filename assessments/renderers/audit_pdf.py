"""An audit report on A4: what was done per quarter, by kind, in rounds, and what it all means."""

from typing import TYPE_CHECKING, TypeAlias

from assessments.domain.audit_report import AuditCell, AuditReport

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    Cell: TypeAlias = str | Flowable | list[Flowable]

QUARTER_WIDTHS = (34, 20, 22, 20, 20, 20, 20, 18)
KIND_WIDTHS = (116, 30, 30)
ROUND_WIDTHS = (70, 46, 30, 30)


def build_pdf(report: AuditReport) -> bytes:
    """Return the report on A4."""
    from assessments.renderers import pdf_style

    words = report.labels
    return pdf_style.build_pdf(
        [*_first(report), *_quarters(report), *_kinds(report), *_rounds(report), *_meaning(report)],
        title=f"{words.title}: {report.organisation}",
        language=report.language,
        author=report.organisation,
        footer_text=f"{report.organisation} · {words.title} · {report.period}",
        purpose=report.purpose,
    )


def _first(report: AuditReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    words = report.labels
    return [
        heading(f"{words.title}: {report.organisation}", 0),
        paragraph(report.period, "lead"),
        paragraph(words.lead),
    ]


def _quarters(report: AuditReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import data_table, heading, paragraph

    words = report.labels
    rows: list[list[Cell]] = [
        [
            [paragraph(row.label, "cell"), paragraph(row.note, "note")] if row.note else row.label,
            *map(_number, row.cells),
            str(row.rounds),
        ]
        for row in report.quarters
    ]
    sums = map(_number, report.together)
    rows.append([paragraph(words.together, "head"), "-", *sums, str(report.rounds_counted)])
    table = data_table(
        (words.quarter, *report.measures, words.rounds_counted),
        rows,
        widths=QUARTER_WIDTHS,
        numbers=range(1, len(QUARTER_WIDTHS)),
    )
    remarks = [paragraph(" ".join(report.remarks), "small")] if report.remarks else []
    return [heading(words.figures), table, *remarks]


def _number(cell: AuditCell) -> "Cell":
    from assessments.renderers.pdf_style import paragraph

    if cell.number is None:
        return paragraph(cell.text, "note_number")
    if not cell.note:
        return cell.text
    return [paragraph(cell.text, "number"), paragraph(cell.note, "note_number")]


def _kinds(report: AuditReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import data_table, heading, paragraph

    words = report.labels
    if not report.kinds:
        return [heading(words.kinds), paragraph(words.no_kinds)]
    rows = [[row.label, row.text, row.quarters_text] for row in report.kinds]
    header = (words.kind, words.number, words.quarters)
    return [heading(words.kinds), data_table(header, rows, widths=KIND_WIDTHS, numbers={1, 2})]


def _rounds(report: AuditReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import data_table, heading, paragraph

    words = report.labels
    if not report.rounds:
        return [heading(words.rounds), paragraph(words.no_rounds)]
    rows = [
        [
            row.snapshot.campaign,
            row.snapshot.taken_on,
            _number(row.asked),
            _number(row.checked_in),
        ]
        for row in report.rounds
    ]
    header = (words.round, words.figures_of, words.asked, words.checked_in)
    return [heading(words.rounds), data_table(header, rows, widths=ROUND_WIDTHS, numbers={2, 3})]


def _meaning(report: AuditReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, listing, together

    lines = (f"{each.term}: {each.text}" for each in report.definitions)
    return [together(heading(report.labels.definitions), *listing(lines, "small"))]

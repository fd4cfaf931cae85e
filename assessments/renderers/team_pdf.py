"""The report of one team as a PDF: the sentence, the gauges with their figures, what to do."""

from typing import TYPE_CHECKING

from assessments.domain.team_report import ChildReport, TeamReport
from assessments.domain.team_report_cells import AreaReport, CellReport, CompetenceRow
from assessments.domain.team_report_counts import TeamCounts
from assessments.domain.team_report_training import TrainingStep
from cms.gauge import bar_geometry, gauge_geometry

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    Line = list[str | Flowable | list[Flowable]]

WIDTHS = (34, 44, 14, 42, 42)
GAUGE_POINTS = 116
CAUSE_WIDTHS, BAR_POINTS = (40, 94, 42), 250


def build_pdf(report: TeamReport) -> bytes:
    """Return the report on A4; `report` has a snapshot."""
    from assessments.renderers import pdf_style

    words, snapshot = report.labels, report.snapshot
    assert snapshot is not None  # noqa: S101  a file without figures is never made
    return pdf_style.build_pdf(
        [
            *_levels(report),
            *_advice(report),
            *_counts(report.counts),
            *_below(report),
            *_meaning(report),
        ],
        title=f"{words.title} {report.team}",
        language=report.language,
        author=report.organisation,
        footer_text=f"{report.team} · {snapshot.taken_on} · {words.snapshot} {snapshot.id}",
        purpose=report.purpose,
        cover=_first(report),
        contents=words.contents,
    )


def _first(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    words, snapshot = report.labels, report.snapshot
    about = [snapshot.campaign if snapshot else ""]
    about.append(f"{words.date} {snapshot.taken_on}" if snapshot else "")
    return [
        paragraph(report.organisation, "head"),
        heading(f"{words.title} {report.team}", 0),
        paragraph(" · ".join(about), "quiet"),
        paragraph(report.headline, "lead"),
        paragraph(report.participation.sentence if report.participation else ""),
    ]


def _levels(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import data_table, heading, paragraph

    words = report.labels
    header = (words.competence, "", words.target, words.self_rating, words.tested)
    table = data_table(
        header, [line for area in report.areas for line in _area(area, report)], widths=WIDTHS
    )
    for row in _title_rows(report):
        table.setStyle([("SPAN", (0, row), (-1, row)), ("NOSPLIT", (0, row), (-1, row + 1))])
    flowables: list[Flowable] = [
        heading(words.levels),
        paragraph(f"{words.gauge_key} {words.brackets}", "quiet"),
        table,
    ]
    if report.withheld:
        reasons = " ".join(report.reasons)
        flowables.append(paragraph(f"{report.withheld_sentence}. {reasons}", "small"))
    if report.compared_with:
        flowables.append(
            paragraph(" ".join((report.compared_with, *report.change_reasons)), "small")
        )
    return flowables


def _area(area: AreaReport, report: TeamReport) -> list["Line"]:
    from assessments.renderers.pdf_style import paragraph

    title: Line = [paragraph(f"{area.code} {area.name}", "head"), "", "", "", ""]
    return [title, *(_row(row, report) for row in area.rows)]


def _title_rows(report: TeamReport) -> list[int]:
    """Return where the names of the areas stand in the table, counted from its header."""
    numbers, number = [], 1
    for area in report.areas:
        numbers.append(number)
        number += 1 + len(area.rows)
    return numbers


def _row(row: CompetenceRow, report: TeamReport) -> "Line":
    from assessments.renderers.pdf_style import gauge

    rated, tested = row.self_rating, row.tested
    drawing = gauge_geometry(level=rated.reading, tested=tested.reading, target=row.target)
    return [
        f"{row.code} {row.name}",
        gauge(drawing, row.gauge, GAUGE_POINTS),
        "" if row.target is None else str(row.target),
        _figures(rated, report),
        _figures(tested, report),
    ]


def _figures(cell: CellReport, report: TeamReport) -> "Flowable | list[Flowable]":
    """Return a cell of the table: its figures in words, or the reason why there are none."""
    from assessments.renderers.pdf_style import paragraph, withheld

    if not cell.is_shown:
        return withheld(cell.short_reason)
    style = "gap" if cell.is_gap else "met" if cell.is_met else "cell"
    level = " ".join(
        part for part in (f"{cell.median} {cell.median_label}", cell.half_short) if part
    )
    share = f"{report.labels.at_target}: {cell.share_label}" if cell.share_label else ""
    moved = "" if cell.no_change else cell.change_note  # why not is said once, below the table
    rest = (share, cell.people, cell.not_applicable_note, moved, cell.benchmark_note)
    return [paragraph(level, style), *(paragraph(line, "cell") for line in rest if line)]


def _advice(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, listing

    words = report.labels
    flowables: list[Flowable] = []
    if report.training:
        flowables.append(heading(words.what_to_do))
        for step in report.training:
            flowables += _step(step)
    if report.plans:
        flowables.append(heading(words.asked))
        flowables += listing((plan.sentence for plan in report.plans), "item")
    if report.strengths:
        flowables.append(heading(words.strengths))
        lines = (f"{row.code} {row.name}: {row.self_rating.strength}" for row in report.strengths)
        flowables += listing(lines, "item")
    return flowables


def _counts(counts: TeamCounts | None) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, listing, paragraph

    if counts is None:
        return []
    return [
        heading(counts.causes_title),
        paragraph(counts.causes_note, "small"),
        *_causes(counts),
        heading(counts.learned_title),
        paragraph(counts.learned, "item"),
        *listing((f"{line.label}: {line.words}" for line in counts.modules), "item"),
        paragraph(counts.modules_note, "item"),
    ]


def _causes(counts: TeamCounts) -> list["Flowable"]:
    from assessments.renderers.pdf_style import data_table, gauge

    if not counts.causes:
        return []
    rows: list[Line] = [
        [line.label, gauge(bar_geometry(line.people / line.of), line.words, BAR_POINTS), line.words]
        for line in counts.causes
    ]
    return [data_table((counts.cause, "", counts.people), rows, widths=CAUSE_WIDTHS)]


def _below(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, listing

    if not report.children:
        return []
    return [
        heading(report.labels.teams_below),
        *listing(map(_child, report.children), "item"),
    ]


def _step(step: TrainingStep) -> list["Flowable"]:
    from assessments.renderers.pdf_style import listing, paragraph, together

    lines = [paragraph(f"{step.row.code} {step.row.name}. {step.need}", "head")]
    if step.note:
        lines.append(paragraph(step.note, "item"))
    lines += listing((f"{module.title}: {module.cost}" for module in step.modules), "item")
    return [together(*lines)]


def _child(child: ChildReport) -> str:
    return f"{child.name}: {child.headline} {child.participation.sentence}"


def _meaning(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, listing

    lines = (f"{each.term}: {each.text}" for each in report.definitions)
    return [heading(report.labels.definitions), *listing(lines, "note")]

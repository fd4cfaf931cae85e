"""The report of one team as a PDF: the sentence, the gauges with their figures, what to do."""

from typing import TYPE_CHECKING

from assessments.domain.team_report import ChildReport, TeamReport
from assessments.domain.team_report_cells import AreaReport, CellReport, CompetenceRow
from assessments.domain.team_report_training import TrainingStep
from cms.gauge import gauge_geometry

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

WIDTHS = (34, 52, 12, 41, 41)


def build_pdf(report: TeamReport) -> bytes:
    """Return the report on A4; `report` has a snapshot."""
    from assessments.renderers import pdf_style

    words, snapshot = report.labels, report.snapshot
    assert snapshot is not None  # noqa: S101  a file without figures is never made
    return pdf_style.build_pdf(
        [*_first(report), *_levels(report), *_advice(report), *_meaning(report)],
        title=f"{words.title} {report.team}",
        language=report.language,
        author=report.organisation,
        footer_text=f"{report.team} · {snapshot.taken_on} · {words.snapshot} {snapshot.id}",
        purpose=report.purpose,
    )


def _first(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    words, snapshot = report.labels, report.snapshot
    about = [report.organisation, snapshot.campaign if snapshot else ""]
    about.append(f"{words.date} {snapshot.taken_on}" if snapshot else "")
    return [
        heading(f"{words.title} {report.team}", 0),
        paragraph(" · ".join(about), "quiet"),
        paragraph(report.headline, "lead"),
        paragraph(report.participation.sentence if report.participation else ""),
    ]


def _levels(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    words = report.labels
    flowables = [heading(words.levels), paragraph(words.gauge_key, "quiet")]
    for area in report.areas:
        flowables += _area(area, report)
    if report.withheld:
        flowables.append(
            paragraph(f"{report.withheld_sentence}. {' '.join(report.reasons)}", "small")
        )
    return flowables


def _area(area: AreaReport, report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import data_table

    words = report.labels
    header = (f"{area.code} {area.name}", "", words.target, words.self_rating, words.tested)
    return [data_table(header, [_row(row, report) for row in area.rows], widths=WIDTHS)]


def _row(row: CompetenceRow, report: TeamReport) -> list["str | Flowable"]:
    from assessments.renderers.pdf_style import Gauge

    rated, tested = row.self_rating, row.tested
    target = rated.target if rated.is_shown else tested.target
    drawing = gauge_geometry(level=rated.reading, tested=tested.reading, target=target)
    return [
        f"{row.code} {row.name}",
        Gauge(drawing, 138),
        "" if target is None else str(target),
        _figures(rated, report),
        _figures(tested, report),
    ]


def _figures(cell: CellReport, report: TeamReport) -> "str | Flowable":
    """Return a cell of the table: its figures in words, or the reason why there are none."""
    from assessments.renderers.pdf_style import Withheld

    if not cell.is_shown:
        return Withheld(cell.short_reason)
    words = report.labels
    level = f"{cell.median} {cell.median_label}"
    share = f"{words.at_target}: {cell.share_label}" if cell.share_label else ""
    people = f"n {cell.n}" + (f" ({cell.others})" if cell.others else "")
    return "; ".join(part for part in (level, cell.half, share, people) if part)


def _advice(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    words = report.labels
    flowables: list[Flowable] = []
    if report.training:
        flowables.append(heading(words.what_to_do))
        for step in report.training:
            flowables += _step(step)
    if report.strengths:
        flowables.append(heading(words.strengths))
        flowables += [
            paragraph(f"{row.code} {row.name}: {row.self_rating.strength}")
            for row in report.strengths
        ]
    if report.children:
        flowables.append(heading(words.teams_below))
        flowables += [_child(child) for child in report.children]
    return flowables


def _step(step: TrainingStep) -> list["Flowable"]:
    from assessments.renderers.pdf_style import paragraph, together

    lines = [paragraph(f"{step.row.code} {step.row.name}. {step.need}", "head")]
    lines += [paragraph(f"{module.title}: {module.cost}") for module in step.modules]
    return [together(*lines)]


def _child(child: ChildReport) -> "Flowable":
    from assessments.renderers.pdf_style import paragraph

    return paragraph(f"{child.name}: {child.headline} {child.participation.sentence}")


def _meaning(report: TeamReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    flowables: list[Flowable] = [heading(report.labels.definitions)]
    flowables += [paragraph(f"{each.term}: {each.text}", "small") for each in report.definitions]
    return flowables

"""A profile as a PDF: the sentence, the gauges with their words, what to read, the history.

Examples and remarks for the adviser alone are left out: this is the file that is handed on.
"""

from typing import TYPE_CHECKING

from assessments.domain.profile import ProfileArea, ProfileReport
from assessments.domain.profile_evidence import Tested
from assessments.domain.profile_rows import ProfileRow
from cms.gauge import gauge_geometry

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

WIDTHS = (36, 46, 92)
HISTORY_WIDTHS = (14, 60, 22, 38, 40)
GAUGE_POINTS = 124


def build_pdf(report: ProfileReport) -> bytes:
    """Return the profile on A4."""
    from assessments.renderers import pdf_style

    words = report.labels
    return pdf_style.build_pdf(
        [*_first(report), *_areas(report), *_next_steps(report), *_history(report)],
        title=words.title,
        language=report.language,
        author=report.person,
        footer_text=f"{report.person} · {words.made_on} {report.day:%d-%m-%Y}",
        purpose=report.purpose,
    )


def _first(report: ProfileReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    words = report.labels
    framework = f"{report.framework} {report.framework_version}".strip()
    about = [report.person, report.role, framework]
    return [
        heading(words.title, 0),
        paragraph(" · ".join(part for part in about if part), "quiet"),
        paragraph(report.headline, "lead"),
        paragraph(words.reading),
        paragraph(words.gauge_key, "quiet"),
        paragraph(words.left_out, "quiet"),
    ]


def _areas(report: ProfileReport) -> list["Flowable"]:
    return [_area(area) for area in report.areas]


def _area(area: ProfileArea) -> "Flowable":
    from assessments.renderers.pdf_style import data_table, paragraph

    head = (f"{area.code} {area.name}", "", "")
    rows = [_row(row) for row in area.rows]
    if area.words:
        rows.append(
            [area.code, _gauge(area.words, None, area.tested), [paragraph(area.words, "cell")]]
        )
    return data_table(head, rows, widths=WIDTHS)


def _row(row: ProfileRow) -> list["str | Flowable | list[Flowable]"]:
    from assessments.renderers.pdf_style import paragraph

    words = row.words
    says = (
        f"{words.self_rating} {words.self_age}".strip(),
        f"{words.tested} {words.tested_age}".strip(),
        f"{words.practice} {words.practice_age}".strip(),
        words.target,
    )
    lines = [paragraph(line, "cell") for line in says if line]
    if row.words.gap:
        lines.append(paragraph(row.words.gap, _style(row)))
    gauge = _gauge(row.gauge, row.standing, row.tested, target=row.notch, earlier=row.ring)
    return [f"{row.code} {row.name}", gauge, lines]


def _gauge(
    words: str,
    level: int | None,
    tested: Tested | None,
    *,
    target: int | None = None,
    earlier: int | None = None,
) -> "Flowable":
    from assessments.renderers.pdf_style import gauge

    drawing = gauge_geometry(
        level=level,
        tested=(tested.low, tested.level, tested.high) if tested else None,
        target=target,
        earlier=earlier,
    )
    return gauge(drawing, words, GAUGE_POINTS)


def _style(row: ProfileRow) -> str:
    if row.gap.is_gap:
        return "gap"
    return "met" if row.gap.is_reached else "cell"


def _next_steps(report: ProfileReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, listing

    steps = [(row, row.next_step) for row in report.rows if row.next_step]
    if not steps:
        return []
    return [
        heading(report.labels.next_step),
        *listing(
            f"{row.code} {row.name}: {step.title}{_section(step.heading)}{_minutes(step.minutes)}"
            for row, step in steps
        ),
    ]


def _section(heading: str) -> str:
    return f": {heading}" if heading else ""


def _minutes(minutes: int | None) -> str:
    return f" ({minutes} min)" if minutes else ""


def _history(report: ProfileReport) -> list["Flowable"]:
    from assessments.renderers.pdf_style import data_table, heading

    words = report.labels
    rows = [
        [row.code, row.name, f"{rating.day:%d-%m-%Y}", rating.label, rating.round]
        for row in report.rows
        for rating in row.history
    ]
    if not rows:
        return []
    header = (words.code, words.competence, words.date, words.self_rating, words.round)
    return [heading(words.history), data_table(header, rows, widths=HISTORY_WIDTHS)]

"""The management summary as one page A4: gaps with gauges, clients and cost; since then; decide."""

from typing import TYPE_CHECKING

from assessments.domain.management_summary import ManagementSummary, SummaryNeed
from cms.gauge import gauge_geometry

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

    Line = list[list[Flowable]]

WIDTHS = (74, 58, 42)
GAUGE_POINTS = 124


def build_pdf(summary: ManagementSummary, *, report_address: str) -> bytes:
    """Return the summary; `summary` has a snapshot.

    Args:
        report_address: of the team report, where each figure is explained.
    """
    from assessments.renderers import pdf_style

    words, snapshot = summary.labels, summary.snapshot
    assert snapshot is not None  # noqa: S101  a file without figures is never made
    story = [
        *_first(summary),
        *_needed(summary),
        *_since(summary),
        *_decisions(summary),
        pdf_style.paragraph(f"{words.meaning} {report_address}", "quiet"),
    ]
    return pdf_style.build_pdf(
        [pdf_style.one_page(story)],
        title=f"{words.title}: {summary.team}",
        language=summary.language,
        author=summary.organisation,
        footer_text=f"{summary.team} · {snapshot.taken_on} · {words.snapshot} {snapshot.id}",
        purpose=summary.purpose,
    )


def _first(summary: ManagementSummary) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    words, snapshot = summary.labels, summary.snapshot
    about = [summary.organisation, snapshot.campaign if snapshot else ""]
    about.append(f"{words.date} {snapshot.taken_on}" if snapshot else "")
    taking_part = summary.participation.sentence if summary.participation else ""
    return [
        heading(f"{words.title}: {summary.team}", 0),
        paragraph(" · ".join(about), "quiet"),
        paragraph(summary.headline, "lead"),
        paragraph(" ".join(filter(None, [taking_part, summary.withheld])), "text"),
    ]


def _needed(summary: ManagementSummary) -> list["Flowable"]:
    from assessments.renderers.pdf_style import data_table, heading, paragraph

    words = summary.labels
    if not summary.needs:
        return [heading(words.needed), paragraph(summary.no_needs)]
    header = (words.need, words.clients, words.cost)
    table = data_table(header, [_need(need) for need in summary.needs], widths=WIDTHS)
    table.setStyle([("VALIGN", (0, 1), (-1, -1), "TOP")])
    flowables: list[Flowable] = [heading(words.needed), table]
    if summary.cost:
        flowables.append(
            paragraph(f"{words.together}: {summary.cost}. {summary.cost_note}", "text")
        )
    flowables.append(paragraph(summary.gauge_key, "quiet"))
    return flowables


def _need(need: SummaryNeed) -> "Line":
    from assessments.renderers.pdf_style import gauge, paragraph

    row, consequence = need.row, need.consequence
    drawing = gauge_geometry(
        level=row.self_rating.reading, tested=row.tested.reading, target=row.target
    )
    first: list[Flowable] = [
        paragraph(f"{row.code} {row.name}", "head"),
        gauge(drawing, row.gauge, GAUGE_POINTS),
        paragraph(need.sentence, "cell"),
    ]
    second: list[Flowable] = [paragraph(consequence.text if consequence else "-", "cell")]
    if consequence and consequence.source:
        second.append(paragraph(consequence.source, "note"))
    third: list[Flowable] = [paragraph(module.title, "cell") for module in need.modules]
    third.append(paragraph(need.cost, "head" if need.modules else "cell"))
    return [first, second, third]


def _since(summary: ManagementSummary) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, paragraph

    return [heading(summary.labels.since), paragraph(" ".join(summary.since), "text")]


def _decisions(summary: ManagementSummary) -> list["Flowable"]:
    from assessments.renderers.pdf_style import heading, numbered

    items = [(decision.what, decision.why) for decision in summary.decisions]
    return [heading(summary.labels.decide), *numbered(items)]

"""How every PDF of Peil looks: font, colours, paragraphs, tables, the gauge, the page around them.

Import it inside the function that builds a PDF: reportlab is slow to load. A renderer makes a list
of flowables with `heading`, `paragraph`, `data_table`, `Gauge` and hands it to `build_pdf`.
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from io import BytesIO

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from assessments.renderers.pdf_canvas import (
    BOLD,
    BOTTOM,
    COLOURS,
    REGULAR,
    SEMIBOLD,
    SIDE,
    TEXT_WIDTH,
    TOP,
    NumberedCanvas,
    page_around,
    paint,
    plain,
    register_fonts,
)
from cms.gauge import Drawing, hatching

GAUGE_WIDTH = 62 * mm
ROOM_BELOW_HEADING = 45 * mm


@lru_cache(maxsize=1)
def styles() -> dict[str, ParagraphStyle]:
    """Return the paragraph styles by name.

    title, lead, h1, h2, body, small, quiet; for tables: cell, number, head, head_number; in
    colour: gap (below target), met (reached).
    """
    register_fonts()
    body = ParagraphStyle(
        "body",
        fontName=REGULAR,
        fontSize=9.5,
        leading=14,
        textColor=COLOURS["ink"],
        spaceAfter=2 * mm,
        splitLongWords=1,
    )
    cell = ParagraphStyle("cell", body, fontSize=8.5, leading=11.5, spaceAfter=0)
    head = ParagraphStyle("head", cell, fontName=SEMIBOLD)
    made = [
        body,
        cell,
        head,
        ParagraphStyle("number", cell, alignment=TA_RIGHT),
        ParagraphStyle("head_number", head, alignment=TA_RIGHT),
        ParagraphStyle("gap", cell, fontName=BOLD, textColor=COLOURS["mark"]),
        ParagraphStyle("met", cell, fontName=BOLD, textColor=COLOURS["reed"]),
        ParagraphStyle("small", body, fontSize=8, leading=11.5),
        ParagraphStyle("quiet", body, fontSize=8, leading=11.5, textColor=COLOURS["quiet"]),
        ParagraphStyle("lead", body, fontSize=12, leading=17, spaceAfter=4 * mm),
        ParagraphStyle("title", body, fontName=BOLD, fontSize=20, leading=24, spaceAfter=3 * mm),
        ParagraphStyle("h1", body, fontName=BOLD, fontSize=13, leading=17, spaceBefore=6 * mm),
        ParagraphStyle(
            "h2", body, fontName=SEMIBOLD, fontSize=10.5, leading=14, spaceBefore=3 * mm
        ),
    ]
    return {style.name: style for style in made}


def paragraph(text: str, style: str = "body") -> Paragraph:
    """Return plain text as a paragraph; the text is escaped."""
    return Paragraph(plain(text), styles()[style])


def heading(text: str, level: int = 1) -> "Heading":
    """Return a heading that also stands in the outline of the document.

    Args:
        level: 0 for the title of the document, 1 and 2 for its parts.
    """
    return Heading(text, level)


def gap(height: float = 4) -> Spacer:
    """Return empty space of a height in millimetres."""
    return Spacer(1, height * mm)


def together(*flowables: Flowable) -> KeepTogether:
    """Return flowables that stay on one page."""
    return KeepTogether(list(flowables))


class Heading(Paragraph):
    def __init__(self, text: str, level: int) -> None:
        super().__init__(plain(text), styles()[("title", "h1", "h2")[level]])
        self.words, self.level = text, level

    def draw(self) -> None:
        """Draw the words and leave a mark for the outline."""
        self.canv.outline(self.words, self.level, self.height)
        super().draw()


class Gauge(Flowable):
    """A drawing of `cms.gauge.gauge_geometry`, scaled to a width in points."""

    def __init__(self, drawing: Drawing, width: float = GAUGE_WIDTH) -> None:
        super().__init__()
        self.drawing, self.factor = drawing, width / drawing.width
        self.width, self.height = width, drawing.height * self.factor

    def wrap(self, *_available: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        """Paint the shapes in order, the y axis turned upward."""
        self.canv.translate(0, self.height)
        self.canv.scale(self.factor, self.factor)
        for shape in self.drawing.shapes:
            paint(self.canv, shape)


class Withheld(Flowable):
    """A cell that may not be shown: hatched, with the reason in words."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.words = Paragraph(plain(reason), styles()["cell"])

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room of the words with a rim of hatching around them."""
        inner, tall = self.words.wrap(width - 10, height)
        self.inner = min(inner, max(self.words.getActualLineWidths0(), default=inner) + 6)
        self.width, self.height = width, tall + 5
        return self.width, self.height

    def draw(self) -> None:
        """Draw the hatching, a clear patch, and the words on it."""
        canv = self.canv
        canv.setFillColor(COLOURS["mist"])
        canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        canv.setStrokeColor(COLOURS["line"])
        canv.setLineWidth(0.7)
        canv.lines(hatching(0, 0, self.width, self.height, 5))
        canv.setFillColor(COLOURS["paper"])
        canv.rect(4, 2, self.inner, self.height - 4, stroke=0, fill=1)
        self.words.drawOn(canv, 7, 2.5)


def data_table(
    header: Sequence[str],
    rows: Sequence[Sequence[str | Flowable]],
    *,
    widths: Sequence[float] | None = None,
    numbers: Collection[int] = (),
) -> Table:
    """Return a ruled table whose header is repeated on each page.

    Args:
        header: the words above the columns.
        rows: a text (escaped) or a flowable per cell; numbers come formatted.
        widths: shares of the text width per column; all equal when left out.
        numbers: the columns, from 0, that are aligned to the right.
    """
    shares = widths or [1] * len(header)
    unit = TEXT_WIDTH / sum(shares)
    cells = [
        [
            paragraph(word, "head_number" if i in numbers else "head")
            for i, word in enumerate(header)
        ]
    ]
    cells += [[_cell(value, i in numbers) for i, value in enumerate(row)] for row in rows]
    table = Table(
        cells, colWidths=[unit * share for share in shares], repeatRows=1, spaceAfter=4 * mm
    )
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("TOPPADDING", (0, 0), (-1, -1), 4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("LINEABOVE", (0, 0), (-1, 0), 1.2, COLOURS["ink"]),
            ("LINEBELOW", (0, 0), (-1, 0), 0.6, COLOURS["ink"]),
            ("LINEBELOW", (0, 1), (-1, -1), 0.5, COLOURS["line"]),
        ]
    )
    return table


def _cell(value: str | Flowable, is_number: bool) -> Flowable:
    if isinstance(value, str):
        return paragraph(value, "number" if is_number else "cell")
    return value


def build_pdf(
    story: list[Flowable],
    *,
    title: str,
    language: str,
    author: str,
    footer_text: str,
    purpose: str,
) -> bytes:
    """Return a PDF on A4, the same bytes for the same story.

    Args:
        story: the flowables, in order; used up by the building.
        title, author: of the document, also in its properties.
        language: code of the language of the text, such as "nl".
        footer_text: team, date and snapshot, at the foot of each page.
        purpose: what the document may be used for, on each page.
    """
    register_fonts()
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        leftMargin=SIDE,
        rightMargin=SIDE,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=title,
        author=author,
        subject=purpose,
        creator="Peil",
        lang=language,
        displayDocTitle=True,
        invariant=1,
        initialFontName=REGULAR,
    )
    frame = Frame(SIDE, BOTTOM, TEXT_WIDTH, A4[1] - TOP - BOTTOM, 0, 0, 0, 0, id="text")
    around = page_around(title, footer_text, purpose)
    document.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=around))
    document.build(_with_room_below_headings(story), canvasmaker=NumberedCanvas)
    return target.getvalue()


def _with_room_below_headings(story: list[Flowable]) -> list[Flowable]:
    """Keep headings off the foot of a page without holding a long table together."""
    roomy: list[Flowable] = []
    for flowable in story:
        if isinstance(flowable, Heading):
            roomy.append(CondPageBreak(ROOM_BELOW_HEADING))
        roomy.append(flowable)
    return roomy

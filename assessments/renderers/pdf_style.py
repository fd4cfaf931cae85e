"""How every PDF of Peil looks: font, colours, paragraphs, tables, the gauge, the page around them.

Import it inside the function that builds a PDF: reportlab is slow to load. A renderer makes a list
of flowables with `heading`, `paragraph`, `listing`, `data_table`, `gauge`, `withheld` and hands it
to `build_pdf`. What is made so is tagged: see pdf_tags.py.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache, partial
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
    KeepInFrame,
    KeepTogether,
    PageTemplate,
    Spacer,
    Table,
)

from assessments.renderers.pdf_canvas import (
    BOLD,
    BOTTOM,
    COLOURS,
    CONTENTS_LEADING,
    CONTENTS_LINES,
    REGULAR,
    SEMIBOLD,
    SIDE,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    TOP,
    NumberedCanvas,
    page_around,
    plain,
    register_fonts,
)
from assessments.renderers.pdf_flowables import (
    GAUGE_WIDTH,
    Gauge,
    Heading,
    TableTags,
    Withheld,
    Words,
    as_list,
)
from cms.gauge import Drawing

ROOM_BELOW_HEADING = 28 * mm
COVER_FOOT = 6 * mm


@lru_cache(maxsize=1)
def styles() -> dict[str, ParagraphStyle]:
    """Return the paragraph styles by name.

    title, lead, h1, h2, body, text (closer), small, item (closer), quiet; for tables: cell, note,
    number, note_number, head, head_number; in colour: gap (below target), met (reached).
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
        ParagraphStyle("note", cell, fontSize=7.5, leading=10, textColor=COLOURS["quiet"]),
        ParagraphStyle(
            "note_number",
            cell,
            fontSize=7.5,
            leading=10,
            textColor=COLOURS["quiet"],
            alignment=TA_RIGHT,
        ),
        ParagraphStyle("text", cell, spaceAfter=1 * mm),
        ParagraphStyle("number", cell, alignment=TA_RIGHT),
        ParagraphStyle("head_number", head, alignment=TA_RIGHT),
        ParagraphStyle("gap", cell, fontName=BOLD, textColor=COLOURS["mark"]),
        ParagraphStyle("met", cell, fontName=BOLD, textColor=COLOURS["reed"]),
        ParagraphStyle("small", body, fontSize=8, leading=11.5),
        ParagraphStyle("item", body, fontSize=8, leading=11.5, spaceAfter=0.8 * mm),
        ParagraphStyle("quiet", body, fontSize=8, leading=11.5, textColor=COLOURS["quiet"]),
        ParagraphStyle("lead", body, fontSize=12, leading=17, spaceAfter=4 * mm),
        ParagraphStyle("title", body, fontName=BOLD, fontSize=20, leading=24, spaceAfter=3 * mm),
        ParagraphStyle("h1", body, fontName=BOLD, fontSize=13, leading=17, spaceBefore=6 * mm),
        ParagraphStyle(
            "h2", body, fontName=SEMIBOLD, fontSize=10.5, leading=14, spaceBefore=3 * mm
        ),
    ]
    return {style.name: style for style in made}


def paragraph(text: str, style: str = "body") -> Words:
    """Return plain text as a paragraph; the text is escaped."""
    return Words(plain(text), styles()[style])


def listing(lines: Iterable[str], style: str = "body") -> list[Words]:
    """Return plain texts as the items of one list; they look like paragraphs."""
    return as_list(paragraph(line, style) for line in lines)


def numbered(items: Iterable[tuple[str, str]]) -> list[Words]:
    """Return the items of one numbered list: each a sentence in bold and what is said of it."""
    return as_list(
        Words(f"{number}. <b>{plain(first)}</b> {plain(rest)}", styles()["text"])
        for number, (first, rest) in enumerate(items, 1)
    )


def heading(text: str, level: int = 1) -> Heading:
    """Return a heading that also stands in the outline of the document.

    Args:
        level: 0 for the title of the document, 1 and 2 for its parts.
    """
    return Heading(text, styles()[("title", "h1", "h2")[level]], level)


def gauge(drawing: Drawing, words: str, width: float = GAUGE_WIDTH) -> Gauge:
    """Return a drawing of `cms.gauge.gauge_geometry`, of a width in points, with its words."""
    return Gauge(drawing, words, width)


def withheld(reason: str) -> Withheld:
    """Return a cell that may not be shown: hatched, with the reason in words."""
    return Withheld(reason, styles()["cell"])


def gap(height: float = 4) -> Spacer:
    """Return empty space of a height in millimetres."""
    return Spacer(1, height * mm)


def together(*flowables: Flowable) -> KeepTogether:
    """Return flowables that stay on one page."""
    return KeepTogether(list(flowables))


def one_page(story: list[Flowable]) -> KeepInFrame:
    """Return flowables that fit on one page: what is too long is drawn smaller, never cut off."""
    return KeepInFrame(TEXT_WIDTH, TEXT_HEIGHT, story, mode="shrink")


def data_table(
    header: Sequence[str],
    rows: Sequence[Sequence[str | Flowable]],
    *,
    widths: Sequence[float] | None = None,
    numbers: Collection[int] = (),
) -> Table:
    """Return a ruled table whose header is repeated on each page.

    Args:
        header: the words above the columns; the word before an empty one stands above both.
        rows: a text (escaped) or a flowable per cell; numbers come formatted. The first cell of a
            row names it.
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
        cells,
        colWidths=[unit * share for share in shares],
        repeatRows=1,
        hAlign="LEFT",
        spaceAfter=4 * mm,
        renderCB=TableTags(),
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
            *_spans(header),
        ]
    )
    return table


def _spans(header: Sequence[str]) -> list[tuple]:
    """Return the columns that share a word: each with the empty ones after it."""
    starts = [i for i, word in enumerate(header) if word or i == 0]
    ends = [*(start - 1 for start in starts[1:]), len(header) - 1]
    pairs = zip(starts, ends, strict=True)
    return [("SPAN", (start, 0), (end, 0)) for start, end in pairs if end > start]


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
    cover: Sequence[Flowable] = (),
    contents: str = "",
) -> bytes:
    """Return a PDF on A4, the same bytes for the same story.

    Args:
        story: the flowables, in order; used up by the building.
        title, author: of the document, also in its properties.
        language: code of the language of the text, such as "nl".
        footer_text: team, date and snapshot, at the foot of each page.
        purpose: what the document may be used for, on each page.
        cover: what comes first, on a band of its own.
        contents: the word before the list of parts and pages in that band.
    """
    register_fonts()
    room = CONTENTS_LINES * CONTENTS_LEADING if contents else 0
    text = sum(_height_of(flowable) for flowable in cover)
    band = TOP + text + room + COVER_FOOT if cover else 0
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
    frame = Frame(SIDE, BOTTOM, TEXT_WIDTH, TEXT_HEIGHT, 0, 0, 0, 0, id="text")
    around = page_around(title, footer_text, purpose, band)
    document.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=around))
    after = [Spacer(1, room + COVER_FOOT)] if cover else []
    document.build(
        [*cover, *after, *_with_room_below_headings(story)],
        canvasmaker=partial(
            NumberedCanvas, contents=contents, contents_top=A4[1] - TOP - text if cover else 0
        ),
    )
    return target.getvalue()


def _height_of(flowable: Flowable) -> float:
    """Return the room that a flowable takes with the space after it, in points."""
    return flowable.wrap(TEXT_WIDTH, TEXT_HEIGHT)[1] + flowable.getSpaceAfter()


def _with_room_below_headings(story: list[Flowable]) -> list[Flowable]:
    """Keep headings off the foot of a page without holding a long table together."""
    roomy: list[Flowable] = []
    for flowable in story:
        if isinstance(flowable, Heading):
            roomy.append(CondPageBreak(ROOM_BELOW_HEADING))
        roomy.append(flowable)
    return roomy

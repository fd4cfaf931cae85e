"""What lies under pdf_style.py: font, colours, the canvas that counts pages, shapes on paper."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import font_manrope
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from assessments.renderers.pdf_tags import Element, TaggedCanvas
from cms.gauge import Circle, Polygon, Rect, Shape, Strokes, Text

COLOURS = {
    name: HexColor(code)
    for name, code in {
        "paper": "#ffffff",
        "wash": "#f1f3f0",
        "ink": "#14212b",
        "water": "#1f6f78",
        "depth": "#3b4a9c",
        "mark": "#c2410c",
        "reed": "#4d7c0f",
        "mist": "#e7ebe8",
        "line": "#c8d0cd",
        "quiet": "#5c6b73",
    }.items()
}
REGULAR, SEMIBOLD, BOLD = "Manrope-Regular", "Manrope-SemiBold", "Manrope-Bold"
SIDE, TOP, BOTTOM = 18 * mm, 28 * mm, 30 * mm
TEXT_WIDTH = A4[0] - 2 * SIDE
TEXT_HEIGHT = A4[1] - TOP - BOTTOM
HEAD = "/Type/Pagination/Subtype/Header"
CONTENTS_LINES, CONTENTS_LEADING = 3, 11
FOOT = "/Type/Pagination/Subtype/Footer"


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the embedded font known to reportlab, once per process."""
    folder = Path(font_manrope.__file__).parent / "files"
    for name in (REGULAR, SEMIBOLD, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(
        REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD
    )


def plain(text: str) -> str:
    """Return text that a paragraph shows as it is: no markup, no spaces that the font lacks."""
    return escape(text.replace("\u202f", "\u00a0"))


class NumberedCanvas(TaggedCanvas):
    """Writes "x / y" on each page, the outline and the contents: known only when all pages are.

    Args:
        contents: the word before the contents on the first page; without it there are none.
        contents_top: where they begin, in points from the foot of the page.
    """

    def __init__(
        self, *args: Any, contents: str = "", contents_top: float = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._contents, self._contents_top = contents, contents_top
        self._kept: list[dict] = []
        self._headings: list[tuple[str, int, float]] = []

    def outline(self, words: str, level: int, height: float) -> None:
        """Remember a heading that is being drawn on this page."""
        _x, top = self.absolutePosition(0, height)
        self._headings.append((words, level, top))

    def showPage(self) -> None:
        """Keep the page until the number of pages is known."""
        self._kept.append(dict(self.__dict__))
        self._headings = []
        self._startPage()

    def save(self) -> None:
        """Finish the pages that were kept, then write the document."""
        deepest = -1
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self._draw_number(number)
            if number == 1 and self._contents:
                self._draw_contents()
            for place, (words, level, top) in enumerate(self._headings):
                deepest = min(level, deepest + 1)  # an outline may not skip a level
                key = f"h{number}-{place}"
                self.bookmarkHorizontal(key, 0, top)
                self.addOutlineEntry(words, key, deepest)
            super().showPage()
        super().save()

    def _draw_contents(self) -> None:
        """Write the parts of the document with their pages; who listens has the outline."""
        lines = [f"{self._contents}:"]
        for number, page in enumerate(self._kept, 1):
            for words, level, _top in page["_headings"]:
                if level == 1:
                    longer = f"{lines[-1]}  {words} {number}"
                    if stringWidth(longer, REGULAR, 8) <= TEXT_WIDTH:
                        lines[-1] = longer
                    else:
                        lines.append(f"{words} {number}")
        with self.artefact():
            self.setFont(REGULAR, 8)
            self.setFillColor(COLOURS["ink"])
            for place, line in enumerate(lines[:CONTENTS_LINES]):
                self.drawString(SIDE, self._contents_top - 8 - place * CONTENTS_LEADING, line)

    def _draw_number(self, number: int) -> None:
        with self.artefact(FOOT):
            self.setFont(SEMIBOLD, 8)
            self.setFillColor(COLOURS["ink"])
            self.drawRightString(A4[0] - SIDE, 11 * mm, f"{number} / {len(self._kept)}")


def page_around(title: str, footer_text: str, purpose: str, band: float = 0) -> Callable:
    """Return what draws head and foot of each page.

    Args:
        band: height in points of the band behind the beginning of the first page; 0 for none.
    """
    style = ParagraphStyle(
        "purpose", fontName=REGULAR, fontSize=7.5, leading=10, textColor=COLOURS["quiet"]
    )

    def draw(canv: NumberedCanvas, _document: Any) -> None:
        is_first = canv.getPageNumber() == 1
        with canv.artefact(HEAD):
            if band and is_first:
                _draw_band(canv, band)
            _draw_head(canv, "" if band and is_first else title)
        words = Paragraph(plain(purpose), style)
        _width, height = words.wrap(TEXT_WIDTH, 12 * mm)
        with canv.artefact(FOOT):
            canv.setStrokeColor(COLOURS["line"])
            canv.setLineWidth(0.5)
            canv.line(SIDE, 16 * mm + height + 4, A4[0] - SIDE, 16 * mm + height + 4)
        with _said_once(canv):
            words.drawOn(canv, SIDE, 16 * mm)
        with _said_once(canv):
            canv.setFont(REGULAR, 7.5)
            canv.setFillColor(COLOURS["quiet"])
            canv.drawString(SIDE, 11 * mm, footer_text.replace("\u202f", "\u00a0"))

    return draw


def _said_once(canv: NumberedCanvas) -> AbstractContextManager[None]:
    """Return the mark of a foot: read once, at the end; on the later pages it is no content."""
    if canv.getPageNumber() > 1:
        return canv.artefact(FOOT)
    element = Element("P")
    canv.put_last(element)
    return canv.content(element)


def _draw_band(canv: Canvas, height: float) -> None:
    """A band over the whole width, light enough to print in grey, with water along its foot."""
    canv.setFillColor(COLOURS["mist"])
    canv.rect(0, A4[1] - height, A4[0], height, stroke=0, fill=1)
    canv.setFillColor(COLOURS["water"])
    canv.rect(0, A4[1] - height, A4[0], 3, stroke=0, fill=1)


def _draw_head(canv: Canvas, title: str) -> None:
    """The staff in the water, the name, and the title in small."""
    foot = A4[1] - 19 * mm
    canv.setFillColor(COLOURS["ink"])
    for column, row in ((0, 17), (6, 13), (0, 9)):
        canv.rect(SIDE + column, foot + row, 6, 4, stroke=0, fill=1)
    canv.setFillColor(COLOURS["water"])
    canv.rect(SIDE, foot, 12, 9, stroke=0, fill=1)
    canv.setStrokeColor(COLOURS["ink"])
    canv.setLineWidth(1)
    canv.rect(SIDE, foot, 12, 21, stroke=1, fill=0)
    canv.setFillColor(COLOURS["ink"])
    canv.setFont(BOLD, 12)
    canv.drawString(SIDE + 18, foot + 6, "Peil")
    canv.setFont(REGULAR, 8)
    canv.setFillColor(COLOURS["quiet"])
    canv.drawRightString(A4[0] - SIDE, foot + 6, title.replace("\u202f", "\u00a0"))


def paint(canv: Canvas, shape: Shape) -> None:
    """Draw one shape of `cms.gauge`; its y axis points downward."""
    match shape:
        case Rect():
            _pens(canv, shape.fill, shape.stroke, 1)
            canv.rect(
                shape.x,
                -shape.y - shape.height,
                shape.width,
                shape.height,
                stroke=bool(shape.stroke),
                fill=bool(shape.fill),
            )
        case Strokes():
            _pens(canv, "", shape.stroke, shape.width)
            canv.setDash([2, 3] if shape.dotted else [])
            canv.lines([(x1, -y1, x2, -y2) for x1, y1, x2, y2 in shape.segments])
            canv.setDash([])
        case Circle():
            _pens(canv, shape.fill, shape.stroke, shape.width)
            canv.circle(shape.x, -shape.y, shape.radius, stroke=1, fill=1)
        case Polygon():
            _pens(canv, shape.fill, "", 0)
            path = canv.beginPath()
            path.moveTo(shape.points[0][0], -shape.points[0][1])
            for x, y in shape.points[1:]:
                path.lineTo(x, -y)
            path.close()
            canv.drawPath(path, stroke=0, fill=1)
        case Text():
            _pens(canv, shape.fill, "", 0)
            canv.setFont(SEMIBOLD, shape.size)
            canv.drawCentredString(shape.x, -shape.y, shape.text)


def _pens(canv: Canvas, fill: str, stroke: str, width: float) -> None:
    if fill:
        canv.setFillColor(COLOURS[fill])
    if stroke:
        canv.setStrokeColor(COLOURS[stroke])
        canv.setLineWidth(width)

"""The pieces that a PDF of Peil is made of; each knows what it is to who listens to the page."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table
from reportlab.platypus.paragraph import cleanBlockQuotedText
from reportlab.platypus.paraparser import ParaFrag

from assessments.renderers.pdf_canvas import COLOURS, NumberedCanvas, paint, plain
from assessments.renderers.pdf_tags import Element
from cms.gauge import Drawing, hatching

GAUGE_WIDTH = 62 * mm
END_OF_LINE = re.compile(r"(?<!\\)\) Tj T\*")
MARKUP = re.compile("[<&]")


class Words(Paragraph):
    """A paragraph that stays one element when it breaks over two pages.

    Text without markup is handed over as the one piece that reportlab would make of it: reading it
    as HTML first took a sixth of the time of a report.

    Args:
        text: with the markup of reportlab.
        element: what it is; a plain paragraph when left out.
    """

    def __init__(
        self,
        text: str | None,
        style: ParagraphStyle,
        *,
        element: Element | None = None,
        **parts: Any,
    ) -> None:
        if text and text.strip() and not MARKUP.search(text):
            parts["frags"] = [_piece(style).clone(text=cleanBlockQuotedText(text))]
        super().__init__(text, style, **parts)
        self.element = element or Element("P")
        self._room: float | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Return the size; lines are broken once per width, for tables ask three times."""
        if self._room != availWidth or not hasattr(self, "blPara"):  # splitting forgets the lines
            self._size, self._room = super().wrap(availWidth, availHeight), availWidth
        return self._size

    def draw(self) -> None:
        """Draw the lines, each with a space at its end that keeps its last word apart."""
        code = self.canv._code
        with self.canv.content(self.element):
            start = len(code)
            super().draw()
            code[start:] = [END_OF_LINE.sub(" ) Tj T*", part) for part in code[start:]]

    def split(self, availWidth: float, availHeight: float) -> list["Words"]:
        """Return the halves on either side of a page break, both of the same element."""
        halves = super().split(availWidth, availHeight)
        for half in halves:
            half.element = self.element
        return halves


@lru_cache
def _piece(style: ParagraphStyle) -> ParaFrag:
    """Return what reportlab makes of a word in a style: its font, size and colour."""
    return Paragraph("x", style).frags[0]


class Heading(Words):
    """A heading that stands in the outline; level 0 is the title of the document."""

    def __init__(self, text: str, style: ParagraphStyle, level: int) -> None:
        super().__init__(plain(text), style, element=Element(f"H{level + 1}"))
        self.words, self.level = text, level

    def draw(self) -> None:
        """Draw the words and leave a mark for the outline."""
        self.canv.outline(self.words, self.level, self.height)
        super().draw()


def as_list(lines: Iterable[Words]) -> list[Words]:
    """Return the paragraphs as the items of one list; they look the same."""
    listed = Element("L")
    kept = list(lines)
    for line in kept:
        line.element = Element("LBody", Element("LI", listed))
    return kept


class Gauge(Flowable):
    """A drawing of `cms.gauge.gauge_geometry`, scaled to a width in points.

    Args:
        words: what the drawing shows, for who cannot see it.
    """

    def __init__(self, drawing: Drawing, words: str, width: float = GAUGE_WIDTH) -> None:
        super().__init__()
        self.drawing, self.factor = drawing, width / drawing.width
        self.width, self.height = width, drawing.height * self.factor
        self.element = Element("Figure", alt=words)

    def wrap(self, *_available: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        """Paint the shapes in order, the y axis turned upward."""
        left, bottom = self.canv.absolutePosition(0, 0)
        box = f"{left:.1f} {bottom:.1f} {left + self.width:.1f} {bottom + self.height:.1f}"
        self.element.attributes = f"<</O/Layout/BBox[{box}]>>"
        with self.canv.content(self.element):
            self.canv.translate(0, self.height)
            self.canv.scale(self.factor, self.factor)
            for shape in self.drawing.shapes:
                paint(self.canv, shape)


class Withheld(Flowable):
    """A cell that may not be shown: hatched, with the reason in words."""

    def __init__(self, reason: str, style: ParagraphStyle) -> None:
        super().__init__()
        self.words = Words(plain(reason), style)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the room of the words with a rim of hatching around them."""
        inner, tall = self.words.wrap(width - 14, height)
        self.inner = min(inner, max(self.words.getActualLineWidths0(), default=inner)) + 6
        self.width, self.height = width, tall + 5
        return self.width, self.height

    def draw(self) -> None:
        """Draw the hatching, a clear patch, and the words on it."""
        canv = self.canv
        with canv.artefact():
            canv.setFillColor(COLOURS["mist"])
            canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            canv.setStrokeColor(COLOURS["line"])
            canv.setLineWidth(0.7)
            canv.lines(hatching(0, 0, self.width, self.height, 5))
            canv.setFillColor(COLOURS["paper"])
            canv.rect(4, 2, self.inner, self.height - 4, stroke=0, fill=1)
        self.words.drawOn(canv, 7, 2.5)


class TableTags:
    """Tags one table while reportlab draws it, over however many pages it breaks.

    The first row heads the columns and is repeated on each page, where it is no content again; the
    first cell of each other row heads its row.
    """

    def __init__(self) -> None:
        self._table = Element("Table")
        self._is_begun = False
        self._is_repeat = False

    def __call__(self, table: Table, event: str, *about: Any) -> None:
        """Follow the drawing; reportlab calls this at each step with what it is about."""
        canv = cast(NumberedCanvas, table.canv)
        match event:
            case "startTable":
                canv.open_element(self._table)
            case "startRow":
                self._start_row(canv, about[0])
            case "startCell":
                self._start_cell(canv, table, *about[:3])
            case "endCell" | "endTable":
                canv.close_element()
            case "endRow":
                self._end_row(canv)
            case "startBG" | "startLines":
                canv.begin_artefact()
            case "endBG" | "endLines":
                canv.end_artefact()

    def _start_row(self, canv: NumberedCanvas, row: int) -> None:
        self._is_repeat = row == 0 and self._is_begun
        self._is_begun = True
        if self._is_repeat:
            canv.begin_artefact("/Type/Pagination")
        canv.open_element(Element("TR") if not self._is_repeat else self._table)

    def _end_row(self, canv: NumberedCanvas) -> None:
        canv.close_element()
        if self._is_repeat:
            canv.end_artefact()

    def _start_cell(
        self, canv: NumberedCanvas, table: Table, row: int, column: int, value: Any
    ) -> None:
        if self._is_repeat:
            canv.open_element(self._table)
            return
        spans = getattr(table, "_spanRanges", {})  # reportlab makes it for tables that have spans
        first, _top, last, _bottom = spans.get((column, row), (column, row, column, row))
        scope = "/Scope/Column" if row == 0 else "/Scope/Row" if column == 0 else ""
        span = f"/ColSpan {last - first + 1}" if last > first else ""
        canv.open_element(
            Element(
                "TH" if scope else "TD",
                attributes=f"<</O/Table{scope}{span}>>" if scope or span else "",
                takes_text=not isinstance(value, list | tuple) or len(value) == 1,
            )
        )

"""Accessible charts as SVG strings from plain numbers; colours are classes, never styles.

The words come from the caller. The geometry of the gauge stands in cms/gauge.py, which the PDF
shares.
"""

import secrets
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cms.gauge import (
    Circle,
    Drawing,
    Polygon,
    Rect,
    Segment,
    Shape,
    Strokes,
    Text,
    Value,
    gauge_geometry,
)


class Marks(NamedTuple):
    """A drawing as SVG, without its words, in a box of this size."""

    width: float
    height: float
    markup: str


def gauge_svg(
    *,
    title: str,
    description: str = "",
    level: Value = None,
    tested: Value = None,
    target: float | None = None,
    earlier: float | None = None,
    show_tested: bool = True,
    compact: bool = False,
    key: str = "",
) -> SafeString:
    """Return the gauge as one inline SVG image.

    Args:
        title: what is gauged, such as the name of a competence; escaped here.
        description: the values in words; escaped here.
        level, tested, target, earlier, show_tested, compact: see `gauge_geometry`.
        key: makes the ids of title and description repeatable; unique on its page.

    Raises:
        ValueError: when a number lies outside 0-5.
    """
    name = "gauge gauge--compact" if compact else "gauge"
    ident = key or f"g{secrets.token_hex(4)}"
    marks = _gauge_marks(level, tested, target, earlier, show_tested, compact)
    return _image(marks, title=title, description=description, css_class=name, ident=ident)


@lru_cache(maxsize=1024)
def _gauge_marks(
    level: Value,
    tested: Value,
    target: float | None,
    earlier: float | None,
    show_tested: bool,
    compact: bool,
) -> Marks:
    """Return the marks of a gauge; kept, for there are few different ones and they are plain."""
    drawing = gauge_geometry(
        level=level,
        tested=tested,
        target=target,
        earlier=earlier,
        show_tested=show_tested,
        compact=compact,
    )
    return _marks(drawing)


def svg_image(
    drawing: Drawing, *, title: str, description: str = "", css_class: str = "", key: str = ""
) -> SafeString:
    """Return a drawing as an image with a name and, when given, a description."""
    ident = key or f"g{secrets.token_hex(4)}"
    marks = _marks(drawing)
    return _image(marks, title=title, description=description, css_class=css_class, ident=ident)


def _marks(drawing: Drawing) -> Marks:
    return Marks(drawing.width, drawing.height, "".join(map(_markup, drawing.shapes)))


def _image(marks: Marks, *, title: str, description: str, css_class: str, ident: str) -> SafeString:
    ident, box = escape(ident), f"0 0 {_number(marks.width)} {_number(marks.height)}"
    described = f' aria-describedby="{ident}-d"' if description else ""
    words = f'<desc id="{ident}-d">{escape(description)}</desc>' if description else ""
    return mark_safe(  # noqa: S308  each text is escaped, and the marks are our own numbers
        f'<svg class="{escape(css_class)}" viewBox="{box}" role="img" '
        f'aria-labelledby="{ident}-t"{described}><title id="{ident}-t">{escape(title)}</title>'
        f"{words}{marks.markup}</svg>"
    )


def bars_svg(rows: Iterable[tuple[str, float, str]], *, highest: float | None = None) -> SafeString:
    """Return labelled bars, drawn to one scale, as a description list with an SVG bar per row.

    Args:
        rows: (label, number, the number in words); labels and words stay text and are escaped.
        highest: the number that fills the whole width; the largest of the rows when left out.
    """
    rows = list(rows)
    top = highest or max((number for _label, number, _words in rows), default=0)
    return format_html(
        '<dl class="bars">{}</dl>',
        format_html_join(
            "",
            '<div><dt>{}</dt><dd>{}<span class="bars__value">{}</span></dd></div>',
            ((label, bar_svg(number, top), words) for label, number, words in rows),
        ),
    )


def bar_svg(number: float, highest: float, colour: str = "water") -> SafeString:
    """Return one bar, to be read beside its number; hidden from screen readers."""
    share = min(100.0, max(0.0, 100 * number / highest)) if highest else 0
    return format_html(
        '<svg class="bar" aria-hidden="true" focusable="false">'
        '<rect class="f-mist" width="100%" height="100%"/>'
        '<rect class="f-{}" width="{}%" height="100%"/></svg>',
        colour,
        _number(share),
    )


def _markup(shape: Shape) -> str:
    match shape:
        case Rect():
            return _rect(shape)
        case Strokes():
            return _strokes(shape)
        case Circle():
            return (
                f'<circle class="f-{shape.fill} s-{shape.stroke}" cx="{_number(shape.x)}" '
                f'cy="{_number(shape.y)}" r="{_number(shape.radius)}" '
                f'stroke-width="{_number(shape.width)}"/>'
            )
        case Polygon():
            points = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
            return f'<polygon class="f-{shape.fill}" points="{points}"/>'
        case Text():
            return (
                f'<text class="f-{shape.fill}" x="{_number(shape.x)}" y="{_number(shape.y)}" '
                f'text-anchor="middle" aria-hidden="true">{shape.text}</text>'
            )


def _rect(shape: Rect) -> str:
    names = f"f-{shape.fill or 'none'}" + (f" s-{shape.stroke}" if shape.stroke else "")
    return (
        f'<rect class="{names}" x="{_number(shape.x)}" y="{_number(shape.y)}" '
        f'width="{_number(shape.width)}" height="{_number(shape.height)}"/>'
    )


def _strokes(shape: Strokes) -> str:
    dots = ' stroke-dasharray="2 3"' if shape.dotted else ""
    return (
        f'<path class="f-none s-{shape.stroke}" stroke-width="{_number(shape.width)}"{dots} '
        f'd="{"".join(_move(segment) for segment in shape.segments)}"/>'
    )


def _move(segment: Segment) -> str:
    x1, y1, x2, y2 = (_number(value) for value in segment)
    return f"M{x1} {y1}L{x2} {y2}"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")

"""The few marks that all figures are made of; colours are classes, never styles."""

import secrets
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH = 320  # of each drawing: one unit is one pixel on the smallest phone
LETTER = 6.6  # the width of a digit or letter at the size of the words in a figure, rounded up


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def image(
    marks: Iterable[str], *, height: float, title: str, description: str, css_class: str
) -> SafeString:
    """Return marks as one named and described image.

    Args:
        marks: made by the functions below; their words are escaped there.
        height: of the drawing; its width is WIDTH.
        title, description: plain text.
        css_class: of the whole.
    """
    key = f"f{secrets.token_hex(4)}"
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t" '
        'aria-describedby="{}-d"><title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
        css_class,
        number(WIDTH),
        number(height),
        *(key, key, key),
        title,
        key,
        description,
        mark_safe("".join(marks)),  # noqa: S308  made here from numbers and escaped words
    )


def circle(x: float, y: float, radius: float, css_class: str) -> str:
    return f'<circle class="{css_class}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'


def line(start: tuple[float, float], end: tuple[float, float], css_class: str) -> str:
    return (
        f'<line class="{css_class}" x1="{number(start[0])}" y1="{number(start[1])}" '
        f'x2="{number(end[0])}" y2="{number(end[1])}"/>'
    )


def path(data: str, css_class: str) -> str:
    return f'<path class="{css_class}" d="{data}"/>'


def polygon(points: Iterable[tuple[float, float]], css_class: str) -> str:
    joined = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon class="{css_class}" points="{joined}"/>'


def words(text: object, x: float, y: float, anchor: str = "middle", css_class: str = "") -> str:
    """Return words; hidden from screen readers, which are told the description."""
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}" aria-hidden="true">{}</text>',
        css_class,
        number(x),
        number(y),
        anchor,
        text,
    )


def texts(
    rows: Iterable[tuple[object, float, float]], anchor: str = "middle", css_class: str = ""
) -> str:
    """Return words at their places (text, x, y); hidden from screen readers as `words` are."""
    marks = format_html_join(
        "", '<text x="{}" y="{}">{}</text>', ((number(x), number(y), text) for text, x, y in rows)
    )
    return format_html(
        '<g class="{}" text-anchor="{}" aria-hidden="true">{}</g>', css_class, anchor, marks
    )

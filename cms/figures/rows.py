"""Stacked bars and ranges: one row of words and one bar each, all to one scale.

Words stay HTML, so they wrap and grow with the reader's letters; only the bars are SVG.
"""

from collections.abc import Callable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cms.figures import svg
from cms.figures.data import Row
from cms.figures.scale import scale_for

PART_COLOURS = ("water", "depth", "reed", "ink", "quiet")
EDGE = 2.0  # per cent of the width kept free on either side of a range, for its dot


def stacked_html(parts: Sequence[str], rows: Sequence[Row]) -> SafeString:
    """Return a key and a bar in parts per row, with the number of each part in words.

    Args:
        parts: the names of the parts, at most as many as there are colours.
        rows: each with a number of 0 or more per part.
    """
    highest = max((sum(row.numbers) for row in rows), default=0)
    key = format_html_join(
        "",
        '<li><svg class="swatch" aria-hidden="true" focusable="false">'
        '<rect class="f-{}" width="100%" height="100%"/></svg>{}</li>',
        zip(PART_COLOURS, parts, strict=False),
    )
    body = format_html_join(
        "",
        "<div><dt>{}</dt><dd>{}<span>{}</span></dd></div>",
        ((row.label, _stack(row.numbers, highest), _in_words(parts, row)) for row in rows),
    )
    return format_html(
        '<ul class="figure-key" aria-hidden="true">{}</ul><dl class="bars bars--rows">{}</dl>',
        key,
        body,
    )


def ranges_html(
    rows: Sequence[Row], *, write: Callable[[float], str], say: Callable[[Row], str]
) -> SafeString:
    """Return a line from low to high with a dot in the middle per row, and the scale below.

    Args:
        rows: each with low, middle and high.
        write: how a mark of the scale is written.
        say: the numbers of a row in words.
    """
    scale = scale_for([number for row in rows for number in row.numbers])
    places = [_place(scale.share(mark)) for mark in scale.marks]
    body = format_html_join(
        "",
        "<div><dt>{}</dt><dd>{}<span>{}</span></dd></div>",
        (
            (
                row.label,
                _range([_place(scale.share(number)) for number in row.numbers], places),
                say(row),
            )
            for row in rows
        ),
    )
    axis = format_html_join(
        "",
        '<text x="{}%" y="15" text-anchor="{}">{}</text>',
        (
            (svg.number(place), _anchor(place), write(mark))
            for mark, place in zip(scale.marks, places, strict=True)
        ),
    )
    return format_html(
        '<dl class="bars bars--rows">{}</dl>'
        '<svg class="range-axis" aria-hidden="true" focusable="false">{}</svg>',
        body,
        axis,
    )


def _stack(numbers: Sequence[float], highest: float) -> SafeString:
    """Return one bar in parts; a line of paper between two parts."""
    marks, x = [], 0.0
    for colour, value in zip(PART_COLOURS, numbers, strict=False):
        width = 100 * value / highest if highest else 0
        if value:
            marks.append(
                f'<rect class="f-{colour}" x="{svg.number(x)}%" width="{svg.number(width)}%" '
                f'height="100%"/>'
            )
            if x:
                marks.append(
                    f'<line class="s-paper" x1="{svg.number(x)}%" x2="{svg.number(x)}%" y2="100%"/>'
                )
        x += width
    return _bar("bar bar--parts", marks)


def _range(places: Sequence[float], marks: Sequence[float]) -> SafeString:
    low, middle, high = (f"{svg.number(place)}%" for place in places)
    shapes = [
        f'<line class="s-line" x1="{svg.number(mark)}%" x2="{svg.number(mark)}%" y1="0" y2="100%"/>'
        for mark in marks
    ]
    shapes += [
        f'<line class="range__line s-water" x1="{low}" x2="{high}" y1="50%" y2="50%"/>',
        *(
            f'<line class="range__end s-water" x1="{end}" x2="{end}" y1="25%" y2="75%"/>'
            for end in (low, high)
        ),
        f'<circle class="range__dot f-ink s-paper" cx="{middle}" cy="50%" r="7"/>',
    ]
    return _bar("bar bar--range", shapes)


def _anchor(place: float) -> str:
    if place <= EDGE:
        return "start"
    return "end" if place >= 100 - EDGE else "middle"


def _place(share: float) -> float:
    return EDGE + (100 - 2 * EDGE) * share


def _in_words(parts: Sequence[str], row: Row) -> str:
    return ", ".join(f"{part} {words}" for part, words in zip(parts, row.words, strict=True))


def _bar(css_class: str, marks: Sequence[str]) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false">{}</svg>',
        css_class,
        mark_safe("".join(marks)),  # noqa: S308  own numbers only
    )

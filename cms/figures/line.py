"""A line over time, with a scale of round numbers."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from django.utils.safestring import SafeString

from cms.figures import svg
from cms.figures.data import Row
from cms.figures.scale import scale_for

HEIGHT = 210
TOP = 16
BOTTOM = 180
RIGHT = 308
GAP = 10  # between the words of two points in time


def line_svg(
    rows: Sequence[Row], *, title: str, description: str, write: Callable[[float], str]
) -> SafeString:
    """Return a line through the numbers of the rows, in their order.

    Args:
        rows: at least two, each with one number.
        write: how a mark of the scale is written.
    """
    scale = scale_for([row.numbers[0] for row in rows])
    marks = [write(mark) for mark in scale.marks]
    left = 8 + svg.LETTER * max(map(len, marks))
    shapes = []
    for mark, text in zip(scale.marks, marks, strict=True):
        y = _y(scale.share(mark))
        shapes.append(svg.line((left, y), (RIGHT, y), "s-line"))
        shapes.append(svg.words(text, left - 6, y + 4, "end", "f-quiet"))
    step = (RIGHT - left - 12) / (len(rows) - 1)
    points = [
        (left + 6 + step * index, _y(scale.share(row.numbers[0]))) for index, row in enumerate(rows)
    ]
    shapes.append(
        svg.path(
            "M" + "L".join(f"{svg.number(x)} {svg.number(y)}" for x, y in points),
            "figure-line__line f-none s-water",
        )
    )
    shapes += [svg.circle(x, y, 3.5, "f-water s-paper") for x, y in points]
    for index, (x, anchor) in shown_labels([row.label for row in rows], [x for x, _y in points]):
        place = points[index][0]
        shapes.append(svg.line((place, BOTTOM), (place, BOTTOM + 4), "s-ink"))
        shapes.append(svg.words(rows[index].label, x, BOTTOM + 18, anchor))
    return svg.image(
        shapes, height=HEIGHT, title=title, description=description, css_class="figure-line"
    )


def shown_labels(
    labels: Sequence[str], places: Sequence[float]
) -> list[tuple[int, tuple[float, str]]]:
    """Return (index, (x, anchor)) of the labels that have room: as many as do not touch.

    The first and the last are always there, the others at even distances between them.

    Args:
        labels: in order of time.
        places: where each point lies.
    """
    last = len(labels) - 1
    for stride in (n for n in range(1, last + 1) if last % n == 0):
        shown = [(n, _label_place(places[n], labels[n])) for n in range(0, last + 1, stride)]
        edges = [_edges(labels[n], *place) for n, place in shown]
        if all(left[1] + GAP <= right[0] for left, right in pairwise(edges)):
            return shown
    return [(n, _label_place(places[n], labels[n])) for n in (0, last)]


def _edges(label: str, x: float, anchor: str) -> tuple[float, float]:
    width = len(label) * svg.LETTER
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return left, left + width


def _label_place(x: float, label: str) -> tuple[float, str]:
    """Return where words stand so that they stay inside the drawing, and how they are anchored."""
    half = len(label) * svg.LETTER / 2
    if x + half > svg.WIDTH:
        return svg.WIDTH - 2, "end"
    return (2, "start") if x - half < 0 else (x, "middle")


def _y(share: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * share

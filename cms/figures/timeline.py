"""Three tracks over the years: a line, values with their range, and marks of what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString

from cms.figures import svg
from cms.figures.line import shown_labels

HIGHEST = 5
TOP, BOTTOM = 18, 128
LANE = 144  # where the third track lies
AXIS = 156
HEIGHT = 182
LEFT, RIGHT = 22, 310


@dataclass(frozen=True)
class Point:
    """A level 0-5 at a share 0-1 of the time; `breaks`: not comparable with the one before."""

    at: float
    level: float
    breaks: bool = False


@dataclass(frozen=True)
class Span:
    """A level 0-5 with its low and high end, at a share 0-1 of the time."""

    at: float
    low: float
    level: float
    high: float


def timeline_svg(
    points: Sequence[Point],
    spans: Sequence[Span],
    marks: Sequence[float],
    *,
    changes: Sequence[float],
    years: Sequence[tuple[float, str]],
    title: str,
    description: str,
) -> SafeString:
    """Return three tracks on one axis of time.

    Args:
        points: the first track, in order of time: circles, joined unless one breaks.
        spans: the second track: a diamond on a bar.
        marks: the third track: squares in a lane below the levels; shares 0-1 of the time.
        changes: where values before and after are not comparable: dashed lines.
        years: (share, label) of the axis, in order.
        title, description: plain text.
    """
    shapes = []
    for level in range(HIGHEST + 1):
        shapes.append(svg.line((LEFT, _y(level)), (RIGHT, _y(level)), "s-line"))
        shapes.append(svg.words(level, LEFT - 8, _y(level) + 4, "end", "f-quiet"))
    shapes += [svg.line((_x(at), TOP - 8), (_x(at), AXIS), "s-mark is-dashed") for at in changes]
    for span in spans:
        shapes += _span(span)
    for before, after in pairwise(points):
        if not after.breaks:
            start, end = (_x(before.at), _y(before.level)), (_x(after.at), _y(after.level))
            shapes.append(svg.line(start, end, "figure-line__line s-water"))
    shapes += [svg.circle(_x(point.at), _y(point.level), 4, "f-water s-paper") for point in points]
    shapes += [svg.polygon(_square(_x(at)), "f-reed") for at in marks]
    shapes.append(svg.line((LEFT, AXIS), (RIGHT, AXIS), "s-ink"))
    places = [_x(at) for at, _label in years]
    labels = [label for _at, label in years]
    for index, (x, anchor) in shown_labels(labels, places) if len(years) > 1 else _single(places):
        shapes.append(svg.line((places[index], AXIS), (places[index], AXIS + 4), "s-ink"))
        shapes.append(svg.words(labels[index], x, AXIS + 18, anchor))
    return svg.image(
        shapes, height=HEIGHT, title=title, description=description, css_class="figure-line"
    )


def _single(places: Sequence[float]) -> list[tuple[int, tuple[float, str]]]:
    return [(0, (places[0], "middle"))] if places else []


def _span(span: Span) -> list[str]:
    x, y = _x(span.at), _y(span.level)
    return [
        svg.line((x, _y(span.low)), (x, _y(span.high)), "figure-line__span s-depth"),
        svg.polygon([(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)], "f-depth"),
    ]


def _square(x: float) -> list[tuple[float, float]]:
    return [(x - 3, LANE - 3), (x + 3, LANE - 3), (x + 3, LANE + 3), (x - 3, LANE + 3)]


def _x(share: float) -> float:
    return LEFT + 6 + (RIGHT - LEFT - 12) * share


def _y(level: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * level / HIGHEST

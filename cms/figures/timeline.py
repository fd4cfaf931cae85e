"""Three tracks over the years: a line, values with their range, and marks of what was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from cms.figures import svg
from cms.figures.line import shown_labels

HIGHEST = 5
LEVELS = range(HIGHEST + 1)
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
    shapes = [
        _path("s-line", (f"M{LEFT} {_number(_y(level))}H{RIGHT}" for level in LEVELS)),
        svg.texts([(level, LEFT - 8, _y(level) + 4) for level in LEVELS], "end", "f-quiet"),
        _path("s-mark is-dashed", (f"M{_number(_x(at))} {TOP - 8}V{AXIS}" for at in changes)),
        _path("figure-line__span s-depth", map(_bar, spans)),
        _path("f-depth", map(_diamond, spans)),
        _path("figure-line__line s-water", map(_step, range(len(points)), points)),
        _path("figure-line__points f-water s-paper", map(_disc, points)),
        _path("f-reed", (f"M{_number(_x(at) - 3)} {LANE - 3}h6v6h-6z" for at in marks)),
    ]
    places = [_x(at) for at, _label in years]
    labels = [label for _at, label in years]
    shown = shown_labels(labels, places) if len(years) > 1 else _single(places)
    ticks = (f"M{_number(places[index])} {AXIS}v4" for index, _where in shown)
    shapes.append(_path("s-ink", [f"M{LEFT} {AXIS}H{RIGHT}", *ticks]))
    for anchor in dict.fromkeys(anchor for _index, (_place, anchor) in shown):
        words = [(labels[index], x, AXIS + 18) for index, (x, where) in shown if where == anchor]
        shapes.append(svg.texts(words, anchor))
    return svg.image(
        shapes, height=HEIGHT, title=title, description=description, css_class="figure-line"
    )


def _single(places: Sequence[float]) -> list[tuple[int, tuple[float, str]]]:
    return [(0, (places[0], "middle"))] if places else []


def _path(css_class: str, parts: Iterable[str]) -> str:
    """Return all marks of one kind as one path: a page holds many of them."""
    data = "".join(parts)
    filled = any(name.startswith("f-") for name in css_class.split())
    return svg.path(data, css_class if filled else f"f-none {css_class}") if data else ""


def _step(index: int, point: Point) -> str:
    joined = index and not point.breaks
    return f"{'L' if joined else 'M'}{_number(_x(point.at))} {_number(_y(point.level))}"


def _disc(point: Point) -> str:
    left, y = _number(_x(point.at) - 4), _number(_y(point.level))
    return f"M{left} {y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0"


def _bar(span: Span) -> str:
    return f"M{_number(_x(span.at))} {_number(_y(span.low))}V{_number(_y(span.high))}"


def _diamond(span: Span) -> str:
    return f"M{_number(_x(span.at))} {_number(_y(span.level) - 5)}l5 5-5 5-5-5z"


def _number(value: float) -> str:
    """Return a coordinate with one decimal: a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def _x(share: float) -> float:
    return LEFT + 6 + (RIGHT - LEFT - 12) * share


def _y(level: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * level / HIGHEST

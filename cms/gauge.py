"""The gauge as plain geometry; cms/charts.py draws it as SVG, pdf_style.py in a PDF.

A scale of six marks (0-5). The thick bar is the self-rating, filled up to its level; the thin bar
below it is tested knowledge. A reading that is a range is solid up to its low end and hatched from
there to its high end; an unknown reading is a dotted line. A notch marks the target, a hollow ring
the earlier value. Units are pixels at natural size; y grows downward.
"""

from dataclasses import dataclass

HIGHEST = 5
Value = float | tuple[float, float, float] | None  # a level, or (low, level, high), or unknown
Segment = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rect:
    """A box from its upper left corner; colours are names of tokens, empty for none."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Strokes:
    """Straight lines of one colour: ticks, tracks, hatching."""

    segments: tuple[Segment, ...]
    stroke: str
    width: float = 1
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    x: float
    y: float
    radius: float
    fill: str
    stroke: str
    width: float = 2


@dataclass(frozen=True, slots=True)
class Polygon:
    points: tuple[tuple[float, float], ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Text:
    """A word centred on x, standing on y."""

    x: float
    y: float
    text: str
    fill: str
    size: float


Shape = Rect | Strokes | Circle | Polygon | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes in painting order, in a box of this size."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the parts of a gauge lie; `scale` is the width between marks 0 and 5."""

    scale: float
    margin: float
    thick: tuple[float, float]
    thin: tuple[float, float] | None
    staff: tuple[float, float]
    digits: float | None
    height: float

    def x(self, level: float) -> float:
        """Return the place of a level on the scale."""
        return round(self.margin + self.scale * level / HIGHEST, 2)


FULL = Frame(295, 12, (12, 28), (33, 40), (46, 51), 64, 66)
FULL_SELF = Frame(295, 12, (12, 28), None, (34, 39), 52, 54)
COMPACT = Frame(150, 8, (9, 19), None, (22, 25), None, 26)
BAR_WIDTH, BAR_HEIGHT = 300, 9  # of a bar that is read beside its number


def gauge_geometry(
    *,
    level: Value = None,
    tested: Value = None,
    target: float | None = None,
    earlier: float | None = None,
    show_tested: bool = True,
    compact: bool = False,
) -> Drawing:
    """Return the gauge for plain numbers on the scale 0-5.

    Args:
        level: the self-rating, or its (low, level, high) in a group; None when unknown.
        tested: tested knowledge, or its (low, level, high); None when unknown.
        target: the level wanted; None when there is none.
        earlier: the self-rating before this one.
        show_tested: False where tested knowledge has no place at all (it is not "unknown" there).
        compact: small, without digits and tested knowledge, for lists.

    Raises:
        ValueError: when a number lies outside 0-5, or a range is out of order.
    """
    frame = COMPACT if compact else FULL if show_tested else FULL_SELF
    shapes = [*_thick_bar(frame, level)]
    if frame.thin:
        shapes += _thin_bar(frame, frame.thin, tested)
    shapes += _staff(frame)
    if target is not None:
        shapes += _notch(frame, _checked(target))
    if earlier is not None:
        shapes.append(_ring(frame, _checked(earlier)))
    return Drawing(frame.scale + 2 * frame.margin, frame.height, tuple(shapes))


def bar_geometry(share: float) -> Drawing:
    """Return one bar for a share of 0 to 1, to be read beside its number.

    Raises:
        ValueError: outside that range.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"no bar of {share}")
    whole = Rect(0, 0, BAR_WIDTH, BAR_HEIGHT, fill="mist")
    part = Rect(0, 0, BAR_WIDTH * share, BAR_HEIGHT, fill="water")
    return Drawing(BAR_WIDTH, BAR_HEIGHT, (whole, part))


def as_range(value: Value) -> tuple[float, float, float] | None:
    """Return (low, level, high) of a value, all three equal for a plain level.

    Raises:
        ValueError: when a number lies outside 0-5, or the three are out of order.
    """
    if value is None:
        return None
    low, level, high = value if isinstance(value, tuple) else (value, value, value)
    if not _checked(low) <= level <= _checked(high):
        raise ValueError(f"A range runs from low to high, not {low}, {level}, {high}.")
    return low, level, high


def hatching(x: float, y: float, width: float, height: float, step: float = 4) -> tuple:
    """Return the segments of 45 degree hatching, cut off at the edges of a box."""
    segments = []
    start = step / 2
    while start < width + height:
        x1, y1 = x + max(0.0, start - height), y + min(start, height)
        x2, y2 = x + min(start, width), y + max(0.0, start - width)
        segments.append((round(x1, 2), round(y1, 2), round(x2, 2), round(y2, 2)))
        start += step
    return tuple(segments)


def _checked(level: float) -> float:
    if not 0 <= level <= HIGHEST:
        raise ValueError(f"A level lies between 0 and {HIGHEST}, not at {level}.")
    return level


def _thick_bar(frame: Frame, value: Value) -> list[Shape]:
    top, bottom = frame.thick
    box = (frame.x(0), top, frame.scale, bottom - top)
    if value is None:
        return [Strokes(_outline(*box), "quiet", 1.5, dotted=True)]
    return [Rect(*box, fill="paper", stroke="quiet"), *_fill(frame, value, top, bottom, "water")]


def _thin_bar(frame: Frame, edges: tuple[float, float], value: Value) -> list[Shape]:
    top, bottom = edges
    middle = (top + bottom) / 2
    track = ((frame.x(0), middle, frame.x(HIGHEST), middle),)
    if value is None:
        return [Strokes(track, "quiet", 1.5, dotted=True)]
    return [Strokes(track, "line", 1), *_fill(frame, value, top, bottom, "depth")]


def _fill(frame: Frame, value: Value, top: float, bottom: float, colour: str) -> list[Shape]:
    """Solid to the low end, hatched to the high end, a firm edge at the level itself."""
    numbers = as_range(value)
    if numbers is None:
        return []
    low, level, high = (frame.x(number) for number in numbers)
    shapes: list[Shape] = []
    if low > frame.x(0):
        shapes.append(Rect(frame.x(0), top, round(low - frame.x(0), 2), bottom - top, fill=colour))
    if high > low:
        box = (low, top, round(high - low, 2), bottom - top)
        shapes += [
            Rect(*box, fill="paper", stroke=colour),
            Strokes(hatching(*box), colour, 1.25),
        ]
    shapes.append(Rect(round(level - 1.5, 2), top - 1.5, 3, bottom - top + 3, fill=colour))
    return shapes


def _staff(frame: Frame) -> list[Shape]:
    """The black and white staff under the bars, with its digits."""
    top, bottom = frame.staff
    width = frame.scale / HIGHEST
    shapes: list[Shape] = [
        Rect(frame.x(mark), top, width, bottom - top, fill="ink") for mark in range(0, HIGHEST, 2)
    ]
    shapes.append(Strokes(_outline(frame.x(0), top, frame.scale, bottom - top), "ink"))
    if frame.digits:
        shapes += [
            Text(frame.x(mark), frame.digits, str(mark), "ink", 12) for mark in range(HIGHEST + 1)
        ]
    return shapes


def _notch(frame: Frame, target: float) -> list[Shape]:
    x, top = frame.x(target), frame.thick[0]
    down = (frame.thin or frame.thick)[1]
    half = top / 2
    return [
        Strokes(((x, top, x, down),), "paper", 5),
        Strokes(((x, top, x, down),), "mark", 2.5),
        Polygon(((x - half, 1), (x + half, 1), (x, top)), "mark"),
    ]


def _ring(frame: Frame, earlier: float) -> Circle:
    top, bottom = frame.thick
    return Circle(frame.x(earlier), (top + bottom) / 2, (bottom - top) * 0.32, "paper", "ink")


def _outline(x: float, y: float, width: float, height: float) -> tuple[Segment, ...]:
    right, bottom = x + width, y + height
    return (
        (x, y, right, y),
        (right, y, right, bottom),
        (right, bottom, x, bottom),
        (x, bottom, x, y),
    )

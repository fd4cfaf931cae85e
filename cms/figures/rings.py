"""Cycle and hub: numbered discs on a ring; the words stand beside them as a list."""

import math

from django.utils.safestring import SafeString

from cms.figures import svg

Point = tuple[float, float]
SIZE = svg.WIDTH
MIDDLE = SIZE / 2
RING = 118
DISC = 26
CORE = 46
GAP = 7  # between a disc and what points at it
HEAD = 11  # length of an arrow's head


def cycle_svg(count: int, *, title: str, description: str) -> SafeString:
    """Return discs on a ring with an arrow from each to the next, the last to the first.

    Args:
        count: how many, from 3 to 7; the first stands on top, then clockwise.
    """
    marks = []
    bow = math.asin((DISC + GAP) / (2 * RING)) * 2  # the angle that a disc and its gap take
    for index in range(count):
        start, end = _angle(index, count) + bow, _angle(index + 1, count) - bow
        tip = end - HEAD / RING
        (x1, y1), (x2, y2) = _at(start), _at(tip)
        arc = f"M{svg.number(x1)} {svg.number(y1)}A{RING} {RING} 0 0 1 "
        marks.append(svg.path(f"{arc}{svg.number(x2)} {svg.number(y2)}", "f-none s-ink"))
        marks.append(_head(_at(end), _at(tip)))
    return _image(marks + _discs(count), title, description, "figure-ring")


def hub_svg(count: int, *, title: str, description: str) -> SafeString:
    """Return discs around a middle, each with an arrow into it.

    Args:
        count: how many stand around, from 2 to 8.
    """
    marks = []
    for index in range(count):
        angle = _angle(index, count)
        end = _at(angle, CORE + GAP)
        tip = _at(angle, CORE + GAP + HEAD)
        marks.append(svg.line(_at(angle, RING - DISC - GAP), tip, "s-ink"))
        marks.append(_head(end, tip))
    marks.append(svg.circle(MIDDLE, MIDDLE, CORE, "f-water"))
    marks.append(svg.circle(MIDDLE, MIDDLE, CORE - 9, "f-none s-paper"))
    return _image(marks + _discs(count), title, description, "figure-ring")


def _discs(count: int) -> list[str]:
    marks = []
    for index in range(count):
        x, y = _at(_angle(index, count))
        marks.append(svg.circle(x, y, DISC, "f-ink" if index % 2 == 0 else "f-paper s-ink"))
        colour = "f-paper" if index % 2 == 0 else "f-ink"
        marks.append(svg.words(index + 1, x, y + 8, css_class=f"figure-ring__number {colour}"))
    return marks


def _angle(index: int, count: int) -> float:
    return 2 * math.pi * index / count - math.pi / 2


def _at(angle: float, radius: float = RING) -> Point:
    return MIDDLE + radius * math.cos(angle), MIDDLE + radius * math.sin(angle)


def _head(tip: Point, base: Point) -> str:
    """Return an arrow's head: from the middle of its base to its tip."""
    along = (tip[0] - base[0], tip[1] - base[1])
    across = (-along[1] * 0.6, along[0] * 0.6)
    left = (base[0] + across[0], base[1] + across[1])
    right = (base[0] - across[0], base[1] - across[1])
    return svg.polygon([tip, left, right], "f-ink")


def _image(marks: list[str], title: str, description: str, css_class: str) -> SafeString:
    return svg.image(marks, height=SIZE, title=title, description=description, css_class=css_class)

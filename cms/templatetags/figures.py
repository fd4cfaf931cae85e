"""Template tags that draw a figure block from its items."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString

from cms.charts import bars_svg
from cms.figures.data import Row, rows_of, values_of
from cms.figures.line import line_svg
from cms.figures.rings import cycle_svg, hub_svg
from cms.figures.rows import ranges_html, stacked_html

register = template.Library()


@register.simple_tag
def figure_drawing(value: Mapping[str, Any]) -> SafeString:
    """Draw the picture of a figure; empty for the kinds that are lists."""
    draw = DRAWINGS.get(value["kind"])
    return draw(value) if draw else SafeString("")


@register.simple_tag
def figure_rows(value: Mapping[str, Any]) -> list[Row]:
    """Return the numbers of a figure as rows, for its table."""
    return rows_of(value["items"])


def _named(value: Mapping[str, Any]) -> dict[str, str]:
    return {"title": value["caption"], "description": value["alternative"]}


def _bars(value: Mapping[str, Any]) -> SafeString:
    return bars_svg((row.label, row.numbers[0], row.words[0]) for row in rows_of(value["items"]))


def _stacked(value: Mapping[str, Any]) -> SafeString:
    names, *rest = list(value["items"])
    return stacked_html(values_of(names), rows_of(rest))


def _write(number: float) -> str:
    """Return a mark of a scale as the language of this moment writes it."""
    text = f"{number:.4f}".rstrip("0")
    return number_format(number, len(text.split(".")[1]), use_l10n=True, force_grouping=True)


DRAWINGS = {
    "cycle": lambda value: cycle_svg(len(value["items"]), **_named(value)),
    "hub": lambda value: hub_svg(len(value["items"]) - 1, **_named(value)),
    "bars": _bars,
    "stacked": _stacked,
    "ranges": lambda value: ranges_html(rows_of(value["items"]), write=_write),
    "line": lambda value: line_svg(rows_of(value["items"]), write=_write, **_named(value)),
}

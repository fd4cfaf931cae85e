"""Template tags that draw a figure block from its items."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.charts import bars_svg
from cms.figures.data import Row, rows_of, values_of
from cms.figures.line import line_svg
from cms.figures.rings import cycle_svg, hub_svg
from cms.figures.rows import ranges_html, stacked_html
from cms.figures.scale import scale_for

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


def _line(value: Mapping[str, Any]) -> SafeString:
    """Return a line, and a word of warning when its scale does not begin at zero."""
    rows = rows_of(value["items"])
    drawing = line_svg(rows, write=_write, **_named(value))
    low = scale_for([row.numbers[0] for row in rows]).low
    if low <= 0:
        return drawing
    note = _("The scale begins at %(low)s, not at 0.") % {"low": _write(low)}
    return format_html('{}<p class="figure__note">{}</p>', drawing, note)


def _say(row: Row) -> str:
    low, middle, high = row.words
    return _("%(low)s to %(high)s, middle %(middle)s") % {
        "low": low,
        "middle": middle,
        "high": high,
    }


def _write(number: float) -> str:
    """Return a mark of a scale as the language of this moment writes it."""
    text = f"{number:.4f}".rstrip("0")
    return number_format(number, len(text.split(".")[1]), use_l10n=True, force_grouping=True)


DRAWINGS = {
    "cycle": lambda value: cycle_svg(len(value["items"]), **_named(value)),
    "hub": lambda value: hub_svg(len(value["items"]) - 1, **_named(value)),
    "bars": _bars,
    "stacked": _stacked,
    "ranges": lambda value: ranges_html(rows_of(value["items"]), write=_write, say=_say),
    "line": _line,
}

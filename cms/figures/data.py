"""What the items of a figure have to be, and the numbers in them; one rule for editor and file."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Item = Mapping[str, str]
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
MOST_PARTS = 5
# How many items a figure has; the first of a hub is its middle, of a stack the names of its parts.
COUNTS = {"matrix": (4, 4), "cycle": (3, 7), "hub": (3, 9), "stacked": (2, 25), "line": (4, 24)}
OF_NUMBERS = ("bars", "stacked", "ranges", "line")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a figure; `item` is the index of the item, None for the whole list."""

    message: str
    item: int | None = None


@dataclass(frozen=True)
class Row:
    """An item with numbers; `words` are the numbers as they were written."""

    label: str
    numbers: tuple[float, ...]
    words: tuple[str, ...]


def values_of(item: Item) -> tuple[str, ...]:
    """Return what stands between the bars of an item's text."""
    return tuple(value.strip() for value in str(item["text"]).split("|"))


def as_number(text: str) -> float | None:
    """Return a plain number with a comma or a point for decimals; None when it is none."""
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text.strip()) else None


def rows_of(items: Sequence[Item]) -> list[Row]:
    """Return the items of a figure without faults as rows of numbers."""
    rows = []
    for item in items:
        words = values_of(item)
        rows.append(Row(str(item["label"]), tuple(map(_sure, words)), words))
    return rows


def number_words(kind: str, items: Sequence[Item]) -> list[tuple[int, str]]:
    """Return (index of the item, words) of everything in a figure that should be a number."""
    if kind not in OF_NUMBERS:
        return []
    first = 1 if kind == "stacked" else 0
    return [
        (index, value)
        for index, item in enumerate(items)
        if index >= first
        for value in values_of(item)
    ]


def faults_of(kind: str, items: Sequence[Item]) -> list[Fault]:
    """Return everything that keeps a figure from being drawn, in the language of this moment.

    Args:
        kind: of the figure.
        items: each with `label` and `text`.
    """
    items = list(items)
    faults = _count_faults(kind, len(items))
    if kind == "stacked":
        return faults + _stack_faults(items)
    check = CHECKS.get(kind)
    if check is None:
        return faults
    return faults + [
        Fault(message, index)
        for index, item in enumerate(items)
        if (message := check([as_number(value) for value in values_of(item)]))
    ]


def _count_faults(kind: str, count: int) -> list[Fault]:
    low, high = COUNTS.get(kind, (2, 100))
    if low <= count <= high:
        return []
    if kind == "matrix":
        return [Fault(_("A matrix has exactly four items."))]
    return [Fault(_("This figure has %(low)d to %(high)d items.") % {"low": low, "high": high})]


def _stack_faults(items: Sequence[Item]) -> list[Fault]:
    parts = len(values_of(items[0])) if items else 0
    if not 2 <= parts <= MOST_PARTS:
        message = _("The first item names two to %(most)d parts: - parts | one | two")
        return [Fault(message % {"most": MOST_PARTS}, 0)]
    message = ngettext(
        "This item needs %(count)d number of 0 or more.",
        "This item needs %(count)d numbers of 0 or more.",
        parts,
    ) % {"count": parts}
    faults = []
    for index, item in enumerate(items[1:], start=1):
        numbers = [as_number(value) for value in values_of(item)]
        if len(numbers) != parts or not all(n is not None and n >= 0 for n in numbers):
            faults.append(Fault(message, index))
    return faults


def _bar_fault(numbers: list[float | None]) -> str:
    is_bar = len(numbers) == 1 and numbers[0] is not None and numbers[0] >= 0
    return "" if is_bar else _("Each bar needs a number as its text.")


def _range_fault(numbers: list[float | None]) -> str:
    known = [number for number in numbers if number is not None]
    is_range = len(numbers) == len(known) == 3 and known == sorted(known)
    return "" if is_range else _("Each range needs three numbers: low, middle and high.")


def _point_fault(numbers: list[float | None]) -> str:
    is_point = len(numbers) == 1 and numbers[0] is not None
    return "" if is_point else _("Each point of a line needs one number.")


def _sure(text: str) -> float:
    number = as_number(text)
    if number is None:
        raise ValueError(f"not a number: {text!r}")
    return number


CHECKS: dict[str, Callable[[list[float | None]], str]] = {
    "bars": _bar_fault,
    "ranges": _range_fault,
    "line": _point_fault,
}

"""Calendar quarters: whole ones alone, so that two periods can only differ by whole quarters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

MONTHS = 3
QUARTERS = 4


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> date:
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> "Quarter":
        if self.number == QUARTERS:
            return Quarter(self.year + 1, 1)
        return Quarter(self.year, self.number + 1)

    @property
    def before(self) -> "Quarter":
        if self.number == 1:
            return Quarter(self.year - 1, QUARTERS)
        return Quarter(self.year, self.number - 1)

    @property
    def label(self) -> str:
        """Return its name in the active language."""
        return _("%(year)d, quarter %(number)d") % {"year": self.year, "number": self.number}


def quarter_of(day: date) -> Quarter:
    """Return the quarter in which a day lies."""
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def quarters_between(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Yield the quarters from the first to the last, both included; none when they are swapped."""
    while first <= last:
        yield first
        first = first.next

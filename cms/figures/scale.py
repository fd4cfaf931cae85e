"""A scale with round numbers that holds everything between two values."""

import math
from dataclasses import dataclass

STEPS = (1, 2, 2.5, 5, 10)
MOST_STEPS = 5
# Data that begin below this share of their highest value are drawn from zero.
FROM_ZERO = 0.5


@dataclass(frozen=True)
class Scale:
    """Round marks from low to high.

    Attributes:
        marks: in order, at least two.
    """

    marks: tuple[float, ...]

    @property
    def low(self) -> float:
        return self.marks[0]

    @property
    def high(self) -> float:
        return self.marks[-1]

    def share(self, value: float) -> float:
        """Return where a value lies: 0 at the low end, 1 at the high end."""
        return (value - self.low) / (self.high - self.low)


def scale_for(values: list[float]) -> Scale:
    """Return a scale that holds all values; from zero when the lowest lies near it.

    Args:
        values: at least one finite number.
    """
    low, high = min(values), max(values)
    if 0 <= low < FROM_ZERO * high or low == high >= 0:
        low = 0
    if high <= 0 and high > FROM_ZERO * low:
        high = 0
    step = _step((high - low) or 1)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + 1)
    return Scale(tuple(round(step * n, 10) for n in range(first, last + 1)))


def _step(span: float) -> float:
    rough = span / MOST_STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))

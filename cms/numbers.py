"""Numbers for readers: rounded half up, with the comma or point of the language."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language


def decimal_text(number: float, *, always: bool = False) -> str:
    """Return a number with one decimal; `number_format` alone cuts off instead of rounding.

    Args:
        number: any finite number.
        always: whether 3 is written as 3.0 too.
    """
    return _decimal_text(number, always, get_language())


@lru_cache(maxsize=2048)
def _decimal_text(number: float, always: bool, _language: str) -> str:
    """Return a number in the language that is active, which names it too."""
    rounded = Decimal(str(number)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    places = 1 if always or rounded != rounded.to_integral_value() else 0
    return number_format(rounded, places, use_l10n=True)

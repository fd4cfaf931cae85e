"""Numbers for readers: rounded half up, with the comma or point of the language."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format


def decimal_text(number: float, *, always: bool = False) -> str:
    """Return a number with one decimal; `number_format` alone cuts off instead of rounding.

    Args:
        number: any finite number.
        always: whether 3 is written as 3.0 too.
    """
    rounded = Decimal(str(number)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    places = 1 if always or rounded != rounded.to_integral_value() else 0
    return number_format(rounded, places, use_l10n=True)

"""What a gauge shows as sentences: for who cannot see it, on a page as in a file."""

from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.gauge import Value, as_range
from cms.numbers import decimal_text


def gauge_words(
    *,
    level: Value = None,
    tested: Value = None,
    target: float | None = None,
    earlier: float | None = None,
    show_tested: bool = True,
) -> str:
    """Return what a gauge shows as sentences, in the language of the reader.

    Args:
        level, tested, target, earlier, show_tested: see `cms.gauge.gauge_geometry`.

    Raises:
        ValueError: when a number lies outside 0-5, or a range is out of order.
    """
    return _gauge_words(get_language(), level, tested, target, earlier, show_tested)


@lru_cache(maxsize=1024)
def _gauge_words(
    _language: str,
    level: Value,
    tested: Value,
    target: float | None,
    earlier: float | None,
    show_tested: bool,
) -> str:
    """Return the words of these numbers in the language that is active, which names them too."""
    sentences = [_("Self-rating: %(value)s.") % {"value": _in_words(level)}]
    if show_tested:
        sentences.append(_("Tested: %(value)s.") % {"value": _in_words(tested)})
    if target is not None:
        sentences.append(_("Target: %(value)s.") % {"value": _in_words(target)})
    if earlier is not None:
        sentences.append(_("Earlier: %(value)s.") % {"value": _in_words(earlier)})
    return " ".join(sentences)


def _in_words(value: Value) -> str:
    numbers = as_range(value)
    if numbers is None:
        return _("unknown")
    low, level, high = (decimal_text(number) for number in numbers)
    if low == high:
        return _("%(level)s of 5") % {"level": level}
    return _("%(level)s of 5, between %(low)s and %(high)s") % {
        "level": level,
        "low": low,
        "high": high,
    }

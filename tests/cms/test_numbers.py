"""Numbers are rounded, and written as the reader's language writes them."""

import pytest
from django.utils import translation

from cms.numbers import decimal_text


@pytest.mark.parametrize(
    ("number", "dutch", "english"),
    [(1.25, "1,3", "1.3"), (2.58, "2,6", "2.6"), (3, "3", "3"), (2.96, "3", "3"), (0.04, "0", "0")],
)
def test_one_decimal_at_most(number, dutch, english):
    with translation.override("nl"):
        assert decimal_text(number) == dutch
    with translation.override("en"):
        assert decimal_text(number) == english


def test_whole_numbers_keep_their_decimal_where_asked():
    with translation.override("nl"):
        assert decimal_text(3.0, always=True) == "3,0"

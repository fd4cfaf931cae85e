"""Numbers as people write them, and what the points of several questions say together."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

# As a module: pytest would collect tested_level as a test.
from assessments.domain import measurement
from assessments.domain.measurement import wilson_interval
from assessments.domain.scoring import number_readings, parse_number


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("4", ["4"]),
        ("4,0", ["4.0"]),
        ("4.0 %", ["4.0"]),
        (" -4,5%", ["-4.5"]),
        ("\u22123", ["-3"]),
        ("+3", ["3"]),
        (",5", ["0.5"]),
        ("5,", ["5"]),
        ("007", ["7"]),
        ("12345", ["12345"]),
        ("1.234,5", ["1234.5"]),
        ("1,234.5", ["1234.5"]),
        ("1.234.567", ["1234567"]),
        ("9 000", ["9000"]),
        ("9\u00a0000,25", ["9000.25"]),
        ("9\u202f000", ["9000"]),
        ("9.000", ["9000", "9.000"]),
        ("9,000", ["9000", "9.000"]),
        ("0,125", ["0.125"]),
        ("1.2345", ["1.2345"]),
    ],
)
def test_number_is_read_as_people_write_it(text, readings):
    assert number_readings(text) == tuple(Decimal(reading) for reading in readings)
    assert parse_number(text) == Decimal(readings[0])


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "-", ".", ",", "a", "4a", "1e3", "nan", "inf", "1,2,3", "12 34", "1.23.4", "4%%",
     "--4", "1 2345", "1.000 000", "\u0664", "9" * 41],
)  # fmt: skip
def test_what_is_no_number_is_none(text):
    assert number_readings(text) == ()
    assert parse_number(text) is None


@given(st.text(alphabet="0123456789.,- +%e\u00a0\u2212"))
def test_any_text_is_a_number_or_none(text):
    assert all(reading.is_finite() for reading in number_readings(text))


@given(st.integers(-(10**9), 10**9), st.sampled_from([(",", "."), (".", ","), (" ", ",")]))
def test_grouped_number_has_its_value_among_the_readings(cents, marks):
    group, decimal = marks
    text = (
        f"{Decimal(cents) / 100:,.2f}".replace(".", "#").replace(",", group).replace("#", decimal)
    )
    assert number_readings(text) == (Decimal(cents) / 100,)


def test_three_of_four_leave_nearly_everything_open():
    low, high = wilson_interval(3, 4)
    assert (round(low, 2), round(high, 2)) == (0.3, 0.95)


@given(st.integers(1, 400), st.fractions(0, 1), st.floats(0.1, 4))
def test_wilson_interval_holds_the_share_and_stays_within_bounds(n, share, z):
    low, high = wilson_interval(float(share * n), n, z)
    assert 0 <= low <= float(share) + 1e-9
    assert float(share) - 1e-9 <= high <= 1
    wider = wilson_interval(float(share * n), n, z + 0.5)
    assert wider[0] <= low + 1e-9
    assert wider[1] >= high - 1e-9


@given(st.integers(1, 100), st.integers(1, 100))
def test_wilson_interval_narrows_with_more_items(n, more):
    def width(count):
        low, high = wilson_interval(count / 2, count)
        return high - low

    assert width(n + more) < width(n)


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (-1, 4), (5, 4)])
def test_wilson_interval_refuses_impossible_counts(successes, n):
    with pytest.raises(ValueError, match="points must lie"):
        wilson_interval(successes, n)


@pytest.mark.parametrize(
    ("points", "n", "level", "band"),
    [
        (Fraction(3), 3, None, "solid"),
        (Fraction(0), 0, None, None),
        (Fraction(0), 4, 1, "review"),
        (Fraction(19, 10), 10, 1, "review"),
        (Fraction(2), 10, 2, "review"),
        (Fraction(4), 10, 3, "review"),
        (Fraction(5), 10, 3, "on_the_way"),
        (Fraction(6), 10, 4, "on_the_way"),
        (Fraction(79, 10), 10, 4, "on_the_way"),
        (Fraction(8), 10, 5, "solid"),
        (Fraction(10), 10, 5, "solid"),
    ],
)
def test_share_of_the_points_falls_in_a_fifth_and_a_band(points, n, level, band):
    assert measurement.tested_level(points, n) == level
    assert measurement.tested_band(points, n) == band


@given(st.integers(measurement.FEWEST_ITEMS, 50), st.fractions(0, 1), st.fractions(0, 1))
def test_more_points_never_lower_level_or_band(n, one, other):
    bands = ["review", "on_the_way", "solid"]
    less, more = sorted([one, other])
    assert measurement.tested_level(less * n, n) <= measurement.tested_level(more * n, n)
    assert bands.index(measurement.tested_band(less * n, n)) <= bands.index(
        measurement.tested_band(more * n, n)
    )


def test_more_points_than_items_are_refused():
    with pytest.raises(ValueError, match="points must lie"):
        measurement.tested_level(Fraction(5), 4)
    with pytest.raises(ValueError, match="points must lie"):
        measurement.tested_band(Fraction(-1), 4)

"""Coarse figures: bands, low medians and nearest ranks, worked by hand."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.cells import (
    MIDDLE_HALF_FROM,
    SHARE_BANDS,
    Figures,
    figures,
    median_level,
    middle_half,
    share_band,
    typical_target,
)

STEADY = settings(deadline=None, derandomize=True, database=None)
LEVELS = st.lists(st.integers(0, 5), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("at_or_above", "n", "band"),
    [
        (0, 7, "0-20"),
        (19, 100, "0-20"),
        (20, 100, "20-40"),
        (1, 5, "20-40"),
        (39, 100, "20-40"),
        (2, 5, "40-60"),
        (59, 100, "40-60"),
        (3, 5, "60-80"),
        (79, 100, "60-80"),
        (4, 5, "80-100"),
        (7, 7, "80-100"),
    ],
)
def test_share_band_takes_an_edge_to_the_band_above(at_or_above, n, band):
    assert share_band(at_or_above, n) == band


@STEADY
@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_share_band_holds_the_exact_share(case):
    at_or_above, n = case
    low, high = (Fraction(int(edge), 100) for edge in share_band(at_or_above, n).split("-"))
    share = Fraction(at_or_above, n)
    assert low <= share
    assert share < high or share == high == 1


@pytest.mark.parametrize(("at_or_above", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_share_band_refuses_what_is_no_share(at_or_above, n):
    with pytest.raises(ValueError, match="no share"):
        share_band(at_or_above, n)


@pytest.mark.parametrize(
    ("levels", "median"),
    [
        ([4], 4),
        ([5, 1, 3], 3),
        ([1, 2, 3, 4], 2),
        ([0, 5], 0),
        ([2, 2, 2, 5], 2),
        ([4, 1, 4, 4, 0], 4),
    ],
)
def test_median_level_is_the_lower_of_two_middle_levels(levels, median):
    assert median_level(levels) == median


@STEADY
@given(LEVELS)
def test_median_level_has_half_the_people_on_either_side(levels):
    median = median_level(levels)
    at_or_below = sum(level <= median for level in levels)
    assert levels.count(median) >= 1
    assert 2 * at_or_below >= len(levels)
    assert 2 * sum(level < median for level in levels) < len(levels)


def test_median_level_of_nobody_is_refused():
    with pytest.raises(ValueError, match="no levels"):
        median_level([])


@pytest.mark.parametrize(
    ("levels", "half"),
    [
        ([0, 1, 1, 2, 2, 3, 3, 4, 5], None),  # 9 people
        ([0, 1, 2, 2, 3, 3, 3, 4, 5, 5], (2, 4)),  # 10: ranks 3 and 8
        ([5, 4, 0, 3, 1, 2, 5, 0, 3, 3, 2], (1, 4)),  # 11: ranks 3 and 9
        ([0, 0, 1, 2, 2, 3, 3, 3, 4, 5, 5, 5], (1, 4)),  # 12: ranks 3 and 9
        ([3] * 10, (3, 3)),
        ([], None),
    ],
)
def test_middle_half_is_by_nearest_rank_from_ten_people(levels, half):
    assert middle_half(levels) == half


@STEADY
@given(st.lists(st.integers(0, 5), min_size=MIDDLE_HALF_FROM, max_size=40))
def test_middle_half_encloses_the_median_and_is_nobodys_extreme(levels):
    p25, p75 = middle_half(levels)
    assert p25 <= median_level(levels) <= p75
    assert sum(level <= p25 for level in levels) >= 3
    assert sum(level >= p75 for level in levels) >= 3


@pytest.mark.parametrize(
    ("targets", "typical"),
    [
        ([], None),
        ([None, None], None),
        ([3], 3),
        ([4, None, 3], 3),
        ([2, 4, 4, None], 4),
        ([2, 3, 4, 5], 3),
        ([0, None], 0),
    ],
)
def test_typical_target_is_the_low_median_of_those_with_one(targets, typical):
    assert typical_target(targets) == typical


def test_figures_of_five_people_have_no_middle_half():
    assert figures([1, 2, 3, 4, 5], [3, 3, 3, 3, 3], 5) == Figures(
        n=5, share_band="60-80", median=3, p25=None, p75=None
    )


def test_figures_of_ten_people_hold_each_to_their_own_target():
    levels = [0, 1, 2, 2, 3, 3, 3, 4, 5, 5]
    targets = [0, 2, 3, 2, 4, 3, 5, 4, 5, 0]  # reached: 0, 2, 3, 4, 5, 5: 6 of 10
    assert figures(levels, targets, 5) == Figures(n=10, share_band="60-80", median=3, p25=2, p75=4)


def test_people_without_a_target_do_not_count_in_the_share():
    levels, targets = [3, 3, 3, 3, 3, 0, 0, 0], [3, 3, 3, 3, 4, None, None, None]
    # 4 of 5 with a target, where 4 of all 8 would be "40-60"
    assert figures(levels, targets, 5).share_band == "80-100"


@pytest.mark.parametrize(("k", "band"), [(5, "80-100"), (6, None)])
def test_share_needs_k_people_with_a_target(k, band):
    levels, targets = [3] * 6, [3, 3, 3, 3, 3, None]
    assert figures(levels, targets, k) == Figures(
        n=6, share_band=band, median=3, p25=None, p75=None
    )


def test_figures_do_not_depend_on_the_order_of_people():
    levels, targets = [0, 1, 2, 2, 3, 3, 3, 4, 5, 5], [0, 2, 3, None, 4, 3, 5, 4, None, 0]
    assert figures(levels[::-1], targets[::-1], 5) == figures(levels, targets, 5)


@pytest.mark.parametrize(
    ("people", "targets", "k", "message"),
    [
        (4, 4, 5, "4 people has no figures, k is 5"),
        (7, 7, 8, "7 people has no figures, k is 8"),
        (0, 0, 5, "0 people has no figures"),
        (9, 9, 4, "at least 5"),
        (6, 5, 5, "shorter"),
        (5, 6, 5, "longer"),
    ],
)
def test_figures_are_refused(people, targets, k, message):
    with pytest.raises(ValueError, match=message):
        figures([3] * people, [3] * targets, k)


def test_bands_are_the_five_of_the_privacy_page():
    assert SHARE_BANDS == ("0-20", "20-40", "40-60", "60-80", "80-100")
    assert MIDDLE_HALF_FROM == 10

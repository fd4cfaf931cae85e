"""Gaps and calibration: plain arithmetic, and unknown is never a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.gaps import Gap, GapState, gap_between, largest_gaps
from assessments.domain.measurement import Calibration, calibrate

levels = st.one_of(st.none(), st.integers(0, 5))


@pytest.mark.parametrize(
    ("level", "target", "gap"),
    [
        (2, 4, Gap(GapState.BELOW, 2)),
        (0, 5, Gap(GapState.BELOW, 5)),
        (3, 3, Gap(GapState.REACHED)),
        (5, 3, Gap(GapState.REACHED)),
        (0, 0, Gap(GapState.REACHED)),
        (None, 3, Gap(GapState.UNKNOWN)),
        (2, None, Gap(GapState.NO_TARGET)),
        (None, None, Gap(GapState.NO_TARGET)),
    ],
)
def test_gap_is_target_minus_level_where_the_target_is_higher(level, target, gap):
    assert gap_between(level, target) == gap


def test_not_applicable_is_neither_a_gap_nor_unknown():
    assert gap_between(None, 4, not_applicable=True) == Gap(GapState.NOT_APPLICABLE)


@given(levels, levels, st.booleans())
def test_a_gap_has_a_size_from_1_to_5_or_none_at_all(level, target, not_applicable):
    gap = gap_between(level, target, not_applicable=not_applicable)

    if gap.is_gap:
        assert level + gap.size == target
        assert 1 <= gap.size <= 5
    else:
        assert gap.size is None


@given(st.dictionaries(st.text(max_size=3), st.tuples(levels, levels)), st.integers(0, 4))
def test_largest_gaps_are_gaps_in_falling_order(pairs, count):
    gaps = {key: gap_between(*pair) for key, pair in pairs.items()}

    found = largest_gaps(gaps, count)

    sizes = [gaps[key].size for key in found]
    every = sorted((gap.size for gap in gaps.values() if gap.is_gap), reverse=True)
    assert sizes == every[:count]


def test_equal_gaps_keep_their_order():
    gaps = {code: gap_between(1, 2) for code in ("C1", "A1", "B1")} | {"D1": gap_between(0, 3)}

    assert largest_gaps(gaps, 3) == ["D1", "C1", "A1"]


@pytest.mark.parametrize(
    ("level", "tested", "items", "expected"),
    [
        (5, 3, 8, Calibration.BLIND_SPOT),
        (1, 3, 8, Calibration.UNDER_CLAIM),
        (4, 3, 40, Calibration.ALIGNED),
        (3, 3, 40, Calibration.ALIGNED),
        (5, 1, 7, Calibration.UNTESTED),
        (None, 1, 12, None),
        (5, None, 12, Calibration.UNTESTED),
        (0, 2, 8, Calibration.UNDER_CLAIM),
    ],
)
def test_calibration_needs_two_levels_and_eight_questions(level, tested, items, expected):
    assert calibrate(level, tested, items) == expected

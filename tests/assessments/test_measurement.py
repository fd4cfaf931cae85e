"""Ages and misconceptions: plain arithmetic; bands and intervals are in test_scoring_numbers.py."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import measurement
from assessments.domain.measurement import (
    Age,
    WrongAnswers,
    age_of,
    months_between,
    pooled,
    wrong_answers,
)

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2025, 11, 26), date(2026, 11, 25), 11),
        (date(2025, 11, 26), date(2026, 11, 26), 12),
        (date(2026, 11, 26), date(2026, 11, 1), 0),
    ],
)
def test_months_are_whole_months_of_the_calendar(earlier, later, months):
    assert months_between(earlier, later) == months


@pytest.mark.parametrize(
    ("months", "age"),
    [(0, Age.CURRENT), (11, Age.CURRENT), (12, Age.AGEING), (23, Age.AGEING), (24, Age.EXPIRED)],
)
def test_evidence_ages_and_then_expires(months, age):
    given_on = date(2024, 1, 15)
    today = date(2024 + months // 12, 1 + months % 12, 15)

    assert age_of(given_on, today, current_months=12, expired_months=24) == age


@given(days, st.integers(0, 4000), st.integers(0, 400), st.integers(1, 30), st.integers(1, 30))
def test_evidence_never_gets_younger(given_on, passed, more, current, longer):
    order = list(Age)
    ages = {"current_months": current, "expired_months": current + longer}

    early = age_of(given_on, given_on + timedelta(days=passed), **ages)
    late = age_of(given_on, given_on + timedelta(days=passed + more), **ages)

    assert order.index(early) <= order.index(late)


@pytest.mark.parametrize(
    ("wrong", "certain", "expected"),
    [
        (0, 0, None),
        (1, 1, WrongAnswers.GAP),
        (2, 2, WrongAnswers.MISCONCEPTION),
        (4, 2, WrongAnswers.MISCONCEPTION),
        (5, 2, WrongAnswers.GAP),
        (9, 0, WrongAnswers.GAP),
    ],
)
def test_a_misconception_is_wrong_and_certain_more_than_once(wrong, certain, expected):
    assert wrong_answers(wrong, certain) == expected


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=5))
def test_an_area_is_the_pool_of_its_questions(parts):
    pairs = [(Fraction(min(points, n)), n) for points, n in parts]

    points, items = pooled(pairs)

    assert 0 <= points <= items == sum(n for _points, n in pairs)


@pytest.mark.parametrize(
    ("items", "area", "expected"),
    [(7, False, True), (8, False, False), (15, True, True), (16, True, False)],
)
def test_few_questions_are_indicative(items, area, expected):
    assert measurement.is_indicative(items, area=area) is expected

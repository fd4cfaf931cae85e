"""Quarters follow the calendar, one after the other."""

from datetime import date

from assessments.domain.quarters import Quarter, quarter_of, quarters_between


def test_quarters_follow_the_calendar():
    assert [quarter_of(date(2026, month, 1)).number for month in (1, 3, 4, 12)] == [1, 1, 2, 4]
    spring = Quarter(2026, 2)
    assert (spring.first_day, spring.last_day) == (date(2026, 4, 1), date(2026, 6, 30))
    assert (Quarter(2025, 4).next, Quarter(2026, 1).before) == (Quarter(2026, 1), Quarter(2025, 4))
    assert len(list(quarters_between(Quarter(2024, 3), spring))) == 8
    assert list(quarters_between(spring, Quarter(2026, 1))) == []

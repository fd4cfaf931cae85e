"""What an audit report says of a period: of its own quarters and organisation, and no more."""

from datetime import date

import pytest

from tests.factories.audit import (
    QUARTERS,
    audit_report_of,
    cells,
    hold_rounds,
    store_quarter,
)
from tests.factories.people import make_organisation, root_of

pytestmark = pytest.mark.django_db


def test_each_quarter_says_what_was_counted_and_nothing_else(year):
    report = audit_report_of(year)
    assert report.measures == (
        *("Advisers", "Activities", "Hours"),
        *("Lessons", "Quizzes", "Reports"),
    )
    assert [(row.label, row.counted_on, cells(row)) for row in report.quarters] == [
        ("2025, quarter 1", date(2025, 4, 15), [12, None, None, None, None, None]),
        ("2025, quarter 2", date(2025, 7, 15), [12, 27, 1230, 31, None, None]),
        ("2025, quarter 3", date(2025, 10, 15), [13, 17, 15, None, None, None]),
        ("2025, quarter 4", date(2026, 1, 15), [13, None, None, None, None, None]),
    ]


def test_sums_add_what_is_shown_and_say_of_how_many_quarters(year):
    report = audit_report_of(year)
    assert [(cell.measure, cell.number, cell.text, cell.note) for cell in report.together] == [
        ("activities", 44, "44", "of 2 of 4 quarters"),
        ("hours", 1245, "1,245", "of 2 of 4 quarters"),
        ("lessons", 31, "31", "of 1 of 4 quarters"),
        ("quizzes", None, "not shown", ""),
        ("reports", None, "not shown", ""),
    ]
    assert [(row.label, row.number, row.quarters_text) for row in report.kinds] == [
        ("Reading", 28, "2 of 4"),
        ("Workshop", 9, "1 of 4"),
        ("Other kinds together", 7, "1 of 4"),
    ]
    activities = report.together[0].number
    assert sum(row.number for row in report.kinds) == activities
    assert report.remarks == ("15 figures are not shown: fewer than 5 people contributed to each.",)


def test_a_period_holds_its_own_quarters_alone(year):
    report = audit_report_of(year, first=QUARTERS[2], last=QUARTERS[2])
    assert (report.first_day, report.last_day) == (date(2025, 7, 1), date(2025, 9, 30))
    assert report.period == "1 July 2025 to 30 September 2025"
    assert [cell.number for cell in report.together] == [17, 15, None, None, None]
    assert [cell.note for cell in report.together] == [""] * 5


def test_a_quarter_that_was_not_counted_says_so(root):
    store_quarter(root.organisation, QUARTERS[0], {"advisers": 9})
    report = audit_report_of(root.organisation, last=QUARTERS[1])
    assert report.quarters[1].counted_on is None
    assert {cell.text for cell in report.quarters[1].cells} == {"not counted"}
    assert report.remarks[-1] == "1 quarter was not counted."


def test_rounds_tell_what_they_published_of_the_whole_alone(year, rounds):
    report = audit_report_of(year)
    assert [row.rounds for row in report.quarters] == [0, 1, 1, 0]
    assert report.rounds_counted == 2
    assert [
        (row.snapshot.campaign, row.asked.text, row.checked_in.text) for row in report.rounds
    ] == [("Spring en", "8", "6"), ("Autumn en", "not shown", "not shown")]
    assert audit_report_of(year, first=QUARTERS[3]).rounds == ()


def test_another_organisation_adds_nothing(year):
    report = audit_report_of(year)
    elsewhere = make_organisation("Werkpunt")
    store_quarter(elsewhere, QUARTERS[1], {"advisers": 99, "reading": 99})
    hold_rounds(root_of(elsewhere))
    assert audit_report_of(year) == report


def test_report_takes_the_same_queries_for_one_quarter_and_four(
    year, rounds, django_assert_num_queries
):
    for first in (QUARTERS[1], QUARTERS[0]):
        with django_assert_num_queries(5):
            audit_report_of(year, first=first)

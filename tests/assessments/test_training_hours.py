"""Times in words: to the minute for one person, in halves of an hour for a sum."""

import pytest
from django.utils.translation import override

from assessments.domain.team_report_training import hours_in_words, time_in_words


@pytest.mark.parametrize(
    ("minutes", "exact", "rounded"),
    [
        (0, "0 minutes", "0 minutes"),
        (1, "1 minute", "1 minute"),
        (59, "59 minutes", "59 minutes"),
        (60, "1 hour", "1 hour"),
        (61, "1 hour 1 minute", "1.5 hours"),
        (124, "2 hours 4 minutes", "2.5 hours"),
        (868, "14 hours 28 minutes", "14.5 hours"),
    ],
)
def test_a_time_is_told_exactly_and_a_sum_in_halves(minutes, exact, rounded):
    with override("en"):
        assert (time_in_words(minutes), hours_in_words(minutes)) == (exact, rounded)


def test_hours_are_told_in_dutch():
    with override("nl"):
        assert time_in_words(124) == "2 uur 4 minuten"

"""The life of an alert: a table, held to what must be true after any sequence of acts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.alert_states import (
    MOVES,
    NEW,
    RUNNING,
    NoSuchAct,
    after,
    deed_of_check,
    may,
)
from assessments.enums import AlertAct, AlertState, SufficiencyDeed

CHECKS = (AlertAct.ENOUGH, AlertAct.STILL_SHORT, AlertAct.NOT_KNOWN)


@given(st.lists(st.sampled_from(AlertAct), max_size=20))
def test_any_sequence_of_acts_keeps_to_the_table(acts):
    state = AlertState.OPEN
    trail = [state]
    for act in acts:
        if may(state, act):
            state = after(state, act)
            trail.append(state)
        else:
            with pytest.raises(NoSuchAct):
                after(state, act)
    closed = [place for place, each in enumerate(trail) if each == AlertState.CLOSED]
    assert closed in ([], [len(trail) - 1])
    for before, now in pairwise(trail):
        if now == AlertState.DONE != before:
            assert before == AlertState.PLANNED
        if now == AlertState.REOPENED != before:
            assert before in (AlertState.PLANNED, AlertState.DONE)
        if now == AlertState.ACKNOWLEDGED != before:
            assert before in NEW


@pytest.mark.parametrize("state", RUNNING)
def test_every_snapshot_finds_a_running_alert_something_to_do(state):
    for act in CHECKS:
        assert may(state, act)
    assert after(state, AlertAct.ENOUGH) == AlertState.CLOSED
    assert after(state, AlertAct.NOT_KNOWN) == state
    assert after(state, AlertAct.STILL_SHORT) != AlertState.CLOSED


def test_every_state_has_its_moves():
    assert MOVES.keys() == set(AlertState)


@pytest.mark.parametrize(
    ("before", "now", "deed"),
    [
        (AlertState.DONE, AlertState.CLOSED, SufficiencyDeed.CLOSED),
        (AlertState.DONE, AlertState.REOPENED, SufficiencyDeed.REOPENED),
        (AlertState.REOPENED, AlertState.REOPENED, SufficiencyDeed.RECHECKED),
        (AlertState.PLANNED, AlertState.PLANNED, SufficiencyDeed.RECHECKED),
    ],
)
def test_the_trail_says_what_a_snapshot_did(before, now, deed):
    assert deed_of_check(before, now) == deed

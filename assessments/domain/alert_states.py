"""How an alert goes from state to state: a table, and nothing else."""

from assessments.enums import AlertAct, AlertState, SufficiencyDeed

_S, _A = AlertState, AlertAct
_RUNNING = {_A.ENOUGH: _S.CLOSED, _A.WITHDRAW: _S.CLOSED}

MOVES: dict[AlertState, dict[AlertAct, AlertState]] = {
    _S.OPEN: {
        **_RUNNING,
        _A.ACKNOWLEDGE: _S.ACKNOWLEDGED,
        _A.PLAN: _S.PLANNED,
        _A.STILL_SHORT: _S.OPEN,
        _A.NOT_KNOWN: _S.OPEN,
    },
    _S.REOPENED: {
        **_RUNNING,
        _A.ACKNOWLEDGE: _S.ACKNOWLEDGED,
        _A.PLAN: _S.PLANNED,
        _A.STILL_SHORT: _S.REOPENED,
        _A.NOT_KNOWN: _S.REOPENED,
    },
    _S.ACKNOWLEDGED: {
        **_RUNNING,
        _A.PLAN: _S.PLANNED,
        _A.STILL_SHORT: _S.ACKNOWLEDGED,
        _A.NOT_KNOWN: _S.ACKNOWLEDGED,
    },
    _S.PLANNED: {
        **_RUNNING,
        _A.PLAN: _S.PLANNED,
        _A.FINISH: _S.DONE,
        _A.STILL_SHORT: _S.REOPENED,
        _A.STILL_RUNNING: _S.PLANNED,
        _A.NOT_KNOWN: _S.PLANNED,
    },
    _S.DONE: {
        **_RUNNING,
        _A.PLAN: _S.PLANNED,
        _A.STILL_SHORT: _S.REOPENED,
        _A.NOT_KNOWN: _S.DONE,
    },
    _S.CLOSED: {},
}
RUNNING = tuple(state for state in AlertState if state != AlertState.CLOSED)
NEW = (AlertState.OPEN, AlertState.REOPENED)  # nobody has taken it up


class NoSuchAct(ValueError):
    """In this state that cannot happen to an alert."""


def after(state: str, act: AlertAct) -> AlertState:
    """Return the state of an alert after an act.

    Raises:
        NoSuchAct: when it cannot happen in this state.
    """
    try:
        return MOVES[AlertState(state)][act]
    except KeyError:
        raise NoSuchAct(f"{act} of an alert that is {state}") from None


def may(state: str, act: AlertAct) -> bool:
    """Return whether an act can happen to an alert."""
    return act in MOVES[AlertState(state)]


def deed_of_check(before: str, now: AlertState) -> SufficiencyDeed:
    """Return what a new snapshot did to an alert, for the trail."""
    if now == AlertState.CLOSED:
        return SufficiencyDeed.CLOSED
    if now == AlertState.REOPENED != before:
        return SufficiencyDeed.REOPENED
    return SufficiencyDeed.RECHECKED

"""What an answer says together with how sure somebody was of it; pure, and for the person alone.

                 unsure   fairly sure     certain         not said
right            lucky    solid           solid           right
partly right     gap      gap             gap             partly right
wrong            gap      gap             misconception   not right
I don't know     gap, whatever was said: it says itself that somebody is not sure

A misconception asks for other help than a gap: something must first be unlearnt. So it is named
only where somebody was certain and nothing of the answer was right.
"""

from collections.abc import Iterable

from assessments.enums import Certainty, Knowledge, Outcome

_RIGHT = {
    Certainty.UNSURE: Knowledge.LUCKY,
    Certainty.FAIRLY_SURE: Knowledge.SOLID,
    Certainty.CERTAIN: Knowledge.SOLID,
}
_NOT_SAID = {
    Outcome.RIGHT: Knowledge.RIGHT,
    Outcome.PARTLY: Knowledge.PARTLY_RIGHT,
    Outcome.WRONG: Knowledge.NOT_RIGHT,
}


def knowledge_of(outcome: Outcome, certainty: str) -> Knowledge | None:
    """Return what an answer says; None when there is none.

    Args:
        outcome: how the question went.
        certainty: one of enums.Certainty, or empty when it was not said.
    """
    if outcome == Outcome.OPEN:
        return None
    if outcome == Outcome.DONT_KNOW:
        return Knowledge.GAP
    if not certainty:
        return _NOT_SAID[outcome]
    if outcome == Outcome.RIGHT:
        return _RIGHT[Certainty(certainty)]
    is_certain_and_wrong = outcome == Outcome.WRONG and certainty == Certainty.CERTAIN
    return Knowledge.MISCONCEPTION if is_certain_and_wrong else Knowledge.GAP


def counted(kinds: Iterable[Knowledge | None]) -> dict[Knowledge, int]:
    """Return how often each kind occurs, in the order of the table, without the zeros."""
    found = list(kinds)
    return {kind: found.count(kind) for kind in Knowledge if kind in found}

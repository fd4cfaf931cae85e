"""Answers as people of a given ability would give them, seeded: the same on every machine."""

from collections.abc import Callable
from random import Random

from assessments.domain.scoring import Structure
from assessments.enums import QuestionKind

Response = dict


def _choice(structure: Structure, right: bool, rng: Random) -> Response:
    ranked = sorted(structure["options"], key=lambda option: -float(option["weight"]))
    chosen = ranked[0] if right else rng.choice(ranked[1:])
    return {"choice": chosen["key"]}


def _multiple(structure: Structure, right: bool, rng: Random) -> Response:
    keys = [option["key"] for option in structure["options"] if float(option["weight"]) > 0]
    return {"choices": keys if right else sorted(rng.sample(keys, max(1, len(keys) - 2)))}


def _matching(structure: Structure, right: bool, rng: Random) -> Response:
    pairs = dict(structure["pairs"])
    if not right:
        values = list(pairs.values())
        pairs = dict(zip(pairs, values[1:] + values[:1], strict=True))
    return {"pairs": pairs}


def _ordering(structure: Structure, right: bool, rng: Random) -> Response:
    order = list(structure["order"])
    if not right:
        rng.shuffle(order)
    return {"order": order}


def _numeric(structure: Structure, right: bool, rng: Random) -> Response:
    best = max(structure["answers"], key=lambda answer: float(answer.get("weight", 1)))
    return {"value": str(best["value"]) if right else "17"}


RESPONSES: dict[str, Callable[[Structure, bool, Random], Response]] = {
    QuestionKind.SINGLE_CHOICE: _choice,
    QuestionKind.TRUE_FALSE: _choice,
    QuestionKind.SITUATIONAL: _choice,
    QuestionKind.MULTIPLE_RESPONSE: _multiple,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.NUMERIC: _numeric,
}


def response_of(kind: str, structure: Structure, chance: float, rng: Random) -> Response | None:
    """Return a response that is right with a chance between 0 and 1; None for "I don't know"."""
    right = rng.random() < chance
    if not right and rng.random() < 0.3:
        return None
    return RESPONSES[kind](structure, right, rng)

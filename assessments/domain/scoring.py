"""Scoring of answers: pure arithmetic on what a question version and an answer store.

`structure` is the language-neutral half of a question version, `response` what one answer
stores; both are JSON-able. Keys stand for texts, which live beside them, per language.

single_choice, situational   {"options": [{"key": "a", "weight": 1.0}, ...]}   {"choice": "a"}
true_false                   the same; "a" is true, "b" is false               {"choice": "b"}
multiple_response            the same; weight > 0 means: right          {"choices": ["a", "c"]}
matching      {"left": ["1", ...], "right": ["a", ...], "pairs": {"1": "b", ...}}
                                                                     {"pairs": {"1": "b", ...}}
ordering      {"order": ["b", "c", "a"]}                            {"order": ["a", "b", "c"]}
numeric       {"answers": [{"key": "a", "value": "4.0", "tolerance": "0.05", "weight": 1.0}]}
                                                                               {"value": "4,0"}

"I don't know" is not a response of any kind: the answer stores it apart, and it scores 0.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from typing import Any

Structure = Mapping[str, Any]
Response = Mapping[str, Any]

TRUE_KEY, FALSE_KEY = "a", "b"
OTHER_KEY = "other"

_CHOICE_KINDS = ("single_choice", "true_false", "situational")
_MAX_NUMBER_LENGTH = 40
_MINUS_AND_SPACES = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " "})
_NUMBER_PATTERNS = tuple(
    re.compile(
        rf"(?P<sign>[+-]?) ?(?=[{mark}]?[0-9])(?P<whole>[0-9]*|"
        rf"[1-9][0-9]{{0,2}}(?P<group>[ {other}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*)"
        rf"(?:[{mark}](?P<rest>[0-9]*))?"
    )
    for mark, other in ((",", "."), (".", ","))
)


class ResponseError(StrEnum):
    """Why a response cannot be stored; the boundary turns the code into a sentence."""

    WRONG_TYPE = "wrong_type"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    REPEATED = "repeated"
    NOT_A_NUMBER = "not_a_number"


def score(kind: str, structure: Structure, response: Response) -> Fraction:
    """Points for one answer, from 0 to 1; the formula is in the function of each kind.

    Raises ValueError, with the code of `validate_response` when the response is not valid.
    """
    if code := validate_response(kind, structure, response):
        raise ValueError(code)
    return _SCORERS[kind](structure, response)


def score_dont_know() -> Fraction:
    """ "I don't know" is worth 0: no points and no penalty."""
    return Fraction(0)


def is_correct(kind: str, structure: Structure, response: Response) -> bool:
    """Full credit, nothing less."""
    return score(kind, structure, response) == 1


def validate_response(kind: str, structure: Structure, response: object) -> ResponseError | None:
    """The first reason why this response does not fit the question, or None.

    Raises ValueError for an unknown kind: that is a fault of ours, not of the reader.
    """
    if kind not in _VALIDATORS:
        raise ValueError(f"unknown kind of question: {kind}")
    if not isinstance(response, Mapping):
        return ResponseError.WRONG_TYPE
    return _VALIDATORS[kind](structure, response)


def feedback_keys(kind: str, structure: Structure, response: Response) -> tuple[str, ...]:
    """Keys of the option feedback that this valid response earns, in the order of the question."""
    if kind in _CHOICE_KINDS:
        return (response["choice"],)
    if kind == "multiple_response":
        return tuple(key for key in _option_keys(structure) if key in response["choices"])
    if kind == "numeric":
        answer = _matching_answer(structure, response["value"])
        return (answer["key"] if answer else OTHER_KEY,)
    return ()


def _score_choice(structure: Structure, response: Response) -> Fraction:
    """Points = weight of the chosen option, held between 0 and 1."""
    return {option["key"]: _weight(option) for option in structure["options"]}[response["choice"]]


def _score_multiple(structure: Structure, response: Response) -> Fraction:
    """Points = max(0, right chosen - wrong chosen) / number right.

    A wrong tick costs what a right one earns, so ticking everything earns nothing extra.
    The size of the weights plays no part, only their sign.
    """
    right = {option["key"] for option in structure["options"] if option["weight"] > 0}
    chosen = set(response["choices"])
    return Fraction(max(0, len(chosen & right) - len(chosen - right)), len(right))


def _score_matching(structure: Structure, response: Response) -> Fraction:
    """Points = right pairs / pairs."""
    pairs = structure["pairs"].items()
    return Fraction(sum(response["pairs"][left] == key for left, key in pairs), len(pairs))


def _score_ordering(structure: Structure, response: Response) -> Fraction:
    """Points = max(0, (concordant - discordant) / pairs): Kendall's tau, floor 0.

    Every pair of items counts, not only neighbours: one item moved to the front costs a little,
    although no item then stands in its own place. The share of concordant pairs alone would
    give half the points to a random order; tau gives it 0, as with multiple response.
    Source: M. G. Kendall, A new measure of rank correlation, Biometrika 30 (1938), 81-93.
    """
    place = {key: index for index, key in enumerate(response["order"])}
    signs = [1 if place[a] < place[b] else -1 for a, b in combinations(structure["order"], 2)]
    return max(Fraction(0), Fraction(sum(signs), len(signs)))


def _score_numeric(structure: Structure, response: Response) -> Fraction:
    """Points = highest weight of the answers with |value - answer| <= tolerance, else 0."""
    return _weight(_matching_answer(structure, response["value"]) or {"weight": 0})


_SCORERS: dict[str, Callable[[Structure, Response], Fraction]] = {
    **dict.fromkeys(_CHOICE_KINDS, _score_choice),
    "multiple_response": _score_multiple,
    "matching": _score_matching,
    "ordering": _score_ordering,
    "numeric": _score_numeric,
}


def _weight(option: Mapping[str, Any]) -> Fraction:
    return min(Fraction(1), max(Fraction(0), Fraction(str(option["weight"]))))


def _option_keys(structure: Structure) -> list[str]:
    return [option["key"] for option in structure["options"]]


def _matching_answer(structure: Structure, text: str) -> Mapping[str, Any] | None:
    readings = number_readings(text)
    hits = [a for a in structure["answers"] if any(_within(a, value) for value in readings)]
    return max(hits, key=_weight, default=None)


def _within(answer: Mapping[str, Any], value: Decimal) -> bool:
    distance = abs(Fraction(value) - Fraction(answer["value"]))
    return distance <= Fraction(answer["tolerance"])


def _validate_choice(structure: Structure, response: Response) -> ResponseError | None:
    if code := _validate_text(response.get("choice")):
        return code
    return None if response["choice"] in _option_keys(structure) else ResponseError.UNKNOWN_KEY


def _validate_multiple(structure: Structure, response: Response) -> ResponseError | None:
    choices = response.get("choices")
    if choices in (None, []):
        return ResponseError.MISSING
    return _validate_keys(choices, _option_keys(structure))


def _validate_matching(structure: Structure, response: Response) -> ResponseError | None:
    given, pairs = response.get("pairs"), structure["pairs"]
    if given is None:
        return ResponseError.MISSING
    if not isinstance(given, Mapping):
        return ResponseError.WRONG_TYPE
    if not set(given) <= set(pairs):
        return ResponseError.UNKNOWN_KEY
    if any(given.get(left) in (None, "") for left in pairs):
        return ResponseError.MISSING
    if not all(isinstance(key, str) for key in given.values()):
        return ResponseError.WRONG_TYPE
    on_offer = {*structure.get("right", ()), *pairs.values()}
    return None if set(given.values()) <= on_offer else ResponseError.UNKNOWN_KEY


def _validate_ordering(structure: Structure, response: Response) -> ResponseError | None:
    order = response.get("order")
    if order is None:
        return ResponseError.MISSING
    if code := _validate_keys(order, structure["order"]):
        return code
    return None if len(order) == len(structure["order"]) else ResponseError.MISSING


def _validate_keys(given: object, known: list[str]) -> ResponseError | None:
    if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
        return ResponseError.WRONG_TYPE
    if not set(given) <= set(known):
        return ResponseError.UNKNOWN_KEY
    return None if len(set(given)) == len(given) else ResponseError.REPEATED


def _validate_numeric(structure: Structure, response: Response) -> ResponseError | None:
    if code := _validate_text(response.get("value")):
        return code
    return None if number_readings(response["value"]) else ResponseError.NOT_A_NUMBER


def _validate_text(value: object) -> ResponseError | None:
    if value is not None and not isinstance(value, str):
        return ResponseError.WRONG_TYPE
    return None if value and value.strip() else ResponseError.MISSING


_VALIDATORS: dict[str, Callable[[Structure, Response], ResponseError | None]] = {
    **dict.fromkeys(_CHOICE_KINDS, _validate_choice),
    "multiple_response": _validate_multiple,
    "matching": _validate_matching,
    "ordering": _validate_ordering,
    "numeric": _validate_numeric,
}


def parse_number(text: str) -> Decimal | None:
    """The number that a person wrote, or None: the first of its `number_readings`."""
    return next(iter(number_readings(text)), None)


def number_readings(text: str) -> tuple[Decimal, ...]:
    """Every number that `text` can mean, largest size first; empty when it is no number.

    Comma or point marks the decimals; point, comma or space groups the thousands; a % sign may
    follow. "9.000" is 9000 to one reader and 9 to another: scoring takes the reading that fits.
    """
    if len(text) > _MAX_NUMBER_LENGTH:
        return ()
    body = text.translate(_MINUS_AND_SPACES).strip().removesuffix("%").rstrip()
    matches = [pattern.fullmatch(body) for pattern in _NUMBER_PATTERNS]
    values = {_decimal(match) for match in matches if match}
    return tuple(sorted(values, key=abs, reverse=True))


def _decimal(match: re.Match[str]) -> Decimal:
    whole = re.sub(r"[^0-9]", "", match["whole"])
    rest = f".{match['rest']}" if match["rest"] else ""
    return Decimal(f"{match['sign']}{whole or '0'}{rest}")

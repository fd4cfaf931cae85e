"""The part of a GIFT question between the braces, one reader per kind.

A reader returns the fields of ParsedQuestion that its kind fills, and notes what is wrong.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.question_parts import NumericAnswer, Option, Pair
from assessments.domain.question_rules import (
    MAX_DIGITS,
    MAX_PARTS,
    Fault,
    matching_faults,
    numeric_faults,
    option_faults,
    ordering_faults,
    weight_fault,
)
from assessments.exchange.gift_model import GiftError
from assessments.exchange.gift_text import Span, show

_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_PLAIN_FORMATS = ("moodle", "plain")
_WEIGHT = re.compile(r"%(-?[0-9]+(?:\.[0-9]*)?)%")
_NUMBER = re.compile(
    rf"[+-]?(?:[0-9]{{1,{MAX_DIGITS}}}(?:\.[0-9]{{0,{MAX_DIGITS}}})?|\.[0-9]{{1,{MAX_DIGITS}}})"
)
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
_ORDERING_HEAD = re.compile(r">\s*[0-9]+(?=\s|$)")
# Moodle's settings of an ordering question: which items, layout, grading, details, numbering.
_ORDERING_WORDS = re.compile(
    r"(?:ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG|HORIZONTAL|HORI|H|VERTICAL|VERT|V|"
    r"ALL_OR_NOTHING|ABSOLUTE_POSITION|ABSOLUTE|ABS|RELATIVE_[A-Z_]+|RELATIVE|"
    r"LONGEST_ORDERED_SUBSET|LONGEST_CONTIGUOUS_SUBSET|SHOW|TRUE|YES|HIDE|FALSE|NO|"
    r"none|123|abc|ABCD|iii|IIII|[01])"
)

Fields = dict[str, Any]


@dataclass
class Reader:
    """The text format of the question being read, and where to note what is wrong."""

    problems: list[GiftError]
    text_format: str = "moodle"

    def fail(self, line: int, message: str) -> None:
        self.problems.append(GiftError(line, message))

    def fail_on(self, faults: Iterable[Fault], span: Span, parts: Sequence[Span] = ()) -> None:
        """Note faults, on the line of their part or else of the whole."""
        for fault in faults:
            place = span if fault.part is None else parts[fault.part]
            self.fail(place.line, fault.message)

    def stem(self, span: Span) -> str:
        """Read the question text; its format is the format of the question."""
        match = _FORMAT.match(span.raw)
        self.text_format = match[1] if match else "moodle"
        return _without_format(span)

    def text(self, span: Span | None) -> str:
        """Read any other text that may name its format."""
        if span is None:
            return ""
        match = _FORMAT.match(span.raw)
        if match and not self._fits(match[1]):
            message = _("All texts of a question have one format; here it is [%(format)s].")
            self.fail(span.line, message % {"format": self.text_format})
        return _without_format(span)

    def _fits(self, name: str) -> bool:
        both_plain = name in _PLAIN_FORMATS and self.text_format in _PLAIN_FORMATS
        return both_plain or name == self.text_format


def _without_format(span: Span) -> str:
    match = _FORMAT.match(span.raw)
    return span.text[match.end() :].strip() if match else span.text


def format_prefix(text: str, text_format: str, default: str) -> str:
    """The prefix to write before a text: where the format differs, or the text looks like one."""
    return f"[{text_format}]" if text_format != default or _FORMAT.match(text) else ""


def kind_of(answers: Span) -> str:
    """The kind that the answers mean to Moodle; also the kinds that READERS cannot read."""
    raw = answers.raw
    if not raw:
        return "essay"
    if raw[0] in ">#":
        return "ordering" if raw[0] == ">" else "numeric"
    if "~" in raw:
        return "single_choice" if "=" in raw else "multiple_response"
    if "=" in raw and "->" in raw:
        return "matching"
    return "true_false" if answers.partition("#")[0].raw in _TRUE + _FALSE else "short_answer"


def read_choice(span: Span, reader: Reader) -> Fields:
    return _choice("single_choice", span, reader)


def read_multiple(span: Span, reader: Reader) -> Fields:
    return _choice("multiple_response", span, reader)


def _choice(kind: str, span: Span, reader: Reader) -> Fields:
    parts = _parts(span, "~=", reader)
    options = tuple(_option(mark, part, reader) for mark, part in parts)
    reader.fail_on(
        option_faults(kind, options), span, [part.partition("#")[0] for _mark, part in parts]
    )
    return {"options": options}


def _option(mark: str, part: Span, reader: Reader) -> Option:
    body, feedback = part.partition("#")
    weight = Decimal(1)
    if mark == "~":
        weight, body = _weight(body, Decimal(0), reader)
    return Option(reader.text(body), weight, reader.text(feedback))


def _weight(span: Span, default: Decimal, reader: Reader) -> tuple[Decimal, Span]:
    match = _WEIGHT.match(span.raw)
    if not match:
        return default, span
    percent = Decimal(match[1])
    if message := weight_fault(percent):
        reader.fail(span.line, message)
        percent = Decimal(0)
    return percent / 100, span.after(span.find("%") + match.end())


def _parts(span: Span, marks: str, reader: Reader) -> list[tuple[str, Span]]:
    lead, parts = span.pieces(marks)
    if lead.raw:
        reader.fail(lead.line, _("There is text before the first answer."))
    return parts[: MAX_PARTS + 1]


def read_true_false(span: Span, reader: Reader) -> Fields:
    head, comments = span.partition("#")
    wrong, right = comments.partition("#") if comments else (None, None)
    is_true = head.raw in _TRUE
    when = {True: reader.text(right), False: reader.text(wrong)}
    return {
        "options": (
            Option("", Decimal(is_true), when[is_true]),
            Option("", Decimal(not is_true), when[not is_true]),
        )
    }


def read_matching(span: Span, reader: Reader) -> Fields:
    rows = [(_pair(part, reader), part) for _mark, part in _parts(span, "=", reader)]
    pairs = tuple(pair for pair, _part in rows if pair.left)
    distractors = tuple(pair.right for pair, _part in rows if not pair.left)
    spans = [part for pair, part in rows if pair.left]
    spans += [part for pair, part in rows if not pair.left]
    reader.fail_on(matching_faults(pairs, distractors), span, spans)
    return {"pairs": pairs, "distractors": distractors}


def _pair(part: Span, reader: Reader) -> Pair:
    left, right = part.partition("->")
    if right is None:
        reader.fail(part.line, _("A matching answer is written: = left -> right."))
    return Pair(reader.text(left), right.text if right else "")


def read_ordering(span: Span, reader: Reader) -> Fields:
    first, *lines = islice(span.lines(), MAX_PARTS + 2)
    head = _ORDERING_HEAD.match(first.raw)
    if not head:
        message = _("An ordering question begins with {> and the number of its items.")
        reader.fail(first.line, message)
        return {}
    items = tuple(filter(None, [_after_settings(first.raw[head.end() :])]))
    items += tuple(line.text for line in lines)
    reader.fail_on(ordering_faults(items), span, [first, *lines])
    return {"items": items}


def _after_settings(raw: str) -> str:
    """What stands on the first line after Moodle's settings: the first item, or nothing."""
    while (words := raw.split(maxsplit=1)) and _ORDERING_WORDS.fullmatch(words[0]):
        raw = words[1] if len(words) > 1 else ""
    return show(raw)


def read_numeric(span: Span, reader: Reader) -> Fields:
    listed, wrong = span.after(span.find("#") + 1).partition("~")
    lead, parts = listed.pieces("=")
    spans = ([lead] if lead.raw else []) + [part for _mark, part in parts[: MAX_PARTS + 1]]
    answers = [_numeric_answer(part, reader) for part in spans]
    known = [answer for answer in answers if answer]
    if len(known) == len(answers):
        reader.fail_on(numeric_faults(known), span)
    comment = wrong.partition("#")[1] if wrong else None
    return {"answers": tuple(answers), "wrong_feedback": reader.text(comment)}


def _numeric_answer(part: Span, reader: Reader) -> NumericAnswer | None:
    body, feedback = part.partition("#")
    weight, body = _weight(body, Decimal(1), reader)
    text = reader.text(feedback)
    numbers = _value_and_tolerance(body.raw)
    if numbers is None:
        reader.fail(part.line, _("A number is written 4.0:0.05 (with its margin) or 3.9..4.1."))
        return None
    return NumericAnswer(*numbers, weight, text)


def _value_and_tolerance(raw: str) -> tuple[Decimal, Decimal] | None:
    first, is_range, second = raw.partition("..")
    if not is_range:
        first, _mark, second = raw.partition(":")
    value, margin = _number(first), _number(second or "0")
    if value is not None and margin is not None and is_range:
        value, margin = (value + margin) / 2, (margin - value) / 2
    if value is None or margin is None or margin < 0:
        return None
    return value, margin


def _number(raw: str) -> Decimal | None:
    return Decimal(raw.strip()) if _NUMBER.fullmatch(raw.strip()) else None


READERS: dict[str, Callable[[Span, Reader], Fields]] = {
    "single_choice": read_choice,
    "multiple_response": read_multiple,
    "true_false": read_true_false,
    "matching": read_matching,
    "ordering": read_ordering,
    "numeric": read_numeric,
}

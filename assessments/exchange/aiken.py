"""Reading questions from Moodle's Aiken format: single choice, without weights or feedback.

    What is an anecdote?
    A. One case
    B) A figure
    ANSWER: A

The question stands on one line, each option on a line of its own, lettered from A, and exactly
one letter is the answer. All errors are reported at once, each on its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.domain.question_parts import Option, ParsedQuestion
from assessments.domain.question_rules import option_faults
from assessments.exchange.gift_model import GiftError, ParseResult
from assessments.exchange.gift_text import one_newline

_OPTION = re.compile(r"([A-Z])[.)](?:\s+(.*))?")
_ANSWER = re.compile(r"ANSWER:\s*([A-Z])")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def is_aiken(text: str) -> bool:
    """Return whether a text is Aiken rather than GIFT: it has an ANSWER line, or no braces."""
    lines = [line.strip() for line in one_newline(text).split("\n")]
    has_answer = any(line.startswith("ANSWER:") for line in lines)
    return has_answer or ("{" not in text and any(_OPTION.fullmatch(line) for line in lines))


def parse_aiken(text: str) -> ParseResult:
    """Read an Aiken file; import nothing of it unless the result is `ok`."""
    text = one_newline(text.removeprefix("\ufeff"))
    if match := _UNREADABLE.search(text):
        unreadable = text.count("\n", 0, match.start()) + 1
        return ParseResult((), (GiftError(unreadable, _("The file is not UTF-8 text.")),))
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            reader.take(number, line.strip())
    reader.finish()
    errors = sorted(reader.problems, key=lambda error: error.line)
    return ParseResult(tuple(reader.questions), tuple(errors))


@dataclass
class _Item:
    """One question as it stands in the file: each part with its line."""

    line: int
    stem: str = ""
    options: list[tuple[int, str, str]] = field(default_factory=list)
    answer_line: int = 0
    answer: str = ""


@dataclass
class _Reader:
    """What has been read so far; `item` is the question that is being read."""

    questions: list[ParsedQuestion] = field(default_factory=list)
    problems: list[GiftError] = field(default_factory=list)
    item: _Item | None = None

    def fail(self, line: int, message: str) -> None:
        self.problems.append(GiftError(line, message))

    def take(self, number: int, line: str) -> None:
        """Read one line; a line that is no option after the options begins the next question."""
        option = _OPTION.fullmatch(line)
        is_answer = line.startswith("ANSWER")
        if self.item and self.item.options and not option and not is_answer:
            self.finish()
        item = self.item = self.item or _Item(number)
        if is_answer:
            self._take_answer(item, number, line)
        elif option:
            item.options.append((number, option[1], (option[2] or "").strip()))
        elif item.stem:
            self.fail(number, _("A question stands on one line."))
        else:
            item.stem = line

    def finish(self) -> None:
        """Check the question that is being read, and keep it when it is sound."""
        if item := self.item:
            problems = list(_problems(item))
            self.problems += problems
            if not problems:
                self.questions.append(_question(item))
        self.item = None

    def _take_answer(self, item: _Item, number: int, line: str) -> None:
        answer = _ANSWER.fullmatch(line)
        item.answer_line, item.answer = number, answer[1] if answer else ""
        self.finish()


def _problems(item: _Item) -> Iterator[GiftError]:
    if not item.stem:
        yield GiftError(item.line, _("The question has no text."))
    yield from _in_letters(item)
    if not item.answer_line:
        message = _("The question has no line ANSWER: with the letter of the right option.")
        yield GiftError(item.line, message)
    elif not item.answer:
        yield GiftError(item.answer_line, _("The answer is written ANSWER: A."))
    elif item.answer not in [letter for _line, letter, _text in item.options]:
        message = _("There is no option %(letter)s.") % {"letter": item.answer}
        yield GiftError(item.answer_line, message)
    else:
        for fault in option_faults("single_choice", _options(item)):
            line = item.line if fault.part is None else item.options[fault.part][0]
            yield GiftError(line, fault.message)


def _in_letters(item: _Item) -> Iterator[GiftError]:
    """Yield the first option that is out of turn."""
    for place, (line, letter, _text) in enumerate(item.options):
        if ord(letter) != ord("A") + place:
            message = _("Option %(letter)s is out of turn: options are lettered from A.")
            yield GiftError(line, message % {"letter": letter})
            return


def _question(item: _Item) -> ParsedQuestion:
    return ParsedQuestion(
        identifier="",
        title="",
        category="",
        kind="single_choice",
        stem=item.stem,
        options=_options(item),
        line=item.line,
    )


def _options(item: _Item) -> tuple[Option, ...]:
    return tuple(
        Option(text, Decimal(letter == item.answer)) for _line, letter, text in item.options
    )

"""Reading questions from Moodle's GIFT format: `parse`, with all errors at once, each on its line.

What can be read: single choice, multiple response (only `~` answers), true/false, matching (a pair
without a left side is a distractor), numeric (`4:0.05`, `3.9..4.1`, several with weights,
`~#feedback` for all other numbers) and ordering (`{>6 ALL ...`, one item a line). Titles, text
formats, escapes, weights, feedback, `####` general feedback, $CATEGORY: and comments are Moodle's.
Short answer, essay, description and missing word are reported as errors, never left out. So is
what Moodle would accept and the bank cannot hold: two formats in one question, unequal weights
among the right answers of a multiple response question, the same answer twice.

Metadata stands in comment lines directly above a question, in Moodle's own syntax:

    // [id:A1-1] [tag:level-2] [tag:valid-2027-12-31] [tag:lesson-m1-what-is-lmi/2-what-lmi-covers]
    // [tag:source-Cedefop, What is LMI for lifelong guidance?]

id        the name of the question in every language and file, at most 60 characters
level-N   hint of the level that it asks, 1 to 5
valid-    the last day on which its facts may be used, as YYYY-MM-DD
lesson-   module/lesson or module/lesson#section, keys of the toolkit files
source-   where its facts come from, in the language of the file, at most 300 characters
kind-situational   a single choice whose other answers may earn part of the points

Each at most once; every other tag is kept as it is. The category is the code of the competence.
"I don't know" is an answer to every question that the product adds; no file names it.

Writing is in gift_writer.py, two languages as one in gift_languages.py; the language-neutral form
and what makes a question sound are domain/question_structure.py and question_rules.py. Django
appears here only to translate the messages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.domain.question_parts import (
    MAX_TITLE,
    SITUATIONAL_TAG,
    NumericAnswer,
    Option,
    Pair,
    ParsedQuestion,
    metadata_tags,
)
from assessments.domain.question_structure import from_structure, to_structure
from assessments.exchange.gift_answers import READERS, Reader, kind_of
from assessments.exchange.gift_languages import MergedQuestion, merge_languages
from assessments.exchange.gift_metadata import Metadata, read_metadata
from assessments.exchange.gift_model import GiftError, ParseResult
from assessments.exchange.gift_text import Source, Span, hide, one_newline, unescape
from assessments.exchange.gift_writer import serialise

__all__ = [
    "GiftError",
    "MergedQuestion",
    "NumericAnswer",
    "Option",
    "Pair",
    "ParseResult",
    "ParsedQuestion",
    "from_structure",
    "merge_languages",
    "metadata_tags",
    "parse",
    "serialise",
    "to_structure",
]

_CATEGORY = "$CATEGORY:"
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


def parse(text: str) -> ParseResult:
    """Read a GIFT file; import nothing of it unless the result is `ok`.

    A blank line ends a question. Linear in the length of the text.
    """
    text = one_newline(text.removeprefix("\ufeff"))
    if match := _UNREADABLE.search(text):
        line = text.count("\n", 0, match.start()) + 1
        return ParseResult((), (GiftError(line, _("The file is not UTF-8 text.")),))
    file = _File()
    for block in _blocks(text):
        file.read(block)
    errors = sorted(file.problems, key=lambda error: error.line)
    return ParseResult(tuple(file.questions), tuple(errors))


@dataclass
class _Block:
    """Lines up to a blank line, without the blanks around each."""

    first_line: int
    lines: list[str]

    @property
    def comments(self) -> Iterator[tuple[int, str]]:
        numbered = enumerate(self.lines, self.first_line)
        return ((number, line) for number, line in numbered if line.startswith("//"))

    @property
    def body(self) -> str:
        return "\n".join("" if line.startswith("//") else line for line in self.lines)


def _blocks(text: str) -> Iterator[_Block]:
    lines: list[str] = []
    number = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            yield _Block(number - len(lines), lines)
            lines = []
    if lines:
        yield _Block(number + 1 - len(lines), lines)


@dataclass
class _File:
    """What has been read so far: the category carries over from one question to the next."""

    questions: list[ParsedQuestion] = field(default_factory=list)
    problems: list[GiftError] = field(default_factory=list)
    category: str = ""
    first_lines: dict[str, int] = field(default_factory=dict)

    def read(self, block: _Block) -> None:
        self._take_categories(block)
        reader = Reader([])
        metadata = read_metadata(block.comments, reader.problems)
        span = Source(hide(block.body), block.first_line).span
        if span.raw:
            self._read_question(span, metadata, reader)
        elif metadata.line:
            message = _("No question stands directly below this [id:] or [tag:].")
            reader.fail(metadata.line, message)
        self.problems += reader.problems

    def _take_categories(self, block: _Block) -> None:
        for place, line in enumerate(block.lines):
            if line.startswith(_CATEGORY):
                self.category = unescape(line.removeprefix(_CATEGORY))
                block.lines[place] = ""
            elif not line.startswith("//"):
                return

    def _read_question(self, span: Span, metadata: Metadata, reader: Reader) -> None:
        question = _question(span, metadata, self.category, reader)
        known = self.first_lines.setdefault(metadata.identifier, span.line)
        if metadata.identifier and known != span.line:
            message = _("The identifier %(id)s is taken by the question on line %(line)d.")
            reader.fail(metadata.line, message % {"id": metadata.identifier, "line": known})
        if question and not reader.problems:
            self.questions.append(question)


def _question(
    span: Span, metadata: Metadata, category: str, reader: Reader
) -> ParsedQuestion | None:
    title, body = _title(span)
    if len(title) > MAX_TITLE:
        message = _("A title has at most %(max)d characters.")
        reader.fail(span.line, message % {"max": MAX_TITLE})
    halves = _halves(body, reader)
    if halves is None:
        return None
    stem_span, inner = halves
    stem = reader.stem(stem_span)
    if not stem:
        reader.fail(span.line, _("The question has no text."))
    answers, general = inner.rpartition("####")
    kind = kind_of(answers)
    if kind not in READERS:
        reader.fail(answers.line, _unsupported(kind))
        return None
    return ParsedQuestion(
        identifier=metadata.identifier,
        title=title,
        category=category,
        kind=_situational(kind, metadata, reader),
        stem=stem,
        tags=metadata.tags,
        general_feedback=reader.text(general),
        text_format=reader.text_format,
        line=span.line,
        **READERS[kind](answers, reader),
    )


def _title(span: Span) -> tuple[str, Span]:
    raw = span.raw
    end = raw.find("::", 2)
    if not raw.startswith("::") or end < 0:
        return "", span
    start = span.find("::")
    return Span(span.source, start + 2, start + end).text, span.after(start + end + 2)


def _halves(body: Span, reader: Reader) -> tuple[Span, Span] | None:
    """The question text and what stands between the braces, or None when that is not so."""
    opening, closing = body.find("{"), body.find("}")
    if opening < 0 and closing < 0:
        reader.fail(body.line, _unsupported("description"))
        return None
    if opening < 0 or closing < opening:
        line = body.source.line(max(opening, closing) if closing < 0 else closing)
        reader.fail(line, _("{ and } do not match; a blank line ends a question."))
        return None
    stem, inner, rest = body.before(opening), body.after(opening + 1), body.after(closing + 1)
    inner = inner.before(closing)
    if (second := inner.find("{")) >= 0:
        reader.fail(body.source.line(second), _("Write { inside a text as \\{."))
    if rest.raw:
        reader.fail(rest.line, _unsupported("missing_word"))
        return None
    return stem, inner


def _situational(kind: str, metadata: Metadata, reader: Reader) -> str:
    if SITUATIONAL_TAG not in metadata.tags:
        return kind
    if kind != "single_choice":
        message = _("[tag:kind-situational] belongs to a single choice question.")
        reader.fail(metadata.line, message)
    return "situational"


def _unsupported(kind: str) -> str:
    return {
        "essay": _("Essay questions are not supported."),
        "description": _("This is no question: there are no answers between { and }."),
        "short_answer": _(
            "Short-answer questions are not supported; true or false is written TRUE or FALSE."
        ),
        "missing_word": _(
            "There is text after }: missing-word questions are not supported, and a blank line "
            "stands between two questions."
        ),
    }[kind]

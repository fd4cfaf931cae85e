"""What is checked about the content of a page: warnings for an editor, errors for a build.

One function per check; each takes a text and yields what it finds.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from training.domain.content_text import SOURCES, Block, CheckedText
from training.domain.lesson_length import LONGEST, SHORTEST, reading_words
from training.domain.readability import reading_ease, sentences_of, words_of

LONGEST_SENTENCE = 25
# From here on Flesch calls a text plain; a short text says too little about itself.
PLAIN = 60
ENOUGH_WORDS = 100
TEXT_HEADING = re.compile(r"<h([1-6])\b")
IMAGE = re.compile(r"<(?:embed|img)\b[^>]*>")
ALTERNATIVE = re.compile(r'\balt="\s*[^"\s]')
LINK = re.compile(r"<a\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
FIRST_WORDS = 8


class Check(TextChoices):
    """What can be found; ERRORS are what nobody should publish."""

    ALTERNATIVE = "alternative", gettext_lazy("Missing text alternative")
    LINK = "link", gettext_lazy("Broken link on the site")
    OBJECTIVE = "objective", gettext_lazy("Lesson without objective")
    TRANSLATION = "translation", gettext_lazy("Missing translation")
    HEADINGS = "headings", gettext_lazy("Order of headings")
    SENTENCE = "sentence", gettext_lazy("Long sentence")
    READING = "reading", gettext_lazy("Hard to read")
    LENGTH = "length", gettext_lazy("Length of the lesson")
    REFERENCES = "references", gettext_lazy("Missing references")


ERRORS = {Check.ALTERNATIVE, Check.LINK, Check.OBJECTIVE, Check.TRANSLATION}
# Says what is wrong with the attributes of a link on a page; empty when nothing is.
LinkRule = Callable[[dict[str, str], CheckedText], str]


@dataclass(frozen=True)
class Finding:
    """One thing to look at; `block` is None when it is about the whole page."""

    check: Check
    message: str
    block: Block | None = None

    @property
    def is_error(self) -> bool:
        return self.check in ERRORS

    @property
    def place(self) -> str:
        """Return where it is, in words."""
        if self.block is None:
            return _("whole page")
        where = _("block %(number)d") % {"number": self.block.number}
        return f"{where}, {self.block.section}" if self.block.section else where


def check_text(text: CheckedText, *, broken: LinkRule) -> list[Finding]:
    """Return everything that the checks find in a text, errors first, then by place."""
    blocks = text.blocks
    found = [
        *_whole_page(text, blocks),
        *(finding for block in blocks for finding in _alternatives(block)),
        *_headings(text, blocks),
        *(finding for block in blocks for finding in _links(block, text, broken)),
        *(finding for block in blocks for finding in _sentences(block)),
    ]
    return sorted(
        found,
        key=lambda row: (not row.is_error, row.block.number if row.block else 0),
    )


def anchors_only(link: dict[str, str], text: CheckedText) -> str:
    """Judge a link where no other page is known: in a file."""
    address = link.get("href", "")
    if address.startswith("#") and address[1:] not in text.anchors:
        return no_anchor(address)
    return ""


def no_anchor(address: str) -> str:
    """Return the words for a link to a section that is not there."""
    return _("There is no section for the link “%(address)s”.") % {"address": address}


def _whole_page(text: CheckedText, blocks: list[Block]) -> Iterator[Finding]:
    names = dict(settings.LANGUAGES)
    for code in text.missing:
        language = str(names[code])
        yield Finding(
            Check.TRANSLATION, _("There is no page in: %(language)s.") % {"language": language}
        )
    yield from _reading(text, blocks)
    if text.is_lesson:
        yield from _lesson(text, blocks)


def _lesson(text: CheckedText, blocks: list[Block]) -> Iterator[Finding]:
    if not text.objectives:
        yield Finding(Check.OBJECTIVE, _("The lesson has no objective."))
    if not any(block.kind in SOURCES and block.value.get("items") for block in blocks):
        yield Finding(Check.REFERENCES, _("The lesson names no references."))
    count = reading_words(text.stream)
    if not SHORTEST <= count <= LONGEST:
        limits = {"count": count, "low": SHORTEST, "high": LONGEST}
        yield Finding(
            Check.LENGTH,
            _("The lesson has %(count)d words; %(low)d to %(high)d read well.") % limits,
        )


def _reading(text: CheckedText, blocks: list[Block]) -> Iterator[Finding]:
    sentences = [
        sentence
        for block in blocks
        for paragraph in block.paragraphs
        for sentence in sentences_of(paragraph)
        if sentence.endswith((".", "!", "?", "…"))
    ]
    ease = reading_ease(sentences, text.language)
    if ease is None or sum(len(words_of(sentence)) for sentence in sentences) < ENOUGH_WORDS:
        return
    if ease < PLAIN:
        numbers = {"ease": round(ease), "least": PLAIN}
        yield Finding(
            Check.READING,
            _("The reading ease is %(ease)d of 100; from %(least)d on most people can follow.")
            % numbers,
        )


def _alternatives(block: Block) -> Iterator[Finding]:
    if block.kind == "figure" and not str(block.value.get("alternative") or "").strip():
        yield Finding(Check.ALTERNATIVE, _("The figure has no text alternative."), block)
    if block.kind == "table" and not str(block.value.get("caption") or "").strip():
        yield Finding(Check.ALTERNATIVE, _("The table has no caption."), block)
    for text in block.strings:
        for image in IMAGE.findall(text):
            if not ALTERNATIVE.search(image):
                yield Finding(Check.ALTERNATIVE, _("A picture has no text alternative."), block)


def _headings(text: CheckedText, blocks: list[Block]) -> Iterator[Finding]:
    level = 1
    times = Counter(text.anchors)
    for block, after in zip_longest(blocks, blocks[1:]):
        if block.kind == "heading":
            level = 2
            if times[block.value["anchor"]] > 1:
                anchor = {"anchor": block.value["anchor"]}
                yield Finding(
                    Check.HEADINGS, _("Two sections have the anchor “%(anchor)s”.") % anchor, block
                )
            if after is None or after.kind == "heading":
                yield Finding(Check.HEADINGS, _("The section has no content."), block)
        for found in _levels(block):
            if found == 1 or found > level + 1:
                step = {"level": found, "before": level}
                yield Finding(
                    Check.HEADINGS,
                    _("A heading of level %(level)d follows one of level %(before)d.") % step,
                    block,
                )
            level = found


def _levels(block: Block) -> list[int]:
    return [int(level) for text in block.strings for level in TEXT_HEADING.findall(text)]


def _links(block: Block, text: CheckedText, broken: LinkRule) -> Iterator[Finding]:
    for html in block.strings:
        for attributes in LINK.findall(html):
            message = broken(dict(ATTRIBUTE.findall(attributes)), text)
            if message:
                yield Finding(Check.LINK, message, block)


def _sentences(block: Block) -> Iterator[Finding]:
    for paragraph in block.paragraphs:
        for sentence in sentences_of(paragraph):
            words = sentence.split()
            count = len(words)
            if count > LONGEST_SENTENCE:
                start = {"count": count, "start": " ".join(words[:FIRST_WORDS])}
                message = ngettext(
                    "A sentence of %(count)d word: “%(start)s …”",
                    "A sentence of %(count)d words: “%(start)s …”",
                    count,
                )
                yield Finding(Check.SENTENCE, message % start, block)

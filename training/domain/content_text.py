"""The words of a page, block by block, as the content checks read them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from cms.plain_text import NOT_WORDS, TAG

SPACE = re.compile(r"\s+")
# What ends a paragraph in the HTML of an editor.
BREAK = re.compile(r"</?(?:p|li|ul|ol|br|h[1-6])\b[^>]*>")
SOURCES = ("references", "citations")
# Words that are looked at, not read as sentences.
NO_SENTENCES = ("table", "figure", "heading", *SOURCES)


@dataclass(frozen=True)
class Block:
    """One block of a stream.

    Attributes:
        number: its place on the page, from 1.
        section: the heading that it stands under; empty before the first.
        kind: of the block.
        id: by which the editor's screen knows it; empty in a file.
        value: as it is stored.
    """

    number: int
    section: str
    kind: str
    id: str
    value: Any

    @property
    def strings(self) -> list[str]:
        """Return all that a reader sees, as it is stored."""
        return list(_strings(self.value))

    @property
    def paragraphs(self) -> list[str]:
        """Return the paragraphs that are read as sentences, without HTML."""
        if self.kind in NO_SENTENCES:
            return []
        parts = [part for text in self.strings for part in BREAK.split(text)]
        return [words for part in parts if (words := plain(part))]


@dataclass(frozen=True)
class CheckedText:
    """A page or a file as the checks see it.

    Attributes:
        is_lesson: lessons have rules of their own.
        objectives: how many a lesson has.
        missing: codes of the languages in which it lacks.
    """

    language: str
    title: str
    stream: Sequence[Mapping[str, Any]]
    is_lesson: bool = False
    objectives: int = 0
    missing: tuple[str, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """Return the blocks in order."""
        blocks, section = [], ""
        for number, raw in enumerate(self.stream, start=1):
            if raw["type"] == "heading":
                section = raw["value"]["text"]
            blocks.append(Block(number, section, raw["type"], raw.get("id") or "", raw["value"]))
        return blocks

    @property
    def anchors(self) -> list[str]:
        """Return the anchors of the headings."""
        return [raw["value"]["anchor"] for raw in self.stream if raw["type"] == "heading"]


def plain(html: str) -> str:
    """Return the words of a piece of HTML."""
    return SPACE.sub(" ", unescape(TAG.sub("", html))).strip()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in NOT_WORDS:
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)

"""The words in the stream of a page, without its HTML, section by section: for search."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

TAG = re.compile(r"<[^>]+>")
SPACE = re.compile(r"\s+")
# What stands in a block beside words: kinds, codes, keys and addresses.
NOT_WORDS = {
    "address",
    "anchor",
    "cell",
    "competences",
    "country",
    "id",
    "key",
    "kind",
    "table_header_choice",
    "tolerance",
    "type",
    "unit",
}


@dataclass(frozen=True)
class SectionText:
    """The words under one heading; anchor and heading are empty before the first."""

    anchor: str
    heading: str
    text: str


def sections_of(stream: Iterable[Mapping[str, Any]]) -> list[SectionText]:
    """Return the headed sections of a stream as plain words.

    Args:
        stream: raw data: dictionaries with `type` and `value`.
    """
    sections = [("", "", [])]
    for block in stream:
        if block["type"] == "heading":
            sections.append((block["value"]["anchor"], block["value"]["text"], []))
        else:
            sections[-1][2].extend(_words(block["value"]))
    return [
        SectionText(anchor, heading, " ".join(parts))
        for anchor, heading, parts in sections
        if heading or parts
    ]


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        text = SPACE.sub(" ", unescape(TAG.sub(" ", value))).strip()
        if text:
            yield text
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in NOT_WORDS:
                yield from _words(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)

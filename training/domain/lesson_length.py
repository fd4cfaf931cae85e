"""How long a lesson is to read: the words of its running text and tables, each said once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import groupby
from typing import Any

SHORTEST, LONGEST = 350, 900  # words

WORD = re.compile(r"\w+(?:['\u2019.-]\w+)*")
TAG = re.compile(r"<[^>]+>")
# Sources, an editor's task and questions of the bank are no part of the reading.
NOT_READ = {"citations", "verify", "check"}
# An exercise is work, not reading: what counts is its task, not the answer behind it.
TASKS = {
    "compute": "question",
    "judge": "text",
    "sort": "title",
    "rewrite": "text",
    "scan": "title",
}
# A picture is looked at; its caption says what to see.
PICTURES = {"figure"}
READ_IN = {"text", "title", "caption", "items", "data", "source"}


def reading_words(body: Iterable[Mapping[str, Any]]) -> int:
    """Return how many words a reader reads.

    Args:
        body: raw stream data. Of neighbouring blocks for Belgium and the Netherlands only the
            longer counts: a reader needs one of them.
    """
    total = 0
    for is_country, run in groupby(body, lambda block: block["type"] == "country"):
        counts = [_words_of(block) for block in run]
        total += max(counts) if is_country else sum(counts)
    return total


def _words_of(block: Mapping[str, Any]) -> int:
    kind, value = block["type"], block["value"]
    if kind in NOT_READ:
        return 0
    if kind in PICTURES:
        return _count(value["caption"])
    if kind in TASKS:
        return _count(value[TASKS[kind]])
    if kind == "text":
        return _count(value)
    return sum(_count(text) for text in _texts(value))


def _texts(value: Any, name: str = "text") -> Iterator[str]:
    if isinstance(value, str):
        if name in READ_IN:
            yield value
    elif isinstance(value, Mapping):
        for inner_name, inner in value.items():
            yield from _texts(inner, "data" if inner_name == "value" else inner_name)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, name)


def _count(text: str) -> int:
    return len(WORD.findall(unescape(TAG.sub(" ", text))))

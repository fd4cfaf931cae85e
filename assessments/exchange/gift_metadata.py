r"""Metadata in the comment lines of a question: Moodle's `[id:...]` and `[tag:...]`.

The convention for the tags is in the docstring of gift.py. Inside the brackets `\]` stands for
`]` and `\\` for a backslash; only a text that itself holds `[id:` or `[tag:` needs `\[`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assessments.domain.question_parts import (
    MAX_IDENTIFIER,
    MAX_LESSON,
    MAX_SOURCE,
    SITUATIONAL_TAG,
    tag_value,
)
from assessments.exchange.gift_model import GiftError

_OPENING = re.compile(r"\[(?=(?:id|tag):)")
_TOKEN = re.compile(r"\[(id|tag):((?:\\.|[^\[\]\\]|\[(?!(?:id|tag):))*)\]")
_ESCAPED = re.compile(r"\\([\[\]\\])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LESSON = re.compile(r"[a-z0-9-]+/[a-z0-9-]+(?:#[a-z0-9-]+)?")


@dataclass(frozen=True)
class Metadata:
    """What the comments say; line is that of the first [id:] or [tag:], 0 when there is none."""

    identifier: str = ""
    tags: tuple[str, ...] = ()
    line: int = 0


def read_metadata(comments: Iterable[tuple[int, str]], problems: list[GiftError]) -> Metadata:
    """Read the comment lines, given with their line numbers, of one question."""
    tokens = [token for line, text in comments for token in _tokens(line, text, problems)]
    ids = [(line, value) for line, name, value in tokens if name == "id"]
    tags = [(line, value) for line, name, value in tokens if name == "tag"]
    if len(ids) > 1:
        problems.append(GiftError(ids[1][0], _("A question has only one [id:].")))
    _check_tags(tags, problems)
    return Metadata(
        identifier=ids[0][1] if ids else "",
        tags=tuple(value for _line, value in tags),
        line=tokens[0][0] if tokens else 0,
    )


def write_metadata(identifier: str, tags: Iterable[str]) -> list[str]:
    """The comment lines that `read_metadata` reads; the source stands on a line of its own."""
    tokens = [f"[id:{_escape(identifier)}]"] if identifier else []
    for tag in tags:
        token = f"[tag:{_escape(tag)}]"
        tokens.append("\n" + token if tag.startswith("source-") else token)
    lines = " ".join(tokens).split("\n")
    return [f"// {line.strip()}" for line in lines if line.strip()]


def _escape(value: str) -> str:
    value = _CONTROL.sub(" ", value).replace("\\", "\\\\").replace("]", "\\]")
    return _OPENING.sub(r"\\[", value)


def _tokens(line: int, text: str, problems: list[GiftError]) -> list[tuple[int, str, str]]:
    tokens = [
        (line, match[1], _ESCAPED.sub(r"\1", match[2]).strip()) for match in _TOKEN.finditer(text)
    ]
    if _OPENING.search(_TOKEN.sub("", text)):
        problems.append(GiftError(line, _("[id: or [tag: is not closed by ].")))
    for _line, name, value in tokens:
        if not value or _CONTROL.search(value):
            message = _("[%(name)s:] is empty or holds a control character.")
            problems.append(GiftError(line, message % {"name": name}))
        elif name == "id" and len(value) > MAX_IDENTIFIER:
            message = _("An [id:] has at most %(max)d characters.")
            problems.append(GiftError(line, message % {"max": MAX_IDENTIFIER}))
    return tokens


def _check_tags(tags: list[tuple[int, str]], problems: list[GiftError]) -> None:
    seen: set[str] = set()
    for line, tag in tags:
        prefix, dash, value = tag.partition("-")
        if not dash or prefix not in _CHECKS:
            continue
        if prefix in seen:
            message = _("A question has only one [tag:%(prefix)s-...].")
            problems.append(GiftError(line, message % {"prefix": prefix}))
        elif not _CHECKS[prefix](value):
            message = _("[tag:%(tag)s] is not understood; expected %(expected)s.")
            values = {"tag": tag, "expected": _expected(prefix)}
            problems.append(GiftError(line, message % values))
        seen.add(prefix)


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


_CHECKS: dict[str, Callable[[str], bool]] = {
    "level": lambda value: value in ("1", "2", "3", "4", "5"),
    "valid": _is_date,
    "lesson": lambda value: len(value) <= MAX_LESSON and bool(_LESSON.fullmatch(value)),
    "source": lambda value: 0 < len(value) <= MAX_SOURCE,
    "kind": lambda value: value == tag_value([SITUATIONAL_TAG], "kind"),
}


def _expected(prefix: str) -> str:
    return {
        "level": _("level-1 to level-5"),
        "valid": _("valid- and a date such as 2027-12-31"),
        "lesson": _("lesson-module/lesson or lesson-module/lesson#section"),
        "source": _("source- and at most 300 characters"),
        "kind": _("kind-situational"),
    }[prefix]

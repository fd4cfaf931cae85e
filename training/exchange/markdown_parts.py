"""Cuts a lesson file into front matter, headings, fenced blocks and text, each with its line."""

import re
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from training.domain.problems import Problem

HEADING = re.compile(r"^## (?P<text>.+?) \{#(?P<anchor>[a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")
OPEN = re.compile(r"^::: *(?P<kind>[a-z]+)(?P<rest>.*)$")
ARGUMENT = re.compile(r'\s+(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s"]+))')
ESCAPED = re.compile(r"\\(.)")
RULE = "---"
FENCE = ":::"


@dataclass(frozen=True)
class Part:
    """A piece of the body.

    Attributes:
        kind: "heading", "text", or the word after ":::".
        arguments: heading text and anchor, or what follows the word of a fence.
        text: the Markdown inside.
        line: of the heading, the fence, or the first line of text.
    """

    kind: str
    arguments: tuple[str, ...]
    text: str
    line: int


@dataclass(frozen=True)
class FrontMatter:
    """The values between the two rules, and the line of each key."""

    values: dict[str, Any]
    lines: dict[str, int]


class PartsFile:
    """One file: front matter, parts and problems.

    Args:
        text: the whole file.
        place: its name for the problems.
    """

    def __init__(self, text: str, place: str) -> None:
        self.place = place
        self.problems: list[Problem] = []
        self.parts: list[Part] = []
        self._pending: list[str] = []
        lines = text.splitlines()
        body = self._body_start(lines)
        self.front = self._read_front_matter("\n".join(lines[1 : body - 1]) if body else "")
        self._cut(lines, body)

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(f"{self.place}:{line}", message))

    def line_of(self, key: str) -> int:
        """Return the line of a key of the front matter; 1 when it is not there."""
        return self.front.lines.get(key, 1)

    def _body_start(self, lines: list[str]) -> int:
        """Return the index of the first line of the body; 0 when there is no front matter."""
        if lines[:1] != [RULE]:
            self.wrong(1, _("The file must begin with front matter between two lines of ---."))
            return 0
        try:
            return lines.index(RULE, 1) + 1
        except ValueError:
            self.wrong(1, _("The front matter has no closing line of ---."))
            return 0

    def _read_front_matter(self, text: str) -> FrontMatter:
        loader = yaml.SafeLoader(text)
        try:
            node = loader.get_single_node()
            values = loader.construct_document(node) if node else {}
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 2 if mark else 1
            reason = getattr(error, "problem", None) or str(error)
            self.wrong(line, _("The front matter cannot be read: %(reason)s") % {"reason": reason})
            return FrontMatter({}, {})
        finally:
            loader.dispose()
        if not isinstance(values, dict):
            self.wrong(2, _("The front matter must be a list of keys and values."))
            return FrontMatter({}, {})
        lines = {key.value: key.start_mark.line + 2 for key, _value in node.value} if node else {}
        return FrontMatter(values, lines)

    def _cut(self, lines: list[str], start: int) -> None:
        fence: Part | None = None
        for number, line in enumerate(lines[start:], start=start + 1):
            if fence is not None:
                fence = self._inside(fence, line, number)
            elif line.startswith(FENCE):
                self._end_text(number)
                fence = self._open(line, number)
            elif line.startswith("#"):
                self._end_text(number)
                self._heading(line, number)
            else:
                self._pending.append(line)
        if fence is not None:
            self.wrong(fence.line, _("This block is not closed with a line of :::."))
        else:
            self._end_text(len(lines) + 1)

    def _inside(self, fence: Part, line: str, number: int) -> Part | None:
        if line.rstrip() == FENCE:
            text = "\n".join(self._pending)
            self._pending = []
            self.parts.append(Part(fence.kind, fence.arguments, text, fence.line))
            return None
        if line.startswith(FENCE):
            self.wrong(number, _("A block cannot stand inside another block."))
        self._pending.append(line)
        return fence

    def _open(self, line: str, number: int) -> Part | None:
        match = OPEN.match(line)
        if match is None:
            self.wrong(number, _("There is no block here to close."))
            return None
        arguments, end = [], 0
        rest = match["rest"].rstrip()
        while found := ARGUMENT.match(rest, end):
            quoted = found["quoted"]
            arguments.append(found["bare"] if quoted is None else unescaped(quoted))
            end = found.end()
        if end != len(rest):
            self.wrong(number, _("What follows the name of the block cannot be read."))
        return Part(match["kind"], tuple(arguments), "", number)

    def _heading(self, line: str, number: int) -> None:
        match = HEADING.match(line)
        if match is None:
            self.wrong(number, _("A heading is written as: ## Text {#anchor}"))
            return
        self.parts.append(Part("heading", (match["text"], match["anchor"]), "", number))

    def _end_text(self, number: int) -> None:
        text = "\n".join(self._pending)
        first = number - len(self._pending)
        blank = len(self._pending) - len(text.lstrip("\n").split("\n")) if text.strip() else 0
        if text.strip():
            self.parts.append(Part("text", (), text.strip("\n"), first + blank))
        self._pending = []


def unescaped(text: str) -> str:
    """Return a text in which a backslash stands before signs that would mean something."""
    return ESCAPED.sub(r"\1", text)

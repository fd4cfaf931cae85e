r"""Characters and places in a GIFT text: escapes, and spans that know their line.

Moodle escapes `\\ \: \# \= \{ \} \~` and writes a line break inside a text as `\n`. Two escapes
are ours, for texts that Moodle cannot hold: `-\>` is an arrow that does not part a matching pair,
and `\//` at the start of a line is no comment.

While a question is taken apart its escaped characters are hidden as lone surrogates, which no
decoded file contains; so a plain search for `#` or `~` finds only the ones that mean something.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

_HIDDEN = 0xDC00
_SPECIAL = "\\:#={}~"
_ESCAPED = re.compile(r"\\([\\:#={}~n])|(?<=-)\\(>)|^\\(?=//)", re.MULTILINE)
_SHOW = {_HIDDEN + ord(char): char for char in _SPECIAL + ">\n"}
_ESCAPE = str.maketrans({**{char: "\\" + char for char in _SPECIAL}, "\n": "\\n"})


def hide(text: str) -> str:
    """Replace escaped characters by stand-ins that mean nothing to the parser."""
    return _ESCAPED.sub(_stand_in, text)


def _stand_in(match: re.Match[str]) -> str:
    char = match[1] or match[2]
    return chr(_HIDDEN + ord("\n" if char == "n" else char)) if char else ""


def show(text: str) -> str:
    """Put the escaped characters back and trim, as Moodle does after taking a question apart."""
    return text.translate(_SHOW).strip()


def unescape(text: str) -> str:
    return show(hide(text))


def escape(text: str) -> str:
    """Write a text so that `unescape` gives it back; it becomes one line."""
    return one_newline(text).translate(_ESCAPE)


def one_newline(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class Source:
    """The hidden text of one block and the line of the file on which it begins."""

    text: str
    first_line: int
    breaks: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "breaks", [m.start() for m in re.finditer("\n", self.text)])

    def line(self, offset: int) -> int:
        return self.first_line + bisect_left(self.breaks, offset)

    @property
    def span(self) -> "Span":
        return Span(self, 0, len(self.text))


@dataclass(frozen=True)
class Span:
    """A stretch of a source, without the blanks around it."""

    source: Source
    start: int
    end: int

    @property
    def raw(self) -> str:
        return self.source.text[self.start : self.end].strip()

    @property
    def text(self) -> str:
        return show(self.raw)

    @property
    def line(self) -> int:
        """Line of the first character that is not blank."""
        stretch = self.source.text[self.start : self.end]
        blanks = len(stretch) - len(stretch.lstrip())
        return self.source.line(self.start + (blanks if blanks < len(stretch) else 0))

    def after(self, start: int) -> "Span":
        return Span(self.source, start, self.end)

    def before(self, end: int) -> "Span":
        return Span(self.source, self.start, end)

    def find(self, mark: str) -> int:
        return self.source.text.find(mark, self.start, self.end)

    def partition(self, mark: str) -> tuple["Span", "Span | None"]:
        """Split at the first mark; the second half is None when there is no mark."""
        return self._split(self.find(mark), mark)

    def rpartition(self, mark: str) -> tuple["Span", "Span | None"]:
        """Split at the last mark; the second half is None when there is no mark."""
        return self._split(self.source.text.rfind(mark, self.start, self.end), mark)

    def _split(self, at: int, mark: str) -> tuple["Span", "Span | None"]:
        return (self, None) if at < 0 else (self.before(at), self.after(at + len(mark)))

    def pieces(self, marks: str) -> tuple["Span", list[tuple[str, "Span"]]]:
        """What stands before the first of the marks, then each mark with what follows it."""
        pattern = re.compile(f"[{marks}]")
        places = [m.start() for m in pattern.finditer(self.source.text, self.start, self.end)]
        ends = [*places[1:], self.end]
        parts = [
            (self.source.text[place], Span(self.source, place + 1, end))
            for place, end in zip(places, ends, strict=bool(places))
        ]
        return self.before(places[0] if places else self.end), parts

    def lines(self) -> Iterator["Span"]:
        """Its lines that are not blank."""
        start = self.start
        for line in self.source.text[self.start : self.end].split("\n"):
            if line.strip():
                yield Span(self.source, start, start + len(line))
            start += len(line) + 1

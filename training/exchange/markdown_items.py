"""Reads inside one block of a lesson file: sections, lists of cells, numbers; with their lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from markdown_it.token import Token

from training.domain.problems import Problem
from training.exchange.markdown_parts import RULE, Part
from training.exchange.markdown_rich_text import RichTextWriter, parser

NUMBERS = {"nl": re.compile(r"-?\d+(?:,\d+)?"), "en": re.compile(r"-?\d+(?:\.\d+)?")}
EXAMPLES = {"nl": "1234,5", "en": "1234.5"}
CITED = re.compile(r"@[a-z0-9]+(?:-[a-z0-9]+)*")
LIST_TOKENS = ("bullet_list", "list_item", "paragraph", "inline")
TOP = 3  # the level of the words in a list; those in a list inside it lie two deeper


@dataclass(frozen=True)
class Section:
    """A piece of a block's text; `line` is that of its first line in the file."""

    text: str
    line: int


@dataclass(frozen=True)
class Item:
    """An item of a list: its cells as Markdown, and the items below it."""

    cells: tuple[str, ...]
    line: int
    below: list["Item"] = field(default_factory=list)


class PartReader:
    """Reads one part and remembers what is wrong with it.

    Args:
        part: the part.
        place: the name of the file, for the problems.
        language: "nl" or "en"; decides how numbers are written.
    """

    def __init__(self, part: Part, place: str, language: str) -> None:
        self.part = part
        self.place = place
        self.language = language
        self.problems: list[Problem] = []
        self.whole = Section(part.text, part.line if part.kind == "text" else part.line + 1)

    def wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(f"{self.place}:{line}", message))

    def sections(self, count: int) -> list[Section]:
        """Return the sections between lines of ---; empty ones when there are not that many."""
        found, lines, start = [], [], self.whole.line
        for number, line in enumerate(self.part.text.splitlines(), start=self.whole.line):
            if line.rstrip() == RULE:
                found.append(Section("\n".join(lines), start))
                lines, start = [], number + 1
            else:
                lines.append(line)
        found.append(Section("\n".join(lines), start))
        if len(found) != count:
            self.wrong(
                self.part.line,
                _("“%(kind)s” has %(wanted)d parts with a line of --- between them, not %(found)d.")
                % {"kind": self.part.kind, "wanted": count, "found": len(found)},
            )
            return [Section("", self.whole.line)] * count
        return found

    def prose(self, section: Section | None = None) -> str:
        """Return a section, or all of the part, as paragraphs and lists."""
        section = section or self.whole
        writer = self._writer(section.line)
        return self._done(writer, writer.prose(section.text))

    def points(self, section: Section | None = None) -> list[str]:
        """Return the items of a section's one list, each as one paragraph."""
        section = section or self.whole
        writer = self._writer(section.line)
        return self._done(writer, writer.items(section.text))

    def table(self) -> list[list[str]]:
        writer = self._writer(self.whole.line)
        return self._done(writer, writer.rows(self.part.text))

    def words(self, source: str, line: int) -> str:
        """Return a cell as plain words; marks are a problem."""
        writer = self._writer(line)
        return self._done(writer, writer.words(source))

    def phrase(self, source: str, line: int) -> str:
        """Return a cell as one paragraph with inline marks."""
        writer = self._writer(line)
        return self._done(writer, f"<p>{writer.phrase(source)}</p>")

    def items(self, form: str, section: Section | None = None, *, depth: int = 1) -> list[Item]:
        """Return the items of a section's one list that have as many cells as the form shows.

        Args:
            form: how an item is written, such as "- question | answer"; told with the problem.
            section: all of the part when left out.
            depth: 2 when each item has a list of its own, whose items have the cells.
        """
        section = section or self.whole
        top: list[Item] = []
        for token in self._inlines(section):
            line = section.line + (token.map or [0])[0]
            cells = tuple(cell.strip() for cell in token.content.replace("\n", " ").split("|"))
            level = (token.level - TOP) // 2 + 1
            wanted = form.count("|") + 1 if level == depth else 1
            if len(cells) != wanted or not all(cells) or level > depth:
                self.wrong(line, _("Each item is written as: %(form)s") % {"form": form})
            elif level == 1:
                top.append(Item(cells, line))
            elif top:
                top[-1].below.append(Item(cells, line))
        return top

    def citation_items(self) -> list[Item]:
        """Return the items of a list of references as (key, note); the note may be empty."""
        found = []
        for token in self._inlines(self.whole):
            line = self.whole.line + (token.map or [0])[0]
            key, _bar, note = token.content.replace("\n", " ").partition("|")
            if not CITED.fullmatch(key.strip()):
                self.wrong(line, _("A reference is written as: - @key or - @key | note"))
                continue
            found.append(Item((key.strip().removeprefix("@"), note.strip()), line))
        return found

    def number(self, text: str, line: int) -> None:
        """Tell when a text is not a number as the language of the file writes it."""
        if not NUMBERS[self.language].fullmatch(text):
            self.wrong(
                line,
                _("“%(text)s” is not a number as this language writes it, such as %(example)s.")
                % {"text": text, "example": EXAMPLES[self.language]},
            )

    def _inlines(self, section: Section) -> Iterator[Token]:
        """Yield the words of each item of the one list that a section is."""
        tokens = parser().parse(section.text)
        if [t.type for t in tokens if t.level == 0] != ["bullet_list_open", "bullet_list_close"]:
            self.wrong(section.line, _("This must be one bullet list and nothing else."))
            return
        before = ""
        for token in tokens:
            line = section.line + (token.map or [0])[0]
            if token.type == "inline":
                yield token
            elif not token.type.startswith(LIST_TOKENS) and token.nesting >= 0:
                kind = token.type.removesuffix("_open").replace("_", " ")
                self.wrong(line, _("This has no place here: %(kind)s.") % {"kind": kind})
            elif (before, token.type) == ("paragraph_close", "paragraph_open"):
                self.wrong(line, _("A list item is one paragraph."))
            before = token.type

    def _writer(self, line: int) -> RichTextWriter:
        return RichTextWriter(self.place, line)

    def _done(self, writer: RichTextWriter, value):
        self.problems += writer.problems
        return value

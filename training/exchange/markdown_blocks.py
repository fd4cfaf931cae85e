"""Turns the parts of a lesson into stream data: one small function per kind of block."""

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from training.blocks import LessonBodyBlock
from training.exchange.markdown_parts import Part, PartsFile
from training.exchange.markdown_rich_text import RichTextWriter

Value = Any
ARGUMENT_COUNTS = {
    "example": 1,
    "try": 2,
    "note": 1,
    "caution": 1,
    "table": 1,
    "figure": 3,
    "practice": 0,
    "keyfacts": 0,
    "apply": 0,
    "verify": 0,
    "references": 0,
}
TYPES = {"try": "try_now", "note": "callout", "caution": "callout"}


class BlockBuilder:
    """Builds the blocks of one file and adds to its problems.

    Args:
        file: the parts.
        competences: the codes that check blocks may name.
    """

    def __init__(self, file: PartsFile, competences: Collection[str]) -> None:
        self.file = file
        self.competences = competences
        self.anchors: set[str] = set()
        self.makers: dict[str, Callable[[Part, RichTextWriter], Value]] = {
            "heading": self.heading,
            "text": lambda part, writer: writer.prose(part.text),
            "practice": self.prose,
            "verify": self.prose,
            "apply": self.prose,
            "keyfacts": self.items,
            "references": self.items,
            "example": self.titled,
            "try": self.try_now,
            "note": self.callout,
            "caution": self.callout,
            "table": self.table,
            "figure": self.figure,
            "check": self.check,
        }

    def stream(self, allowed: Collection[str] | None = None) -> list[dict[str, Value]]:
        """Return the stream data of all parts.

        Args:
            allowed: the kinds of part that this file may have; all when left out.
        """
        stream = []
        for part in self.file.parts:
            if part.kind not in self.makers or (allowed and part.kind not in allowed):
                self.file.wrong(
                    part.line, _("There is no block “%(kind)s” here.") % {"kind": part.kind}
                )
                continue
            block = self._block(part)
            if block is not None:
                stream.append(block)
        return stream

    def _block(self, part: Part) -> dict[str, Value] | None:
        wanted = ARGUMENT_COUNTS.get(part.kind, len(part.arguments))
        if len(part.arguments) != wanted:
            self.file.wrong(
                part.line,
                _("“%(kind)s” takes %(wanted)d values, and has %(found)d.")
                % {"kind": part.kind, "wanted": wanted, "found": len(part.arguments)},
            )
            return None
        first = part.line if part.kind == "text" else part.line + 1
        writer = RichTextWriter(self.file.place, first)
        value = self.makers[part.kind](part, writer)
        self.file.problems += writer.problems
        kind = TYPES.get(part.kind, part.kind)
        if not writer.problems:
            self._validate(kind, value, part.line)
        return {"type": kind, "value": value}

    def _validate(self, kind: str, value: Value, line: int) -> None:
        """Ask the block itself whether an editor could have saved this."""
        if kind == "check":
            return
        block = LessonBodyBlock().child_blocks[kind]
        try:
            block.clean(block.to_python(value))
        except ValidationError as error:
            for message in messages_of(error):
                self.file.wrong(line, message)

    def heading(self, part: Part, writer: RichTextWriter) -> Value:
        text, anchor = part.arguments
        if anchor in self.anchors:
            self.file.wrong(
                part.line, _("The anchor “%(anchor)s” is used twice.") % {"anchor": anchor}
            )
        self.anchors.add(anchor)
        return {"text": text, "anchor": anchor}

    def prose(self, part: Part, writer: RichTextWriter) -> Value:
        return {"text": writer.prose(part.text)}

    def items(self, part: Part, writer: RichTextWriter) -> Value:
        return {"items": writer.items(part.text)}

    def titled(self, part: Part, writer: RichTextWriter) -> Value:
        return {"title": part.arguments[0], "text": writer.prose(part.text)}

    def try_now(self, part: Part, writer: RichTextWriter) -> Value:
        source, address = part.arguments
        return {"source": source, "address": address, "text": writer.prose(part.text)}

    def callout(self, part: Part, writer: RichTextWriter) -> Value:
        return {"kind": part.kind, **self.titled(part, writer)}

    def table(self, part: Part, writer: RichTextWriter) -> Value:
        return {
            "caption": part.arguments[0],
            "table": {
                "data": writer.rows(part.text),
                "cell": [],
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "table_caption": "",
                "table_header_choice": "row",
            },
        }

    def figure(self, part: Part, writer: RichTextWriter) -> Value:
        kind, caption, alternative = part.arguments
        items = []
        for number, line in enumerate(part.text.splitlines(), start=part.line + 1):
            if not line.strip():
                continue
            if not line.startswith("- "):
                self.file.wrong(number, _("Each item of a figure is written as: - label | text"))
            label, _bar, text = line.removeprefix("- ").partition("|")
            items.append({"label": label.strip(), "text": text.strip()})
        return {"kind": kind, "caption": caption, "alternative": alternative, "items": items}

    def check(self, part: Part, writer: RichTextWriter) -> Value:
        if not part.arguments:
            self.file.wrong(part.line, _("A check names at least one competence."))
        if part.text.strip():
            self.file.wrong(part.line, _("A check is empty: its questions come from the bank."))
        self.file.problems += writer.problems
        for code in part.arguments:
            if code not in self.competences:
                self.file.wrong(part.line, unknown_competence(code))
        return {"competences": list(part.arguments)}


def unknown_competence(code: object) -> str:
    """Return what to say about a code that the framework does not have."""
    return _("The framework has no competence %(code)s.") % {"code": code}


def messages_of(error: ValidationError) -> list[str]:
    """Return every message in a block's error, with the name of the field where there is one."""
    nested = getattr(error, "block_errors", None)
    if isinstance(nested, dict):
        return [
            f"{name}: {message}" for name, inner in nested.items() for message in messages_of(inner)
        ]
    if nested:
        return [message for inner in nested if inner for message in messages_of(inner)]
    return list(error.messages)

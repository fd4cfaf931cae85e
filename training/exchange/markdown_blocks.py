"""Turns the parts of a lesson into stream data: one small function per kind of block."""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail import blocks

from training.blocks import LessonBodyBlock
from training.blocks.lesson import COUNTRIES
from training.exchange import markdown_exercises as exercises
from training.exchange.markdown_items import PartReader
from training.exchange.markdown_parts import Part, PartsFile

Value = Any
MANY = 99
# How many values follow the name of a block: at least and at most.
ARGUMENT_COUNTS = {
    "example": (1, 1),
    "try": (2, 3),
    "note": (1, 1),
    "caution": (1, 1),
    "country": (2, 2),
    "table": (1, 1),
    "figure": (3, 3),
    "compute": (4, 4),
    "judge": (1, 1),
    "sort": (3, 7),
    "rewrite": (1, 1),
    "scan": (1, 1),
    "practice": (0, 0),
    "keyfacts": (0, 0),
    "apply": (0, 0),
    "verify": (0, 0),
    "references": (0, 0),
}
TYPES = {"try": "try_now", "note": "callout", "caution": "callout", "references": "citations"}


class BlockBuilder:
    """Builds the blocks of one file and adds to its problems.

    Args:
        file: the parts.
        language: "nl" or "en"; decides how numbers are written.
        competences: the codes that check blocks may name.
        references: the keys that may be cited.
    """

    def __init__(
        self,
        file: PartsFile,
        language: str,
        *,
        competences: Collection[str] = (),
        references: Collection[str] = (),
    ) -> None:
        self.file = file
        self.language = language
        self.competences = competences
        self.references = references
        self.anchors: set[str] = set()
        self.makers: dict[str, Callable[[PartReader], Value]] = {
            "heading": self.heading,
            "text": lambda reader: reader.prose(),
            "practice": self.prose,
            "verify": self.prose,
            "apply": self.prose,
            "keyfacts": lambda reader: {"items": reader.points()},
            "references": self.citations,
            "example": self.titled,
            "try": self.try_now,
            "note": self.callout,
            "caution": self.callout,
            "country": self.country,
            "table": self.table,
            "figure": exercises.figure,
            "check": self.check,
            "compute": exercises.compute,
            "judge": exercises.judge,
            "sort": exercises.sort,
            "rewrite": exercises.rewrite,
            "scan": exercises.scan,
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
        low, high = ARGUMENT_COUNTS.get(part.kind, (0, MANY))
        if not low <= len(part.arguments) <= high:
            self.file.wrong(
                part.line,
                _("“%(kind)s” takes %(wanted)s values, and has %(found)d.")
                % {
                    "kind": part.kind,
                    "wanted": low if low == high else f"{low}-{high}",
                    "found": len(part.arguments),
                },
            )
            return None
        reader = PartReader(part, self.file.place, self.language)
        value = self.makers[part.kind](reader)
        self.file.problems += reader.problems
        kind = TYPES.get(part.kind, part.kind)
        if not reader.problems:
            self._validate(kind, value, part.line)
        return {"type": kind, "value": value}

    def _validate(self, kind: str, value: Value, line: int) -> None:
        """Ask the block itself whether an editor could have saved this."""
        if kind in ("check", "citations"):
            return
        block = body_block().child_blocks[kind]
        try:
            block.clean(block.to_python(value))
        except ValidationError as error:
            for message in messages_of(error):
                self.file.wrong(line, message)

    def heading(self, reader: PartReader) -> Value:
        text, anchor = reader.part.arguments
        if anchor in self.anchors:
            reader.wrong(
                reader.part.line, _("The anchor “%(anchor)s” is used twice.") % {"anchor": anchor}
            )
        self.anchors.add(anchor)
        return {"text": text, "anchor": anchor}

    def prose(self, reader: PartReader) -> Value:
        return {"text": reader.prose()}

    def titled(self, reader: PartReader) -> Value:
        return {"title": reader.part.arguments[0], "text": reader.prose()}

    def try_now(self, reader: PartReader) -> Value:
        source, address, *country = reader.part.arguments
        return {
            "source": source,
            "address": address,
            "country": known_country(reader, country[0]) if country else "",
            "text": reader.prose(),
        }

    def country(self, reader: PartReader) -> Value:
        country, title = reader.part.arguments
        return {"country": known_country(reader, country), "title": title, "text": reader.prose()}

    def callout(self, reader: PartReader) -> Value:
        return {"kind": reader.part.kind, **self.titled(reader)}

    def table(self, reader: PartReader) -> Value:
        return {
            "caption": reader.part.arguments[0],
            "table": {
                "data": reader.table(),
                "cell": [],
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "table_caption": "",
                "table_header_choice": "row",
            },
        }

    def check(self, reader: PartReader) -> Value:
        line = reader.part.line
        if not reader.part.arguments:
            reader.wrong(line, _("A check names at least one competence."))
        if reader.part.text.strip():
            reader.wrong(line, _("A check is empty: its questions come from the bank."))
        for code in reader.part.arguments:
            if code not in self.competences:
                reader.wrong(line, unknown_competence(code))
        return {"competences": list(reader.part.arguments)}

    def citations(self, reader: PartReader) -> Value:
        items = []
        for item in reader.citation_items():
            key, note = item.cells
            if key not in self.references:
                reader.wrong(item.line, _("The bibliography has no key “%(key)s”.") % {"key": key})
            items.append({"key": key, "note": reader.phrase(note, item.line) if note else ""})
        return {"items": items}


@lru_cache(maxsize=1)
def body_block() -> blocks.StreamBlock:
    """Return the stream that a lesson holds, to ask it what fits."""
    return LessonBodyBlock()


def known_country(reader: PartReader, country: str) -> str:
    """Return the country of a block; another one than the two is a problem."""
    if country not in dict(COUNTRIES):
        reader.wrong(
            reader.part.line,
            _("“%(country)s” is no country that a lesson has examples for: BE or NL.")
            % {"country": country},
        )
    return country


def unknown_competence(code: object) -> str:
    """Return what to say about a code that the framework does not have."""
    return _("The framework has no competence %(code)s.") % {"code": code}


def messages_of(error: ValidationError) -> list[str]:
    """Return every message in a block's error, with the name of the field where there is one."""
    nested = getattr(error, "block_errors", None)
    if isinstance(nested, dict):
        return [str(message) for message in getattr(error, "non_block_errors", [])] + [
            f"{name}: {message}" for name, inner in nested.items() for message in messages_of(inner)
        ]
    if nested:
        return [message for inner in nested if inner for message in messages_of(inner)]
    return list(error.messages)

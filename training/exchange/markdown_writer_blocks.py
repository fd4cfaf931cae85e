"""Writes stream data as the blocks of a toolkit file; the counterpart of markdown_blocks.py."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cms.figures.data import NUMBER, OF_NUMBERS, values_of
from training.exchange.markdown_writer_text import phrase, prose, table_words, words
from training.exchange.markdown_writer_tree import Address, plain

Value = Any
BARE = re.compile(r'[^\s"\\]+')
RULE = "\n---\n"


class BlockWriter:
    """Writes the blocks of one file.

    Args:
        language: "nl" or "en"; decides how numbers are written.
        address: gives the address of a link from its attributes; its href when left out.
    """

    def __init__(self, language: str, address: Address | None = None) -> None:
        self.language = language
        self.address = address
        self.writers: dict[str, Callable[[Value], str]] = {
            "heading": lambda value: f"## {plain(value['text'])} {{#{value['anchor']}}}",
            "text": self.prose,
            "references": lambda value: self.points(value["items"]),
            "practice": lambda value: fence("practice", self.prose(value["text"])),
            "verify": lambda value: fence("verify", self.prose(value["text"])),
            "apply": lambda value: fence("apply", self.prose(value["text"])),
            "keyfacts": lambda value: fence("keyfacts", self.points(value["items"])),
            "example": lambda value: self.titled("example", value),
            "callout": lambda value: self.titled(value["kind"], value),
            "country": self.country,
            "try_now": self.try_now,
            "table": self.table,
            "figure": self.figure,
            "check": lambda value: fence("check", "", *map(bare, value["competences"])),
            "citations": self.citations,
            "compute": self.compute,
            "judge": self.judge,
            "sort": self.sort,
            "rewrite": self.rewrite,
            "scan": self.scan,
        }

    def body(self, stream: Sequence[Mapping[str, Value]]) -> str:
        """Return all blocks, with an empty line between them; empty texts are left out."""
        written = [self.writers[block["type"]](block["value"]) for block in stream]
        return "\n\n".join(filter(None, written))

    def prose(self, html: str) -> str:
        return prose(html, self.address)

    def phrase(self, html: str) -> str:
        return phrase(html, self.address)

    def cell(self, html: str) -> str:
        return phrase(html, self.address, is_cell=True)

    def points(self, items: Sequence[str]) -> str:
        return "\n".join("- " + self.phrase(item).replace("\n", "\n  ") for item in items)

    def titled(self, kind: str, value: Value) -> str:
        return fence(kind, self.prose(value["text"]), quoted(value["title"]))

    def country(self, value: Value) -> str:
        arguments = (bare(value["country"]), quoted(value["title"]))
        return fence("country", self.prose(value["text"]), *arguments)

    def try_now(self, value: Value) -> str:
        arguments = [quoted(value["source"]), bare(value["address"])]
        if value.get("country"):
            arguments.append(bare(value["country"]))
        return fence("try", self.prose(value["text"]), *arguments)

    def table(self, value: Value) -> str:
        rows = [_row(table_words(cell or "") for cell in row) for row in value["table"]["data"]]
        width = len(value["table"]["data"][0]) if rows else 0
        rule = "|" + "---|" * width
        return fence("table", "\n".join([*rows[:1], rule, *rows[1:]]), quoted(value["caption"]))

    def figure(self, value: Value) -> str:
        kind = value["kind"]
        lines = []
        for item in value["items"]:
            label = plain(item["label"]).replace("\\", "\\\\").replace("|", "\\|")
            text = plain(item.get("text") or "")
            if kind in OF_NUMBERS:
                text = " | ".join(map(self.number, values_of({"text": text})))
            lines.append(f"- {label} | {text}" if text else f"- {label}")
        arguments = (bare(kind), quoted(value["caption"]), quoted(value["alternative"]))
        return fence("figure", "\n".join(lines), *arguments)

    def number(self, text: str) -> str:
        """Return a number as the language of the file writes it; other words as they are."""
        text = plain(text)
        point = "," if self.language == "nl" else "."
        return re.sub("[.,]", point, text) if NUMBER.fullmatch(text) else text

    def citations(self, value: Value) -> str:
        lines = []
        for item in value["items"]:
            note = self.phrase(item.get("note") or "").replace("\\\n", "")
            lines.append(f"- @{item['key']} | {note}" if note else f"- @{item['key']}")
        return fence("references", "\n".join(lines))

    def compute(self, value: Value) -> str:
        numbers = [bare(self.number(value[name])) for name in ("answer", "tolerance")]
        body = self.prose(value["question"]) + RULE + self.prose(value["way"])
        return fence("compute", body, quoted(value["title"]), *numbers, bare(value["unit"]))

    def judge(self, value: Value) -> str:
        lines = [
            f"- {words(item['question'])} | {self.cell(item['answer'])}" for item in value["items"]
        ]
        body = self.prose(value["text"]) + RULE + "\n".join(lines)
        return fence("judge", body, quoted(value["title"]))

    def sort(self, value: Value) -> str:
        lines = [
            f"- {words(item['text'])} | {words(item['group'])} | {self.cell(item['why'])}"
            for item in value["items"]
        ]
        return fence("sort", "\n".join(lines), *map(quoted, [value["title"], *value["groups"]]))

    def rewrite(self, value: Value) -> str:
        parts = [self.prose(value["text"]), self.prose(value["answer"])]
        body = RULE.join([*parts, self.points(value["criteria"])])
        return fence("rewrite", body, quoted(value["title"]))

    def scan(self, value: Value) -> str:
        lines = []
        for question in value["questions"]:
            lines.append(f"- {words(question['question'])}")
            lines += [
                f"  - {words(row['answer'])} | {self.cell(row['advice'])}"
                for row in question["answers"]
            ]
        return fence("scan", "\n".join(lines), quoted(value["title"]))


def fence(kind: str, body: str, *arguments: str) -> str:
    """Return a fenced block."""
    return "\n".join(filter(None, [" ".join(["::: " + kind, *arguments]), body, ":::"]))


def quoted(text: str) -> str:
    """Return words as a value behind the name of a block."""
    return '"' + re.sub(r'["\\]', r"\\\g<0>", plain(text)) + '"'


def bare(text: str) -> str:
    """Return a value without quotes where it needs none."""
    return text if BARE.fullmatch(text) else quoted(text)


def _row(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"

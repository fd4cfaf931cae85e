"""Markdown into the little HTML that rich text may hold: p, ul, ol, li, b, i and a."""

import re
from functools import lru_cache
from html import escape
from itertools import pairwise

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from training.domain.problems import Problem

BLOCKS = {
    "paragraph": "p",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
}
BREAKS = {"softbreak": " ", "hardbreak": "<br/>"}
MARKS = {"strong": "b", "em": "i"}
SCHEMES = ("https://", "http://", "mailto:", "tel:", "#")
# Addresses of this site that no editor can change.
FIXED_HERE = re.compile(r"/(nl|en)/(case-studies|glossary|references|sources)/$")
NOT_IN_ITEMS = ("bullet", "ordered", "blockquote", "fence", "code", "html", "heading", "hr")
SUFFIXES = ("_open", "_close")


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Return the CommonMark parser, with tables."""
    return MarkdownIt("commonmark").enable("table")


class RichTextWriter:
    """Writes tokens as HTML and remembers what has no place in rich text.

    Args:
        place: the file, for the problems.
        line: the number of the first line of the Markdown in that file.
    """

    def __init__(self, place: str, line: int) -> None:
        self.place = place
        self.line = line
        self.problems: list[Problem] = []

    def prose(self, text: str) -> str:
        """Return paragraphs and lists as HTML."""
        tokens = parser().parse(text)
        for token, after in pairwise(tokens):
            if (token.type, after.type) == ("paragraph_close", "paragraph_open") and token.level:
                self._wrong(self._line_of(after), _("A list item is one paragraph."))
        return "".join(self._block(token) for token in tokens)

    def items(self, text: str) -> list[str]:
        """Return the items of the one bullet list that a text is, each as one paragraph."""
        tokens = parser().parse(text)
        shape = [token.type for token in tokens if token.level == 0]
        if shape != ["bullet_list_open", "bullet_list_close"]:
            self._wrong(self.line, _("This must be one bullet list and nothing else."))
            return []
        found = []
        for before, token in pairwise(tokens[1:-1]):
            if token.type == "inline":
                found.append(f"<p>{self._inline(token)}</p>")
            elif (before.type, token.type) == ("paragraph_close", "paragraph_open"):
                self._wrong(self._line_of(token), _("A list item is one paragraph."))
            elif token.type.startswith(NOT_IN_ITEMS) and token.nesting >= 0:
                self._refuse(token, self._line_of(token))
        return found

    def rows(self, text: str) -> list[list[str]]:
        """Return the rows of the one table that a text is, as plain words, header first."""
        tokens = parser().parse(text)
        shape = [token.type for token in tokens if token.level == 0]
        if shape != ["table_open", "table_close"]:
            self._wrong(self.line, _("This must be one table and nothing else."))
            return []
        rows: list[list[str]] = []
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(self._words(token))
        return rows

    def phrase(self, source: str) -> str:
        """Return the inline marks of one line as HTML."""
        return self._inline(parser().parseInline(source)[0])

    def words(self, source: str) -> str:
        """Return one line as plain words; marks are a problem."""
        (inline,) = parser().parseInline(source)
        children = inline.children or []
        if any(token.type not in ("text", "softbreak") for token in children):
            self._wrong(self.line, _("Plain words only here."))
        return "".join(token.content or " " for token in children).strip()

    def _block(self, token: Token) -> str:
        if token.type == "inline":
            return self._inline(token)
        for suffix in SUFFIXES:
            tag = BLOCKS.get(token.type.removesuffix(suffix))
            if token.type.endswith(suffix) and tag:
                if token.hidden or (tag == "p" and token.level > 0):
                    return ""
                return f"<{tag}>" if suffix == "_open" else f"</{tag}>"
        if token.nesting >= 0:
            self._refuse(token, self._line_of(token))
        return ""

    def _inline(self, inline: Token) -> str:
        line = self._line_of(inline)
        parts = []
        for token in inline.children or []:
            if token.type in BREAKS:
                line += 1
            parts.append(self._mark(token, line))
        return "".join(parts).strip()

    def _mark(self, token: Token, line: int) -> str:
        if token.type == "text":
            if "](" in token.content:
                self._wrong(line, _("This link cannot be read."))
            return escape(token.content, quote=False)
        if token.type in BREAKS:
            return BREAKS[token.type]
        for suffix in SUFFIXES:
            tag = MARKS.get(token.type.removesuffix(suffix))
            if tag:
                return f"<{tag}>" if suffix == "_open" else f"</{tag}>"
        if token.type == "link_open":
            return f'<a href="{escape(self._address(token, line))}">'
        if token.type == "link_close":
            return "</a>"
        self._refuse(token, line)
        return ""

    def _address(self, token: Token, line: int) -> str:
        address = str(token.attrs.get("href", ""))
        if not (address.startswith(SCHEMES) or FIXED_HERE.match(address)):
            self._wrong(
                line, _("The link “%(address)s” must be a full address.") % {"address": address}
            )
        return address

    def _words(self, inline: Token) -> str:
        children = inline.children or []
        if any(token.type not in ("text", "softbreak") for token in children):
            self._wrong(self._line_of(inline), _("A table holds plain words only."))
        return "".join(token.content or " " for token in children).strip()

    def _line_of(self, token: Token) -> int:
        return self.line + (token.map[0] if token.map else 0)

    def _refuse(self, token: Token, line: int) -> None:
        kind = token.type.removesuffix("_open").replace("_", " ")
        self._wrong(line, _("This has no place here: %(kind)s.") % {"kind": kind})

    def _wrong(self, line: int, message: str) -> None:
        self.problems.append(Problem(f"{self.place}:{line}", message))

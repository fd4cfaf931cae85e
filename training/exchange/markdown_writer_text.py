"""Rich text as Markdown that markdown_rich_text.py reads back as the same text.

Signs are escaped only where they would mean something: each piece of text is written in the
plainest way first, read back, and written more carefully when that gave something else.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from training.exchange.markdown_rich_text import RichTextWriter
from training.exchange.markdown_writer_tree import (
    Address,
    Inline,
    Listing,
    ListItem,
    Mark,
    Paragraph,
    blocks_of,
    joined,
    plain,
)

SIGNS = re.compile(r"[\\`*_\[\]<]")
LINE_START = re.compile(r"^(?:(\d+)(?=[.)])|(?=[#>+\-=~|:]))", re.MULTILINE)
CUTS = re.compile(r"^(?:#|:::|---\s*$)", re.MULTILINE)
MARKERS = {"ul": ("-", "*"), "ol": (".", ")")}
BAR = "&#124;"


@dataclass(frozen=True)
class _Way:
    """How a piece of text is written: with escapes, the sign for italics, guarded marks."""

    escapes: bool
    italics: str
    guards: bool


WAYS = (
    _Way(escapes=False, italics="*", guards=False),
    _Way(escapes=True, italics="*", guards=False),
    _Way(escapes=True, italics="_", guards=False),
    _Way(escapes=True, italics="_", guards=True),
)


def prose(html: str, address: Address | None = None) -> str:
    """Return a rich text as Markdown: paragraphs and lists.

    Args:
        html: the rich text.
        address: gives the address of a link from its attributes.
    """
    written: list[str] = []
    before: Listing | None = None
    turn = 0
    for block in blocks_of(html, address):
        if isinstance(block, Paragraph):
            written.append(_paragraph(block.content))
            before = None
            continue
        turn = 1 - turn if before is not None and before.kind == block.kind else 0
        written.append("\n".join(_lines(block, turn)))
        before = block
    return "\n\n".join(written)


def phrase(html: str, address: Address | None = None, *, is_cell: bool = False) -> str:
    """Return a rich text as the Markdown of one list item or one cell.

    Args:
        html: the rich text; what is more than one paragraph is joined.
        address: gives the address of a link from its attributes.
        is_cell: whether it stands between bars; there are no line breaks in a cell.
    """
    content: list[Inline] = []
    for block in blocks_of(html, address):
        for part in _inlines_of(block):
            content += ([Mark("br")] if content else []) + list(part)
    if is_cell:
        content = joined(" " if part == Mark("br") else part for part in content)
    return _paragraph(tuple(content), is_cell=is_cell)


def words(text: str) -> str:
    """Return plain words as the Markdown of a cell in a list."""
    return _paragraph((plain(text),), is_cell=True)


def table_words(text: str) -> str:
    """Return plain words as the Markdown of a cell in a table, where no line begins."""
    for way in WAYS:
        written = "".join(_written([plain(text)], way, is_cell=True))
        reader = RichTextWriter("", 1)
        if reader.words(written) == plain(text) and not reader.problems:
            break
    return written


def _inlines_of(block: Paragraph | Listing) -> Iterator[tuple[Inline, ...]]:
    if isinstance(block, Paragraph):
        yield block.content
        return
    for item in block.items:
        yield item.content
        for listing in item.lists:
            yield from _inlines_of(listing)


def _lines(listing: Listing, turn: int) -> Iterator[str]:
    """Yield the lines of a list; two lists after one another differ by their sign."""
    sign = MARKERS[listing.kind][turn]
    for number, item in enumerate(listing.items, start=1):
        marker = sign if listing.kind == "ul" else f"{number}{sign}"
        indent = " " * (len(marker) + 1)
        lines = list(_item_lines(item))
        yield f"{marker} {lines[0]}".rstrip()
        yield from (f"{indent}{line}" for line in lines[1:])


def _item_lines(item: ListItem) -> Iterator[str]:
    yield from _paragraph(item.content).split("\n")
    before = ""
    turn = 0
    for listing in item.lists:
        turn = 1 - turn if listing.kind == before else 0
        before = listing.kind
        yield from _lines(listing, turn)


def _paragraph(content: tuple[Inline, ...], *, is_cell: bool = False) -> str:
    """Return one paragraph in the plainest way that reads back as the same."""
    wanted = [Paragraph(content)] if content else []
    written = ""
    for way in WAYS:
        written = "".join(_written(content, way, is_cell=is_cell))
        if way.escapes:
            written = LINE_START.sub(r"\1\\", written)
        if _reads_back(written, wanted):
            break
    return written


def _reads_back(written: str, wanted: list[Paragraph]) -> bool:
    if CUTS.search(written):
        return False
    reader = RichTextWriter("", 1)
    html = reader.prose(written)
    return not reader.problems and blocks_of(html) == wanted


def _written(content: Iterable[Inline], way: _Way, *, is_cell: bool) -> Iterator[str]:
    parts = list(content)
    for index, part in enumerate(parts):
        if isinstance(part, Mark):
            yield from _mark(part, way, is_cell=is_cell)
            continue
        text = _escaped(part) if way.escapes else part
        if way.guards:
            if index and text[:1].isalnum():
                text = _entity(text[0]) + text[1:]
            if index < len(parts) - 1 and (text[-1:].isalnum() or text.endswith("!")):
                text = text[:-1] + _entity(text[-1])
        yield text.replace("|", BAR) if is_cell else text


def _mark(mark: Mark, way: _Way, *, is_cell: bool) -> Iterator[str]:
    if mark.kind == "br":
        yield "\\\n"
        return
    opening, closing = {
        "b": ("**", "**"),
        "i": (way.italics, way.italics),
        "a": ("[", f"]({_address(mark.address)})"),
    }[mark.kind]
    yield opening
    yield from _written(mark.content, way, is_cell=is_cell)
    yield closing


def _escaped(text: str) -> str:
    return SIGNS.sub(r"\\\g<0>", text.replace("&", "&amp;"))


def _entity(letter: str) -> str:
    return f"&#{ord(letter)};"


def _address(address: str) -> str:
    address = address.replace("|", "%7C").replace(" ", "%20")
    is_awkward = re.search(r"[()<>\\]", address)
    return "<" + re.sub(r"[<>\\]", r"\\\g<0>", address) + ">" if is_awkward else address

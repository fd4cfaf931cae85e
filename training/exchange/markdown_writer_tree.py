"""Rich text as a small tree in one fixed form, so that two texts that read the same are equal."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "a"}
BLOCKS = ("p", "ul", "ol", "li")
# Ends of lines to Python, but not to Markdown.
ODD_SPACE = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
Address = Callable[[dict[str, str]], str]


@dataclass(frozen=True)
class Mark:
    """Words in bold or italics, or a link: `kind` is "b", "i", "a" or "br"."""

    kind: str
    content: tuple["Inline", ...] = ()
    address: str = ""


Inline = str | Mark


@dataclass(frozen=True)
class Paragraph:
    content: tuple[Inline, ...]


@dataclass(frozen=True)
class Listing:
    """A list: `kind` is "ul" or "ol"."""

    kind: str
    items: tuple["ListItem", ...]


@dataclass(frozen=True)
class ListItem:
    content: tuple[Inline, ...]
    lists: tuple[Listing, ...] = ()


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    children: list["_Element | str"] = field(default_factory=list)


def blocks_of(html: str, address: Address | None = None) -> list[Paragraph | Listing]:
    """Return the paragraphs and lists of a rich text; empty ones are left out.

    Args:
        html: the rich text.
        address: gives the address of a link from its attributes; its href when left out.
    """
    reader = _Reader(address or (lambda attributes: attributes.get("href", "")))
    reader.feed(html)
    reader.close()
    return reader.blocks(reader.root)


def plain(text: str) -> str:
    """Return words without what would end a line."""
    return ODD_SPACE.sub(" ", text).strip()


class _Reader(HTMLParser):
    def __init__(self, address: Address) -> None:
        super().__init__()
        self.address = address
        self.root = _Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in ("br", "hr", "embed", "img"):
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(_Element(tag, dict(attrs)))  # type: ignore[arg-type]

    def handle_endtag(self, tag: str) -> None:
        tags = [element.tag for element in self.open]
        if tag in tags[1:]:
            del self.open[len(tags) - 1 - tags[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(ODD_SPACE.sub(" ", data))

    def blocks(self, element: _Element) -> list[Paragraph | Listing]:
        """Return what stands in an element; words between blocks are a paragraph too."""
        found: list[Paragraph | Listing] = []
        loose: list[_Element | str] = []
        for child in element.children:
            if isinstance(child, str) or child.tag in (*MARKS, "br", "span"):
                loose.append(child)
                continue
            found += self._paragraph(loose)
            loose = []
            if child.tag in ("ul", "ol"):
                found += self._listing(child)
            else:
                found += self.blocks(child)
        return found + self._paragraph(loose)

    def _paragraph(self, children: list[_Element | str]) -> list[Paragraph]:
        content = edged(self._inlines(children))
        return [Paragraph(content)] if content else []

    def _listing(self, element: _Element) -> list[Listing]:
        items = tuple(
            self._item(child)
            for child in element.children
            if isinstance(child, _Element) and child.tag == "li"
        )
        return [Listing(element.tag, items)] if items else []

    def _item(self, element: _Element) -> ListItem:
        blocks = self.blocks(element)
        content: list[Inline] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                content += ([Mark("br")] if content else []) + list(block.content)
        return ListItem(
            tuple(content), tuple(block for block in blocks if isinstance(block, Listing))
        )

    def _inlines(self, children: Iterable[_Element | str]) -> list[Inline]:
        found: list[Inline] = []
        for child in children:
            if isinstance(child, str):
                found.append(child)
            elif child.tag == "br":
                found.append(Mark("br"))
            elif child.tag in MARKS:
                found += self._mark(child)
            else:
                found += self._inlines(child.children)
        return found

    def _mark(self, element: _Element) -> list[Inline]:
        """Return a mark with the spaces at its edges outside of it."""
        inner = joined(self._inlines(element.children))
        content = edged(inner)
        words = text_of(inner)
        before, after = words[:1].isspace(), words[-1:].isspace()
        if not content:
            return [" "] if before else []
        kind = MARKS[element.tag]
        address = self.address(element.attributes) if kind == "a" else ""
        mark: list[Inline] = [Mark(kind, content, address)]
        if kind == "a" and not address:
            mark = list(content)
        return [" "] * before + mark + [" "] * after


def joined(content: Iterable[Inline]) -> list[Inline]:
    """Return inline content in which neighbours of one kind are one."""
    found: list[Inline] = []
    for part in content:
        last = found[-1] if found else None
        if isinstance(part, str) and isinstance(last, str):
            found[-1] = last + part
        elif (
            isinstance(part, Mark)
            and isinstance(last, Mark)
            and part.kind in ("b", "i")
            and last.kind == part.kind
        ):
            found[-1] = Mark(part.kind, tuple(joined([*last.content, *part.content])))
        elif part != "":
            found.append(part)
    return found


def edged(content: Iterable[Inline]) -> tuple[Inline, ...]:
    """Return inline content without spaces and breaks at its edges, or around breaks."""
    found = joined(content)
    for index, part in enumerate(found):
        if isinstance(part, str):
            if index == 0 or _is_break(found[index - 1]):
                part = part.lstrip()
            if index == len(found) - 1 or _is_break(found[index + 1]):
                part = part.rstrip()
            found[index] = part
    kept = [part for part in found if part != ""]
    while kept and _is_break(kept[0]):
        kept.pop(0)
    while kept and _is_break(kept[-1]):
        kept.pop()
    return tuple(kept) if len(kept) == len(found) else edged(kept)


def text_of(content: Iterable[Inline]) -> str:
    """Return the words of inline content."""
    return "".join(part if isinstance(part, str) else text_of(part.content) for part in content)


def _is_break(part: Inline) -> bool:
    return isinstance(part, Mark) and part.kind == "br"

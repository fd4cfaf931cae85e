"""The tags of a PDF: what each mark on paper is, in reading order, for who listens to the page.

Every PDF of Peil is drawn on a `TaggedCanvas`. A flowable draws inside `content(element)`, and what
is no content (rules, hatching, head and foot of a page) inside `artefact()`; nothing is drawn
outside of both. The tree grows in the order of drawing, which is the order of the flowables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFName, PDFObject, PDFPage, PDFString
from reportlab.pdfgen.canvas import Canvas


class Piece(NamedTuple):
    """A marked stretch of a page, both counted from 0."""

    page: int
    number: int


class Element:
    """One element of the structure tree, made before or while it is drawn.

    Attributes:
        role: a standard type, such as "H1", "P", "TH", "Figure".
        attributes: its attributes in PDF notation; empty for none.
        alt: what a picture says, in words.
        takes_text: whether a paragraph drawn straight into it needs no element of its own.
        kids: elements and pieces of pages, in reading order.
    """

    __slots__ = ("alt", "attributes", "kids", "parent", "role", "takes_text")

    def __init__(
        self,
        role: str,
        parent: "Element | None" = None,
        *,
        attributes: str = "",
        alt: str = "",
        takes_text: bool = False,
    ) -> None:
        self.role, self.parent = role, parent
        self.attributes, self.alt, self.takes_text = attributes, alt, takes_text
        self.kids: list[Element | Piece] = []
        if parent is not None:
            parent.kids.append(self)


class TaggedCanvas(Canvas):
    """A canvas that knows what is drawn on it, and writes that into the document at the end."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, pdfVersion=(1, 7), **kwargs)
        self._root = Element("Document")
        self._open = [self._root]
        self._last: list[Element] = []
        self._owners: dict[int, list[Element]] = {}
        self._in_artefact = False

    def open_element(self, element: Element) -> None:
        """Let what is drawn from now on belong under an element; see `close_element`."""
        self._attach(element)
        self._open.append(element)

    def close_element(self) -> None:
        self._open.pop()

    def put_last(self, element: Element) -> None:
        """Let an element be read at the end of the document, wherever it is drawn."""
        element.parent = self._root
        self._last.append(element)

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """Mark what is drawn inside as the content of an element, here or further on."""
        if self._in_artefact:
            yield
            return
        holder = self._open[-1]
        if holder.takes_text and element.role == "P":
            element = holder
        else:
            self._attach(element)
        owners = self._owners.setdefault(self._pageNumber - 1, [])
        element.kids.append(Piece(self._pageNumber - 1, len(owners)))
        self._code.append(f"/{element.role}<</MCID {len(owners)}>>BDC")
        owners.append(element)
        yield
        self._code.append("EMC")

    @contextmanager
    def artefact(self, properties: str = "/Type/Layout") -> Iterator[None]:
        """Mark what is drawn inside as no content; an artefact within one is part of it."""
        if self._in_artefact:
            yield
            return
        self.begin_artefact(properties)
        yield
        self.end_artefact()

    def begin_artefact(self, properties: str = "/Type/Layout") -> None:
        self._in_artefact = True
        self._code.append(f"/Artifact<<{properties}>>BDC")

    def end_artefact(self) -> None:
        self._in_artefact = False
        self._code.append("EMC")

    def showPage(self) -> None:
        """Write a page, with the order of its fields and the key of its pieces."""
        number = self._pageNumber - 1
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = number, PDFName("S")

    def save(self) -> None:
        """Write the tree, then the document."""
        self._root.kids += self._last
        catalogue = self._doc.Catalog
        catalogue.StructTreeRoot = _Tree(self._doc, self._root, self._owners).written()
        catalogue.MarkInfo = _Written(b"<</Marked true>>")
        super().save()

    def _attach(self, element: Element) -> None:
        """Put an element, with those it was made under, below the one that is open."""
        while element.parent is not None:
            element = element.parent
        if element is not self._root:
            element.parent = self._open[-1]
            self._open[-1].kids.append(element)


class _Written(PDFObject):
    """An object of its own whose source is ready: far cheaper than a dictionary of reportlab's."""

    __RefOnly__ = 1

    def __init__(self, source: bytes = b"") -> None:
        self.source = source

    def format(self, _document: Any) -> bytes:
        return self.source


class _Tree:
    """Writes the elements of a document whose pages are all known."""

    def __init__(self, document: Any, root: Element, owners: dict[int, list[Element]]) -> None:
        self._document, self._root, self._owners = document, root, owners
        self._objects: dict[Element, tuple[_Written, str]] = {}
        self._pages = [self._refer(page) for page in document.Pages.pages]

    def written(self) -> _Written:
        """Return the root of the tree; all other objects are in the document."""
        root = _Written()
        top = self._refer(root)
        self._number(self._root)
        for element, (written, _reference) in self._objects.items():
            written.source = self._source(element, top)
        numbers = " ".join(f"{page} {self._pieces(page)}" for page in range(len(self._pages)))
        parents = self._refer(_Written(f"<</Nums[{numbers}]>>".encode()))
        root.source = (
            f"<</Type/StructTreeRoot/K {self._objects[self._root][1]}"
            f"/ParentTree {parents}/ParentTreeNextKey {len(self._pages)}>>"
        ).encode()
        return root

    def _refer(self, thing: PDFObject) -> str:
        return self._document.Reference(thing).format(self._document).decode()

    def _number(self, element: Element) -> None:
        written = _Written()
        self._objects[element] = (written, self._refer(written))
        for kid in element.kids:
            if isinstance(kid, Element):
                self._number(kid)

    def _pieces(self, page: int) -> str:
        """Return who owns the pieces of a page, in the order of their numbers."""
        owners = self._owners.get(page, [])
        written = _Written(f"[{' '.join(self._objects[owner][1] for owner in owners)}]".encode())
        return self._refer(written)

    def _source(self, element: Element, top: str) -> bytes:
        parent = self._objects[element.parent][1] if element.parent else top
        pages = [kid.page for kid in element.kids if isinstance(kid, Piece)]
        home = pages[0] if pages else None
        kids = [self._kid(kid, home) for kid in element.kids]
        parts = [f"<</S/{element.role}/P {parent}"]
        if home is not None:
            parts.append(f"/Pg {self._pages[home]}")
        if kids:
            parts.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
        if element.attributes:
            parts.append(f"/A{element.attributes}")
        source = "".join(parts).encode()
        if element.alt:
            source += b"/Alt " + PDFString(element.alt).format(self._document)
        return source + b">>"

    def _kid(self, kid: Element | Piece, home: int | None) -> str:
        if isinstance(kid, Element):
            return self._objects[kid][1]
        if kid.page == home:
            return str(kid.number)
        return f"<</Type/MCR/Pg {self._pages[kid.page]}/MCID {kid.number}>>"

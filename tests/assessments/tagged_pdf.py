"""Reads a tagged PDF as somebody listens to it, and finds what is in no mark."""

import os
import re
import shutil
import subprocess
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

PAINTS = {b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do", b"EI"}
SHOWS = {b"Tj", b"TJ", b"'", b'"'}
Place = tuple[int, int]  # page and MCID, both from 0


@dataclass
class Node:
    """An element of the structure tree; `text` is its own, without that of its kids."""

    role: str
    number: int
    attributes: DictionaryObject
    alt: str
    text: str = ""
    places: list[Place] = field(default_factory=list)
    kids: list["Node"] = field(default_factory=list)

    @property
    def all_text(self) -> str:
        return " ".join(" ".join([self.text, *(kid.all_text for kid in self.kids)]).split())

    def walk(self):
        yield self
        for kid in self.kids:
            yield from kid.walk()


@dataclass
class Marks:
    """What the content streams hold: text per place, text of artefacts, operators in no mark."""

    texts: dict[Place, str] = field(default_factory=dict)
    artefacts: list[str] = field(default_factory=list)
    unmarked: list[tuple[int, bytes]] = field(default_factory=list)
    repeated: list[Place] = field(default_factory=list)


class TaggedPdf:
    def __init__(self, body: bytes) -> None:
        self.body = body
        self.reader = PdfReader(BytesIO(body))
        self.root = self.reader.trailer["/Root"]
        self.pages = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}

    @cached_property
    def marks(self) -> Marks:
        marks = Marks()
        for number, page in enumerate(self.reader.pages):
            reading = _Page(number, page, marks)
            for operands, operator in ContentStream(page.get_contents(), self.reader).operations:
                reading.follow(operator, operands)
            assert not reading.is_inside
        return marks

    @cached_property
    def document(self) -> Node:
        return self._node(self.root["/StructTreeRoot"].raw_get("/K"))

    @property
    def nodes(self) -> list[Node]:
        return list(self.document.walk())

    def of(self, *roles: str) -> list[Node]:
        """Return the elements of these roles, in reading order."""
        return [node for node in self.nodes if node.role in roles]

    @property
    def reading(self) -> list[tuple[str, str]]:
        """Return (role, what is heard) of each element that says something by itself."""
        return [
            (node.role, node.alt or " ".join(node.text.split()))
            for node in self.nodes
            if node.alt or node.text.strip()
        ]

    @property
    def owners(self) -> dict[Place, int]:
        """Return the number of the object that the parent tree gives for each place."""
        numbers = self.root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        trees = dict(zip(numbers[::2], numbers[1::2], strict=True))
        return {
            (number, place): owner.idnum
            for number, page in enumerate(self.reader.pages)
            for place, owner in enumerate(trees[page["/StructParents"]].get_object())
        }

    def _node(self, reference) -> Node:
        raw = reference.get_object()
        node = Node(
            raw["/S"][1:], reference.idnum, raw.get("/A", DictionaryObject()), raw.get("/Alt", "")
        )
        kids = raw.get("/K", [])
        home = raw.raw_get("/Pg").idnum if "/Pg" in raw else None
        for kid in kids if isinstance(kids, list) else [raw.raw_get("/K")]:
            self._add_kid(node, kid, home)
        return node

    def _add_kid(self, node: Node, kid, home: int | None) -> None:
        if isinstance(kid, int):
            place = (self.pages[home], int(kid))
        elif kid.get_object().get("/Type") == "/MCR":
            place = (self.pages[kid.get_object().raw_get("/Pg").idnum], kid.get_object()["/MCID"])
        else:
            child = self._node(kid)
            assert kid.get_object().raw_get("/P").idnum == node.number
            node.kids.append(child)
            return
        node.places.append(place)
        node.text += self.marks.texts[place]


class _Page:
    """Follows the content stream of one page."""

    def __init__(self, number: int, page, marks: Marks) -> None:
        self.number, self.marks = number, marks
        self.fonts = {
            name: _characters(font.get_object()["/ToUnicode"].get_data().decode())
            for name, font in page["/Resources"]["/Font"].items()
            if "/ToUnicode" in font.get_object()
        }
        self.font: dict[int, str] = {}
        self.is_inside, self.place = False, None

    def follow(self, operator: bytes, operands: list) -> None:
        if operator == b"BDC":
            self._begin(*operands)
        elif operator == b"EMC":
            assert self.is_inside
            self.is_inside = False
        elif operator == b"Tf":
            self.font = self.fonts.get(operands[0], {})
        elif operator in PAINTS | SHOWS:
            self._paint(operator, operands)

    def _begin(self, role: str, properties: DictionaryObject) -> None:
        assert not self.is_inside  # marks do not nest
        self.is_inside = True
        self.place = None if role == "/Artifact" else (self.number, properties["/MCID"])
        if self.place in self.marks.texts:
            self.marks.repeated.append(self.place)
        if self.place:
            self.marks.texts.setdefault(self.place, "")

    def _paint(self, operator: bytes, operands: list) -> None:
        if not self.is_inside:
            self.marks.unmarked.append((self.number, operator))
        elif operator in SHOWS:
            text = "".join(self.font[code] for code in operands[0].original_bytes)
            if self.place:
                self.marks.texts[self.place] += text
            else:
                self.marks.artefacts.append(text.strip())


def _characters(cmap: str) -> dict[int, str]:
    """Return the character of each code of a font, from its own table."""
    pairs = re.findall(r"^<([0-9A-F]{2})> <([0-9A-F]{4,})>$", cmap, re.MULTILINE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


PROGRAMS = {"qpdf": ["qpdf", "--check"], "poppler-utils": ["pdfinfo", "-struct-text"]}


def faults(body: bytes, folder: Path) -> list[str]:
    """Return what qpdf and poppler find wrong with a file.

    A machine without these programs says so and goes on, unless PEIL_REQUIRE_BROWSER=1 asks for
    everything: they are Debian's packages, as Chromium is.
    """
    path = folder / "checked.pdf"
    path.write_bytes(body)
    found = []
    for package, (program, option) in PROGRAMS.items():
        if shutil.which(program) is None:
            help_ = f"{program} did not look at the PDFs: on Debian, apt-get install {package}"
            if os.environ.get("PEIL_REQUIRE_BROWSER") == "1":
                found.append(help_)
            warnings.warn(help_, stacklevel=2)
            continue
        done = subprocess.run([program, option, path], capture_output=True, text=True, check=False)
        found += [done.stderr.strip()] if done.returncode or done.stderr.strip() else []
    return found

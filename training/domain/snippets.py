"""The piece of a text that shows why it was found, with the words that were looked for marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from cms.plain_text import SectionText
from cms.words import fold
from training.domain.query import Query

LENGTH = 220
BEFORE = 60


@dataclass(frozen=True)
class Piece:
    """Some words of a snippet; `is_found` says that they were looked for."""

    text: str
    is_found: bool = False


@dataclass(frozen=True)
class Snippet:
    """Pieces of one section; anchor and heading are empty outside every section."""

    anchor: str
    heading: str
    pieces: tuple[Piece, ...]


def best_snippet(sections: Sequence[SectionText], query: Query) -> Snippet | None:
    """Return the words of the section that has most of what is looked for; None when none has any.

    Args:
        sections: of a page, in order; of equal ones the first wins.
        query: what is looked for.
    """
    ranked = [query.rank(section.heading, section.text) for section in sections]
    best = max(range(len(sections)), key=lambda index: ranked[index], default=None)
    if best is None or ranked[best] == (0, 0):
        return None
    section = sections[best]
    return Snippet(section.anchor, section.heading, marked(section.text, query, cut=True))


def marked(text: str, query: Query, *, cut: bool = False) -> tuple[Piece, ...]:
    """Return a text in pieces, with what is looked for apart.

    Args:
        text: plain words.
        query: what is looked for.
        cut: whether only the words around the first find are wanted.
    """
    text = normalize("NFC", text)
    if cut:
        text = _around(text, query)
    pieces, end = [], 0
    for match in query.pattern.finditer(fold(text)):
        pieces += [Piece(text[end : match.start()]), Piece(text[slice(*match.span())], True)]
        end = match.end()
    return tuple(piece for piece in [*pieces, Piece(text[end:])] if piece.text)


def _around(text: str, query: Query) -> str:
    """Return whole words around the first find, with marks where words were left out."""
    if len(text) <= LENGTH:
        return text
    found = query.pattern.search(fold(text))
    start = max(0, (found.start() if found else 0) - BEFORE)
    if start:
        start = text.rfind(" ", 0, start) + 1
    end = len(text) if len(text) - start <= LENGTH else text.rfind(" ", start, start + LENGTH)
    return ("… " if start else "") + text[start:end] + ("" if end == len(text) else " …")

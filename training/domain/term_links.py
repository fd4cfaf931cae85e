"""Finds the terms of the glossary in the HTML of a page: each the first time that it stands there.

HTML comes from our own block templates, so tags are well formed.
"""

import re
from collections.abc import Callable, Iterable
from html import escape

from training.domain.glossary import Term

TAG = re.compile(r"(<[^>]*>)")
TAG_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
SPACE = re.compile(r"\s+")
# Where no link belongs: links themselves, headings, labels, drawings, what is no running text.
CLOSED = {
    *("a", "button", "summary", "label", "figcaption", "caption", "cite", "code", "svg", "th"),
    *("h1", "h2", "h3", "h4", "script", "style", "template"),
}
CLOSED_CLASS = re.compile(r'class="[^"]*\b(?:block-label|block-title|no-terms)\b')


class TermLinker:
    """Links terms in the pieces of one page, in order; a term is linked once.

    Args:
        terms: of the glossary; where two begin at one place the longest form wins.
        draw: returns the link as HTML from the words that stand there, as HTML, and the term.
    """

    def __init__(self, terms: Iterable[Term], draw: Callable[[str, Term], str]) -> None:
        self.draw = draw
        self.terms = {
            _same(escape(form, quote=False)): term
            for term in terms
            for form in term.forms
            if form.strip()
        }
        self.linked: set[str] = set()
        forms = sorted(self.terms, key=len, reverse=True)
        pattern = "|".join(r"\s+".join(map(re.escape, form.split())) for form in forms)
        self.pattern = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)

    def link(self, html: str) -> str:
        """Return a piece of the page with its terms linked."""
        if not self.terms:
            return html
        parts = []
        closed_by: list[str] = []
        for part in TAG.split(html):
            if part.startswith("<"):
                self._enter(part, closed_by)
                parts.append(part)
            else:
                parts.append(part if closed_by else self.pattern.sub(self._draw, part))
        return "".join(parts)

    def _enter(self, tag: str, closed_by: list[str]) -> None:
        """Keep the names of the tags that are open since the first one that lets no link in."""
        found = TAG_NAME.match(tag)
        if found is None or tag.endswith("/>"):
            return
        name = found[1].lower()
        if tag.startswith("</"):
            if closed_by and closed_by[-1] == name:
                closed_by.pop()
        elif closed_by:
            if name == closed_by[0]:
                closed_by.append(name)
        elif name in CLOSED or CLOSED_CLASS.search(tag):
            closed_by.append(name)

    def _draw(self, match: re.Match[str]) -> str:
        term = self.terms[_same(match[0])]
        if term.key in self.linked:
            return match[0]
        self.linked.add(term.key)
        return self.draw(match[0], term)


def _same(form: str) -> str:
    """Return words in HTML as they are compared: in lower case, with single spaces."""
    return SPACE.sub(" ", form).lower()

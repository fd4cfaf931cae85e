"""Draws the running text of a page once for all readers, with the terms of the glossary explained.

A changed page or a changed term is drawn anew (`cms.drawn`).
"""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from cms.drawn import drawn
from training.domain.glossary import Term, glossary_stamp, read_glossary
from training.domain.term_links import TermLinker

EXPLAINED = {"text", "practice", "keyfacts", "example", "callout", "country"}
OWN_PLACE = "\x1e"


def shared_pieces(body: StreamValue, language: str, own: Collection[str]) -> Iterator[str]:
    """Yield the HTML between the blocks that are drawn for each reader; one more than these are.

    Args:
        body: of a page.
        language: of the page: its glossary explains the terms.
        own: the kinds of block that are left out; a place is kept for each.
    """
    content = [glossary_stamp(language), list(body.raw_data)]
    html = drawn("prose", content, lambda: _draw(body, read_glossary(language).terms, own))
    yield from html.split(OWN_PLACE)


def _draw(body: StreamValue, terms: Collection[Term], own: Collection[str]) -> str:
    address = reverse("glossary")
    linker = TermLinker(terms, lambda words, term: _link(words, term, address))
    pieces = []
    for index, block in enumerate(body.raw_data):
        if block["type"] in own:
            pieces.append(OWN_PLACE)
            continue
        html = str(body[index].render())
        pieces.append(linker.link(html) if block["type"] in EXPLAINED else html)
    return "".join(pieces)


def _link(words: str, term: Term, address: str) -> str:
    return format_html(
        '<a class="term" href="{}#{}" data-term="{}" data-text="{}" data-more="{}">{}'
        '<span class="visually-hidden"> ({})</span></a>',
        address,
        term.key,
        term.term,
        term.text,
        _("In the glossary"),
        mark_safe(words),  # noqa: S308  they stand in the page as they are
        _("term"),
    )

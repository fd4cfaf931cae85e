"""The glossary in one language: what terms mean, and which lesson teaches them.

Loading and changing it is in glossary_editing; finding terms in a text in term_links.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from cms.addresses import address_of
from cms.drawn import for_a_minute
from cms.words import fold, words_of
from training.domain.framework import FALLBACK
from training.models import GlossaryText, LessonPage

NO_LETTER = "#"


@dataclass(frozen=True)
class Term:
    """A term in one language.

    Attributes:
        key: names it in every language.
        also: other forms of it.
        other: the term in the other language; empty when it has none.
        lesson_title, lesson_address: of the lesson that teaches it; empty when there is none.
    """

    key: str
    term: str
    also: tuple[str, ...]
    text: str
    other: str = ""
    lesson_title: str = ""
    lesson_address: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.term, *self.also)

    @property
    def letter(self) -> str:
        """Return the letter that it stands under."""
        first = fold(self.term)[:1].upper()
        return first if first.isalpha() else NO_LETTER


@dataclass(frozen=True)
class LetterOfTerms:
    letter: str
    terms: tuple[Term, ...]

    @property
    def anchor(self) -> str:
        return f"letter-{self.letter.lower()}" if self.letter.isalpha() else "letter-other"


@dataclass(frozen=True)
class Glossary:
    """All terms of a language from A to Z; `stamp` is another one when a word of it changed."""

    terms: tuple[Term, ...]
    stamp: str


def glossary(language: str) -> Glossary:
    """Return the glossary of a language as it was at most a minute ago."""
    return for_a_minute("glossary", [language], lambda: read_glossary(language))


def glossary_stamp(language: str) -> str:
    """Return the stamp of a glossary as it was at most a minute ago; cheaper than the whole."""
    return for_a_minute("glossary stamp", language, lambda: read_glossary(language).stamp)


def read_glossary(language: str) -> Glossary:
    """Return the glossary of a language as it is; two queries.

    Args:
        language: "nl" or "en"; a term without words in it is left out.
    """
    texts = list(GlossaryText.objects.select_related("entry"))
    others = {text.entry_id: text.term for text in texts if text.language == FALLBACK[language]}
    own = [text for text in texts if text.language == language]
    lessons = _lessons({text.entry.lesson for text in own if text.entry.lesson}, language)
    terms = [
        Term(
            text.entry.key,
            text.term,
            tuple(text.also),
            text.text,
            others.get(text.entry_id, ""),
            *lessons.get(text.entry.lesson, ("", "")),
        )
        for text in own
    ]
    terms.sort(key=lambda term: (not fold(term.term)[:1].isalpha(), fold(term.term), term.key))
    words = json.dumps([[term.key, term.forms, term.text] for term in terms])
    return Glossary(tuple(terms), hashlib.sha256(words.encode()).hexdigest())


def filter_terms(terms: Iterable[Term], query: str) -> list[Term]:
    """Return the terms that a reader looks for; first those whose own name has the words.

    Args:
        query: each of its words must begin a word of the term, of another form of it, of the term
            in the other language, or of the explanation; all terms when there are no words.
    """
    words = words_of(query)
    named, other = [], []
    for term in terms:
        if _begin(words, [*term.forms, term.other]):
            named.append(term)
        elif _begin(words, [*term.forms, term.other, term.text]):
            other.append(term)
    return [*named, *other]


def by_letter(terms: Iterable[Term]) -> list[LetterOfTerms]:
    """Return terms under their letters, in the order that they have."""
    ordered = sorted(terms, key=lambda term: (term.letter == NO_LETTER, term.letter))
    return [
        LetterOfTerms(letter, tuple(group))
        for letter, group in groupby(ordered, key=lambda term: term.letter)
    ]


def _begin(words: list[str], texts: list[str]) -> bool:
    there = [word for text in texts for word in words_of(text)]
    return all(any(other.startswith(word) for other in there) for word in words)


def _lessons(keys: set, language: str) -> dict:
    rows = LessonPage.objects.live().filter(
        translation_key__in=keys, locale__language_code=language
    )
    return {
        key: (title, address_of(url_path, language))
        for key, title, url_path in rows.values_list("translation_key", "title", "url_path")
    }

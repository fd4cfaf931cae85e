"""What a reader looks for: words in the shapes they take, and terms with their other names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from modelsearch.query import And, Or, Phrase, PlainText, SearchQuery

from cms.search import SHORTEST_BEGINNING
from cms.words import STOP_WORDS, fold, shapes_of, telling, words_of
from training.domain.glossary import Term


@dataclass(frozen=True)
class Sought:
    """One thing that is looked for: any of its beginnings of words, or of its phrases."""

    beginnings: tuple[str, ...]
    phrases: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds it in folded text, whole words at a time."""
        words = [
            re.escape(word) + (r"\w*" if len(word) >= SHORTEST_BEGINNING else r"\b")
            for word in self.beginnings
        ]
        phrases = [r"\W+".join(map(re.escape, phrase.split())) + r"\b" for phrase in self.phrases]
        return re.compile(rf"\b(?:{'|'.join([*phrases, *words])})")

    @property
    def for_database(self) -> SearchQuery:
        return Or([*map(PlainText, self.beginnings), *map(Phrase, self.phrases)])


@dataclass(frozen=True)
class Query:
    """Everything in it must be found."""

    language: str
    sought: tuple[Sought, ...]

    def fits(self, *texts: str) -> bool:
        """Return whether all that is looked for stands in one of the texts or another."""
        folded = _folded("\n".join(texts))
        return bool(self.sought) and all(one.pattern.search(folded) for one in self.sought)

    def rank(self, heading: str, text: str) -> tuple[int, int]:
        """Return how many of the things looked for stand in a section, and in its heading."""
        above, below = _folded(heading), _folded(text)
        in_heading = [bool(one.pattern.search(above)) for one in self.sought]
        found = [
            there or bool(one.pattern.search(below))
            for one, there in zip(self.sought, in_heading, strict=True)
        ]
        return sum(found), sum(in_heading)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what finds any of the things looked for in folded text."""
        return re.compile("|".join(one.pattern.pattern for one in self.sought))

    @property
    def for_database(self) -> SearchQuery:
        return And([one.for_database for one in self.sought])


def _folded(text: str) -> str:
    return fold(normalize("NFC", text))


def parse_query(text: str, *, language: str, terms: Iterable[Term]) -> Query:
    """Return what a reader means by some words.

    Args:
        text: words; signs between them mean nothing, nor do words that say nothing by themselves.
        language: "nl" or "en".
        terms: of the glossary; a term that is named is looked for by its other forms too.
    """
    words = words_of(text)
    names = _names(terms)
    longest = max((len(name) for name in names), default=0)
    sought: list[Sought] = []
    plain: list[str] = []
    while words:
        length = next(
            (n for n in range(min(longest, len(words)), 0, -1) if tuple(words[:n]) in names), 0
        )
        if length:
            sought.append(_by_any_name(names[tuple(words[:length])], language))
        else:
            plain.append(words[0])
        words = words[length or 1 :]
    sought += [Sought(shapes_of(word, language)) for word in _that_count(plain, language, sought)]
    return Query(language, tuple(dict.fromkeys(sought)))


def _that_count(words: list[str], language: str, sought: list[Sought]) -> list[str]:
    """Return the words that say something; beside a term, none of the others."""
    if sought and all(word in STOP_WORDS[language] for word in words):
        return []
    return telling(words, language)


def _names(terms: Iterable[Term]) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(words_of(form)): term.forms for term in terms for form in term.forms}


def _by_any_name(forms: tuple[str, ...], language: str) -> Sought:
    named = [words_of(form) for form in forms]
    beginnings = [
        shape for name in named if len(name) == 1 for shape in shapes_of(name[0], language)
    ]
    phrases = [" ".join(name) for name in named if len(name) > 1]
    return Sought(tuple(dict.fromkeys(beginnings)), tuple(dict.fromkeys(phrases)))

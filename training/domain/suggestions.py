"""What a reader may have meant when nothing was found."""

from collections.abc import Iterable
from difflib import get_close_matches

from cms.words import telling, words_of

MOST = 5
LIKE_WHOLE = 0.6
LIKE_WORD = 0.75
SHORTEST = 4


def suggestions(query: str, *, language: str, names: Iterable[str]) -> list[str]:
    """Return names that look like what was asked, the closest first; five at most.

    Args:
        query: as the reader wrote it.
        language: "nl" or "en".
        names: terms and titles as readers see them.
    """
    asked = words_of(query)
    known: dict[str, str] = {}
    by_word: dict[str, list[str]] = {}
    for name in names:
        words = words_of(name)
        known.setdefault(" ".join(words), name)
        for word in words:
            if len(word) >= SHORTEST:
                by_word.setdefault(word, []).append(name)
    found = [known[name] for name in get_close_matches(" ".join(asked), known, MOST, LIKE_WHOLE)]
    for word in telling(asked, language):
        for close in get_close_matches(word, by_word, MOST, LIKE_WORD):
            found += sorted(by_word[close], key=len)
    return list(dict.fromkeys(found))[:MOST]

"""How easily a text reads: sentences, syllables and Flesch's formula for each language.

Syllables are counted by one simple rule, the vowel groups of a word. It is a few per cent off for a
word and close for a page; a dictionary of hyphens would be several megabytes for the same use.
"""

import re
from collections.abc import Sequence

WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'\u201d\u2019»)]*\s+(?=[\"'\u201c\u2018«(]?[^\W_a-z])")
# A vowel with a diaeresis begins a group of its own: Belgi-ë, effici-ënt.
GROUP = re.compile(r"[äëïöü]|[aeiouyáéíóúàèâêîôû]+")
SILENT_E = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$|[^aeioutdy]ed$")


def sentences_of(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph.

    A point ends one when white space and a capital or a digit follow.
    """
    return [part for part in SENTENCE_END.split(paragraph.strip()) if part]


def words_of(text: str) -> list[str]:
    """Return the words of a text; numbers and signs are none, a hyphened word is one."""
    return WORD.findall(text)


def syllables(word: str, language: str) -> int:
    """Return how many syllables a word has by the rule of vowel groups; at least one.

    Args:
        word: without signs, hyphens apart.
        language: "nl" or "en"; in English a silent e at the end does not count.
    """
    small = word.lower()
    count = len(GROUP.findall(small))
    if language == "en" and count > 1 and SILENT_E.search(small):
        count -= 1
    return max(1, count)


def reading_ease(sentences: Sequence[str], language: str) -> float | None:
    """Return the reading ease: 100 is very easy, 0 very hard; None when there are no words.

    English: Flesch's Reading Ease, 206.835 - 84.6 * syllables per word - 1.015 * words per sentence
    (R. Flesch, A new readability yardstick, Journal of Applied Psychology 32, 1948, 221-233).
    Dutch: Flesch-Douma, 206.84 - 77 * syllables per word - 0.93 * words per sentence
    (W.H. Douma, De leesbaarheid van landbouwbladen, Wageningen 1960), made for Dutch because its
    words are longer.
    """
    words = [word for sentence in sentences for word in words_of(sentence)]
    if not words:
        return None
    per_word = sum(syllables(word, language) for word in words) / len(words)
    per_sentence = len(words) / len(sentences)
    if language == "nl":
        return 206.84 - 77 * per_word - 0.93 * per_sentence
    return 206.835 - 84.6 * per_word - 1.015 * per_sentence

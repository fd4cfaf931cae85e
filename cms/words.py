"""Words as they are compared: without capitals and accents, with the shapes that they take.

Light and the same on every database: it widens a search, it is no grammar.
"""

import re
from unicodedata import normalize

WORD = re.compile(r"\w+")
SHORTEST_STEM = 4
# Longest first; what is left when the ending goes must still be a stem.
ENDINGS = {
    "nl": ("heden", "ingen", "eren", "ende", "en", "er", "es", "s", "e", "n"),
    "en": ("ations", "ation", "ings", "ies", "ing", "ers", "ed", "es", "er", "ly", "s", "y", "e"),
}
# Endings that another one takes the place of: mogelijkheden, mogelijkheid.
SHAPES = {"nl": (("heden", "heid"),), "en": (("ies", "y"),)}
# A long vowel is written once in an open syllable: lonen, loon; banen, baan.
OPEN_SYLLABLE = re.compile(r"^(.*[^aeiou])([aeou])([bdfgklmnprst])$")
CLOSED_SYLLABLE = re.compile(r"^(.*[^aeiou])([aeou])\2([bdfgklmnprst])$")
SOFT = {"v": "f", "z": "s"}
HARD = {hard: soft for soft, hard in SOFT.items()}
DUTCH_STOP_WORDS = """
aan als bij dan dat de die dit door een en er ge heb heeft het hij hoe ik in is je kan kun me
met mijn moet naar niet nog nu of om ons ook op over te tot uit van voor waar wat we wel welk
welke wie wil ze zich zijn zo
"""
ENGLISH_STOP_WORDS = """
a about an and are as at be by can do does for from has have how i if in into is it its my not
of on or our so that the their them there this to was we what when where which who why will with
you your
"""
STOP_WORDS = {
    "nl": frozenset(DUTCH_STOP_WORDS.split()),
    "en": frozenset(ENGLISH_STOP_WORDS.split()),
}


class _Folding(dict[int, str]):
    """The folded letter for each letter; worked out when it is first asked for."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = normalize("NFKD", letter)[0].lower()[0]
        return self[code]


FOLDED = _Folding()


def fold(text: str) -> str:
    """Return a text in lower case without accents, letter for letter as long as it was.

    A letter and its accent must be one character (NFC); then a place in the result is a place in
    the text.
    """
    return text.lower() if text.isascii() else text.translate(FOLDED)


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded, without signs."""
    return WORD.findall(fold(normalize("NFC", text)))


def telling(words: list[str], language: str) -> list[str]:
    """Return the words that say something; all of them when none does."""
    return [word for word in words if word not in STOP_WORDS[language]] or words


def shapes_of(word: str, language: str) -> tuple[str, ...]:
    """Return beginnings of words that a reader means too: lonen gives loon, loon gives lone.

    Args:
        word: one folded word.
        language: "nl" or "en".
    """
    shapes = {word: None}
    closed = CLOSED_SYLLABLE.match(word) if language == "nl" else None
    if closed:
        before, vowel, end = closed.groups()
        shapes[before + vowel + HARD.get(end, end) + "e"] = None
    for ending in ENDINGS[language]:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < SHORTEST_STEM - 1:
            continue
        shapes |= dict.fromkeys(stem + new for old, new in SHAPES[language] if old == ending)
        shapes |= dict.fromkeys(_stems(stem, language))
    return tuple(shape for shape in shapes if shape == word or len(shape) >= SHORTEST_STEM)


def _stems(stem: str, language: str) -> list[str]:
    stems = [stem]
    if stem[-1] == stem[-2]:
        stems.append(stem[:-1])
    if language == "nl":
        hard = stem[:-1] + SOFT.get(stem[-1], stem[-1])
        open_syllable = OPEN_SYLLABLE.match(hard)
        if open_syllable:
            stems.append("{0}{1}{1}{2}".format(*open_syllable.groups()))
        if hard != stem:
            stems.append(hard)
    return stems

"""Sentences, syllables and reading ease."""

import pytest

from training.domain.readability import reading_ease, sentences_of, syllables


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("", []),
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        (
            "Zie bijv. de cijfers. 12 procent groeit.",
            ["Zie bijv. de cijfers.", "12 procent groeit."],
        ),
        ("Zij zei: “Ja.” Hij niet.", ["Zij zei: “Ja.", "Hij niet."]),
        ("1.5 per cent, no end", ["1.5 per cent, no end"]),
        ("Één zin. Élke zin.", ["Één zin.", "Élke zin."]),
    ],
)
def test_sentences_end_where_a_capital_or_digit_follows(paragraph, sentences):
    assert sentences_of(paragraph) == sentences


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("arbeidsmarkt", "nl", 3),
        ("loopbaan", "nl", 2),
        ("België", "nl", 3),
        ("efficiënt", "nl", 4),
        ("reële", "nl", 3),
        ("bv", "nl", 1),
        ("guidance", "en", 2),
        ("table", "en", 2),
        ("worked", "en", 1),
        ("wanted", "en", 2),
        ("role", "en", 1),
        ("the", "en", 1),
    ],
)
def test_syllables_are_vowel_groups(word, language, count):
    assert syllables(word, language) == count


def test_formulas_by_hand():
    # 4 words, 6 syllables, 1 sentence
    assert reading_ease(["De werkgever zoekt mensen."], "nl") == pytest.approx(
        206.84 - 77 * 7 / 4 - 0.93 * 4
    )
    # 6 words, 6 syllables, 2 sentences
    assert reading_ease(["The cat sat.", "The dog ran."], "en") == pytest.approx(
        206.835 - 84.6 - 1.015 * 3
    )


def test_no_words_have_no_ease():
    assert reading_ease([], "nl") is None
    assert reading_ease(["12 %."], "en") is None

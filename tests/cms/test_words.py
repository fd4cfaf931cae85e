"""Words as they are compared: accents, stop words, and the shapes of a word."""

import pytest

from cms.words import fold, shapes_of, telling, words_of


def test_folding_keeps_every_place():
    text = "Eén coöperatie in België, Straße"
    assert fold(text) == "een cooperatie in belgie, straße"
    assert len(fold(text)) == len(text)


def test_words_have_no_signs_and_no_accents():
    assert words_of("“Financiële” steun: A2-niveau") == ["financiele", "steun", "a2", "niveau"]
    assert words_of("re\N{COMBINING DIAERESIS}ele") == ["reele"]


def test_stop_words_go_unless_nothing_stays():
    assert telling(["wat", "is", "een", "gap"], "nl") == ["gap"]
    assert telling(["wat", "is"], "nl") == ["wat", "is"]
    assert telling(["is", "een"], "en") == ["een"]


@pytest.mark.parametrize(
    ("language", "word", "beginning_of"),
    [
        ("nl", "lonen", "loon"),
        ("nl", "loon", "lonen"),
        ("nl", "banen", "baan"),
        ("nl", "beroepen", "beroep"),
        ("nl", "vacatures", "vacature"),
        ("nl", "brieven", "brief"),
        ("nl", "mogelijkheden", "mogelijkheid"),
        ("nl", "opleidingen", "opleiding"),
        ("nl", "gesprekken", "gesprek"),
        ("en", "vacancies", "vacancy"),
        ("en", "skills", "skill"),
        ("en", "wages", "wage"),
        ("en", "planning", "plan"),
        ("en", "occupations", "occupation"),
    ],
)
def test_another_shape_of_the_word_is_found(language, word, beginning_of):
    assert any(beginning_of.startswith(shape) for shape in shapes_of(word, language))


def test_short_words_stay_whole():
    assert shapes_of("pes", "nl") == ("pes",)
    assert shapes_of("cv", "en") == ("cv",)
    assert all(len(shape) >= 4 for shape in shapes_of("banen", "nl"))

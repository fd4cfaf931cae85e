"""The question bank that ships: complete, equal in both languages, and honest about its sources."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assessments.domain.scoring import is_correct
from assessments.exchange.gift import merge_languages, parse, serialise

TOOLKIT = Path(__file__).parents[2] / "assessments" / "toolkit"
COMPETENCES = ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3"]
IDENTIFIERS = [f"{competence}-{number}" for competence in COMPETENCES for number in range(1, 5)]
LESSONS = {
    "m1-what-is-lmi/1-lmi-and-lifelong-guidance",
    "m1-what-is-lmi/2-what-lmi-covers",
    "m1-what-is-lmi/3-information-and-intelligence",
    "m4-quality/1-quality-criteria",
    "m4-quality/2-eight-questions",
    "m4-quality/3-special-cases",
    "m7-refer-and-independence/1-dots",
    "m7-refer-and-independence/2-ict-resources-by-dots",
    "m7-refer-and-independence/3-a-good-referral",
    "m7-refer-and-independence/4-teaching-independent-use",
    "m8-access-point-and-digital-divide/1-single-access-point",
    "m8-access-point-and-digital-divide/2-keeping-it-true",
    "m8-access-point-and-digital-divide/3-digital-divide",
}
KINDS = {
    "single_choice": 13,
    "situational": 8,
    "multiple_response": 9,
    "true_false": 6,
    "matching": 6,
    "ordering": 4,
    "numeric": 2,
}


def read(competence, language):
    return parse((TOOLKIT / f"{competence}.{language}.gift").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bank():
    """Every question of the shipped bank under its identifier."""
    merged = []
    for competence in COMPETENCES:
        files = {language: read(competence, language) for language in ("nl", "en")}
        questions, errors = merge_languages(files)
        assert errors == []
        merged += questions
    return {question.identifier: question for question in merged}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("competence", COMPETENCES)
def test_file_is_read_without_errors_and_written_back_the_same(competence, language):
    result = read(competence, language)
    assert result.errors == ()
    assert [question.identifier for question in result.questions] == [
        f"{competence}-{number}" for number in range(1, 5)
    ]
    assert parse(serialise(result.questions)) == result


def test_bank_has_four_questions_per_competence_and_every_kind(bank):
    assert list(bank) == IDENTIFIERS
    assert Counter(item.category for item in bank.values()) == dict.fromkeys(COMPETENCES, 4)
    assert Counter(item.kind for item in bank.values()) == KINDS


def test_no_other_file_lies_beside_the_bank():
    names = {path.name for path in TOOLKIT.glob("*.gift")}
    assert names == {f"{code}.{language}.gift" for code in COMPETENCES for language in ("nl", "en")}


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_question_says_why_how_hard_from_where_and_until_when(bank, identifier):
    question = bank[identifier]
    assert question.level_hint in (1, 2, 3, 4)
    assert question.valid_until in (date(2027, 3, 31), date(2027, 12, 31))
    for texts in question.texts.values():
        assert all(texts[name] for name in ("title", "stem", "feedback", "source"))
        assert texts["format"] == "moodle"
    assert question.lesson in {"", *LESSONS}


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_question_has_an_answer_that_earns_everything(bank, identifier):
    question = bank[identifier]
    structure = question.structure
    if "options" in structure:
        right = [option["key"] for option in structure["options"] if option["weight"] > 0]
        best = [option["key"] for option in structure["options"] if option["weight"] == 1]
        response = (
            {"choices": right} if question.kind == "multiple_response" else {"choice": best[0]}
        )
    elif "answers" in structure:
        response = {"value": structure["answers"][0]["value"]}
    else:
        response = {name: structure[name] for name in ("pairs", "order") if name in structure}
    assert is_correct(question.kind, structure, response)


def test_right_answer_stands_in_every_place(bank):
    places = Counter(
        option["key"]
        for question in bank.values()
        if question.kind in ("single_choice", "situational")
        for option in question.structure["options"]
        if option["weight"] == 1
    )
    assert sorted(places) == ["a", "b", "c", "d"]
    assert max(places.values()) <= 8


def test_situational_questions_may_give_part_of_the_points(bank):
    partial = {
        question.identifier: option["weight"]
        for question in bank.values()
        if question.kind == "situational"
        for option in question.structure["options"]
        if 0 < option["weight"] < 1
    }
    assert partial == {"A1-4": 0.5, "C1-2": 0.25}


def test_invented_figures_are_called_so(bank):
    for question in bank.values():
        if question.kind == "numeric" or question.identifier in ("B2-2", "B2-3", "B2-4"):
            assert question.texts["nl"]["stem"].startswith("Verzonnen cijfers")
            assert question.texts["en"]["stem"].startswith("Fictitious figures")


def test_vacancy_rate_explains_the_common_slip(bank):
    question = bank["B2-1"]
    slip = next(answer for answer in question.structure["answers"] if answer["value"] == "4.17")
    assert slip["weight"] == 0
    assert question.texts["nl"]["option_feedback"][slip["key"]].startswith("Je deelde enkel")


@pytest.mark.parametrize("path", sorted(TOOLKIT.glob("*.gift")), ids=lambda path: path.name)
def test_no_working_tag_or_slip_of_translation_reaches_a_reader(path):
    text = path.read_text(encoding="utf-8")
    slips = (
        r"\[F\d|\[S\]|\[K-|beslissingsalgoritme|gegevensloze|systemische|co-ontwikkeling|consulent"
    )
    assert re.findall(slips, text) == []
    assert re.findall(r"\b(u|uw|hij|zijn klant)\b", text) == []

"""The question bank that ships: complete, equal in both languages, and honest about its sources."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assessments.domain.scoring import is_correct
from assessments.enums import QuestionKind
from assessments.exchange.gift import merge_languages, parse, serialise

ROOT = Path(__file__).parents[2]
TOOLKIT = ROOT / "assessments" / "toolkit"
LESSONS = ROOT / "training" / "toolkit"
LANGUAGES = ("nl", "en")
CORE = ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3"]
COMPETENCES = [*CORE, "D4", "D5"]
FEWEST = 12


def read(competence, language):
    return parse((TOOLKIT / f"{competence}.{language}.gift").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bank():
    """Every question of the shipped bank under its identifier."""
    merged = []
    for competence in COMPETENCES:
        files = {language: read(competence, language) for language in LANGUAGES}
        questions, errors = merge_languages(files)
        assert errors == []
        merged += questions
    return {question.identifier: question for question in merged}


def of_kind(bank, kind, areas="ABCD"):
    return [item for item in bank.values() if item.kind == kind and item.category[0] in areas]


def gives_part_of_the_points(question):
    return any(0 < option["weight"] < 1 for option in question.structure["options"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("competence", COMPETENCES)
def test_file_is_read_without_errors_and_written_back_the_same(competence, language):
    result = read(competence, language)
    assert result.errors == ()
    assert [question.identifier for question in result.questions] == [
        f"{competence}-{number}" for number in range(1, len(result.questions) + 1)
    ]
    assert parse(serialise(result.questions)) == result


def test_bank_says_something_about_each_competence(bank):
    counts = Counter(item.category for item in bank.values())
    assert list(counts) == COMPETENCES
    assert {code: count for code, count in counts.items() if count < FEWEST} == {}


@pytest.mark.parametrize("competence", COMPETENCES)
def test_competence_is_asked_about_in_several_ways(bank, competence):
    kinds = {item.kind for item in bank.values() if item.category == competence}
    assert {"single_choice", "multiple_response", "true_false", "situational"} - kinds == set()
    assert kinds & {"matching", "ordering"}


def test_every_kind_is_used_and_figures_are_worked_with(bank):
    assert {item.kind for item in bank.values()} == set(QuestionKind)
    assert len([item for item in of_kind(bank, "numeric") if item.category == "B2"]) >= 4


def test_guidance_is_asked_about_in_situations_with_more_than_one_good_answer(bank):
    partial = Counter(
        item.category for item in of_kind(bank, "situational") if gives_part_of_the_points(item)
    )
    assert {
        code: partial[code] for code in COMPETENCES if code[0] in "CD" and partial[code] < 2
    } == {}


def test_no_other_file_lies_beside_the_bank():
    names = {path.name for path in TOOLKIT.glob("*.gift")}
    assert names == {f"{code}.{language}.gift" for code in COMPETENCES for language in LANGUAGES}


def test_question_says_why_how_hard_from_where_and_until_when(bank):
    for name, question in bank.items():
        assert question.level_hint in range(1, 6), name
        assert date(2027, 1, 1) < question.valid_until <= date(2027, 12, 31), name
        for texts in question.texts.values():
            assert all(texts[part] for part in ("title", "stem", "feedback", "source")), name
            assert texts["format"] == "moodle", name


@pytest.mark.parametrize("language", LANGUAGES)
def test_question_belongs_to_a_section_of_a_lesson(bank, language):
    for name, question in bank.items():
        lesson, _hash, anchor = question.lesson.partition("#")
        text = (LESSONS / f"{lesson}.{language}.md").read_text(encoding="utf-8")
        assert f"{{#{anchor or None}}}" in text, (name, question.lesson)


def test_question_has_an_answer_that_earns_everything(bank):
    for name, question in bank.items():
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
            response = {part: structure[part] for part in ("pairs", "order") if part in structure}
        assert is_correct(question.kind, structure, response), name


def test_statements_are_as_often_true_as_false(bank):
    statements = of_kind(bank, "true_false")
    right = [
        option["key"]
        for item in statements
        for option in item.structure["options"]
        if option["weight"] == 1
    ]
    assert abs(right.count("true") - right.count("false")) <= len(statements) // 4


def test_right_answer_stands_in_every_place(bank):
    places = Counter(
        option["key"]
        for question in bank.values()
        if question.kind in ("single_choice", "situational")
        for option in question.structure["options"]
        if option["weight"] == 1
    )
    assert sorted(places) == ["a", "b", "c", "d"]
    assert max(places.values()) <= sum(places.values()) / 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_longest_option_is_seldom_the_right_one(bank, language):
    longest = []
    for question in (*of_kind(bank, "single_choice"), *of_kind(bank, "situational")):
        words = question.texts[language]["options"]
        best = next(row["key"] for row in question.structure["options"] if row["weight"] == 1)
        longest.append(len(words[best]) == max(map(len, words.values())))
    assert sum(longest) <= 0.4 * len(longest)


def test_invented_figures_are_called_so(bank):
    for question in of_kind(bank, "numeric", areas="B"):
        assert re.search("verzonnen|fictie", question.texts["nl"]["stem"].casefold())
        assert re.search("fictitious|invented", question.texts["en"]["stem"].casefold())


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

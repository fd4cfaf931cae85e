"""The language-neutral form of a question, and two languages joined into one."""

import json
from datetime import date

import pytest
from django.utils import translation

from assessments.domain.scoring import is_correct, validate_response
from assessments.exchange.gift import merge_languages, parse, to_structure


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def neutral(text: str):
    result = parse(text)
    assert result.errors == ()
    return to_structure(result.questions[0])


def test_choice_has_keys_by_position():
    structure, texts = neutral("// [tag:source-src]\n::T::q{~no#why =yes####because}")
    assert structure == {"options": [{"key": "a", "weight": 0.0}, {"key": "b", "weight": 1.0}]}
    assert texts == {
        "title": "T",
        "stem": "q",
        "format": "moodle",
        "source": "src",
        "feedback": "because",
        "options": {"a": "no", "b": "yes"},
        "option_feedback": {"a": "why"},
    }


def test_true_is_a_and_false_is_b():
    structure, texts = neutral("q{F#wrong}")
    assert [option["weight"] for option in structure["options"]] == [0.0, 1.0]
    assert texts["options"] == {}
    assert texts["option_feedback"] == {"a": "wrong"}


def test_numeric_feedback_to_all_others_has_the_key_other():
    structure, texts = neutral("q{#=4.0:0.05 =%0%4.17:0.005#posts ~#neither}")
    assert structure == {
        "answers": [
            {"key": "a", "value": "4.0", "tolerance": "0.05", "weight": 1.0},
            {"key": "b", "value": "4.17", "tolerance": "0.005", "weight": 0.0},
        ]
    }
    assert texts["option_feedback"] == {"b": "posts", "other": "neither"}


@pytest.mark.parametrize("identifier", [f"A1-{number}" for number in range(20)])
def test_order_of_the_keys_is_never_the_answer(identifier):
    structure, texts = neutral(f"// [id:{identifier}]\nq{{>3\none\ntwo\nthree}}")
    order = structure["order"]
    assert sorted(order) == ["a", "b", "c"]
    assert order != sorted(order)
    assert [texts["items"][key] for key in order] == ["one", "two", "three"]
    structure, texts = neutral(f"// [id:{identifier}]\nq{{=one->1 =two->2 = ->9}}")
    assert list(structure["pairs"].values()) != structure["right"]
    assert {
        texts["left"][left]: texts["right"][right] for left, right in structure["pairs"].items()
    } == {
        "one": "1",
        "two": "2",
    }


@pytest.mark.parametrize(
    ("text", "key_answer"),
    [
        ("q{~no =yes}", lambda s: {"choice": "b"}),
        ("q{T}", lambda s: {"choice": "a"}),
        ("q{~%50%a ~no ~%50%c}", lambda s: {"choices": ["a", "c"]}),
        ("q{=one->1 =two->2 = ->9}", lambda s: {"pairs": s["pairs"]}),
        ("q{>3\none\ntwo\nthree}", lambda s: {"order": s["order"]}),
        ("q{#3.9..4.1}", lambda s: {"value": "4,05 %"}),
    ],
)
def test_structure_is_what_scoring_reads(text, key_answer):
    kind = parse(text).questions[0].kind
    structure = json.loads(json.dumps(neutral(text)[0]))
    assert validate_response(kind, structure, key_answer(structure)) is None
    assert is_correct(kind, structure, key_answer(structure))


ENGLISH = (
    "$CATEGORY: A1\n\n"
    "// [id:A1-1] [tag:level-2] [tag:valid-2027-12-31] [tag:lesson-m/l] [tag:source-Study]\n"
    "::Which::Which?{=right#Yes. ~wrong####Why.}\n\n"
    "// [id:A1-2]\nOrder{>3\none\ntwo\nthree}\n"
)
DUTCH = (
    ENGLISH.replace("Which", "Welke")
    .replace("right", "juist")
    .replace("source-Study", "source-Studie")
)


def test_two_languages_become_one_question():
    merged, errors = merge_languages({"nl": parse(DUTCH), "en": parse(ENGLISH)})
    assert errors == []
    assert [question.identifier for question in merged] == ["A1-1", "A1-2"]
    first = merged[0]
    assert (first.kind, first.category) == ("single_choice", "A1")
    assert (first.level_hint, first.valid_until) == (2, date(2027, 12, 31))
    assert (first.lesson, first.source) == ("m/l", "Studie")
    assert list(first.texts) == ["nl", "en"]
    assert first.texts["nl"]["title"] == "Welke"
    assert first.texts["en"]["source"] == "Study"
    assert first.texts["en"]["options"] == {"a": "right", "b": "wrong"}


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("=right#Yes. ~wrong", "~wrong =right#Yes.", 4, "answers"),
        ("=right#Yes. ~wrong", "~%50%right ~%50%wrong", 4, "kind"),
        ("level-2", "level-3", 4, "level"),
        ("2027-12-31", "2026-12-31", 4, "date"),
        ("lesson-m/l", "lesson-m/k", 4, "lesson"),
        ("$CATEGORY: A1", "$CATEGORY: A2", 4, "category"),
        ("two\nthree", "two", 7, "answers"),
    ],
)
def test_difference_between_languages_names_question_and_line(old, new, line, word):
    other = parse(ENGLISH.replace(old, new))
    assert other.ok
    merged, errors = merge_languages({"nl": parse(DUTCH), "en": other})
    assert merged == []
    assert errors[0].line == line
    assert "(en) A1-" in errors[0].message
    assert word in errors[0].message


def test_question_missing_in_a_language_is_reported_from_both_sides():
    renamed = parse(ENGLISH.replace("A1-2", "A1-9"))
    merged, errors = merge_languages({"nl": parse(DUTCH), "en": renamed})
    assert merged == []
    assert [error.message for error in errors] == [
        "(nl) A1-2 is missing in en.",
        "(en) A1-9 is missing in nl.",
    ]
    assert [error.line for error in errors] == [7, 7]


def test_question_without_identifier_cannot_be_joined():
    merged, errors = merge_languages({"nl": parse("q{T}"), "en": parse("q{T}")})
    assert merged == []
    assert [error.line for error in errors] == [1, 1]


def test_errors_of_the_files_are_passed_on_with_their_language():
    broken = parse(ENGLISH.replace("three}", "three"))
    merged, errors = merge_languages({"nl": parse(DUTCH), "en": broken})
    assert merged == []
    assert [error.line for error in errors] == [7]
    assert errors[0].message.startswith("(en) ")

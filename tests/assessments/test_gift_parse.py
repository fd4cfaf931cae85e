"""What gift.parse reads of Moodle's syntax, kind by kind."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from assessments.exchange.gift import (
    GiftError,
    NumericAnswer,
    Option,
    Pair,
    ParsedQuestion,
    metadata_tags,
    parse,
)


def only(text: str) -> ParsedQuestion:
    result = parse(text)
    assert result.errors == ()
    assert len(result.questions) == 1
    return result.questions[0]


def test_single_choice_has_one_full_answer_and_feedback():
    question = only("::Kinds::What is LMI? {=figures #Yes. ~%50%news #Partly. ~gossip}")
    assert question == ParsedQuestion(
        identifier="",
        title="Kinds",
        category="",
        kind="single_choice",
        stem="What is LMI?",
        options=(
            Option("figures", Decimal(1), "Yes."),
            Option("news", Decimal("0.5"), "Partly."),
            Option("gossip", Decimal(0)),
        ),
    )


def test_multiple_response_has_only_tildes():
    question = only("Which?{~%50%a ~%50%b ~%-33.33333%c ~d}")
    assert question.kind == "multiple_response"
    assert [option.weight for option in question.options] == [
        Decimal("0.5"),
        Decimal("0.5"),
        Decimal("-0.3333333"),
        Decimal(0),
    ]


def test_situational_is_single_choice_with_its_tag():
    question = only("// [tag:kind-situational]\nBest?{=a ~%50%b ~c}")
    assert question.kind == "situational"


@pytest.mark.parametrize(
    ("answer", "weights", "feedback"),
    [
        ("T", (1, 0), ("", "")),
        ("TRUE#wrong#right", (1, 0), ("right", "wrong")),
        ("F#wrong", (0, 1), ("wrong", "")),
        ("FALSE##right", (0, 1), ("", "right")),
    ],
)
def test_true_false_gives_feedback_to_the_right_and_the_wrong(answer, weights, feedback):
    question = only(f"Sure?{{{answer}####Because.}}")
    assert question.kind == "true_false"
    assert question.general_feedback == "Because."
    assert tuple(option.weight for option in question.options) == weights
    assert tuple(option.feedback for option in question.options) == feedback


def test_matching_keeps_pairs_and_distractors():
    question = only("Match.{=cat -> animal =oak->tree = -> stone}")
    assert question.kind == "matching"
    assert question.pairs == (Pair("cat", "animal"), Pair("oak", "tree"))
    assert question.distractors == ("stone",)


@pytest.mark.parametrize(
    "head",
    [
        ">3",
        ">3 ALL VERTICAL",
        "> 3 RANDOM H RELATIVE_TO_CORRECT SHOW none",
        ">2 CONTIG V LONGEST_ORDERED_SUBSET HIDE 123",
    ],
)
def test_ordering_reads_the_items_after_moodles_settings(head):
    question = only(f"Order.{{{head}\n first one\n\tsecond\n// aside\n third\n####Why.}}")
    assert question.kind == "ordering"
    assert question.items == ("first one", "second", "third")
    assert question.general_feedback == "Why."


def test_ordering_may_begin_on_the_line_of_the_settings():
    assert only("Order.{>2 ALL first one\nsecond}").items == ("first one", "second")


@pytest.mark.parametrize(
    ("text", "value", "tolerance"),
    [
        ("4", "4", "0"),
        ("-4.5:0.05", "-4.5", "0.05"),
        ("=4.0 : 0.05", "4.0", "0.05"),
        ("3.9..4.1", "4.0", "0.1"),
        ("-1..2", "0.5", "1.5"),
        (".5", "0.5", "0"),
    ],
)
def test_numeric_reads_margin_and_range(text, value, tolerance):
    answer = NumericAnswer(Decimal(value), Decimal(tolerance), Decimal(1))
    assert only(f"How many?{{#{text}}}").answers == (answer,)


def test_numeric_takes_several_answers_and_feedback_to_all_others():
    question = only("Rate?{# =4.0:0.05#Right. =%0%4.17:0.005#Only posts. ~#Neither. ####40/1000}")
    assert question.kind == "numeric"
    assert question.answers == (
        NumericAnswer(Decimal("4.0"), Decimal("0.05"), Decimal(1), "Right."),
        NumericAnswer(Decimal("4.17"), Decimal("0.005"), Decimal(0), "Only posts."),
    )
    assert question.wrong_feedback == "Neither."
    assert question.general_feedback == "40/1000"


def test_escapes_stand_for_the_character_itself():
    question = only(r"::a\:\:b::1 \= 1 \{x\} \# \~ \\n\nnext{=\=yes#a\#b ~no\~}")
    assert question.title == "a::b"
    assert question.stem == "1 = 1 {x} # ~ \\n\nnext"
    assert question.options[0] == Option("=yes", Decimal(1), "a#b")
    assert question.options[1].text == "no~"


def test_other_backslashes_stay():
    assert only("C:\\temp \\alpha{T}").stem == "C:\\temp \\alpha"


@pytest.mark.parametrize("name", ["html", "moodle", "plain", "markdown"])
def test_text_format_is_told_by_the_prefix(name):
    question = only(f"::t::[{name}]Stem{{=[{name}]yes ~no####[{name}]why}}")
    assert question.text_format == name
    assert (question.stem, question.options[0].text) == ("Stem", "yes")
    assert question.general_feedback == "why"


def test_other_brackets_are_text():
    question = only("[sic] stem{T}")
    assert (question.stem, question.text_format) == ("[sic] stem", "moodle")


def test_category_holds_until_the_next_one():
    result = parse("q{T}\n\n$CATEGORY: A1\n\nq{T}\n\nq{F}\n\n$CATEGORY: top/B 2\nq{F}\n")
    assert result.ok
    assert [question.category for question in result.questions] == ["", "A1", "A1", "top/B 2"]


def test_comments_and_blank_lines_are_no_part_of_a_question():
    result = parse("// plain remark\n\n\n//x\nq\n// between\n{T}\n\n// end\n")
    assert result.errors == ()
    assert [question.line for question in result.questions] == [5]


def test_line_ends_of_windows_and_a_byte_order_mark_are_understood():
    result = parse("\ufeff$CATEGORY: A1\r\n\r\nq{\r\n=a\r\n~b\r\n}\r\n")
    assert result.ok
    assert result.questions[0].category == "A1"


def test_metadata_comes_from_the_comments_of_the_question():
    question = only(
        "// [id:A1-1] [tag:level-2] note [tag:valid-2027-12-31] [tag:own word]\n"
        "// [tag:lesson-m4-quality/1-quality-criteria#output] [tag:source-Code [v1\\], p. 3]\n"
        "q{T}"
    )
    assert question.identifier == "A1-1"
    assert question.level_hint == 2
    assert question.valid_until == date(2027, 12, 31)
    assert question.lesson == "m4-quality/1-quality-criteria#output"
    assert question.source == "Code [v1], p. 3"
    assert "own word" in question.tags


def test_metadata_may_be_absent():
    question = only("q{T}")
    assert (question.identifier, question.tags) == ("", ())
    assert (question.level_hint, question.valid_until) == (None, None)
    assert (question.lesson, question.source) == ("", "")


def test_metadata_tags_are_what_the_properties_read():
    tags = metadata_tags(
        level_hint=3, valid_until=date(2027, 3, 31), lesson="m/l#s", source="x", kind="situational"
    )
    assert tags == ("level-3", "valid-2027-03-31", "lesson-m/l#s", "kind-situational", "source-x")
    assert metadata_tags(kind="numeric") == ()


def test_text_that_is_not_text_is_refused_on_its_line():
    assert parse("a\nb\x00").errors[0].line == 2
    assert parse("\udc3a{T}").questions == ()


def test_empty_file_has_no_questions_and_no_errors():
    result = parse("\n// nothing\n\n")
    assert (result.questions, result.errors, result.ok) == ((), (), True)


def test_error_is_plain_data():
    with translation.override("en"):
        errors = parse("q{}").errors
    assert errors == (GiftError(1, "Essay questions are not supported."),)

"""What is exported is read back as the same questions, whatever the texts hold."""

import json
import string
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assessments.exchange.gift import (
    NumericAnswer,
    Option,
    Pair,
    ParsedQuestion,
    from_structure,
    parse,
    serialise,
    to_structure,
)

SPECIAL = ["\\", "#", "=", "~", "{", "}", ":", "->", "//", "%50%", "[html]", "\n", "::", "####"]
SPECIAL += ["$CATEGORY:", "\\n", "\\>", "\\/", "..", "*", "TRUE", "[id:", "]", "&&035;", "\u2028"]

characters = st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"])
anything = st.lists(
    st.one_of(st.text(characters, max_size=6), st.sampled_from(SPECIAL)), max_size=6
).map(lambda parts: "".join(parts).strip())
filled = anything.filter(bool)
one_line = anything.map(lambda text: "".join(c for c in text if c >= " " and c != "\x7f").strip())
words = one_line.filter(lambda text: text and text.partition("-")[0] not in RESERVED)
RESERVED = ("level", "valid", "lesson", "source", "kind")
weights = st.integers(-10_000_000, 10_000_000).map(lambda n: Decimal(n) / 10_000_000)
share = st.integers(1, 10_000_000).map(lambda n: Decimal(n) / 10_000_000)
numbers = st.decimals(
    min_value=-(10**9), max_value=10**9, places=4, allow_nan=False, allow_infinity=False
)


def options(weight):
    return st.builds(Option, filled, weight, anything)


def unique(strategy, key, least=1, most=5):
    return st.lists(strategy, min_size=least, max_size=most, unique_by=key).map(tuple)


def text_of(option):
    return option.text


@st.composite
def single_choice(draw):
    found = draw(unique(options(weights), text_of, least=2))
    place = draw(st.integers(0, len(found) - 1))
    full = Option(found[place].text, Decimal(1), found[place].feedback)
    return {"options": (*found[:place], full, *found[place + 1 :])}


@st.composite
def multiple_response(draw):
    weight = draw(share)
    wrong = weights.filter(lambda value: value <= 0)
    found = draw(unique(options(st.one_of(st.just(weight), wrong)), text_of, least=1, most=4))
    right = Option(draw(filled.filter(lambda text: text not in map(text_of, found))), weight)
    return {"options": (*found, right)}


@st.composite
def true_false(draw):
    is_true = draw(st.booleans())
    return {
        "options": (
            Option("", Decimal(is_true), draw(anything)),
            Option("", Decimal(not is_true), draw(anything)),
        )
    }


@st.composite
def matching(draw):
    pairs = draw(unique(st.builds(Pair, filled, filled), lambda pair: pair.left, least=2))
    rights = {pair.right for pair in pairs}
    spare = draw(unique(filled.filter(lambda text: text not in rights), str, least=0, most=2))
    return {"pairs": pairs, "distractors": spare}


@st.composite
def ordering(draw):
    return {"items": draw(unique(filled, str, least=2))}


@st.composite
def numeric(draw):
    tolerance = numbers.map(abs)
    answers = st.builds(NumericAnswer, numbers, tolerance, weights, anything)
    full = NumericAnswer(draw(numbers), draw(tolerance), Decimal(1), draw(anything))
    found = draw(st.lists(answers, max_size=3))
    return {"answers": (*found, full), "wrong_feedback": draw(anything)}


PARTS = {
    "single_choice": single_choice(),
    "situational": single_choice(),
    "multiple_response": multiple_response(),
    "true_false": true_false(),
    "matching": matching(),
    "ordering": ordering(),
    "numeric": numeric(),
}


@st.composite
def questions(draw):
    kind = draw(st.sampled_from(sorted(PARTS)))
    tags = draw(st.lists(words.map(lambda text: text[:40].strip()).filter(bool), max_size=3))
    if kind == "situational":
        tags.append("kind-situational")
    source = draw(one_line)[:200].strip()
    return ParsedQuestion(
        identifier=draw(one_line)[:60].strip(),
        title=draw(anything)[:200].strip(),
        category=draw(st.sampled_from(["", "A1", "top/x: {y}", "back\\slash", "two\nlines"])),
        kind=kind,
        stem=draw(filled),
        tags=tuple([*tags, "source-" + source] if source else tags),
        general_feedback=draw(anything),
        text_format=draw(st.sampled_from(["moodle", "html", "plain", "markdown"])),
        **draw(PARTS[kind]),
    )


def plain(stem: str, **parts) -> ParsedQuestion:
    return ParsedQuestion("", "", "", stem=stem, **parts)


true = (Option("", Decimal(1)), Option("", Decimal(0)))


@settings(deadline=None)
@given(
    st.lists(
        questions(), max_size=3, unique_by=lambda question: question.identifier or id(question)
    )
)
@example([plain("//no comment", kind="true_false", options=true)])
@example([plain("[html]shown", kind="true_false", options=true)])
@example([plain("q", kind="ordering", items=("//a", "\\//b", "####c", "[html]d"))])
@example([plain("q", kind="matching", pairs=(Pair("a->b", "c->d"), Pair("-\\>", ">")))])
def test_what_is_written_is_read_back_the_same(bank):
    result = parse(serialise(bank))
    assert result.errors == ()
    assert result.questions == tuple(bank)


@settings(deadline=None)
@given(questions())
def test_structure_and_texts_hold_the_whole_question_also_after_the_database(question):
    structure, texts = json.loads(json.dumps(to_structure(question), sort_keys=True))
    again = from_structure(
        question.kind,
        structure,
        texts,
        identifier=question.identifier,
        category=question.category,
        tags=question.tags,
    )
    assert again == question
    assert to_structure(again) == (structure, texts)


def test_carriage_returns_are_written_as_line_breaks():
    question = plain("a\r\nb\rc", kind="true_false", options=true)
    assert parse(serialise([question])).questions[0].stem == "a\nb\nc"


def test_control_characters_in_metadata_become_spaces():
    question = plain("q", kind="true_false", options=true, tags=("source-a\nb\tc",))
    assert parse(serialise([question])).questions[0].source == "a b c"


def test_situational_question_is_written_with_its_tag():
    parts = (Option("a", Decimal(1)), Option("b", Decimal("0.5")))
    question = plain("q", kind="situational", options=parts)
    assert parse(serialise([question])).questions[0].kind == "situational"


def test_file_is_plain_to_read():
    parts = (Option("yes = so", Decimal(1), "Right."), Option("no", Decimal("0.25")))
    tags = ("level-2", "source-Cedefop, 2016")
    question = ParsedQuestion(
        "A1-1", "Title", "A1", "single_choice", "Is it?", tags, parts, general_feedback="Because."
    )
    assert serialise([question]) == (
        "$CATEGORY: A1\n"
        "\n"
        "// [id:A1-1] [tag:level-2]\n"
        "// [tag:source-Cedefop, 2016]\n"
        "::Title::Is it?{\n"
        "\t=yes \\= so#Right.\n"
        "\t~%25%no\n"
        "\t####Because.\n"
        "}\n"
    )


def test_no_questions_make_an_empty_file():
    assert serialise([]) == ""


def test_letters_of_the_alphabet_are_enough_for_all_parts():
    items = tuple(string.ascii_lowercase)
    question = plain("q", kind="ordering", items=items)
    assert parse(serialise([question])).questions == (question,)

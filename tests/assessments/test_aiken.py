"""Aiken files: read as single choice, every fault on its line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.exchange.aiken import is_aiken, parse_aiken
from assessments.exchange.gift import parse, serialise

TWO = """What is an anecdote?
A. One case
B) A figure
ANSWER: A

Which source is public?
A. ESCO
B. A rumour
C. A secret
ANSWER: A
"""


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


def faults(text: str) -> list[int]:
    return [error.line for error in parse_aiken(text).errors]


def test_file_is_read_as_single_choice():
    result = parse_aiken("\ufeff" + TWO.replace("\n", "\r\n"))
    assert result.ok
    first, second = result.questions
    assert (first.kind, first.stem, first.line, second.line) == (
        "single_choice",
        "What is an anecdote?",
        1,
        6,
    )
    assert [(row.text, row.weight) for row in first.options] == [
        ("One case", Decimal(1)),
        ("A figure", Decimal(0)),
    ]
    assert len(second.options) == 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Q?\nA. a\nB. b\nANSWER: C\n", [4]),
        ("Q?\nA. a\nB. b\nANSWER: AB\n", [4]),
        ("Q?\nA. a\nB. b\nANSWER:\n", [4]),
        ("Q?\nA. a\nC. b\nANSWER: A\n", [3]),
        ("Q?\nA. a\nANSWER: A\n", [1]),
        ("Q?\nA. a\nB. a\nANSWER: A\n", [1]),
        ("Q?\nA. a\nB.\nANSWER: A\n", [3]),
        ("A. a\nB. b\nANSWER: A\n", [1]),
        ("Q?\nA. a\nB. b\n", [1]),
        ("Q?\nand more\nA. a\nB. b\nANSWER: A\n", [2]),
        ("Q?\nA. a\nB. b\nR?\nA. a\nB. b\nANSWER: A\n", [1]),
        ("Q?\nANSWER: A\n", [2]),
        ("Q?\nA. a\nB. b\nANSWER: D\n\nR?\nA. a\nANSWER: A\n", [4, 6]),
        ("Q?\nA. a\x00\n", [2]),
    ],
)
def test_each_fault_is_told_on_its_line(text, lines):
    assert faults(text) == lines


def test_what_is_wrong_is_left_out_and_the_rest_is_read():
    result = parse_aiken("Q?\nA. a\nB. b\nANSWER: D\n\n" + TWO)
    assert [question.stem for question in result.questions] == [
        "What is an anecdote?",
        "Which source is public?",
    ]


words = st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1).map(
    lambda text: "w" + " ".join(text.split())
)


@given(
    st.lists(
        st.tuples(words, st.lists(words, min_size=2, max_size=26, unique=True), st.data()),
        max_size=3,
    )
)
def test_any_sound_file_is_read_and_becomes_the_same_gift(rows):
    text, keys = "", []
    for stem, options, data in rows:
        key = data.draw(st.integers(0, len(options) - 1))
        keys.append((stem, options, options[key]))
        lettered = [f"{chr(65 + place)}. {option}" for place, option in enumerate(options)]
        text += "\n".join([stem, *lettered, f"ANSWER: {chr(65 + key)}", "", ""])
    result = parse_aiken(text)
    assert result.errors == ()
    assert [
        (
            question.stem,
            [option.text for option in question.options],
            next(option.text for option in question.options if option.weight == 1),
        )
        for question in result.questions
    ] == keys
    assert parse(serialise(result.questions)).questions == result.questions


def test_aiken_and_gift_are_told_apart():
    assert is_aiken(TWO)
    assert is_aiken("Q?\nA. a\nB. b\n")
    assert not is_aiken("Q?{=a ~b}")
    assert not is_aiken("// comment\n::t::A. b{T}")

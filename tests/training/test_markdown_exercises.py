"""Exercises, figures and examples for one country in a lesson file, and each mistake's line."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.training.test_markdown_lesson import FIRST, FRONT, body_of, problems_of
from training.exchange.markdown_items import PartReader
from training.exchange.markdown_lesson import read_lesson
from training.exchange.markdown_parts import Part


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (
            '::: country BE "In België"\n**Zo** is het.\n:::',
            "country",
            {"country": "BE", "title": "In België", "text": "<p><b>Zo</b> is het.</p>"},
        ),
        (
            '::: try "CBS" https://www.cbs.nl NL\nKijk.\n:::',
            "try_now",
            {
                "source": "CBS",
                "address": "https://www.cbs.nl",
                "country": "NL",
                "text": "<p>Kijk.</p>",
            },
        ),
        (
            '::: compute "Reken" 4,0 0,05 %\nHoeveel?\n---\n40 op 1000.\n:::',
            "compute",
            {
                "title": "Reken",
                "question": "<p>Hoeveel?</p>",
                "answer": "4,0",
                "tolerance": "0,05",
                "unit": "%",
                "way": "<p>40 op 1000.</p>",
            },
        ),
        (
            '::: judge "Oordeel"\nDe bron.\n---\n- Wie? | *Een* federatie.\n:::',
            "judge",
            {
                "title": "Oordeel",
                "text": "<p>De bron.</p>",
                "items": [{"question": "Wie?", "answer": "<p><i>Een</i> federatie.</p>"}],
            },
        ),
        (
            '::: sort "Sorteer" "Een" "Twee"\n- a | Een | Daarom.\n- b | Twee | Ook.\n:::',
            "sort",
            {
                "title": "Sorteer",
                "groups": ["Een", "Twee"],
                "items": [
                    {"text": "a", "group": "Een", "why": "<p>Daarom.</p>"},
                    {"text": "b", "group": "Twee", "why": "<p>Ook.</p>"},
                ],
            },
        ),
        (
            '::: rewrite "Schrijf"\nMoeilijk.\n---\nMakkelijk.\n---\n- kort\n- klaar\n:::',
            "rewrite",
            {
                "title": "Schrijf",
                "text": "<p>Moeilijk.</p>",
                "answer": "<p>Makkelijk.</p>",
                "criteria": ["<p>kort</p>", "<p>klaar</p>"],
            },
        ),
        (
            '::: scan "Scan"\n- Hoe vaak?\n  - Nooit | Begin.\n  - Vaak | Deel.\n:::',
            "scan",
            {
                "title": "Scan",
                "questions": [
                    {
                        "question": "Hoe vaak?",
                        "answers": [
                            {"answer": "Nooit", "advice": "<p>Begin.</p>"},
                            {"answer": "Vaak", "advice": "<p>Deel.</p>"},
                        ],
                    }
                ],
            },
        ),
    ],
)
def test_each_block_becomes_its_stream_value(text, kind, value):
    assert body_of(text) == [{"type": kind, "value": value}]


def figure(kind: str, *items: str) -> str:
    lines = "\n".join(f"- {item}" for item in items)
    return f'::: figure {kind} "T" "A"\n{lines}\n:::\n'


@pytest.mark.parametrize(
    "body",
    [
        figure("cycle", "a | x", "b", "c | z"),
        figure("hub", "midden", "b | y", "c"),
        figure("stacked", "delen | een | twee", "a | 1,5 | 0", "b | 3 | 4"),
        figure("ranges", "a | 1 | 2,5 | 4", "b | -1 | -1 | 0"),
        figure("line", "2021 | 1", "2022 | 2,5", "2023 | -3", "2024 | 0"),
    ],
)
def test_figures_keep_their_items_as_written(body):
    (block,) = body_of(body)
    written = [line.removeprefix("- ") for line in body.splitlines()[1:-1]]
    assert [
        f"{item['label']} | {item['text']}".removesuffix(" | ") for item in block["value"]["items"]
    ] == written


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ('::: country DE "D"\nx\n:::\n', 0, "“DE” is no country that a lesson has examples for"),
        ("::: country BE\nx\n:::\n", 0, "“country” takes 2 values, and has 1."),
        ('::: try "S" https://a.example FR\nx\n:::\n', 0, "“FR” is no country"),
        ('::: try "S" https://a.example BE NL\nx\n:::\n', 0, "“try” takes 2-3 values, and has 4."),
        ('::: compute "T" 4.0 0,1 %\nx\n---\ny\n:::\n', 0, "“4.0” is not a number as this"),
        ('::: compute "T" 4 weinig %\nx\n---\ny\n:::\n', 0, "“weinig” is not a number"),
        ('::: compute "T" 4 0 %\nx\n:::\n', 0, "“compute” has 2 parts with a line of ---"),
        ('::: compute "T" 4 0 %\nx\n---\n`y`\n:::\n', 3, "This has no place here: code inline."),
        ('::: compute "T" 4 0 %\nx\n---\n:::\n', 0, "way: This field is required."),
        ('::: judge "T"\nx\n---\n- a | b\n- c\n:::\n', 4, "Each item is written as: - question |"),
        ('::: judge "T"\nx\n---\n- **a** | b\n:::\n', 3, "Plain words only here."),
        ('::: judge "T"\nx\n---\n- a | b | c\n:::\n', 3, "Each item is written as"),
        ('::: judge "T"\nx\n---\ny\n:::\n', 3, "This must be one bullet list"),
        ('::: judge "T"\nx\n---\n- a | b\n\n  c\n:::\n', 5, "A list item is one paragraph."),
        ('::: sort "T" "A"\n- x | A | w\n:::\n', 0, "“sort” takes 3-7 values, and has 2."),
        ('::: sort "T" "A" "B"\n- x | A | w\n- y | C | w\n:::\n', 2, "“C” is none of the groups"),
        ('::: sort "T" "A" "B"\n- x | A\n- y | B | w\n:::\n', 1, "Each item is written as"),
        ('::: sort "T" "A" "B"\n- x | A | w\n:::\n', 0, "The minimum number of items is 2"),
        ('::: rewrite "T"\nx\n---\ny\n:::\n', 0, "“rewrite” has 3 parts"),
        ('::: rewrite "T"\nx\n---\ny\n---\nz\n:::\n', 5, "This must be one bullet list"),
        ('::: scan "T"\n- q\n  - a | b\n:::\n', 1, "A question has at least two answers"),
        ('::: scan "T"\n- q\n  - a | b\n  - c\n:::\n', 3, "Each item is written as: - answer |"),
        ('::: scan "T"\n- q | r\n  - a | b\n  - c | d\n:::\n', 1, "Each item is written as"),
        (figure("cycle", "a", "b"), 0, "This figure has 3 to 7 items."),
        (figure("hub", "a", "b"), 0, "This figure has 3 to 9 items."),
        (figure("line", "a | 1", "b | 2", "c | 3"), 0, "This figure has 4 to 24 items."),
        (figure("bars", "a | 1", "b | -2"), 2, "Each bar needs a number"),
        (figure("bars", "a | 1.5", "b | 2"), 1, "“1.5” is not a number as this language writes"),
        (figure("stacked", "p | een", "a | 1"), 1, "The first item names two to 5 parts"),
        (figure("stacked", "p | een | twee", "a | 1", "b | 1 | 2"), 2, "needs 2 numbers"),
        (figure("ranges", "a | 1 | 3 | 2", "b | 1 | 2 | 3"), 1, "Each range needs three numbers"),
        (figure("ranges", "a | 1 | 2", "b | 1 | 2 | 3"), 1, "Each range needs three numbers"),
    ],
)
def test_mistake_is_told_with_its_line(body, line, message):
    told = problems_of(body)
    start = f"x.nl.md:{FIRST + line}: "
    assert any(problem.startswith(start) and message in problem for problem in told), told


def test_numbers_are_written_as_the_language_writes_them():
    body = figure("bars", "a | 1.5", "b | 2") + '\n::: compute "T" 4.5 0 ""\nx\n---\ny\n:::\n'
    front = FRONT.replace("nl", "en")
    _lesson, told = read_lesson(front + body, place="x.en.md", language="en", competences=("A1",))
    assert told == []
    with translation.override("nl"):
        assert "1234,5" in problems_of(body)[0]


def test_all_mistakes_of_an_exercise_come_at_once():
    body = '::: sort "T" "A" "B"\n- **x** | C | w\n- y\n- z | A | `w`\n:::\n'
    lines = sorted(int(problem.split(":")[1]) for problem in problems_of(body))
    assert lines == [FIRST + line for line in (1, 1, 2, 3)]


CELL = st.text("abcdé ?.,'\"", min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6))
def test_cells_come_back_as_they_were_written(rows):
    text = "\n".join(f"- {first} | {second}" for first, second in rows)
    reader = PartReader(Part("judge", (), text, 10), "x.nl.md", "nl")
    items = reader.items("- a | b")
    assert reader.problems == []
    assert [item.cells for item in items] == rows
    assert [item.line for item in items] == list(range(11, 11 + len(rows)))

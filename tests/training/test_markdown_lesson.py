"""One lesson file: what it becomes, and what is said about each mistake, with its line."""

from datetime import date

import pytest
from django.utils import translation

from training.exchange.markdown_lesson import read_lesson, read_module

CODES = ("A1", "B2")
KEYS = ("cedefop-2009", "watts-2001")
FRONT = """---
code: "1.1"
slug: een-les
title: Een les
summary: Wat je hier leert.
minutes: 10
review: 2027-06-30
objectives:
  - competence: A1
    text: Je legt iets uit.
---
"""
FIRST = FRONT.count("\n") + 1


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def read(body: str = "", front: str = FRONT):
    return read_lesson(
        front + body, place="x.nl.md", language="nl", competences=CODES, references=KEYS
    )


def body_of(text: str) -> list[dict]:
    lesson, problems = read(text)
    assert problems == []
    return lesson.body


def problems_of(body: str = "", front: str = FRONT) -> list[str]:
    return [str(problem) for problem in read(body, front)[1]]


def test_front_matter_becomes_fields():
    lesson, problems = read()
    assert problems == []
    assert (lesson.code, lesson.slug, lesson.minutes) == ("1.1", "een-les", 10)
    assert lesson.review_date == date(2027, 6, 30)
    assert lesson.objectives == (("A1", "Je legt iets uit."),)


def test_text_keeps_marks_lists_and_links_and_nothing_else():
    assert body_of(
        "## Kop & staart {#kop}\n\nEen **vet** en *schuin* woord < en een "
        "[link](https://a.example/?b=1&c=2).\nNog een regel.\n\n- een\n- twee\n\n1. drie\n"
    ) == [
        {"type": "heading", "value": {"text": "Kop & staart", "anchor": "kop"}},
        {
            "type": "text",
            "value": (
                "<p>Een <b>vet</b> en <i>schuin</i> woord &lt; en een "
                '<a href="https://a.example/?b=1&amp;c=2">link</a>. Nog een regel.</p>'
                "<ul><li>een</li><li>twee</li></ul><ol><li>drie</li></ol>"
            ),
        },
    ]


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("::: practice\nWat nu?\n:::", ("practice", {"text": "<p>Wat nu?</p>"})),
        ("::: verify\nKlopt dit?\n:::", ("verify", {"text": "<p>Klopt dit?</p>"})),
        ("::: apply\nDoe dit.\n:::", ("apply", {"text": "<p>Doe dit.</p>"})),
        ("::: keyfacts\n- a\n- *b*\n:::", ("keyfacts", {"items": ["<p>a</p>", "<p><i>b</i></p>"]})),
        (
            "::: references\n- @cedefop-2009\n- @watts-2001 | Over *ICT*.\n:::",
            (
                "citations",
                {
                    "items": [
                        {"key": "cedefop-2009", "note": ""},
                        {"key": "watts-2001", "note": "<p>Over <i>ICT</i>.</p>"},
                    ]
                },
            ),
        ),
        (
            '::: example "Sam\'s vraag"\nTekst.\n:::',
            ("example", {"title": "Sam's vraag", "text": "<p>Tekst.</p>"}),
        ),
        (
            '::: try "Statbel" https://statbel.fgov.be\nKijk.\n:::',
            (
                "try_now",
                {
                    "source": "Statbel",
                    "address": "https://statbel.fgov.be",
                    "country": "",
                    "text": "<p>Kijk.</p>",
                },
            ),
        ),
        (
            '::: caution "Let op"\nTekst.\n:::',
            ("callout", {"kind": "caution", "title": "Let op", "text": "<p>Tekst.</p>"}),
        ),
        ("::: check A1 B2\n:::", ("check", {"competences": ["A1", "B2"]})),
        (
            '::: figure bars "Titel" "In woorden"\n- Een | 12\n- Twee | 3,5\n:::',
            (
                "figure",
                {
                    "kind": "bars",
                    "caption": "Titel",
                    "alternative": "In woorden",
                    "items": [{"label": "Een", "text": "12"}, {"label": "Twee", "text": "3,5"}],
                },
            ),
        ),
    ],
)
def test_each_block_becomes_its_stream_value(text, block):
    kind, value = block
    assert body_of(text) == [{"type": kind, "value": value}]


def test_table_keeps_its_header_and_cells():
    (block,) = body_of('::: table "Titel"\n| A | B |\n|---|---|\n| 1 | twee & drie |\n:::')
    assert block["value"]["caption"] == "Titel"
    assert block["value"]["table"]["data"] == [["A", "B"], ["1", "twee & drie"]]
    assert block["value"]["table"]["first_row_is_table_header"] is True


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("## Kop zonder anker\n", 0, "A heading is written as"),
        ("# Kop {#kop}\n", 0, "A heading is written as"),
        ("## A {#a}\n\n## B {#a}\n", 2, "The anchor “a” is used twice."),
        ("::: practice\nopen\n", 0, "This block is not closed"),
        ("tekst\n\n:::\n", 2, "There is no block here to close."),
        ("::: practice\n::: note\n:::\n", 1, "A block cannot stand inside another block."),
        ("::: quiz\n:::\n", 0, "There is no block “quiz” here."),
        ("::: example\ntekst\n:::\n", 0, "“example” takes 1 values, and has 0."),
        ('::: example "een" twee"\n:::\n', 0, "What follows the name"),
        ("tekst\n\n<div>html</div>\n", 2, "This has no place here: html block."),
        ("tekst\n\n<b>html</b>\n", 2, "This has no place here: html inline."),
        ("tekst\nmet `code`\n", 1, "This has no place here: code inline."),
        ("![x](https://a.example/x.png)\n", 0, "This has no place here: image."),
        ("> citaat\n", 0, "This has no place here: blockquote."),
        ("[x](/nl/elders/)\n", 0, "The link “/nl/elders/” must be a full address."),
        ("[x](javascript:alert)\n", 0, "This link cannot be read."),
        ("::: keyfacts\ngeen lijst\n:::\n", 1, "This must be one bullet list"),
        ("::: keyfacts\n- a\n\n  b\n:::\n", 3, "A list item is one paragraph."),
        ("- a\n\n  b\n", 2, "A list item is one paragraph."),
        ('::: table "T"\ngeen tabel\n:::\n', 1, "This must be one table"),
        ('::: table "T"\n| A |\n|---|\n| **x** |\n:::\n', 3, "A table holds plain words only."),
        ('::: figure matrix "T" "A"\n- a | b\n- c | d\n:::\n', 0, "A matrix has exactly four"),
        ('::: figure bars "T" "A"\n- a | x\n- c | 2\n:::\n', 1, "“x” is not a number"),
        ('::: figure pie "T" "A"\n- a | 1\n- c | 2\n:::\n', 0, "Select a valid choice"),
        ('::: figure steps "T" "A"\nfout\n- c | d\n:::\n', 1, "Each item of a figure"),
        ('::: try "S" statbel\nx\n:::\n', 0, "Enter a valid URL."),
        ("::: check\n:::\n", 0, "A check names at least one competence."),
        ("::: check Z9\n:::\n", 0, "The framework has no competence Z9."),
        ("::: check A1\ntekst\n:::\n", 0, "A check is empty"),
        ("::: references\n- @watts-2001\n:::\n\ntekst\n", 0, "The references come last"),
        ("::: references\n- @watts-2001\n- @law\n:::\n", 2, "The bibliography has no key “law”."),
        ("::: references\n- Watts (2001)\n:::\n", 1, "A reference is written as: - @key"),
    ],
)
def test_mistake_in_the_body_is_told_with_its_line(body, line, message):
    told = problems_of(body)
    start = f"x.nl.md:{FIRST + line}: "
    assert any(problem.startswith(start) and message in problem for problem in told), told


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('code: "1.1"', "code: 1.1", 2, "“code” is missing, or is no text"),
        ("slug: een-les", "slug: een les", 3, "Enter a valid “slug”"),
        ("summary: Wat je hier leert.", "summary: " + "x" * 161, 5, "has 161 characters"),
        ("minutes: 10", "minutes: 7", 6, "“minutes” is a whole number from 8 to 15."),
        ("review: 2027-06-30", "review: morgen", 7, "“review” is a date"),
        ("competence: A1", "competence: Z9", 8, "The framework has no competence Z9."),
        ("title: Een les", "titel: Een les", 4, "The key “titel” is not known."),
        ("title: Een les", "title: Een: les", 4, "The front matter cannot be read"),
    ],
)
def test_mistake_in_the_front_matter_is_told_with_its_line(old, new, line, message):
    told = problems_of(front=FRONT.replace(old, new))
    start = f"x.nl.md:{line}: "
    assert any(problem.startswith(start) and message in problem for problem in told), told


@pytest.mark.parametrize("text", ["", "geen voorwerk", "---\ncode: x\n", "---\n- lijst\n---\n"])
def test_file_without_front_matter_is_told(text):
    assert problems_of(front=text)[0].startswith("x.nl.md:")


def test_all_mistakes_of_a_file_come_at_once():
    told = problems_of("# Kop\n\n::: quiz\n:::\n\n`code`\n", FRONT.replace("minutes: 10", ""))
    assert len(told) == 4


def test_module_holds_text_only():
    front = "---\ncode: M1\nslug: m\ntitle: M\nsummary: S\n---\n"
    module, problems = read_module(front + "Tekst.\n", place="m.nl.md", language="nl")
    assert (module.introduction, problems) == ([{"type": "text", "value": "<p>Tekst.</p>"}], [])
    _module, problems = read_module(
        front + "::: practice\nx\n:::\n", place="m.nl.md", language="nl"
    )
    assert [str(problem) for problem in problems] == [
        "m.nl.md:7: There is no block “practice” here."
    ]

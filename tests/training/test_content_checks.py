"""Each check finds what it is for, says where, and leaves good text alone."""

import pytest
from django.utils import translation

from training.domain.content_checks import Check, anchors_only, check_text
from training.domain.content_text import CheckedText

SHORT = "<p>" + "You look at the figures of this year first. " * 45 + "</p>"
SOURCES = {"type": "citations", "value": {"items": [{"key": "cedefop", "note": ""}]}}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def heading(anchor: str, text: str = "Title") -> dict:
    return {"type": "heading", "value": {"text": text, "anchor": anchor}}


def text(html: str) -> dict:
    return {"type": "text", "value": html}


def lesson(*blocks: dict, **fields) -> CheckedText:
    """Return a lesson in which nothing is to be found, but for these blocks and fields."""
    stream = [heading("begin"), text(SHORT), *blocks, SOURCES]
    values = {"language": "en", "title": "Lesson", "is_lesson": True, "objectives": 1, **fields}
    return CheckedText(**{"stream": stream, **values})


def found(checked: CheckedText) -> list[tuple[str, str, str]]:
    rows = check_text(checked, broken=anchors_only)
    return [(row.check.value, row.place, row.message) for row in rows]


def test_good_lesson_has_nothing_to_find():
    assert found(lesson()) == []


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_figure_and_table_need_words(empty):
    figure = {"type": "figure", "value": {"caption": "C", "alternative": empty}}
    table = {"type": "table", "value": {"caption": empty, "table": {}}}
    assert found(lesson(figure, table)) == [
        ("alternative", "block 3, Title", "The figure has no text alternative."),
        ("alternative", "block 4, Title", "The table has no caption."),
    ]


def test_picture_in_text_needs_an_alternative():
    bad = '<embed embedtype="image" id="3" alt=""/>'
    good = '<embed embedtype="image" id="3" alt="A graph"/>'
    assert [row[0] for row in found(lesson(text(bad), text(good)))] == ["alternative"]


def test_lesson_without_objective_or_references():
    checked = lesson(objectives=0, stream=[heading("begin"), text(SHORT)])
    assert found(checked) == [
        ("objective", "whole page", "The lesson has no objective."),
        ("references", "whole page", "The lesson names no references."),
    ]
    page = CheckedText("en", "About", [text(SHORT)])
    assert found(page) == []


def test_missing_language_is_an_error():
    (row,) = check_text(lesson(missing=("nl",)), broken=anchors_only)
    assert (row.check, row.is_error, row.message) == (
        Check.TRANSLATION,
        True,
        "There is no page in: Dutch.",
    )


@pytest.mark.parametrize(("words", "is_long"), [(25, False), (26, True)])
def test_sentence_of_more_than_25_words(words, is_long):
    sentence = "Then " + "we " * (words - 2) + "go."
    block = {"type": "callout", "value": {"kind": "note", "text": f"<p>{sentence} Short.</p>"}}
    rows = found(lesson(block))
    expected = (
        "sentence",
        "block 3, Title",
        "A sentence of 26 words: “Then we we we we we we we …”",
    )
    assert rows == ([expected] if is_long else [])


def test_list_items_are_sentences_of_their_own():
    items = "".join(f"<li>{'word ' * 12}</li>" for _number in range(4))
    assert found(lesson(text(f"<ul>{items}</ul>"))) == []


@pytest.mark.parametrize(("count", "told"), [(349, True), (350, False), (900, False), (901, True)])
def test_length_of_a_lesson(count, told):
    body = [heading("a", "Title"), text("<p>" + "Go. " * (count - 3) + "</p>"), SOURCES]
    body[0]["value"]["text"] = "One two three"
    rows = found(lesson(stream=body))
    message = f"The lesson has {count} words; 350 to 900 read well."
    assert rows == ([("length", "whole page", message)] if told else [])


def test_hard_words_are_told():
    hard = "<p>" + "Organisational considerations necessitate interdisciplinarity. " * 40 + "</p>"
    rows = found(CheckedText("en", "Page", [text(hard)]))
    assert [row[0] for row in rows] == ["reading"]
    assert found(CheckedText("en", "Page", [text(hard[:200])])) == []


def test_headings_in_order():
    twice = [heading("begin", "Again"), text("<h4>Too deep</h4><h3>Right</h3><h1>No</h1>")]
    assert [row[1:] for row in found(lesson(*twice, heading("last", "Empty"), heading("x", "X")))][
        :6
    ] == [
        ("block 1, Title", "Two sections have the anchor “begin”."),
        ("block 3, Again", "Two sections have the anchor “begin”."),
        ("block 4, Again", "A heading of level 4 follows one of level 2."),
        ("block 4, Again", "A heading of level 1 follows one of level 3."),
        ("block 5, Empty", "The section has no content."),
    ]


def test_link_to_a_section_of_the_page():
    links = '<p><a href="#begin">Up</a> <a href="#away">Away</a> <a href="https://x.example">Out</a></p>'
    assert found(lesson(text(links))) == [
        ("link", "block 3, Title", "There is no section for the link “#away”.")
    ]


def test_errors_come_first():
    long = text("<p>" + "we " * 30 + "go.</p>")
    figure = {"type": "figure", "value": {"caption": "C", "alternative": ""}}
    assert [row[0] for row in found(lesson(long, figure))] == ["alternative", "sentence"]

"""The words of a stream: section by section, without HTML, codes and addresses."""

from cms.plain_text import SectionText, sections_of


def test_words_stand_under_their_heading():
    stream = [
        {"type": "practice", "value": {"text": "<p>A question &amp; more</p>"}},
        {"type": "heading", "value": {"text": "Why", "anchor": "why"}},
        {"type": "text", "value": "<p>One</p><p>two <b>three</b></p>"},
        {
            "type": "keyfacts",
            "value": {"items": ["<p>Four</p>", {"type": "item", "value": "five"}]},
        },
        {
            "type": "try_now",
            "value": {"source": "Statbel", "address": "https://x.example/", "text": "<p>Do</p>"},
        },
        {"type": "check", "value": {"competences": ["A1"]}},
        {"type": "heading", "value": {"text": "Empty", "anchor": "empty"}},
    ]
    assert sections_of(stream) == [
        SectionText("", "", "A question & more"),
        SectionText("why", "Why", "One two three Four five Statbel Do"),
        SectionText("empty", "Empty", ""),
    ]


def test_table_gives_its_cells():
    value = {"caption": "Wages", "table": {"data": [["Job", None], ["Cook", "12"]], "cell": []}}
    assert sections_of([{"type": "table", "value": value}])[0].text == "Wages Job Cook 12"

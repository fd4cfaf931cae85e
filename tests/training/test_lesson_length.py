"""What counts as reading in a lesson."""

import pytest

from training.domain.lesson_length import reading_words


def country(code, words):
    return {"type": "country", "value": {"country": code, "title": "t", "text": f"<p>{words}</p>"}}


@pytest.mark.parametrize(
    ("block", "count"),
    [
        ({"type": "heading", "value": {"text": "Twee woorden", "anchor": "two-words-or-more"}}, 2),
        ({"type": "text", "value": "<p>Niet één, maar <b>vijf</b> woorden&nbsp;hier.</p>"}, 6),
        ({"type": "keyfacts", "value": {"items": ["een twee", "drie"]}}, 3),
        (
            {"type": "keyfacts", "value": {"items": [{"type": "item", "id": "x", "value": "een"}]}},
            1,
        ),
        (
            {
                "type": "try_now",
                "value": {"source": "De bron", "address": "https://a.b/c", "text": "<p>Zoek.</p>"},
            },
            3,
        ),
        ({"type": "table", "value": {"caption": "Kop", "table": {"data": [["a b", "c"]]}}}, 4),
        (
            {
                "type": "figure",
                "value": {
                    "kind": "bars",
                    "caption": "Eén regel",
                    "alternative": "lang verhaal",
                    "items": [{"label": "niet geteld", "text": "3"}],
                },
            },
            2,
        ),
        (
            {
                "type": "compute",
                "value": {"title": "t", "question": "<p>Hoeveel is het?</p>", "way": "<p>Zo.</p>"},
            },
            3,
        ),
        ({"type": "verify", "value": {"text": "<p>Taak voor de redactie</p>"}}, 0),
        ({"type": "check", "value": {"competences": ["A1"]}}, 0),
        ({"type": "citations", "value": {"items": [{"key": "k", "note": "<p>noot</p>"}]}}, 0),
    ],
)
def test_words_are_those_that_a_reader_reads(block, count):
    assert reading_words([block]) == count


def test_of_two_countries_the_longer_counts():
    between = {"type": "text", "value": "<p>een</p>"}
    body = [country("BE", "een twee"), country("NL", "een twee drie"), between]
    assert reading_words(body) == 4 + 1
    assert reading_words([*body, country("BE", "een")]) == 4 + 1 + 2

"""Terms in lessons: explained once, in running text, with the words of this moment."""

import pytest
from bs4 import BeautifulSoup

from tests.factories.training import lesson_data, load, module_data
from training.domain.glossary_editing import TermData, TermWords, load_glossary
from training.models import GlossaryText

BODY = [
    {"type": "practice", "value": {"text": "<p>What does “lmi” tell?</p>"}},
    {"type": "heading", "value": {"text": "LMI and tension", "anchor": "lmi"}},
    {"type": "text", "value": '<p>Tension &amp; <a href="https://x.example/">tension</a>.</p>'},
    {"type": "check", "value": {"competences": ["A1"]}},
    {"type": "keyfacts", "value": {"items": ["<p>LMI says it.</p>", "<p>Tightness too.</p>"]}},
    {"type": "apply", "value": {"text": "<p>Use a forecast.</p>"}},
    {
        "type": "callout",
        "value": {"kind": "note", "title": "Forecast", "text": "<p>A forecast</p>"},
    },
]


def words(term: str, *also: str) -> dict[str, TermWords]:
    text = f'Say "{term}" & mean it.'
    return {language: TermWords(term, also, text) for language in ("nl", "en")}


@pytest.fixture
def page(framework, client):
    load(module_data("m1", [lesson_data("m1/one", body=BODY)]))
    load_glossary(
        terms=[
            TermData("information", "", words("labour market information", "LMI")),
            TermData("tension", "", words("tension", "tightness")),
            TermData("forecast", "", words("forecast")),
        ]
    )

    def draw(language: str = "en") -> BeautifulSoup:
        response = client.get(f"/{language}/toolkit/m1-{language}/one-{language}/")
        return BeautifulSoup(response.content, "html.parser")

    return draw


def test_each_term_is_explained_where_it_first_stands(page):
    links = page().select(".prose a.term")
    assert [
        (link.contents[0], link["href"], link.find_parent(["p", "li"]).name) for link in links
    ] == [
        ("lmi", "/en/glossary/#information", "p"),
        ("Tension", "/en/glossary/#tension", "p"),
        ("forecast", "/en/glossary/#forecast", "p"),
    ]
    assert links[2].find_parent("aside")["class"] == ["callout"]


def test_link_carries_its_explanation_and_says_that_it_is_a_term(page):
    link = page("nl").select_one("a.term")
    assert link.get_text() == "lmi (begrip)"
    assert link["data-text"] == 'Say "labour market information" & mean it.'
    assert link["data-term"] == "labour market information"


def test_changed_term_changes_the_page(page):
    page()
    GlossaryText.objects.filter(entry__key="tension", language="en").update(term="strain", also=[])
    GlossaryText.objects.filter(entry__key="forecast", language="en").update(text="New words.")
    links = {link.contents[0]: link["data-text"] for link in page().select("a.term")}
    assert links == {
        "lmi": 'Say "labour market information" & mean it.',
        "forecast": "New words.",
    }


def test_blocks_of_the_reader_keep_their_places(page):
    kinds = [part["class"][0] for part in page().select(".prose > [class]")]
    assert kinds.index("practice") < kinds.index("check") < kinds.index("key-facts")

"""Search: in the language of the reader, over live and open pages, with any query."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from tests.factories.sources import make_own_source, make_source
from tests.factories.training import lesson, lesson_data, load, module_data
from training.domain.glossary_editing import TermData, TermWords, load_glossary
from training.domain.search import search
from training.domain.snippets import Piece
from training.models import ModulePage, Source

pytestmark = pytest.mark.each_database


def text(words: str) -> list[dict]:
    return [{"type": "text", "value": f"<p>{words}</p>"}]


@pytest.fixture
def toolkit(framework, search_index):
    """Two lessons; both speak of vacancies, one of forecasts."""
    return load(
        module_data(
            "m1",
            [
                lesson_data("m1/one", body=text("Vacancies and forecasts")),
                lesson_data("m1/two", body=text("Vacancies alone")),
            ],
        )
    )


def titles(query: str, language: str = "en") -> list[str]:
    found = search(query, language=language, user=None).lessons.object_list
    return sorted(page.title for page in found)


def results(client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_words_are_found_in_the_language_of_the_reader(toolkit):
    assert titles("vacancies") == ["One en", "Two en"]
    assert titles("vacancies", "nl") == ["One nl", "Two nl"]
    assert titles("vacancies forecasts") == ["One en"]
    assert titles("module") == ["Module m1 en"]
    assert titles("tomatoes") == []


def test_result_says_where_it_stands(toolkit):
    (found,) = search("forecasts", language="en", user=None).lessons.object_list
    assert (found.address, found.module_title) == ("/en/toolkit/m1-en/one-en/", "Module m1 en")
    assert found.pieces == (Piece("Vacancies and "), Piece("forecasts", is_found=True))


def test_result_leads_to_the_section_that_has_most(framework, search_index):
    body = [
        *text("A wage here."),
        {"type": "heading", "value": {"text": "Numbers", "anchor": "numbers"}},
        *text("long " * 100 + "A wage and a <b>vacancy</b> &amp; " + "more " * 100),
    ]
    load(module_data("m1", [lesson_data("m1/one", body=body)]))
    (found,) = search("wages vacancies", language="en", user=None).lessons.object_list
    assert (found.address, found.heading) == ("/en/toolkit/m1-en/one-en/#numbers", "Numbers")
    words = "".join(piece.text for piece in found.pieces)
    assert words.startswith("… long long")
    assert "A wage and a vacancy & more" in words
    assert words.endswith(" …")
    assert len(words) < 230
    assert [piece.text for piece in found.pieces if piece.is_found] == ["wage", "vacancy"]


@pytest.mark.parametrize(
    ("language", "words", "query"),
    [
        ("nl", "Co\u00f6peratie in Belgi\u00eb", "cooperatie belgie"),
        ("nl", "cooperatie in Belgie", "co\u00f6peratie Belgi\u00cb"),
        ("nl", "Het loon stijgt", "lonen"),
        ("nl", "Vacatures", "vacature"),
        ("nl", "Elk beroep", "beroepen"),
        ("nl", "Beroepskeuze", "beroep"),
        ("nl", "Een knelpuntberoep", "wat is een knelpuntberoep?"),
        ("en", "Every vacancy", "vacancies"),
        ("en", "Skills", "skill"),
    ],
)
def test_accents_shapes_and_beginnings_find_it(framework, search_index, language, words, query):
    load(module_data("m1", [lesson_data("m1/one", body=text(words))]))
    assert titles(query, language) == [f"One {language}"]
    assert titles(f"{query} tomaat", language) == []


def test_title_weighs_more_than_text(framework, search_index):
    lessons = [lesson_data("m1/one", body=text("wages " * 3)), lesson_data("m1/two", title="Wages")]
    load(module_data("m1", lessons))
    found = search("wages", language="en", user=None).lessons.object_list
    assert [page.title for page in found] == ["Wages", "One en"]


@pytest.fixture
def tension():
    texts = {
        "nl": TermWords("arbeidsmarktspanning", ("spanning op de arbeidsmarkt", "krapte"), "Druk."),
        "en": TermWords("labour market tension", ("tightness",), "Pressure on employers."),
    }
    load_glossary(terms=[TermData("tension", "", texts)])


def test_other_name_of_a_term_finds_the_lesson(framework, search_index, tension):
    load(module_data("m1", [lesson_data("m1/one", body=text("Er is spanning op de arbeidsmarkt"))]))
    for query in ("krapte", "Spanning op de arbeidsmarkt", "wat is arbeidsmarktspanning"):
        assert titles(query, "nl") == ["One nl"], query
    assert titles("spanning", "nl") == ["One nl"]
    assert titles("krapte tomaat", "nl") == []


def test_terms_are_found_by_name_and_by_explanation(framework, search_index, tension):
    for query in ("tight", "tension", "employers", "krapte arbeidsmarktspanning"):
        language = "nl" if "krapte" in query else "en"
        found = search(query, language=language, user=None)
        assert [row.term.key for row in found.terms] == ["tension"], query
    assert search("tomatoes", language="en", user=None).terms == []


def test_sources_are_for_who_signed_in(client, framework, search_index, adviser, stranger):
    shipped = make_source("Statbel lonen")
    own = make_own_source(adviser, adviser.memberships.get().organisation, "Lonen Gent")
    Source.objects.filter(pk=make_source("Oude lonen").pk).update(is_retired=True)

    def seen(user):
        found = search("loon", language="nl", user=user)
        return [row.source for row in found.sources], found.source_count

    assert seen(adviser) == ([own, shipped], 2)
    assert seen(stranger) == ([shipped], 1)
    assert seen(None) == ([], 0)
    assert len(results(client, "/nl/search/?q=loon").select(".empty")) == 1


def test_nothing_found_suggests_what_looks_like_it(toolkit, tension, client):
    page = results(client, "/en/search/?q=tigthness")
    links = page.select(".plain-list a")
    assert [(link.get_text(), link["href"]) for link in links] == [
        ("tightness", "/en/search/?q=tightness")
    ]
    assert results(client, "/en/search/?q=xyzzy").select(".plain-list a") == []


def test_unpublished_and_restricted_pages_are_not_found(toolkit):
    lesson("m1/two").unpublish()
    assert titles("vacancies") == ["One en"]
    PageViewRestriction.objects.create(
        page=ModulePage.objects.get(slug="m1-en"), restriction_type=PageViewRestriction.LOGIN
    )
    assert titles("vacancies") == []


def test_no_query_breaks_the_search(toolkit, client):
    signs = ['"', "'", "*", "a AND", "NEAR(", "title:one", "(((", "--", "%", "\x00", "NOT", 'x"y']
    for query in [*signs, "\N{LATIN SMALL LETTER E WITH ACUTE}", "\N{GRINNING FACE}"]:
        assert client.get("/en/search/", {"q": query}).status_code == 200
    assert titles('"vacancies" AND-tomatoes') == []
    assert titles("(forecasts) vacancies*") == ["One en"]


def test_page_shows_results(toolkit, client):
    page = results(client, "/en/search/?q=forecasts")
    assert page.select_one("main [role=status]").get_text() == "1 result"
    assert [mark.get_text() for mark in page.select("mark")] == ["forecasts"]
    assert page.select_one(".link-list a")["href"] == "/en/toolkit/m1-en/one-en/"
    assert page.select_one("input[type=search]")["value"] == "forecasts"


def test_empty_query_shows_the_box_alone(toolkit, client):
    for url in ("/en/search/", "/en/search/?q=", "/en/search/?q=+++"):
        page = results(client, url)
        assert page.select("main h2, .empty, .notice") == []


def test_no_result_leads_to_the_modules(toolkit, client):
    page = results(client, "/nl/search/?q=tomatoes")
    assert page.select_one(".empty a")["href"] == "/nl/toolkit/"


def test_endless_query_is_cut_and_said_to_be(toolkit, client):
    page = results(client, "/en/search/?q=" + "vacancies+" * 1000)
    assert "200" in page.select_one(".notice").get_text()
    assert len(page.select_one("input[type=search]")["value"]) <= 200
    assert len(page.select(".link-list li h3")) == 2


def test_page_that_does_not_exist_gives_the_nearest(toolkit, client):
    for number in ("2", "0", "x", "-1", "99999999999999999999"):
        page = results(client, f"/en/search/?q=vacancies&page={number}")
        assert len(page.select("h3")) == 2


def test_changed_lesson_is_found_by_its_new_words(toolkit):
    page = lesson("m1/two")
    page.body = text("Wages")
    page.save_revision().publish()
    assert titles("vacancies") == ["One en"]
    assert titles("wages") == ["Two en"]


def test_search_costs_the_same_for_one_and_two(toolkit, django_assert_num_queries):
    for words in ("forecasts", "vacancies"):
        with django_assert_num_queries(5):
            assert titles(words)


def test_toolkit_page_has_the_search_box(toolkit, client):
    form = results(client, "/en/toolkit/").select_one("form[role=search]")
    assert (form["action"], form["method"]) == ("/en/search/", "get")

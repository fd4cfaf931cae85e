"""Search: in the language of the reader, over live and open pages, with any query."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from tests.factories.training import lesson, lesson_data, load, module_data
from training.domain.search import search_toolkit
from training.models import ModulePage


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
    return sorted(found.title for found in search_toolkit(query, language=language).object_list)


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
    (found,) = search_toolkit("forecasts", language="en").object_list
    assert (found.address, found.module_title, found.summary) == (
        "/en/toolkit/m1-en/one-en/",
        "Module m1 en",
        "About one.",
    )


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
    assert page.select_one("main h2").get_text() == "1 result"
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
        with django_assert_num_queries(7):
            assert titles(words)


def test_toolkit_page_has_the_search_box(toolkit, client):
    form = results(client, "/en/toolkit/").select_one("form[role=search]")
    assert (form["action"], form["method"]) == ("/en/search/", "get")

"""The bibliography: its file, its words, the page from A to Z, and references in lessons."""

import json

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from tests.factories.training import lesson_body, make_lesson
from training.domain.problems import ProblemsFound
from training.domain.references import citation, citations_by_letter, load_references
from training.exchange.bibliography import read_bibliography
from training.management.commands.load_toolkit import SHIPPED
from training.models import Reference

BOOK = {
    "id": "law-watts-1977",
    "type": "book",
    "title": "Schools, careers <and> community",
    "author": [{"family": "Law", "given": "B."}, {"family": "Watts", "given": "A.G."}],
    "issued": {"date-parts": [[1977]]},
    "publisher": "CIO",
    "publisher-place": "London",
    "language": "en",
    "note-nl": "Niet gelezen.",
}
ARTICLE = {
    "id": "kettunen-2013",
    "type": "article-journal",
    "title": "Conceptions",
    "author": [{"family": name, "given": "J."} for name in ("Kettunen", "B", "C", "D")],
    "issued": {"date-parts": [[2013, 5]]},
    "container-title": "BJGC",
    "volume": "41",
    "issue": "3",
    "page": "302-317",
    "DOI": "10.1080/x",
}
SITE = {"id": "eures", "type": "webpage", "title": "Éures", "URL": "https://eures.example/"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_citation_says_who_when_what_and_where():
    book = citation(BOOK, "nl")
    assert (book.authors, book.year) == ("Law, B. & Watts, A.G.", "1977")
    assert (book.title, book.language) == ("Schools, careers <and> community", "en")
    assert (book.details, book.address, book.note) == ("London: CIO", "", "Niet gelezen.")
    article = citation(ARTICLE, "en")
    assert article.authors == "Kettunen, J. et al."
    assert article.details == "BJGC 41(3), p. 302\u2013317"
    assert article.address == "https://doi.org/10.1080/x"
    site = citation(SITE, "en")
    assert (site.authors, site.year, site.note) == ("", "no date", "")


def test_note_of_the_editor_comes_in_the_language_of_the_reader():
    assert citation(BOOK, "en").note == ""


def test_loading_makes_the_table_what_the_file_says(db):
    assert load_references(entries=[BOOK, SITE]) == 2
    load_references(entries=[ARTICLE, {**SITE, "title": "EURES"}])
    assert set(Reference.objects.values_list("key", flat=True)) == {"kettunen-2013", "eures"}
    assert Reference.objects.get(key="eures").data["title"] == "EURES"


def test_bibliography_runs_from_a_to_z_whatever_the_accents(db, django_assert_num_queries):
    load_references(entries=[BOOK, SITE, ARTICLE, {**SITE, "id": "z", "title": "2020 vision"}])
    with django_assert_num_queries(1):
        letters = citations_by_letter("en")
    assert [(letter, [work.key for work in works]) for letter, works in letters] == [
        ("#", ["z"]),
        ("E", ["eures"]),
        ("K", ["kettunen-2013"]),
        ("L", ["law-watts-1977"]),
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_page_lists_all_works(client, db, language):
    load_references(entries=[BOOK, SITE])
    page = BeautifulSoup(client.get(f"/{language}/references/").content, "html.parser")
    assert [cite.get_text() for cite in page.select(".works cite")] == [
        "Éures",
        "Schools, careers <and> community",
    ]
    assert page.select_one('.works cite[lang="en"]')
    targets = [link["href"].removeprefix("#") for link in page.select(".letters a")]
    assert [heading["id"] for heading in page.select("h2[id]")] == targets


def test_page_without_works_says_so(client, db):
    assert b"There are no references yet" in client.get("/en/references/").content


def test_lesson_shows_its_references_in_words_and_follows_the_bibliography(client, framework):
    load_references(entries=[BOOK, SITE])
    items = [
        {"key": "eures", "note": ""},
        {"key": "law-watts-1977", "note": "<p>On <b>DOTS</b>.</p>"},
        {"key": "gone", "note": ""},
    ]
    url = make_lesson(body=[*lesson_body(), {"type": "citations", "value": {"items": items}}]).url

    def rows() -> list[str]:
        page = BeautifulSoup(client.get(url).content, "html.parser")
        assert page.select_one('details a[href="/en/references/"]')
        return [" ".join(row.get_text().split()) for row in page.select(".references > li")]

    assert rows() == [
        "(no date). Éures.",
        "Law, B. & Watts, A.G. (1977). Schools, careers <and> community. London: CIO. On DOTS.",
    ]
    load_references(entries=[{**SITE, "title": "EURES"}])
    assert rows() == ["(no date). EURES."]


def test_shipped_bibliography_is_in_order():
    entries = read_bibliography(SHIPPED)
    assert len(entries) > 50
    for entry in entries:
        for language in ("nl", "en"):
            assert citation(entry, language).title


def told(tmp_path, text: str) -> list[str]:
    (tmp_path / "bibliography.json").write_text(text)
    with pytest.raises(ProblemsFound) as found:
        read_bibliography(tmp_path)
    return [str(problem) for problem in found.value.problems]


def test_all_mistakes_in_the_file_are_told_with_their_lines(tmp_path):
    rows = [
        {**SITE, "id": "A b"},
        {**SITE, "title": ""},
        SITE,
        {**SITE, "id": "x", "URL": "example"},
        {**SITE, "id": "y", "author": [{"given": "J."}], "issued": {"date-parts": [["1977"]]}},
    ]
    lines = told(tmp_path, json.dumps(rows, indent=1))
    assert [line.split(": ")[0].removeprefix("bibliography.json:") for line in lines] == [
        *("3", "9", "15", "21", "27", "27")
    ]
    assert "“id” is missing, or is no key." in lines[0]
    assert "“title” is missing." in lines[1]
    assert "Already used on line 9." in lines[2]
    assert "“URL” is not a full web address." in lines[3]
    assert "An author has a family name, or one literal name." in lines[4]
    assert "“issued” is a date such as" in lines[5]


def test_file_that_is_no_list_is_told(tmp_path):
    assert told(tmp_path, "{}") == ["bibliography.json:1: This must be one list of works."]
    assert told(tmp_path, '[\n{"id": }]')[0].startswith("bibliography.json:2: This is not JSON")


def test_folder_without_a_bibliography_has_no_works(tmp_path):
    assert read_bibliography(tmp_path) == []

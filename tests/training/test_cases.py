"""Case studies: their files, their pages, and the honest empty heading."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.factories.training import make_site
from training.domain.cases import load_cases
from training.domain.problems import ProblemsFound
from training.domain.search import search
from training.domain.toolkit_data import CaseData, CaseText, DoorText
from training.domain.toolkit_site import lay_case_studies
from training.exchange.markdown_cases import read_cases
from training.management.commands.load_toolkit import SHIPPED
from training.models import CaseIndexPage, CaseStudyPage, Competence

BODY = [
    {"type": "heading", "value": {"text": "What it is", "anchor": "what"}},
    {"type": "text", "value": "<p>A databank.</p>"},
    {"type": "verify", "value": {"text": "<p>Is it still there?</p>"}},
]


def case(key: str = "bank", **fields) -> CaseData:
    def text(language: str) -> CaseText:
        return CaseText(
            **{
                "language": language,
                "place": f"case-studies/{key}.{language}.md",
                "slug": key,
                "title": f"{key} {language}",
                "summary": "",
                "category": "guidance",
                "where": "Gent",
                "organisation": "Maker",
                "year": 2019,
                "competences": ("A3", "A1"),
                "is_verified": False,
                "review_date": date(2027, 1, 31),
                "body": BODY,
                **fields,
            }
        )

    return CaseData(key=key, texts={language: text(language) for language in ("nl", "en")})


def load(*cases: CaseData):
    make_site()
    doors = {language: DoorText(f"Cases {language}", "", []) for language in ("nl", "en")}
    return load_cases(cases=cases, parents=lay_case_studies(doors))


def soup(client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_loading_again_changes_nothing(framework):
    assert load(case()).added == ["case-studies/bank.nl.md", "case-studies/bank.en.md"]
    assert load(case()).unchanged == ["case-studies/bank.nl.md", "case-studies/bank.en.md"]
    assert CaseIndexPage.objects.count() == 2
    assert len(set(CaseStudyPage.objects.values_list("translation_key", flat=True))) == 1


def test_changed_file_updates_and_an_editors_page_is_left(framework):
    load(case())
    page = CaseStudyPage.objects.get(locale__language_code="nl")
    page.year = None
    page.save_revision().publish()
    loaded = load(case(is_verified=True))
    assert (loaded.left, loaded.updated) == (
        ["case-studies/bank.nl.md"],
        ["case-studies/bank.en.md"],
    )
    assert dict(CaseStudyPage.objects.values_list("year", "is_verified")) == {
        None: False,
        2019: True,
    }


def test_list_has_both_headings_and_says_where_one_is_empty(framework, client):
    load(case(), case("tool", is_verified=True))
    sections = soup(client, "/en/case-studies/").select("main section")
    assert [section.h2.get_text() for section in sections] == [
        "Initiatives that support guidance practitioners with LMI",
        "Lifelong guidance initiatives with strong local involvement",
    ]
    assert [link["href"] for link in sections[0].select("a")] == [
        "/en/case-studies/bank/",
        "/en/case-studies/tool/",
    ]
    assert [len(row.select("li")) for row in sections[0].select(".meta")] == [4, 3]
    assert "We invent none" in sections[1].get_text()
    assert "We invent none" not in sections[0].get_text()


def test_list_costs_the_same_for_one_and_three(framework, client, django_assert_num_queries):
    load(case())
    url = "/nl/case-studies/"
    client.get(url)
    with django_assert_num_queries(5):
        client.get(url)
    load(case(), case("two"), case("three"))
    with django_assert_num_queries(5):
        client.get(url)


def test_case_shows_its_facts_and_that_nobody_checked_them(framework, client):
    load(case(year=None), case("tool", is_verified=True))
    assert soup(client, "/en/case-studies/tool/").select(".facts dd")[2].get_text() == "2019"
    page = soup(client, "/nl/case-studies/bank/")
    facts = [" ".join(fact.get_text().split()) for fact in page.select(".facts dd")]
    assert facts[:3] == ["Gent", "Maker", "onbekend"]
    assert facts[4].startswith("A1 ")
    assert ", A3 " in facts[4]
    assert len(page.select(".notice--caution")) == 1
    assert page.select_one(".prose h2")["id"] == "what"
    assert soup(client, "/nl/case-studies/tool/").select(".notice--caution") == []


def test_case_that_is_not_live_is_not_found(framework, client):
    load(case())
    CaseStudyPage.objects.get(locale__language_code="nl").unpublish()
    assert client.get("/nl/case-studies/bank/").status_code == 404
    assert soup(client, "/nl/case-studies/").select("main section a") == []


def test_search_finds_cases_apart_from_lessons(framework, search_index):
    load(case())
    found = search("databanks", language="en", user=None)
    assert [page.address for page in found.cases] == ["/en/case-studies/bank/#what"]
    assert list(found.lessons.object_list) == []


FILE = """---
category: local
slug: bank
title: Bank
summary: One.
place: Gent
organisation: Maker
year: 2019
competences: [A1]
review: 2027-01-31
verified: no
---

## What {#what}

Text.
"""


def problems(tmp_path, nl: str, en: str = FILE) -> list[str]:
    folder = tmp_path / "case-studies"
    folder.mkdir()
    (folder / "bank.nl.md").write_text(nl, encoding="utf-8")
    (folder / "bank.en.md").write_text(en, encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_cases(tmp_path, competences={"A1"})
    return [str(problem).split(": ")[0] for problem in caught.value.problems]


def test_every_mistake_is_told_with_its_line(tmp_path):
    wrong = FILE.replace("local", "other").replace("2019", "soon").replace("[A1]", "[A1, Z9]")
    wrong = wrong.replace("verified: no", "verified: perhaps\ncolour: red")
    wrong = wrong.replace("Text.", "::: check A1\n:::\n")
    place = "case-studies/bank.nl.md"
    assert problems(tmp_path, wrong, wrong.replace("bank", "b ank"))[:6] == [
        f"{place}:{line}" for line in (12, 2, 8, 9, 11, 17)
    ]


def test_languages_that_disagree_are_told(tmp_path):
    assert problems(tmp_path, FILE, FILE.replace("2019", "").replace("local", "guidance")) == [
        "case-studies/bank.en.md",
        "case-studies/bank.en.md",
    ]


def test_folder_without_cases_has_none(tmp_path):
    assert read_cases(tmp_path, competences=()) == []


@pytest.mark.django_db
def test_shipped_cases_are_good(framework):
    class Any(frozenset):
        def __contains__(self, key: object) -> bool:
            return True

    codes = set(Competence.objects.values_list("code", flat=True))
    cases = read_cases(SHIPPED, competences=codes, references=Any())
    assert len(cases) >= 4
    assert {text.is_verified for case in cases for text in case.texts.values()} <= {True, False}

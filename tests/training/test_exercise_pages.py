"""Exercises and examples for one country as readers get them: nothing is sent, no word is lost."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories.training import lesson_body, make_lesson
from training.blocks import LessonBodyBlock
from training.forms import COUNTRY_COOKIE
from training.templatetags.exercises import plain_number

SCRIPT = Path(__file__).parents[2] / "cms/static/cms/js/exercises.js"
EXERCISES = [
    {
        "type": "compute",
        "value": {
            "title": "Work out <the> rate",
            "question": "<p>How high?</p>",
            "answer": "4,5",
            "tolerance": "0,05",
            "unit": "%",
            "way": "<p>Divide.</p>",
        },
    },
    {
        "type": "judge",
        "value": {
            "title": "Judge",
            "text": "<p>A source.</p>",
            "items": [
                {"question": "Who?", "answer": "<p>A federation.</p>"},
                {"question": "When?", "answer": "<p>In March.</p>"},
            ],
        },
    },
    {
        "type": "sort",
        "value": {
            "title": "Sort",
            "groups": ["Fact", "Image"],
            "items": [
                {"text": "One", "group": "Fact", "why": "<p>You can check it.</p>"},
                {"text": "Two", "group": "Image", "why": "<p>You cannot.</p>"},
            ],
        },
    },
    {
        "type": "rewrite",
        "value": {
            "title": "Rewrite",
            "text": "<p>Hard words.</p>",
            "answer": "<p>Easy words.</p>",
            "criteria": ["<p>short</p>"],
        },
    },
    {
        "type": "scan",
        "value": {
            "title": "Scan",
            "questions": [
                {
                    "question": "How often?",
                    "answers": [
                        {"answer": "Never", "advice": "<p>Begin.</p>"},
                        {"answer": "Often", "advice": "<p>Share.</p>"},
                    ],
                }
            ],
        },
    },
]
COUNTRIES = [
    *lesson_body(),
    {"type": "country", "value": {"country": "BE", "title": "Words", "text": "<p>Interim.</p>"}},
    {"type": "country", "value": {"country": "NL", "title": "Words", "text": "<p>Zzp.</p>"}},
    {
        "type": "try_now",
        "value": {
            "source": "CBS",
            "address": "https://www.cbs.nl",
            "country": "NL",
            "text": "<p>Look.</p>",
        },
    },
]


def soup(client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(found) -> list[str]:
    return [" ".join(part.get_text(" ").split()) for part in found]


@pytest.fixture
def article(client, framework) -> BeautifulSoup:
    return soup(client, make_lesson(body=[*lesson_body(), *EXERCISES]).url).select_one("article")


def test_exercises_have_nothing_that_could_be_sent(article):
    assert article.select(".exercise form, .exercise [form]") == []
    fields = article.select(".exercise :is(input, select, textarea)")
    assert len(fields) == 8
    assert {field["autocomplete"] for field in fields} == {"off"}
    names = {field["type"] for field in fields if field.has_attr("name")}
    assert names == {"radio"}  # what ties the answers of one question together
    buttons = article.select(".exercise button")
    assert all(button["type"] == "button" and button.has_attr("hidden") for button in buttons)
    assert re.findall(r"fetch|XMLHttp|sendBeacon|Storage|cookie", SCRIPT.read_text()) == []


def test_every_field_has_words_of_its_own(article):
    for field in article.select(".exercise :is(input, select, textarea)"):
        label = field.find_parent("label") or article.select_one(f'label[for="{field["id"]}"]')
        assert label.get_text(strip=True)
    ids = [part["id"] for part in article.select("[id]")]
    assert len(ids) == len(set(ids))


def test_every_answer_can_be_opened_without_a_script(article):
    assert words(article.select(".exercise details .exercise__model")) == [
        "4,5 % Divide.",
        "A federation.",
        "In March.",
        "Fact You can check it.",
        "Image You cannot.",
        "Easy words. What a good answer has short",
    ]
    assert words(article.select(".scan-answer")) == ["Never Begin.", "Often Share."]
    assert words(article.select(".block-title"))[0] == "Work out <the> rate"


def test_script_gets_numbers_with_a_point(article):
    compute = article.select_one('[data-exercise="compute"]')
    assert (compute["data-answer"], compute["data-tolerance"]) == ("4.5", "0.05")
    assert plain_number("-2") == "-2.0"
    assert plain_number("x") == ""


def test_paper_has_lines_and_no_answers(article):
    for exercise in article.select(".exercise:not([data-exercise=scan])"):
        assert exercise.select(".exercise__lines.print-only")
    hidden = article.select(".exercise details, .scan-answer__advice, .exercise button")
    for part in hidden:
        assert part.find_parent(class_="no-print") or "no-print" in part["class"]


def test_editor_cannot_save_what_an_exercise_cannot_use(framework):
    blocks = LessonBodyBlock().child_blocks
    for kind, change in [
        ("compute", {"answer": "many"}),
        ("sort", {"groups": ["Fact", "Guess"]}),
        ("judge", {"items": []}),
    ]:
        value = next(block["value"] for block in EXERCISES if block["type"] == kind)
        block = blocks[kind]
        block.clean(block.to_python(value))
        with pytest.raises(Exception, match=r"(?i)validation|struct"):
            block.clean(block.to_python({**value, **change}))


def test_lesson_without_countries_has_no_switch(client, framework):
    page = soup(client, make_lesson().url)
    assert page.select("#country, [data-country]") == []


def test_both_countries_show_until_one_is_chosen(client, framework):
    url = make_lesson(body=COUNTRIES).url
    page = soup(client, url)
    assert page.select("[data-country]") == []
    assert [part["data-for"] for part in page.select("article [data-for]")] == ["BE", "NL", "NL"]
    pressed = page.select('#country button[aria-pressed="true"]')
    assert words(pressed) == ["Both countries"]
    client.post("/en/country/", {"country": "NL", "next": url})
    page = soup(client, url)
    assert page.select_one(".lesson")["data-country"] == "NL"
    assert words(page.select('#country button[aria-pressed="true"]')) == ["The Netherlands"]
    assert len(page.select("article [data-for]")) == 3


def test_choice_of_a_country_is_kept_for_a_year_and_can_be_taken_back(client, db):
    response = client.post("/nl/country/", {"country": "BE", "next": "/nl/toolkit/a/b/#x"})
    assert (response.status_code, response["Location"]) == (302, "/nl/toolkit/a/b/#country")
    cookie = response.cookies[COUNTRY_COOKIE]
    assert (cookie.value, cookie["max-age"]) == ("BE", 31_536_000)
    assert (cookie["samesite"], cookie["httponly"]) == ("Lax", True)
    response = client.post("/nl/country/", {"country": "", "next": "/nl/toolkit/a/b/"})
    assert response.cookies[COUNTRY_COOKIE]["max-age"] == 0


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""]
)
def test_choice_of_a_country_never_leads_off_the_site(client, db, address):
    response = client.post("/nl/country/", {"country": "BE", "next": address})
    assert response["Location"] == "/nl/toolkit/#country"


def test_choice_of_a_country_needs_a_form_of_this_site(db):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/nl/country/", {"country": "BE"}).status_code == 403
    assert strict.get("/nl/country/").status_code == 405


@pytest.mark.parametrize("value", ["DE", "<b>", "nl"])
def test_unknown_country_in_the_cookie_is_as_if_there_were_none(client, framework, value):
    url = make_lesson(body=COUNTRIES).url
    client.cookies[COUNTRY_COOKIE] = value
    assert soup(client, url).select("[data-country]") == []
    assert client.post("/nl/country/", {"country": value}).cookies[COUNTRY_COOKIE].value == ""

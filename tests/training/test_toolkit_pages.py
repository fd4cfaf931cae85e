"""What a visitor sees: front door, modules, a module, a lesson; and what each of them costs."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from cms.models import HomePage, StandardPage
from tests.factories import people
from tests.factories.questions import make_question
from tests.factories.training import lesson, lesson_body, make_lesson, make_module, make_site
from training.domain.progress import finish_lesson, see_section
from training.models import LessonObjective, ModulePage

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
ALL_BLOCKS = [
    {"type": "practice", "value": {"text": "<p>What now?</p>"}},
    *lesson_body(),
    {"type": "callout", "value": {"kind": "caution", "title": "Mind", "text": "<p>This.</p>"}},
    {"type": "verify", "value": {"text": "<p>True?</p>"}},
    {
        "type": "table",
        "value": {
            "caption": "Three times",
            "table": {
                "data": [["When", "What"], ["<now>", None]],
                "first_row_is_table_header": True,
                "table_header_choice": "row",
            },
        },
    },
    *(
        {
            "type": "figure",
            "value": {
                "kind": kind,
                "caption": f"Figure {kind}",
                "alternative": f"In words {kind}",
                "items": [{"label": f"{kind} {n}", "text": str(n)} for n in range(1, 5)],
            },
        }
        for kind in ("steps", "matrix", "layers", "bars")
    ),
    {"type": "keyfacts", "value": {"items": ["<p>Fact</p>"]}},
    {"type": "example", "value": {"title": "Sam", "text": "<p>Fictitious.</p>"}},
    {
        "type": "try_now",
        "value": {
            "source": "Statbel",
            "address": "https://statbel.fgov.be",
            "text": "<p>Look.</p>",
        },
    },
    {"type": "check", "value": {"competences": ["A1"]}},
    {"type": "apply", "value": {"text": "<p>Do.</p>"}},
    {"type": "references", "value": {"items": ["<p>Cedefop</p>", "<p>Statbel</p>"]}},
]


@pytest.fixture
def reader(db):
    return people.make_user("reader@test.example")


def soup(client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(found) -> list[str]:
    return [" ".join(part.get_text(" ").split()) for part in found]


def test_front_door_leads_to_modules_and_sign_in(client, framework):
    make_site()
    page = soup(client, "/en/")
    assert page.h1.get_text() == "Home en"
    assert [link["href"] for link in page.select(".stand .actions a")] == [
        "/en/toolkit/",
        "/accounts/login/",
    ]


def test_plain_page_shows_its_body(client, framework):
    make_site()
    home = HomePage.objects.get(slug="en")
    home.add_child(
        instance=StandardPage(
            title="About", slug="about", body=[{"type": "text", "value": "<p>Words.</p>"}]
        )
    )
    assert texts(soup(client, "/en/about/").select(".prose p")) == ["Words."]


def test_guest_reads_modules_and_lessons(client, framework):
    make_module(lessons=2)
    page = soup(client, "/en/toolkit/")
    assert texts(page.select("main h2")) == ["Module m1 en"]
    assert [link["href"] for link in page.select(".link-list a")] == [
        "/en/toolkit/m1-en/one-en/",
        "/en/toolkit/m1-en/two-en/",
    ]
    assert texts(page.select(".link-list .meta")) == ["10 minutes A1 LMI concept"] * 2
    assert texts(page.select(".section__head .meta")) == ["2 lessons 20 minutes"]
    page = soup(client, "/nl/toolkit/m1-nl/")
    assert texts(page.select("h1, .tag")) == ["Module m1 nl", "A1 LMI-begrip"]
    page = soup(client, "/en/toolkit/m1-en/one-en/")
    assert page.select("[data-progress-url]") == []
    assert page.select_one(".actions a")["href"] == (
        "/accounts/login/?next=/en/toolkit/m1-en/one-en/"
    )


def test_own_progress_shows_in_lists(client, framework, reader):
    make_module(lessons=3)
    finish_lesson(user=reader, lesson=lesson("m1/one").translation_key, now=NOW)
    see_section(user=reader, lesson=lesson("m1/two").translation_key, section="second", now=NOW)
    client.force_login(reader)
    page = soup(client, "/en/toolkit/")
    assert texts(page.select(".tag")) == ["Done", "Started"]
    assert "1 of 3 done" in texts(page.select(".section__head .meta"))[0]
    assert page.select_one(".notice a")["href"] == "/en/toolkit/m1-en/two-en/#second"
    assert texts(soup(client, "/en/toolkit/m1-en/").select(".tag--reed")) == ["Done"]


def test_lesson_shows_objectives_contents_neighbours_and_progress(client, framework, reader):
    make_module("m1", lessons=3, body=lesson_body(check="A1"))
    make_module("m2", lessons=1, after="m1")
    key = lesson("m1/two").translation_key
    see_section(user=reader, lesson=key, section="second", now=NOW)
    finish_lesson(user=reader, lesson=lesson("m1/one").translation_key, now=NOW)
    client.force_login(reader)
    page = soup(client, "/en/toolkit/m1-en/two-en/")
    assert texts(page.select(".breadcrumb li")) == ["Modules en", "Module m1 en", "Two en"]
    assert texts(page.select(".kicker")) == ["Lesson 2 of 3, 10 minutes"]
    assert texts(page.select(".objectives li")) == ["You do A1. A1 LMI concept"]
    assert [link["href"] for link in page.select("[data-contents] a")] == [
        *("#first", "#second", "#third")
    ]
    assert len(page.select("[data-contents] .is-read")) == 2
    assert page.select_one('.page-header a[href="#second"]')
    lesson_box = page.select_one(".lesson")
    assert lesson_box["data-progress-url"] == f"/en/toolkit-progress/{key}/section"
    assert lesson_box["data-csrf"]
    assert [link["href"] for link in page.select(".lesson__foot a")] == [
        "/en/toolkit/m1-en/one-en/",
        "/en/toolkit/m1-en/three-en/",
    ]
    assert texts(page.select(".lesson__foot .progress")) == ["1 of 3 done"]
    assert page.select_one(f'form[action="/en/toolkit-progress/{key}/done"] button')


def test_last_lesson_of_a_module_leads_to_the_next_module(client, framework):
    make_module("m1")
    make_module("m2", after="m1")
    first = soup(client, "/en/toolkit/m1-en/one-en/").select(".lesson__foot a")
    assert [link["href"] for link in first] == ["/en/toolkit/m2-en/one-en/"]
    last = soup(client, "/en/toolkit/m2-en/one-en/").select(".lesson__foot a")
    assert [link["href"] for link in last] == ["/en/toolkit/m1-en/one-en/", "/en/toolkit/"]


def test_every_block_shows_its_words(client, framework):
    page = soup(client, make_lesson(body=ALL_BLOCKS).url)
    article = page.select_one("article")
    assert [h2["id"] for h2 in article.select("h2")] == ["first", "second", "third"]
    assert texts(article.select(".block-label")) == [
        *("From practice", "Caution", "To be verified", "Key facts"),
        *("Worked example", "Try now", "Check yourself", "Apply this week"),
    ]
    assert texts(article.select("table caption, table th, table td")) == [
        *("Three times", "When", "What", "<now>", "")
    ]
    assert texts(article.select("figcaption")) == [
        *("Figure steps", "Figure matrix", "Figure layers", "Figure bars")
    ]
    assert texts(article.select("figure .visually-hidden"))[0] == "In words steps"
    assert texts(article.select(".figure-steps li")) == [f"steps {n} {n}" for n in range(1, 5)]
    assert len(article.select(".figure-matrix li")) == 4
    assert len(article.select(".figure-layers li")) == 4
    assert article.select_one('.try-now a[href="https://statbel.fgov.be"]')
    assert texts(article.select("details.fold summary")) == ["Sources (2)"]
    assert texts(article.select(".references li")) == ["Cedefop", "Statbel"]
    assert "style=" not in str(page)


def test_languages_link_to_the_same_lesson(client, framework):
    make_module()
    page = soup(client, "/nl/toolkit/m1-nl/one-nl/")
    links = {link["hreflang"]: link["href"] for link in page.select(".site-header .languages a")}
    assert links == {"nl": "/nl/toolkit/m1-nl/one-nl/", "en": "/en/toolkit/m1-en/one-en/"}
    assert page.html["lang"] == "nl"


def test_unpublished_and_unknown_lessons_are_not_found(client, framework):
    make_module()
    lesson("m1/one").unpublish()
    for url in ("/en/toolkit/m1-en/one-en/", "/en/toolkit/m1-en/x/", "/nl/toolkit/m1-en/one-en/"):
        assert client.get(url).status_code == 404


def test_restricted_lesson_asks_to_sign_in(client, framework, reader):
    make_module()
    module = ModulePage.objects.get(slug="m1-en")
    PageViewRestriction.objects.create(page=module, restriction_type=PageViewRestriction.LOGIN)
    response = client.get("/en/toolkit/m1-en/one-en/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")
    client.force_login(reader)
    assert client.get("/en/toolkit/m1-en/one-en/").status_code == 200


def test_what_is_kept_follows_publishing_moving_and_restricting(client, framework, drawn_once):
    make_module("m1")
    make_module("m2", after="m1")
    url = "/en/toolkit/m1-en/one-en/"
    page = client.get(url).context["page"]
    page.title = "Another title"
    page.save_revision().publish()
    assert soup(client, url).h1.get_text() == "Another title"
    page.refresh_from_db()
    page.title = "Not published yet"
    page.save_revision()
    assert soup(client, url).h1.get_text() == "Another title"

    module = ModulePage.objects.get(slug="m1-en")
    module.slug = "renamed"
    module.save()
    assert client.get(url).status_code == 404
    renamed = "/en/toolkit/renamed/one-en/"
    assert client.get(renamed).context["page"].url_path == renamed
    restriction = PageViewRestriction.objects.create(
        page=module, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get(renamed).status_code == 302
    restriction.delete()
    assert client.get(renamed).status_code == 200
    lesson_page = client.get(renamed).context["page"]
    lesson_page.slug = "moved"
    lesson_page.save()
    lesson_page.move(ModulePage.objects.get(slug="m2-en"), pos="last-child")
    assert client.get(renamed).status_code == 404
    moved = client.get("/en/toolkit/m2-en/moved/")
    assert moved.context["page"].get_parent().slug == "m2-en"
    moved.context["page"].unpublish()
    assert client.get("/en/toolkit/m2-en/moved/").status_code == 404


def test_lesson_at_an_unusual_address_is_found_by_wagtail(client, framework):
    make_module()
    toolkit = Page.objects.get(slug="toolkit", locale__language_code="en").specific
    toolkit.slug = "learn"
    toolkit.save()
    assert client.get("/en/learn/m1-en/one-en/").status_code == 200
    assert client.get("/en/toolkit/m1-en/one-en/").status_code == 404


def test_preview_shows_what_was_not_saved(client, framework):
    page = make_lesson()
    page.objectives = [LessonObjective(competence_id=framework["B1"].pk, text="Unsaved.")]
    response = page.make_preview_request()
    assert response.status_code == 200
    html = BeautifulSoup(response.rendered_content, "html.parser")
    assert texts(html.select(".objectives li")) == ["Unsaved. B1 Validate sources"]


def cost(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("lessons", [1, 3])
def test_lesson_costs_at_most_fourteen_queries(client, framework, reader, drawn_once, lessons):
    for _question in range(3):
        make_question(competence="A1")
    make_module(lessons=lessons, body=lesson_body(check="A1"), competences=("A1", "B1"))
    finish_lesson(user=reader, lesson=lesson("m1/one").translation_key, now=NOW)
    client.force_login(reader)
    url = "/en/toolkit/m1-en/one-en/"
    assert cost(client, url) <= 14
    assert len(soup(client, url).select(".check form")) == 2


def test_lists_cost_the_same_for_one_and_three(client, framework, reader):
    client.force_login(reader)
    make_module("m1", lessons=1)
    one = [cost(client, url) for url in ("/en/toolkit/", "/en/toolkit/m1-en/")]
    assert max(one) <= 14
    make_module("m1", lessons=3)
    make_module("m2", lessons=3, after="m1")
    make_module("m3", lessons=3, after="m2")
    for name in ("one", "two", "three"):
        finish_lesson(user=reader, lesson=lesson(f"m1/{name}").translation_key, now=NOW)
    assert [cost(client, url) for url in ("/en/toolkit/", "/en/toolkit/m1-en/")] == one

"""The checks over pages: links inside the site, the report, the word when one is published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cms.models import HomePage
from tests.factories import people
from tests.factories.training import lesson, lesson_body, make_lesson, make_module
from tests.training.test_review_pages import editor, keeper  # noqa: F401  the same people
from training.domain.content_checks import Check
from training.domain.content_pages import check_live_pages, check_page

URL = "/admin/reports/content/"
SOURCES = {"type": "citations", "value": {"items": [{"key": "cedefop", "note": ""}]}}
LONG = "<p>" + "You look at the figures of this year first. " * 45 + "</p>"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def good_body(*blocks: dict) -> list[dict]:
    return [*lesson_body(("first",)), {"type": "text", "value": LONG}, *blocks, SOURCES]


def linking(html: str) -> dict:
    return {"type": "text", "value": f"<p>{html}</p>"}


def messages_of(page) -> list[str]:
    return [finding.message for finding in check_page(page)]


def test_good_pages_have_nothing_to_find(framework):
    make_lesson(body=good_body())
    assert check_live_pages() == []


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ('<a linktype="page" id="{two}">', ""),
        ('<a linktype="page" id="999999">', "A link leads to a page that is not live."),
        ('<a linktype="page" id="">', "A link leads to a page that is not live."),
        ('<a href="{path}">', ""),
        ('<a href="{path}#first">', ""),
        ('<a href="http://127.0.0.1:8000{path}#first">', ""),
        ('<a href="{path}#last">', "There is no section for the link “{path}#last”."),
        ('<a href="{path}more/">', "The link “{path}more/” leads nowhere on this site."),
        (
            '<a href="/en/toolkit/none/">',
            "The link “/en/toolkit/none/” leads nowhere on this site.",
        ),
        ('<a href="/en/sources/">', ""),
        ('<a href="/nl/quizzes/">', ""),
        ('<a href="/en/nothing/here">', "The link “/en/nothing/here” leads nowhere on this site."),
        ('<a href="https://elsewhere.example/x/">', ""),
        ('<a href="mailto:info@peil.example">', ""),
        ('<a href="#first">', ""),
        ('<a href="#last">', "There is no section for the link “#last”."),
    ],
)
def test_links_inside_the_site(framework, link, message):
    make_module("m1", lessons=2, body=good_body())
    page, two = lesson("m1/one"), lesson("m1/two")
    names = {"two": two.pk, "path": two.get_url_parts()[2]}
    page.body = good_body(linking(link.format(**names) + "there</a>"))
    assert messages_of(page) == ([message.format(**names)] if message else [])


def test_link_to_a_page_that_went_offline(framework):
    make_module("m1", lessons=2, body=good_body())
    page, two = lesson("m1/one"), lesson("m1/two")
    page.body = good_body(linking(f'<a linktype="page" id="{two.pk}">there</a>'))
    page.save_revision().publish()
    assert check_live_pages() == []
    two.unpublish()
    found = {row.page.pk: [finding.check for finding in row.findings] for row in check_live_pages()}
    assert found == {
        page.pk: [Check.LINK],
        lesson("m1/two", "nl").pk: [Check.TRANSLATION],
    }


def test_lesson_that_lost_its_objectives(framework):
    page = make_lesson(body=good_body())
    page.objectives.all().delete()
    assert messages_of(lesson("m1/one")) == ["The lesson has no objective."]


def test_report_names_page_place_and_where_to_mend(client, editor):  # noqa: F811
    figure = {
        "type": "figure",
        "id": "0f0f0f0f-0000-4000-8000-000000000000",
        "value": {"kind": "steps", "caption": "C", "alternative": "", "items": []},
    }
    page = make_lesson(body=good_body())
    page.body = good_body(figure)
    page.save_revision().publish()
    html = " ".join(client.get(URL).content.decode().split())
    place = f"/admin/pages/{page.pk}/edit/#block-{figure['id']}-section"
    assert f'<a href="{place}">blok 4, First</a>: <strong>De figuur heeft geen' in html
    assert html.count(f"/admin/pages/{page.pk}/edit/") == 2
    for query in ("language=nl", "check=length"):
        assert "De figuur heeft geen" not in client.get(f"{URL}?{query}").content.decode()
    assert "De figuur heeft geen" in client.get(f"{URL}?check=x&language=fr").content.decode()


def test_report_without_findings_says_so(client, editor):  # noqa: F811
    assert "De controle vindt hier niets." in client.get(URL).content.decode()


def test_report_of_one_page_reads_its_draft(client, editor):  # noqa: F811
    page = make_lesson(body=good_body())
    page.body = good_body(linking('<a href="#gone">x</a>'))
    page.save_revision()
    assert "#gone" in client.get(URL, {"page": page.pk}).content.decode()
    assert "#gone" not in client.get(URL).content.decode()
    for nonsense in ("x", "999999", "1"):
        assert client.get(URL, {"page": nonsense}, follow=True).status_code == 404


def test_who_works_on_no_page_stays_out(client, keeper):  # noqa: F811
    assert client.get(URL).status_code == 302


def test_adviser_stays_outside(client, adviser):
    client.force_login(adviser)
    assert client.get(URL).status_code == 302


def test_report_costs_the_same_for_one_and_for_many(client, editor):  # noqa: F811
    make_module("m1")
    client.get(URL)
    with CaptureQueriesContext(connection) as first:
        client.get(URL)
    make_module("m2", lessons=3, after="m1")
    with CaptureQueriesContext(connection) as second:
        client.get(URL)
    assert len(second) == len(first)


@pytest.mark.parametrize(("action", "told"), [("action-publish", 1), ("", 0)])
def test_publishing_says_what_the_checks_find_and_stops_nothing(client, framework, action, told):
    make_lesson(body=good_body())
    home = HomePage.objects.get(locale__language_code="en")
    client.force_login(people.make_user("admin@test.example", is_superuser=True))
    data = {
        "title": "Home",
        "slug": home.slug,
        "summary": "A door.",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value-text": "Empty section",
        "body-0-value-anchor": "empty",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **({action: "1"} if action else {}),
    }
    response = client.post(f"/admin/pages/{home.pk}/edit/", data, follow=True)
    html = response.content.decode()
    assert html.count("Het onderdeel heeft geen inhoud.") == told
    assert (f"{URL}?page={home.pk}" in html) == bool(told)
    home.refresh_from_db()
    assert (home.title == "Home") == bool(told)

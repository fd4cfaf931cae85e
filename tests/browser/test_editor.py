"""The desk: an editor writes, a reviewer publishes, a translator follows, readers see it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_admin import assert_nothing_was_refused, enter_administration
from tests.browser.visitor import Visitor

DUTCH = "Je weet na deze les hoe je cijfers en een loopbaan verbindt."
ENGLISH = "After this lesson you can link figures to a career."
PAGES = """
from training.models import LessonPage
pages = {page.locale.language_code: page for page in
         LessonPage.objects.filter(key="m1-what-is-lmi/1-lmi-and-lifelong-guidance")}
answer = {code: {"id": page.pk, "path": page.get_url_parts()[2], "summary": page.summary}
          for code, page in pages.items()}
"""


@pytest.fixture(scope="module")
def lesson(site) -> dict:
    """The first lesson in both languages: id, address and summary as shipped."""
    return site.ask(PAGES)


def open_page(visitor: Visitor, pk: int) -> Page:
    visitor.page.goto(f"{visitor.site.url}/admin/pages/{pk}/edit/")
    return visitor.page


def summary_of(visitor: Visitor, lesson: dict, language: str) -> str:
    visitor.page.goto(visitor.site.url + lesson[language]["path"])
    return visitor.page.locator(".page-header .lead").inner_text()


def test_a_change_goes_from_the_editor_to_readers_of_both_languages(visit, lesson):
    translator = visit("nl")
    enter_administration(translator, "translator@peil.example")
    link_the_languages(translator, lesson)

    editor = visit("nl")
    enter_administration(editor, "editor@peil.example")
    submit_a_change(editor, lesson)
    assert summary_of(editor, lesson, "nl") == lesson["nl"]["summary"]

    reviewer = visit("nl")
    enter_administration(reviewer, "reviewer@peil.example")
    publish_the_change(reviewer, lesson)
    assert summary_of(reviewer, lesson, "nl") == DUTCH
    assert summary_of(reviewer, lesson, "en") == lesson["en"]["summary"]

    translate_the_change(translator, lesson)
    assert summary_of(translator, lesson, "en") == lesson["en"]["summary"]
    publish_the_translation(reviewer, lesson)
    assert summary_of(reviewer, lesson, "en") == ENGLISH


def link_the_languages(translator: Visitor, lesson: dict) -> None:
    page = translator.page
    page.goto(f"{translator.site.url}/admin/languages/{lesson['nl']['id']}/")
    page.locator("form:has([value=link]) button").click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator(".js-translation-editor")).to_contain_text(lesson["nl"]["summary"])
    assert_nothing_was_refused(translator)


def submit_a_change(editor: Visitor, lesson: dict) -> None:
    page = open_page(editor, lesson["nl"]["id"])
    page.locator("[name=summary]").fill(DUTCH)
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    assert page.locator("button[name=action-publish]").count() == 0
    page.locator("button[name=action-submit]").click()
    expect(page.locator(".messages .success").first).to_be_visible()
    assert_nothing_was_refused(editor)


def publish_the_change(reviewer: Visitor, lesson: dict) -> None:
    page = open_page(reviewer, lesson["nl"]["id"])
    expect(page.locator("[name=summary]")).to_have_value(DUTCH)
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.get_by_role("button", name="Goedkeuren en publiceren", exact=True).click()
    expect(page.locator(".messages .success").first).to_be_visible()
    assert_nothing_was_refused(reviewer)


def translate_the_change(translator: Visitor, lesson: dict) -> None:
    page = open_page(translator, lesson["nl"]["id"])
    warning = page.locator(".messages .warning")
    expect(warning).to_contain_text("1")
    warning.get_by_role("link").click()
    row = page.locator(".js-translation-editor li", has_text=DUTCH).last
    row.get_by_role("button", name="Vertaal", exact=True).click()
    page.locator(".js-translation-editor textarea").fill(ENGLISH)
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator(".js-translation-editor textarea")).to_have_count(0)
    expect(page.locator(".js-translation-editor")).to_contain_text(ENGLISH)


def publish_the_translation(reviewer: Visitor, lesson: dict) -> None:
    page = open_page(reviewer, lesson["en"]["id"])
    expect(page.locator(".js-translation-editor")).to_contain_text(ENGLISH)
    page.get_by_role("button", name="Publish in English").click()  # it has no Dutch
    expect(page.locator(".messages .success")).to_be_visible()

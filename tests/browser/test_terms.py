"""A term in a lesson: opened by keyboard, closed by Escape, a link where there is no script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.any_database

LESSON = "/nl/toolkit/interpreteren/zes-valkuilen/"


def test_term_opens_where_it_stands_and_gives_the_focus_back(visit):
    visitor = visit("nl")
    visitor.go(LESSON)
    link = visitor.page.locator("a.term").first
    note = visitor.page.locator(".term-note")
    link.focus()
    visitor.page.keyboard.press("Enter")
    expect(note).to_be_visible()
    expect(note).to_be_focused()
    expect(note).to_contain_text(link.get_attribute("data-text"))
    visitor.look()
    visitor.page.keyboard.press("Tab")
    expect(note.get_by_role("link")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(link).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "false")


def test_term_leads_to_the_glossary_without_a_script(visit):
    visitor = visit("nl", javascript=False)
    visitor.go(LESSON)
    visitor.page.locator("a.term").first.click()
    expect(visitor.page.locator(".entry:target")).to_have_count(1)

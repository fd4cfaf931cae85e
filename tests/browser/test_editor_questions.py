"""An editor keeps the question bank: tries a question, mends it, imports a file."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_admin import assert_nothing_was_refused, enter_administration
from tests.browser.visitor import DESK, PHONE

pytestmark = pytest.mark.on_its_own
NEW = "Wat is een anekdote?\nA. Eén geval\nB. Een cijfer\nANSWER: A\n"
WRONG = "Wat is een trend?\nA. Een lijn\nANSWER: B\n"
GIFT = """::Anekdote::Wat zegt één geval?{
\t=Iets over dat geval
\t~Iets over iedereen
\t####Eén geval is geen trend.
}
"""
FAULTY = "::Trend::Wat is een trend?{\n\t~Een lijn\n\t~Een punt\n"


def hand_in(page, text: str, name: str = "nieuw.nl.txt") -> None:
    file = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
    page.set_input_files("[name=files]", [file])
    page.select_option("[name=category]", "A1")
    with page.expect_navigation():
        page.locator("main form[enctype] button").click()


# Without scripts Wagtail's own sidebar covers half of a phone; on a desk all of it works.
@pytest.mark.parametrize(
    ("size", "javascript"),
    [(DESK, True), (PHONE, True), (DESK, False)],
    ids=["desk", "phone", "desk-no-scripts"],
)
def test_editor_tries_and_mends_a_question(visit, size, javascript):
    editor = visit("nl", size=size, javascript=javascript)
    enter_administration(editor, "editor@peil.example")
    page = editor.page
    page.goto(f"{editor.site.url}/admin/questions/?q=A1-1&competence=A1")
    with page.expect_navigation():
        page.locator("main table a[href*='/edit/']").first.click()
    number = int(page.locator("[name=based_on]").input_value())
    page.fill("[name=title_nl]", f"Informatie of inzicht, {size['width']} {javascript}")
    page.fill("[name=rows-0-text_nl]", "")
    with page.expect_navigation():
        page.locator("form.question-form button.button").last.click()
    wrong = page.locator("[name=rows-0-text_nl]")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=title_nl]")).to_have_value(
        f"Informatie of inzicht, {size['width']} {javascript}"
    )
    wrong.fill("Een lijst met cijfers.")
    with page.expect_navigation():
        page.locator("form.question-form button.button").last.click()
    expect(page.locator("[name=based_on]")).to_have_value(str(number + 1))
    assert_nothing_was_refused(editor)

    page.goto(page.url.replace("/edit/", "/try/"))
    editor.look()
    editor.press(editor.button("I don't know"))
    assert "0%" in page.locator("main h2").first.inner_text()


def test_editor_imports_exactly_what_was_shown(visit):
    editor = visit("nl")
    enter_administration(editor, "editor@peil.example")
    page = editor.page
    page.goto(f"{editor.site.url}/admin/questions/import/")
    hand_in(page, f"{NEW}\n{WRONG}")
    expect(page.locator("main [role=alert]")).to_be_visible()
    assert "nieuw.nl.txt:8" in page.locator("main").inner_text()
    expect(page.locator("[name=shown]")).to_have_count(0)
    hand_in(page, NEW)
    row = page.locator("main tbody tr")
    expect(row).to_have_count(1)
    identifier = row.locator("td").first.inner_text()
    with page.expect_navigation():
        page.locator("form:has([name=shown]) button").click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.goto(f"{editor.site.url}/admin/questions/?q={identifier}")
    line = page.locator("main tbody tr", has_text=identifier).first.inner_text()
    assert "en ontbreekt" in line
    assert_nothing_was_refused(editor)


def test_editor_sees_the_faulty_line_of_a_gift_file_and_retires_a_question(visit):
    editor = visit("nl")
    enter_administration(editor, "editor@peil.example")
    page = editor.page
    page.goto(f"{editor.site.url}/admin/questions/import/")
    hand_in(page, f"{GIFT}\n{FAULTY}", "nieuw.nl.gift")
    expect(page.locator("main [role=alert]")).to_be_visible()
    assert "nieuw.nl.gift:7" in page.locator("main").inner_text()
    expect(page.locator("[name=shown]")).to_have_count(0)
    hand_in(page, GIFT, "nieuw.nl.gift")
    identifier = page.locator("main tbody tr td").first.inner_text()
    with page.expect_navigation():
        page.locator("form:has([name=shown]) button").click()
    expect(page.locator(".messages .success")).to_be_visible()

    page.goto(f"{editor.site.url}/admin/questions/?q={identifier}")
    with page.expect_navigation():
        page.locator("main table a[href*='/edit/']").first.click()
    with page.expect_navigation():
        page.locator("main a[href*='/archive/']").click()
    with page.expect_navigation():
        page.locator("main form[method=post] button.button").click()
    expect(page.locator(".messages .success")).to_be_visible()
    page.goto(f"{editor.site.url}/admin/questions/?q={identifier}&state=archived")
    expect(page.locator("main tbody tr", has_text=identifier)).to_have_count(1)
    assert_nothing_was_refused(editor)


def test_reviewer_tries_and_does_not_write(visit):
    reviewer = visit("nl")
    enter_administration(reviewer, "reviewer@peil.example")
    page = reviewer.page
    page.goto(f"{reviewer.site.url}/admin/questions/")
    expect(page.locator("main table a[href*='/try/']").first).to_be_visible()
    expect(page.locator("main a[href*='/edit/'], main a[href$='/new/']")).to_have_count(0)

"""The administration: a reviewer publishes a change, somebody else prepares rounds."""

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.on_its_own
# Wagtail's table editor has no Dutch menu of its own and says so; nothing is lost by it.
KNOWN = "Language with code"
NEW_SUMMARY = "Je weet na deze les waarom een loopbaan en cijfers bij elkaar horen."


@pytest.fixture
def editor(visit) -> Visitor:
    return visit("nl")


def enter_administration(visitor: Visitor, email: str) -> None:
    visitor.page.goto(f"{visitor.site.url}/admin/")
    assert visitor.heading == visitor.says("Sign in")
    visitor.fill_password(email)
    with visitor.page.expect_navigation():
        visitor.button("Sign in").click()
    assert visitor.path == "/admin/"


def menu(visitor: Visitor) -> list[str]:
    """Return the words of Wagtail's menu, which a script draws; Help, the last, counts its news."""
    expect(visitor.page.locator(".sidebar-main-menu li").first).to_be_visible()
    return visitor.texts(".sidebar-main-menu > ul > li")[:-1]


def assert_nothing_was_refused(visitor: Visitor) -> None:
    complaints = [text for text in visitor.complaints if not text.startswith(KNOWN)]
    assert (visitor.foreign, complaints) == ([], [])
    visitor.complaints.clear()


def test_reviewer_changes_the_summary_of_a_lesson(editor):
    enter_administration(editor, "reviewer@peil.example")
    page = editor.page
    page.get_by_placeholder("Doorzoek alle pagina's").fill("levenslange begeleiding")
    page.keyboard.press("Enter")
    page.locator("main table a[href*='/edit/']").first.click()
    summary = page.locator("[name=summary]")
    expect(summary).to_be_visible()
    title = page.locator("[name=title]").input_value()
    summary.fill(NEW_SUMMARY)
    expect(page.locator(".handsontable").first).to_be_visible()
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages .success")).to_be_visible()
    assert_nothing_was_refused(editor)

    editor.go("/{lang}/toolkit/")
    editor.press(editor.page.locator("main .link-list h3 a", has_text=title))
    assert editor.texts(".page-header .lead") == [NEW_SUMMARY]


def test_editor_keeps_no_rounds(editor):
    enter_administration(editor, "editor@peil.example")
    places = ["Opnieuw nakijken", "Afbeeldingen", "Vragen", "Documenten", "Rapporten"]
    assert menu(editor) == ["Pagina's", *places]
    editor.page.goto(f"{editor.site.url}/admin/rounds/")
    assert editor.path == "/admin/"


def test_keeper_of_people_sees_rounds_and_no_results(visit):
    keeper = visit("nl")
    enter_administration(keeper, "people@peil.example")
    assert menu(keeper) == [
        "Check-inrondes",
        "Mensen toevoegen",
        "Leerregister",
        "Rapporten",
        "Instellingen",
    ]
    keeper.page.locator(".sidebar-main-menu a[href='/admin/rounds/']").click()
    rows = keeper.page.locator("main tbody tr")
    expect(rows).to_have_count(3)
    columns = ["Name", "Organisation", "Purpose", "Opens", "Closes", "State"]
    assert keeper.texts("main thead th")[1:] == [keeper.says(column) for column in columns]
    seen = [(row.locator("td").nth(1).inner_text(), row.locator("td").last.inner_text())
            for row in rows.all()]  # fmt: skip
    closed = keeper.says("Closed")
    assert sorted((name.strip(), state) for name, state in seen) == [
        ("Derde check-in", keeper.says("Active")),
        ("Nulmeting", closed),
        ("Tweede check-in", closed),
    ]
    keeper.page.locator("main tbody a").first.click()
    expect(keeper.page.locator("main form input[type=text]").first).to_have_value("Derde check-in")
    asked = keeper.page.locator("main form input[name=competences]")
    assert [box.is_disabled() for box in asked.all() if box.is_checked()] == [True] * 12
    assert_nothing_was_refused(keeper)
    keeper.go("/{lang}/teams/", status=404)

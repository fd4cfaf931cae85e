"""Without a mouse, zoomed in, in the dark, in forced colours, on paper."""

import io

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.visitor import Visitor

pytestmark = pytest.mark.any_database
ADVISER = "adviser@peil.example"
# What every focusable element, and the row around it, looks like while the focus is elsewhere.
REMEMBER = """() => {
  const look = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow].join();
  };
  const parts = (element) => [element, element.closest("label")].filter(Boolean);
  const rest = new Map();
  const reachable = "a, button, input, select, textarea, summary, [tabindex]";
  for (const element of document.querySelectorAll(reachable)) {
    for (const part of parts(element)) rest.set(part, look(part));
  }
  window.focusShows = () => {
    const element = document.activeElement;
    return parts(element).some((part) => rest.get(part) !== look(part));
  };
}"""
IS_FOCUSED = "element => element === document.activeElement"
PLACES = "() => document.activeElement.outerHTML.slice(0, 120)"
SCREENS = {
    "zoomed": {"size": {"width": 640, "height": 450}, "device_scale_factor": 2},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "dark-forced": {"color_scheme": "dark", "forced_colors": "active"},
}


def tab_to(visitor: Visitor, place: Locator) -> None:
    """Press Tab until the focus is there; on the way it can always be seen."""
    visitor.page.evaluate(REMEMBER)
    for _press in range(80):
        visitor.page.keyboard.press("Tab")
        shows = visitor.page.evaluate("() => window.focusShows()")
        assert (visitor.page.evaluate(PLACES), shows) == (visitor.page.evaluate(PLACES), True)
        if place.evaluate(IS_FOCUSED):
            return
    raise AssertionError(f"Tab does not reach {place}")


def enter(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()


def open_first_lesson(visitor: Visitor) -> None:
    visitor.go("/{lang}/toolkit/")
    visitor.press(visitor.page.locator("main .link-list h3 a").first)


def test_keyboard_alone_signs_in_and_fills_in_an_area(visit):
    visitor = visit("nl")
    visitor.go("/{lang}/")
    visitor.page.keyboard.press("Tab")
    skip = visitor.page.locator(".skip-link")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()

    tab_to(visitor, visitor.link("Sign in"))
    enter(visitor)
    tab_to(visitor, visitor.page.locator("input[name=login]"))
    visitor.page.keyboard.type(ADVISER)
    tab_to(visitor, visitor.page.locator("input[name=password]"))
    visitor.page.keyboard.type("peil-demo-2026")
    enter(visitor)
    tab_to(visitor, visitor.button("Begin the check-in"))
    enter(visitor)

    area = visitor.heading
    for rating in visitor.page.locator("[data-rating]").all():
        first, second, third, *_rest = rating.locator("input[type=radio]").all()
        tab_to(visitor, first)
        visitor.page.keyboard.press("Space")
        expect(first).to_be_checked()
        visitor.page.keyboard.press("ArrowDown")
        visitor.page.keyboard.press("ArrowDown")
        expect(third).to_be_checked()
        visitor.page.keyboard.press("ArrowUp")
        expect(second).to_be_checked()
    tab_to(visitor, visitor.button("Save and go on"))
    enter(visitor)
    assert visitor.heading == area  # once more, with what now stands beside the answers
    tab_to(visitor, visitor.button("Save and go on"))
    enter(visitor)
    assert visitor.texts(".kicker") == [
        "Derde check-in · " + visitor.says("step %(number)s of %(total)s", number=2, total=7)
    ]
    tab_to(visitor, visitor.button("Save and go back"))
    enter(visitor)
    assert visitor.heading == area
    chosen = visitor.page.locator("[data-rating] input:checked")
    assert [radio.get_attribute("value") for radio in chosen.all()] == ["1", "1", "1"]


def test_keyboard_opens_the_menu_and_leaves_it_with_escape(visit):
    visitor = visit("en")
    visitor.sign_in(ADVISER)
    visitor.go("/{lang}/me/")
    summary = visitor.page.locator(".menu summary")
    tab_to(visitor, summary)
    visitor.page.keyboard.press("Enter")
    out = visitor.page.locator(".menu button")
    expect(out).to_be_visible()
    visitor.look()
    tab_to(visitor, out)
    visitor.page.keyboard.press("Escape")
    expect(out).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS.keys())
def test_adviser_sees_everything_on_another_screen(visit, screen):
    visitor = visit("nl", **screen)
    visitor.sign_in(ADVISER)
    visitor.go("/{lang}/me/")
    visitor.press(visitor.page.locator(".stand .button"))
    sentence = visitor.page.locator(".choice__text").first
    sentence.click()
    expect(visitor.page.locator(".choice input").first).to_be_checked()
    visitor.look()
    open_first_lesson(visitor)
    visitor.go("/{lang}/me/profile/")
    assert visitor.page.locator(".gauge").count() == 12
    visitor.page.locator(".profile-row summary").first.click()
    visitor.look()
    visitor.go("/{lang}/me/profile/?view=table")


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS.keys())
def test_lead_reads_reports_on_another_screen(visit, screen):
    visitor = visit("en", **screen)
    visitor.sign_in("lead@peil.example")
    for team in ("Kortrijk", "Gent"):
        visitor.go("/{lang}/teams/")
        visitor.press(visitor.page.locator("main").get_by_role("link", name=team, exact=True))


def test_manager_prints_the_report_on_three_pages(visit):
    visitor = visit("nl")
    visitor.sign_in("manager@peil.example")
    visitor.go("/{lang}/teams/")
    visitor.press(visitor.page.locator(".link-list a"))
    visitor.page.emulate_media(media="print")
    for part in (".site-header", ".site-footer", ".breadcrumb", "main .button"):
        expect(visitor.page.locator(part).first).to_be_hidden()
    expect(visitor.page.locator("h1")).to_be_visible()
    expect(visitor.page.locator(".matrix tbody th[scope=row]")).to_have_count(12)
    paper = PdfReader(io.BytesIO(visitor.page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 3


def test_reader_prints_a_lesson_without_its_frame(visit):
    visitor = visit("en")
    visitor.sign_in(ADVISER)
    open_first_lesson(visitor)
    visitor.page.emulate_media(media="print")
    for part in (".site-header", ".site-footer", ".breadcrumb", ".lesson__contents"):
        expect(visitor.page.locator(part)).to_be_hidden()
    expect(visitor.page.locator(".lesson__foot")).to_be_hidden()
    expect(visitor.page.locator("article h2").first).to_be_visible()
    paper = PdfReader(io.BytesIO(visitor.page.pdf(prefer_css_page_size=True)))
    words = " ".join("".join(page.extract_text() for page in paper.pages).split())
    sources = visitor.page.locator(".references li").first.text_content().split()
    assert " ".join(sources[:3]) in words

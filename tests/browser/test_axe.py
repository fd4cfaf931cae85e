"""What a look at a page finds although much of it was judged on pages before."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import Judged

pytestmark = pytest.mark.any_database
PAGE = """<!doctype html><html lang="en"><head><title>Words</title><style>
  body {{ background: #fff; color: #222; }} .pale {{ color: #ddd; }} .hidden {{ display: none; }}
</style></head><body><main><h1>Words</h1>{}</main></body></html>"""
GOOD = "<p>Some words</p>"
UNNAMED = "<input type='text'>"
PALE = "<p class='pale'>Pale words</p>"


@pytest.fixture
def page(browser: Browser) -> Page:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def judged(tmp_path) -> Judged:
    return Judged(tmp_path / "judged", "desk")


def found(judged: Judged, page: Page, body: str) -> list[str]:
    page.set_content(PAGE.format(body))
    return [rule for rule, _places in judged.violations(page, lambda: page)]


def test_what_was_judged_is_judged_once(judged, page):
    assert found(judged, page, GOOD) == []
    assert found(judged, page, GOOD + PALE) == ["color-contrast"]
    assert found(judged, page, GOOD + PALE) == []


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        (UNNAMED, ["label"]),
        (PALE, ["color-contrast"]),
        ("<p lang='dutch'>Woorden</p>", ["valid-lang"]),
        (GOOD + GOOD, []),
        ("<p>Others</p>", []),
    ],
)
def test_what_is_new_on_a_page_is_judged(judged, page, body, rules):
    found(judged, page, GOOD)
    assert found(judged, page, GOOD + body) == rules


@pytest.mark.parametrize("body", [UNNAMED, PALE])
def test_what_was_hidden_is_judged_when_it_shows(judged, page, body):
    assert found(judged, page, f"<div class='hidden'>{body}</div>") == []
    assert len(found(judged, page, f"<div>{body}</div>")) == 1


def test_each_size_has_colours_of_its_own_and_outlines_are_shared(tmp_path, page):
    desk, phone = (Judged(tmp_path / "judged", size) for size in ("desk", "phone"))
    assert found(desk, page, UNNAMED + PALE) == ["label", "color-contrast"]
    assert found(phone, page, UNNAMED + PALE) == ["color-contrast"]

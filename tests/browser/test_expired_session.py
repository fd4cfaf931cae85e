"""Somebody types for a while, the session has gone, and nothing of it is lost."""

import pytest

from tests.browser.conftest import TWO_WAYS
from tests.browser.visitor import Visitor

ADVISER = "adviser@peil.example"
EXAMPLE = "Gent, september: vacatures naast lonen gelegd, “€ 12,50” & <b>meer</b>."


@pytest.fixture(params=TWO_WAYS)
def adviser(request, visit) -> Visitor:
    """Return somebody at an area of the check-in; each way has an area of its own."""
    visitor = visit(**request.param)
    visitor.sign_in(ADVISER)
    visitor.go("/{lang}/me/")
    visitor.press(visitor.page.locator(".stand .button"))
    visitor.go(f"{visitor.path}?step={'ABCD'[request.param_index]}")
    return visitor


def open_extras(adviser: Visitor) -> None:
    extras = adviser.page.locator(".rating__extras").first
    if extras.get_attribute("open") is None:
        extras.locator("summary").click()


def choose(adviser: Visitor, number: int) -> None:
    """Choose a sentence of the first competence; once stored, it is folded."""
    rating = adviser.page.locator("[data-rating]").first
    again = rating.locator(".rating__again")
    if again.count() and again.get_attribute("open") is None:
        again.locator("summary").click()
    rating.locator(".choice__text").nth(number).click()


def fill_in(adviser: Visitor) -> None:
    """Choose the third sentence of the first competence and give an example."""
    choose(adviser, 2)
    open_extras(adviser)
    adviser.page.locator("input[name$=evidence_line]").first.fill(EXAMPLE)


def filled_in(adviser: Visitor) -> tuple[list[str], str]:
    """Return which sentences are chosen on the page, and the first example."""
    chosen = adviser.page.locator("[data-rating] input:checked").all()
    open_extras(adviser)
    example = adviser.page.locator("input[name$=evidence_line]").first
    return [choice.get_attribute("value") for choice in chosen], example.input_value()


def save(adviser: Visitor, button: str) -> None:
    """Save the area; on a phone the button stands behind the last competence."""
    onward = adviser.button("Next competence")
    while onward.is_visible():
        onward.click()
    adviser.press(adviser.button(button))


def test_adviser_signs_in_again_and_finds_what_was_typed(adviser):
    area, address = adviser.heading, adviser.page.url
    fill_in(adviser)
    adviser.context.clear_cookies(name="sessionid")
    save(adviser, "Save and go on")
    assert adviser.heading == adviser.says("Sign in")
    assert adviser.texts(".notice p") == [
        adviser.says("You were signed out. What you typed is kept: sign in to go on.")
    ]

    adviser.fill_password(ADVISER)
    adviser.press(adviser.button("Sign in"))
    assert (adviser.heading, adviser.page.url) == (area, address)
    assert adviser.texts("main .notice__title") == [adviser.says("Not saved yet")]
    assert filled_in(adviser) == (["2"], EXAMPLE)

    save(adviser, "Save and stop for now")
    assert adviser.heading == adviser.says("Check-ins")
    adviser.page.goto(address)
    assert adviser.page.locator("main .notice__title").count() == 0
    assert filled_in(adviser) == (["2"], EXAMPLE)


def test_adviser_may_throw_away_what_was_typed(adviser):
    kept = filled_in(adviser)
    choose(adviser, 4)
    adviser.context.clear_cookies(name="sessionid")
    save(adviser, "Save and go on")
    adviser.fill_password(ADVISER)
    adviser.press(adviser.button("Sign in"))
    assert filled_in(adviser)[0] == ["4"]
    adviser.press(adviser.button("Throw it away"))
    assert filled_in(adviser) == kept

"""What people do on pages: rate an area, look at it again, answer, choose, confirm, read mail."""

import re
from collections.abc import Mapping
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.utils.formats import date_format
from django.utils.translation import override
from playwright.sync_api import Locator

from tests.browser.visitor import Visitor

DECLINED = "no"
LABELS = {
    "nl": ["Nog niet", "Bewust", "Met steun", "Zelfstandig", "Afgewogen", "Voortrekker"],
    "en": ["Not yet", "Aware", "With support", "Independent", "Skilled", "Leading"],
}


def save(visitor: Visitor, button: str = "Save and go on") -> None:
    """Save a step; on a phone the button stands behind the last competence."""
    onward = visitor.button("Next competence")
    while onward.is_visible():
        onward.click()
    visitor.press(visitor.button(button))


def ratings(visitor: Visitor) -> dict[str, Locator]:
    """Return the competences on the page by their code."""
    found = visitor.page.locator("[data-rating]").all()
    return {rating.locator(".rating__code").text_content(): rating for rating in found}


def rate(visitor: Visitor, levels: Mapping[str, int | str]) -> dict[str, str]:
    """Rate all competences of the page and save; return what it should say of each now."""
    expected = {}
    asked = ratings(visitor)
    for number, (code, rating) in enumerate(asked.items(), 1):
        expected[code] = choose(visitor, rating, levels[code])
        onward = visitor.button("Next competence")
        if number < len(asked) and onward.is_visible():
            onward.click()
            visitor.look()
    save(visitor)
    return expected


def choose(visitor: Visitor, rating: Locator, level: int | str) -> str:
    """Choose a sentence, or a reason why there is no level; return what stands beside it later."""
    you = visitor.says("You chose:")
    if level == DECLINED:
        words = visitor.says("I'd rather not say")
        rating.locator(".choices--apart .choice", has_text=words).click()
        return f"{you} {words}"
    sentence = rating.locator(".choices:not(.choices--apart) .choice__text").nth(level)
    sentence.click()
    return f"{you} {folded(sentence)} ({LABELS[visitor.language][level]})"


def change(visitor: Visitor, code: str, level: int) -> None:
    """Open a competence that is answered and choose another sentence."""
    rating = ratings(visitor)[code]
    onward = visitor.button("Next competence")
    while not rating.is_visible():
        onward.click()
    rating.locator(".rating__again summary").click()
    choose(visitor, rating, level)


def answers_beside(visitor: Visitor) -> dict[str, str]:
    """Return what the page says was chosen, also where a phone shows one competence at a time."""
    beside = ".beside__answer"
    return {
        code: folded(rating.locator(beside))
        for code, rating in ratings(visitor).items()
        if rating.locator(beside).count()
    }


def known_beside(visitor: Visitor, code: str) -> list[str]:
    """Return of what kind the things are that stand beside an answer."""
    items = ratings(visitor)[code].locator(".beside .meta li").all()
    return [folded(item).split(":")[0] for item in items]


def answer(form: Locator) -> str:
    """Answer a question of any shape; return the words of a choice, else nothing."""
    for number, place in enumerate(form.locator("select").all(), 1):
        is_order = place.get_attribute("name").startswith("item-")
        place.select_option(index=number if is_order else 1)
    for field in form.locator("input[inputmode=decimal]").all():
        field.fill("12,5")
    choices = form.locator("label:has(input[name^=choice]) .choice__text")
    if not choices.count():
        return ""
    choices.first.click()
    return choices.first.inner_text()


def folded(place: Locator) -> str:
    """Return what an element holds, white space folded, in sight or not."""
    return " ".join((place.text_content() or "").split())


def choose_option(visitor: Visitor, name: str, beginning: str) -> None:
    """Choose the option of a list that begins so."""
    field = visitor.page.locator(f"[name='{name}']")
    option = field.locator("option", has_text=re.compile(f"^{re.escape(beginning)} ")).first
    field.select_option(value=option.get_attribute("value"))


def tick(visitor: Visitor, name: str, beginning: str) -> None:
    """Tick the box, or choose the button, whose words begin so."""
    words = re.compile(rf"^\s*{re.escape(beginning)}(?!\w)")
    choices = visitor.page.locator(f"label:has([name='{name}'])")
    choices.filter(has_text=words).first.click()


def confirm_that_it_is_me(visitor: Visitor, password: str) -> None:
    """Give the password once more where that is asked."""
    assert visitor.heading == visitor.says("Confirm that it is you")
    visitor.page.fill("main input[name=password]", password)
    visitor.press(visitor.button("Confirm"))


def in_words(visitor: Visitor, day: date) -> str:
    """Return a day as the pages write it."""
    with override(visitor.language):
        return date_format(day)


def mails_to(visitor: Visitor, email: str) -> list[EmailMessage]:
    """Return what the copy of the demo has written to an address, the oldest first."""
    parts = [
        part.strip()
        for file in sorted((visitor.site.folder / "mail").glob("*.log"))
        for part in re.split(rb"^-{79}$", file.read_bytes(), flags=re.MULTILINE)
    ]
    mails = [message_from_bytes(part, policy=policy.default) for part in parts if part]
    return [mail for mail in mails if mail["To"] == email]

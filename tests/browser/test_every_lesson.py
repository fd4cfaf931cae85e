"""Every lesson, in both languages, as somebody meets it who has just arrived."""

import pytest

from tests.browser.visitor import DESK, PHONE

TOOLKIT = ".link-list h3 a"
LESSONS = 36


@pytest.mark.any_database
@pytest.mark.parametrize(("language", "size"), [("nl", PHONE), ("en", DESK)], ids=["nl", "en"])
def test_every_lesson_can_be_read_by_everybody(visit, language, size):
    reader = visit(language, size=size)
    reader.go("/{lang}/toolkit/")
    addresses = [link.get_attribute("href") for link in reader.page.locator(TOOLKIT).all()]
    assert len(set(addresses)) == LESSONS
    for address in addresses:
        reader.go(address)

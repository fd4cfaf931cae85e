"""A real Chromium at a copy of the demo; axe-core looks at every page of a journey."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visitor import DESK, PHONE, Visitor
from tests.demo_site import DemoSite

# The headless shell is the same engine without the windows around it, at half the work.
KINDS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, KINDS)), None)
ONCE = pytest.mark.any_database


def way(language: str, size: dict, *, javascript: bool = True, marks=ONCE):
    """Return what `visit` takes, as a parameter of a test that names it."""
    name = [language, "phone" if size == PHONE else "desk", *([] if javascript else ["no-scripts"])]
    how = {"language": language, "size": size, "javascript": javascript}
    return pytest.param(how, id="-".join(name), marks=marks)


# The four ways in which the journeys of the main job are made: each language at each size, with and
# without scripts at each and in each. A second database sees the same queries in each.
WAYS = [
    way("nl", PHONE, marks=pytest.mark.each_database),
    way("en", DESK),
    way("nl", DESK, javascript=False),
    way("en", PHONE, javascript=False),
]
# The other journeys: each language, each size, with and without scripts, once. They ask a database
# nothing that tests without a browser do not ask it too.
TWO_WAYS = [way("nl", PHONE), way("en", DESK, javascript=False)]
# Where what is stored hangs on neither the language nor the scripts.
LANGUAGES = ["nl", pytest.param("en", marks=pytest.mark.any_database)]
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it with a word of help where Chromium is missing."""
    here = Path(__file__).parent
    mine = [item for item in items if here in Path(item.path).parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
    if mine and not CHROMIUM:
        if os.environ.get("PEIL_REQUIRE_BROWSER") == "1":
            raise pytest.UsageError("Chromium is missing and PEIL_REQUIRE_BROWSER=1 asks for it.")
        reason = "needs Chromium: on Debian, apt-get install chromium-headless-shell"
        for item in mine:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, for this folder: Playwright's event loop keeps Django's database tests away."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, site: DemoSite) -> Iterator[Callable[..., Visitor]]:
    """Return a function that makes a visitor: visit("nl", size=PHONE, javascript=False)."""
    visitors: list[Visitor] = []

    def make(
        language: str = "nl", *, size: dict = DESK, javascript: bool = True, **more
    ) -> Visitor:
        visitor = Visitor(browser, site, language, size=size, javascript=javascript, **more)
        visitors.append(visitor)
        return visitor

    yield make
    for visitor in visitors:
        visitor.leave()

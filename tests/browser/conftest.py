"""A real Chromium at a copy of the demo; axe-core looks at every page of a journey."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.demo_site import DemoSite

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PASSWORD = "peil-demo-2026"
STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, and skip it with a word of help where Chromium is missing."""
    here = Path(__file__).parent
    mine = [item for item in items if here in Path(item.path).parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
    if mine and not Path(CHROMIUM).exists():
        if os.environ.get("PEIL_REQUIRE_BROWSER") == "1":
            raise pytest.UsageError("Chromium is missing and PEIL_REQUIRE_BROWSER=1 asks for it.")
        reason = "needs Chromium: on Debian, apt-get install chromium"
        for item in mine:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@dataclass
class Visitor:
    """Somebody at a screen: goes somewhere, and every page gets looked at on the way."""

    page: Page
    site: DemoSite
    foreign: list[str]

    def go(self, path: str, *, status: int = 200) -> None:
        response = self.page.goto(f"{self.site.url}{path}")
        assert (response.status, path) == (status, path)
        self.look()

    def sign_in(self, email: str) -> None:
        self.page.goto(f"{self.site.url}/accounts/login/")
        self.look()
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.press("main form:has(input[name=password]) button[type=submit]")

    def press(self, selector: str) -> None:
        """Click what leads to another page, and look at that page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.look()

    def look(self) -> None:
        """Fail on a WCAG 2.2 A or AA violation, on sideways scrolling and on foreign requests."""
        found = Axe().run(self.page, options=STANDARDS)
        violations = [
            (rule["id"], [node["target"] for node in rule["nodes"]][:3])
            for rule in found.response["violations"]
        ]
        assert (self.page.url, violations) == (self.page.url, [])
        widths = "[document.documentElement.scrollWidth, window.innerWidth]"
        content, window = self.page.evaluate(widths)
        assert content <= window, f"{self.page.url} scrolls sideways: {content} > {window}"
        assert self.foreign == []

    @property
    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()


@pytest.fixture
def visit(browser: Browser, site: DemoSite) -> Iterator[Callable[..., Visitor]]:
    """Return a function that makes a visitor: visit("nl", size=PHONE, javascript=False)."""
    contexts: list[BrowserContext] = []

    def make(
        language: str = "nl", *, size: dict = DESK, javascript: bool = True, **more
    ) -> Visitor:
        context = browser.new_context(
            viewport=size,
            locale={"nl": "nl-BE", "en": "en-GB"}[language],
            java_script_enabled=javascript,
            **more,
        )
        contexts.append(context)
        foreign: list[str] = []
        context.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((site.url, "data:", "blob:"))
                else foreign.append(request.url)
            ),
        )
        return Visitor(context.new_page(), site, foreign)

    yield make
    for context in contexts:
        context.close()

"""Somebody at a screen: goes somewhere, presses something, and every page gets looked at."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext, ngettext, override
from playwright.sync_api import Browser, Locator, Request

from tests.browser.axe import Judged
from tests.demo_site import SERVER, DemoSite

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PASSWORD = "peil-demo-2026"
LOCALES = {"nl": "nl-BE", "en": "en-GB"}
# Its language, how much wider than the window it is, and its own words: the content and what stands
# around it, without titles and what says to be in another language. All of it in one question: each
# costs some milliseconds, and reading an attribute by a locator some eighty.
GLANCE = """() => {
  const { lang, scrollWidth } = document.documentElement;
  const copy = document.body.cloneNode(true);
  const others = `[lang]:not([lang=${lang}]), script, cite, .references, .works`;
  copy.querySelectorAll(others).forEach((part) => part.remove());
  return [lang, Math.max(0, scrollWidth - window.innerWidth), copy.textContent];
}"""
ENGLISH = re.compile(
    r"\b(the|your|you|with|this|from|and|not|yet|about|until|Sign|Save|Next|Previous|Submit|Change"
    r"|Search|Add|Answer|Question|Remember|Forgot|Password)\b",
)


@dataclass(frozen=True)
class Download:
    """A file as it came: what the browser is told about it, and what is in it."""

    status: int
    content_type: str
    name: str
    body: bytes


class Visitor:
    """A browser of one's own, in one language, at one size, with or without scripts.

    Attributes:
        page: what is on the screen.
        foreign: addresses outside the site that were asked for; looking at a page fails on them.
        complaints: what the browser or a script called an error, the same.
    """

    def __init__(
        self,
        browser: Browser,
        site: DemoSite,
        language: str,
        *,
        size: dict,
        javascript: bool = True,
        **more,
    ) -> None:
        self.site = site
        self.language = language
        self.javascript = javascript
        appearance = repr((size, sorted(more.items())))
        self._judged = Judged(site.template.parent / "judged", appearance)
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(
            viewport=size, locale=LOCALES[language], java_script_enabled=javascript, **more
        )
        self.context.on("request", self._note_request)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda failure: self.complaints.append(str(failure.error)))
        self.page = self.context.new_page()

    def leave(self) -> None:
        self.context.close()

    def says(self, message: str, plural: str = "", count: int = 0, **values: object) -> str:
        """Return a message of the interface in the visitor's language."""
        with override(self.language):
            text = ngettext(message, plural, count) if plural else gettext(message)
        return text % {"count": count, **values} if values or plural else text

    def go(self, path: str, *, status: int = 200) -> None:
        """Open an address, in which {lang} stands for the visitor's language, and look."""
        path = path.replace("{lang}", self.language)
        response = self.page.goto(urljoin(self.site.url, path))
        assert (response.status, path) == (status, path)
        self.look()

    def sign_in(self, email: str) -> None:
        """Come in as somebody who signed in before; the form is for journeys that begin there."""
        cookie = {"name": "sessionid", "value": self.site.session_of(email), "url": self.site.url}
        self.context.add_cookies([cookie])

    def fill_password(self, email: str, *, password: str = PASSWORD) -> None:
        """Fill in the sign-in form that is on the screen."""
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)

    def link(self, message: str, **values: object) -> Locator:
        """Return the link in the content that reads so."""
        name = self.says(message, **values)
        return self.page.locator("main").get_by_role("link", name=name, exact=True)

    def button(self, message: str, **values: object) -> Locator:
        """Return the button in the content that reads so."""
        name = self.says(message, **values)
        return self.page.locator("main").get_by_role("button", name=name, exact=True)

    def press(self, what: Locator | str) -> None:
        """Click what leads to another page, and look at that page."""
        with self.page.expect_navigation():
            (self.page.locator(what) if isinstance(what, str) else what).click()
        self.look()

    def look(self) -> None:
        """Fail on a WCAG 2.2 A or AA violation, sideways scrolling, another language, a complaint.

        With PEIL_PICTURES naming a folder, a picture of each page is put there.
        """
        here = self.page.url
        assert (here, self._violations()) == (here, [])
        language, sideways, words = self.page.evaluate(GLANCE)
        english = ENGLISH.findall(words) if self.language == "nl" else []
        assert (here, language, sideways, english) == (here, self.language, 0, [])
        assert (self.foreign, self.complaints) == ([], [])
        self._keep_picture()

    def download(self, link: Locator) -> Download:
        """Fetch what a link leads to, as the browser that is signed in."""
        answer = self.context.request.get(urljoin(self.page.url, link.get_attribute("href")))
        described = answer.headers.get("content-disposition", "")
        return Download(
            status=answer.status,
            content_type=answer.headers["content-type"],
            name=described.partition("filename=")[2].strip('"'),
            body=answer.body(),
        )

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def texts(self, selector: str) -> list[str]:
        """Return what the elements say, white space folded."""
        return [" ".join(text.split()) for text in self.page.locator(selector).all_inner_texts()]

    def _violations(self) -> list:
        """Return what axe finds; on PostgreSQL nothing, for the markup is the same there."""
        if SERVER:
            return []
        return self._judged.violations(self.page, scripted=self.javascript)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.site.url, "data:", "blob:")):
            self.foreign.append(request.url)

    def _note_console(self, message) -> None:
        if message.type == "error" and "the server responded with a status" not in message.text:
            self.complaints.append(message.text)

    def _keep_picture(self) -> None:
        folder = os.environ.get("PEIL_PICTURES")
        if folder:
            test = os.environ["PYTEST_CURRENT_TEST"].split("::")[-1].split(" ")[0]
            place = Path(folder) / re.sub(r"[^\w-]+", "_", test)
            place.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"\W+", "-", self.page.url.removeprefix(self.site.url)).strip("-")
            number = len(list(place.iterdir())) + 1
            self.page.screenshot(path=place / f"{number:02}-{name}.png", full_page=True)

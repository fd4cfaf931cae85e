"""What axe-core finds on a page; contrast, its slowest rule, once for each kind of place."""

from hashlib import blake2b
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Page

from tests.demo_site import SERVER

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
# Each kind of element with all that it lies in: name, classes, states; what colours come from.
PLACES = """() => {
  const telling = ["class", "role", "type", "open", "disabled", "data-country", "aria-current",
    "aria-disabled", "aria-expanded", "aria-invalid", "aria-pressed"];
  const places = new Set();
  const walk = (element, above) => {
    const kind = telling.map((name) => element.getAttribute(name) ?? "").join();
    const place = `${above} > ${element.localName},${kind}`;
    places.add(place);
    [...element.children].forEach((child) => walk(child, place));
  };
  walk(document.documentElement, "");
  return [...places];
}"""


def violations(page: Page, *, context: str | None = None, contrast: bool = True) -> list:
    """Return what axe finds: (rule, the first places); nothing on PostgreSQL, its markup is alike.

    Args:
        page: what to look at.
        context: the selector of the part to look at; by default all of it.
        contrast: whether colours are looked at too.
    """
    if SERVER:
        return []
    options = OPTIONS if contrast else OPTIONS | WITHOUT_CONTRAST
    found = Axe().run(page, context=context, options=options)
    return [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3])
        for rule in found.response["violations"]
    ]


class JudgedColours:
    """The kinds of places of which the contrast was judged, at one size and in one scheme.

    Contrast takes axe longer than all its other rules. It follows from the classes, roles and
    states of an element and of what it lies in, so each such place is judged once in a run, by
    whichever worker meets it first.

    Args:
        folder: where the workers of a run share what they judged.
        appearance: what else colours come from: size, scheme.
    """

    def __init__(self, folder: Path, appearance: str) -> None:
        folder.mkdir(exist_ok=True)
        self.file = folder / _short(appearance)

    def take(self, page: Page) -> bool:
        """Return whether the page has a place that nobody took, and take all of them."""
        places = {_short(place) for place in page.evaluate(PLACES)}
        with FileLock(f"{self.file}.lock"), self.file.open("a+") as file:
            file.seek(0)
            new = places.difference(file.read().split())
            file.writelines(f"{place}\n" for place in new)
        return bool(new)


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()

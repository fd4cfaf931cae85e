"""What axe-core finds on a page, once for each outline; contrast, once for each kind of place."""

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
# All elements with what axe reads of them. Of words only whether there are any, few or many, of
# addresses and values nothing; numbers are alike, and of alike neighbours there is one.
OUTLINE = r"""() => {
  const unread = ["href", "src", "srcset", "action", "content", "nonce", "value", "d", "points",
    "datetime", "integrity"];
  const worded = ["alt", "aria-label", "title", "placeholder", "name"];
  const amount = (text) => ["", "few", "many"][Math.min(2, Math.ceil(text.trim().length / 3))];
  const read = ({ name, value }) => {
    if (unread.includes(name)) return name;
    if (name === "class") return value;
    return `${name}=${worded.includes(name) ? amount(value) : value.replace(/[\d.]+/g, "#")}`;
  };
  const outline = (element) => {
    const within = [...element.childNodes].map((node) => {
      if (node.nodeType === Node.TEXT_NODE) return amount(node.data);
      return node.nodeType === Node.ELEMENT_NODE ? outline(node) : "";
    }).filter(Boolean);
    const parts = within.filter((part, place) => part !== within[place - 1]);
    const attributes = [...element.attributes].map(read).sort().join(" ");
    return `<${element.localName} ${attributes}>${parts.join("")}</>`;
  };
  return outline(document.documentElement);
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


class Judged:
    """What was judged at one size and in one scheme, by whichever worker met it first.

    Contrast takes axe longer than all its other rules. It follows from the classes, roles and
    states of an element and of what it lies in, so each such place is judged once in a run. The
    other rules read the outline of a page, so a page with the outline of another one is not judged.

    Args:
        folder: where the workers of a run share what they judged.
        appearance: what else a page looks like: size, scheme.
    """

    def __init__(self, folder: Path, appearance: str) -> None:
        folder.mkdir(exist_ok=True)
        self.file = folder / _short(appearance)

    def take_outline(self, page: Page) -> bool:
        """Return whether nobody took a page with this outline, and take it."""
        return self._take([page.evaluate(OUTLINE)])

    def take_places(self, page: Page) -> bool:
        """Return whether the page has a place that nobody took, and take all of them."""
        return self._take(page.evaluate(PLACES))

    def _take(self, things: list[str]) -> bool:
        named = {_short(thing) for thing in things}
        with FileLock(f"{self.file}.lock"), self.file.open("a+") as file:
            file.seek(0)
            new = named.difference(file.read().split())
            file.writelines(f"{name}\n" for name in new)
        return bool(new)


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()

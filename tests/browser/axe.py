"""What axe-core finds on a page: of each outline once, of each kind of place once at each size."""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
WITHOUT_CONTRAST = OPTIONS | {"rules": {"color-contrast": {"enabled": False}}}
# What hangs on how a page is laid out and coloured, not on its outline alone.
BY_LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
LOOKS = OPTIONS | {"runOnly": {"type": "rule", "values": BY_LOOKS}}
UNJUDGED = "data-unjudged"
# Calls back with each element that can be seen and its place: the names, classes and states of it
# and of all that it lies in, which is what colours come from.
WALK = """const walk = (tell) => {
  const telling = ["class", "role", "type", "open", "disabled", "data-country", "aria-current",
    "aria-disabled", "aria-expanded", "aria-invalid", "aria-pressed"];
  const enter = (element, above) => {
    const kind = telling.map((name) => element.getAttribute(name) ?? "").join();
    const place = `${above} > ${element.localName},${kind}`;
    if (element.checkVisibility({ visibilityProperty: true })) tell(element, place);
    [...element.children].forEach((child) => enter(child, place));
  };
  enter(document.documentElement, "");
};"""
PLACES = f"""() => {{ {WALK}
  const places = new Set();
  walk((element, place) => places.add(place));
  return [...places];
}}"""
MARK = f"""(places) => {{ {WALK}
  const wanted = new Set(places);
  walk((element, place) => wanted.has(place) && element.setAttribute("{UNJUDGED}", ""));
  return document.querySelectorAll("[{UNJUDGED}]").length;
}}"""
UNMARK = f"""() => document.querySelectorAll("[{UNJUDGED}]")
  .forEach((element) => element.removeAttribute("{UNJUDGED}"))"""
# The elements that can be seen, and the head, with what axe reads of them. Of words only whether
# there are any, few or many, of addresses and values nothing; numbers are alike, so are our two
# languages, and of alike neighbours there is one.
OUTLINE = r"""() => {
  const unread = ["href", "src", "srcset", "action", "nonce", "value", "d", "points", "datetime",
    "integrity"];
  const worded = ["alt", "aria-label", "title", "placeholder", "name"];
  const amount = (text) => ["", "few", "many"][Math.min(2, Math.ceil(text.trim().length / 3))];
  const read = ({ name, value }) => {
    if (unread.includes(name)) return name;
    if (name === "class") return value;
    if (name === "lang" && ["nl", "en"].includes(value)) return name;
    return `${name}=${worded.includes(name) ? amount(value) : value.replace(/[\d.]+/g, "#")}`;
  };
  const outline = (element) => {
    const isSeen = element.checkVisibility({ visibilityProperty: true });
    if (!isSeen && !element.closest("head")) return "";
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


def violations(page: Page, *, context: str | dict | None = None, options: dict = OPTIONS) -> list:
    """Return what axe finds: (rule, the first places).

    Args:
        page: what to look at.
        context: the part to look at, as axe understands it; by default all of it.
        options: of axe, which rules are looked at.
    """
    is_there = page.evaluate("typeof axe !== 'undefined'")
    found = (Axe("") if is_there else Axe()).run(page, context=context, options=options)
    return [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3])
        for rule in found.response["violations"]
    ]


class Judged:
    """What was judged in a run, by whichever worker met it first; the rest is judged.

    Contrast takes axe longer than all its other rules. It follows from the classes, roles and
    states of an element and of what it lies in, so each such place is judged once at each size and
    in each scheme. The other rules read the outline of a page, so that of two pages with the same
    outline one is judged.

    Args:
        folder: where the workers of a run share what they judged.
        appearance: what colours and sizes come from besides: the size of the screen, the scheme.
    """

    def __init__(self, folder: Path, appearance: str) -> None:
        folder.mkdir(exist_ok=True)
        self._outlines, self._places = folder / "outlines", folder / _short(appearance)

    def violations(self, page: Page, readable: Callable[[], Page]) -> list:
        """Return what axe finds on what is new of a page.

        Args:
            page: as it is on the screen.
            readable: returns it, or its copy, in a browser where axe may run.
        """
        outline = _take(self._outlines, [page.evaluate(OUTLINE)])
        places = _take(self._places, page.evaluate(PLACES))
        if not outline and not places:
            return []
        page, found = readable(), []
        if outline:
            found += violations(page, options=WITHOUT_CONTRAST)
        if places and page.evaluate(MARK, places):  # a copy has no elements of <noscript>
            found += violations(page, context={"include": [[f"[{UNJUDGED}]"]]}, options=LOOKS)
            page.evaluate(UNMARK)
        return found


def _take(file: Path, things: Iterable[str]) -> list[str]:
    """Return the things that nobody took, and take them."""
    named = {_short(thing): thing for thing in things}
    with FileLock(f"{file}.lock"), file.open("a+") as known:
        known.seek(0)
        new = named.keys() - set(known.read().split())
        known.writelines(f"{name}\n" for name in new)
    return [named[name] for name in new]


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()

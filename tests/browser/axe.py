"""What axe-core finds on a page: of each kind of element once, its looks once at each size."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from hashlib import blake2b
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from filelock import FileLock
from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
NEW, KNOWN = "data-axe-new", "data-axe-known"
ONLY_NEW = {"include": [[f"[{NEW}]"]], "exclude": [[f"[{KNOWN}]"]]}
SCRIPT = (Path(__file__).parent / "axe_kinds.js").read_text()
READ = f"""() => {{ {SCRIPT}
  const kinds = [new Set(), new Set()];
  walk((element, own) => own.forEach((kind, number) => kinds[number].add(kind)));
  return kinds.map((found) => [...found]);
}}"""
# Marks where the new begins and where, within it, the known does; returns what it met of the new.
MARK = f"""(wanted) => {{ {SCRIPT}
  const news = new Set(wanted), met = new Set(), marks = [];
  walk((element, own, around) => {{
    const mine = own.filter((kind) => news.has(kind));
    mine.forEach((kind) => met.add(kind));
    const state = mine.length ? "{NEW}" : "{KNOWN}";
    if (state !== around) marks.push([element, state]);
    return state;
  }});
  marks.forEach(([element, state]) => element.setAttribute(state, ""));
  return [...met];
}}"""
UNMARK = f"""() => ["{NEW}", "{KNOWN}"].forEach((name) => document.querySelectorAll(`[${{name}}]`)
  .forEach((element) => element.removeAttribute(name)))"""


def violations(page: Page, *, context: str | dict | None = None) -> list:
    """Return what axe finds: (rule, the first places).

    Args:
        page: what to look at.
        context: the part to look at, as axe understands it; by default all of it.
    """
    is_there = page.evaluate("typeof axe !== 'undefined'")
    found = (Axe("") if is_there else Axe()).run(page, context=context, options=OPTIONS)
    return [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3])
        for rule in found.response["violations"]
    ]


@contextmanager
def scripts_on(page: Page) -> Iterator[None]:
    """Let scripts run for a while in a page of a browser that has them off.

    What asks for it stays with the page: if it went, scripts would stay on.
    """
    session, setting = page.context.new_cdp_session(page), "Emulation.setScriptExecutionDisabled"
    session.send(setting, {"value": True})  # it can take back only what it asked for
    session.send(setting, {"value": False})
    try:
        yield
    finally:
        session.send(setting, {"value": True})


class Judged:
    """What was judged in a run, by whichever worker met it first; the rest is judged.

    What axe says of an element follows from its attributes, from what it holds where that gives it
    its name or its meaning, and from what it lies in; what it says of its looks follows from the
    classes, roles and states of it and of all that it lies in, at one size and in one scheme. Of
    elements that are alike in these, one is judged (`axe_kinds.js` writes down what counts).

    Args:
        folder: where the workers of a run share what they judged.
        appearance: what colours and sizes come from besides: the size of the screen, the scheme.
    """

    def __init__(self, folder: Path, appearance: str) -> None:
        folder.mkdir(exist_ok=True)
        self._markup, self._looks = _ledger(folder / "markup"), _ledger(folder / _short(appearance))

    def violations(self, page: Page, *, scripted: bool = True) -> list:
        """Return what axe finds on what is new of a page.

        Args:
            page: as it is on the screen.
            scripted: its scripts run; if not, they are let run for axe, after the page was read.
        """
        of_markup, of_looks = page.evaluate(READ)
        markup, looks = self._markup.new(of_markup), self._looks.new(of_looks)
        new = [*markup, *looks]
        if not new:
            return []
        is_whole = markup[:1] == of_markup[:1]  # the document itself: rules about a page as a whole
        met = set(new if is_whole else page.evaluate(MARK, new))
        self._markup.add(met.intersection(markup))
        self._looks.add(met.intersection(looks))
        found = []
        if met:
            with nullcontext() if scripted else scripts_on(page):
                found = violations(page, context=None if is_whole else ONLY_NEW)
            page.evaluate(UNMARK)
        # What a script of the page changed meanwhile is there to be judged as it is now.
        return found if met == set(new) else found + self.violations(page, scripted=scripted)


class Ledger:
    """Names in a file that several processes add to.

    Args:
        file: where they stand, one a line; it need not be there.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = FileLock(f"{file}.lock")
        self._known: set[str] = set()
        self._read = 0

    def new(self, things: Iterable[str]) -> list[str]:
        """Return, in their order, the things that nobody added."""
        with self._lock:
            self._read_on()
        return [thing for thing in things if _short(thing) not in self._known]

    def add(self, things: Iterable[str]) -> None:
        with self._lock:
            self._read_on()
            new = set(map(_short, things)) - self._known
            with self._file.open("a") as names:
                names.writelines(f"{name}\n" for name in new)
            self._read_on()

    def _read_on(self) -> None:
        if self._file.exists():
            with self._file.open() as names:
                names.seek(self._read)
                self._known.update(names.read().split())
                self._read = names.tell()


_ledger = cache(Ledger)


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()

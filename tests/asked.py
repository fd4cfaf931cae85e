"""What each test asks of its database, and the tests that a second database can do without.

With PEIL_ASKED naming a folder, a run on SQLite writes down there what each test asked; a run on
PostgreSQL leaves out the tests whose every question is asked there by three others.
"""

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
OURS = tuple(f"{ROOT / name}{os.sep}" for name in ("assessments", "cms", "training"))
# A number, a name that is made up for a while, and how many of something there are say nothing.
ALIKE = (
    (re.compile(r"\bs\d+_x\d+\b"), "s"),
    (re.compile(r'(?<![\w"])\d+(\.\d+)?\b'), "%s"),
    (re.compile(r"(WHEN .+? THEN \S+ ?)+"), "WHEN "),
    (re.compile(r"\(%s(, %s)*\)"), "(%s)"),
    (re.compile(r"\(%s\)(, \(%s\))+"), "(%s)"),
)
TIMES = 3


@dataclass(frozen=True)
class Asked:
    """What a test asked, as short names of questions, and how long it took in seconds."""

    questions: frozenset[str]
    seconds: float


def can_go(asked: Mapping[str, Asked], free: Iterable[str], times: int = TIMES) -> set[str]:
    """Return the tests without which each question is still asked often enough.

    Args:
        asked: what each test that would run asks, by its name.
        free: names of those that may go; the others are run whatever they ask.
        times: by how many tests a question is to be asked; if fewer ask it, by all of these.
    """
    asked_by = Counter(question for test in asked.values() for question in test.questions)
    gone = set()
    for name in sorted(free, key=lambda name: (-asked[name].seconds, name)):
        questions = asked[name].questions
        if all(asked_by[question] > times for question in questions):
            asked_by.subtract(questions)
            gone.add(name)
    return gone


class WritesDown:
    """Writes down what is asked while a test runs, and from where in our code.

    A place is part of a question: on SQLite a query that locks its rows reads like one that does
    not.

    Args:
        folder: where each process puts a file of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked: dict[str, tuple[list[str], float]] = {}

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        begin = time.perf_counter()
        with listening() as questions:
            result = yield
        self._asked[item.nodeid] = sorted(questions), time.perf_counter() - begin
        return result

    def pytest_sessionfinish(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        (self._folder / f"{name}.json").write_text(json.dumps(self._asked))


class LeavesOut:
    """Leaves out the tests that ask nothing that three others do not ask.

    A test stays that was not written down, that bears the mark `each_database`, that draws random
    cases, that commits, or that has another process ask.

    Args:
        folder: what was written down.

    Raises:
        pytest.UsageError: nothing was.
    """

    def __init__(self, folder: Path) -> None:
        self._asked: dict[str, Asked] = {}
        for file in folder.glob("*.json"):
            for name, (questions, seconds) in json.loads(file.read_text()).items():
                self._asked[name] = Asked(frozenset(questions), seconds)
        if not self._asked:
            raise pytest.UsageError(f"No run wrote down in {folder} what its tests asked.")

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        gone = self.of(items)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in gone])
        items[:] = [item for item in items if item.nodeid not in gone]

    def of(self, items: Iterable[pytest.Item]) -> set[str]:
        """Return the names of those among the tests of a run that need not run."""
        known = {item.nodeid: item for item in items if item.nodeid in self._asked}
        asked = {name: self._asked[name] for name in known}
        free = [name for name, item in known.items() if asked[name].questions and _may_go(item)]
        return can_go(asked, free)


def _may_go(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    commits = bool(mark and mark.kwargs.get("transaction"))
    random = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    elsewhere = {"transactional_db", "site", "own_database"}.intersection(item.fixturenames)
    marked = item.get_closest_marker("each_database")
    return not (marked or commits or random or elsewhere)


@contextmanager
def listening() -> Iterator[set[str]]:
    """Collect what is asked meanwhile: short names of statements and of where they come from."""
    from django.db import connection  # noqa: PLC0415  after pytest-django chose the settings

    questions = set()

    def listen(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
        questions.add(_name(f"{_place()} {_shape(str(sql))}"))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield questions


def _place() -> str:
    """Return the line of our code that asks; none if a library or a test asks by itself."""
    frame = sys._getframe(2)
    while frame:
        if frame.f_code.co_filename.startswith(OURS):
            return f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


@cache
def _shape(sql: str) -> str:
    for pattern, instead in ALIKE:
        sql = pattern.sub(instead, sql)
    return sql


@cache
def _name(question: str) -> str:
    return blake2b(question.encode(), digest_size=8).hexdigest()

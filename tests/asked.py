"""Tests that a second database can do without.

With PEIL_ASKED naming a folder, a run on SQLite writes down there what each test asked, by itself
or of a copy of the demo that is served to it; a run on PostgreSQL leaves out the tests whose every
question is asked there by three others.
"""

import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.questions import OF_COPIES, listening

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
    """Writes down what is asked while a test runs, by it or by what serves it a copy of the demo.

    Args:
        folder: where each process puts a file of its own.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self._asked: dict[str, tuple[list[str], float]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self._of_copies = self._file.with_suffix(".copies")
        self._of_copies.touch()
        os.environ[OF_COPIES] = str(self._of_copies)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        begin = time.perf_counter()
        with listening() as questions, self._of_copies.open() as of_copies:
            of_copies.seek(0, os.SEEK_END)
            result = yield
            questions.update(of_copies.read().split())
        self._asked[item.nodeid] = sorted(questions), time.perf_counter() - begin
        return result

    def pytest_sessionfinish(self) -> None:
        self._file.with_suffix(".json").write_text(json.dumps(self._asked))


class LeavesOut:
    """Leaves out the tests that ask nothing that three others do not ask.

    A test stays that was not written down, that bears the mark `each_database`, that draws random
    cases, or that commits. Of journeys all of a module stay or none, unless they bear the mark
    `on_its_own`.

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
        together: dict[str, list[pytest.Item]] = defaultdict(list)
        for item in items:
            if item.nodeid in self._asked:
                together[_together(item)].append(item)
        asked = {
            name: _added_up(self._asked[item.nodeid] for item in group)
            for name, group in together.items()
        }
        free = [
            name
            for name, group in together.items()
            if asked[name].questions and all(map(_may_go, group))
        ]
        gone = can_go(asked, free)
        return {item.nodeid for name in gone for item in together[name]}


def _together(item: pytest.Item) -> str:
    """Return a name for the tests that go together: a journey goes on where another stopped."""
    goes_on = item.get_closest_marker("browser") and not item.get_closest_marker("on_its_own")
    return str(item.path) if goes_on else item.nodeid


def _added_up(asked: Iterable[Asked]) -> Asked:
    tests = list(asked)
    questions = frozenset[str]().union(*(test.questions for test in tests))
    return Asked(questions, sum(test.seconds for test in tests))


def _may_go(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    commits = bool(mark and mark.kwargs.get("transaction"))
    random = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    own = {"transactional_db", "own_database"}.intersection(item.fixturenames)
    marked = item.get_closest_marker("each_database")
    return not (marked or commits or random or own)

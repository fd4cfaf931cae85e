"""What is asked of a database: short names of statements and of the lines of ours that ask.

A place is part of a question: on SQLite a query that locks its rows reads like one that does not.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

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
# Names the file in which processes that serve copies of the demo write down what they ask.
OF_COPIES = "PEIL_ASKED_OF_COPIES"


@contextmanager
def listening() -> Iterator[set[str]]:
    """Collect what is asked meanwhile: short names of statements and of where they come from."""
    questions: set[str] = set()
    with connection.execute_wrapper(_telling(questions.add)):
        yield questions


def write_down_all_of_a_copy() -> None:
    """Write down what this process asks from now on in the file that OF_COPIES names, if any."""
    if os.environ.get(OF_COPIES):
        file = os.open(os.environ[OF_COPIES], os.O_WRONLY | os.O_APPEND)
        tell = _telling(lambda question: os.write(file, f"{question}\n".encode()))

        def begin(connection: BaseDatabaseWrapper, **_more: Any) -> None:
            if tell not in connection.execute_wrappers:  # it may have been connected before
                connection.execute_wrappers.append(tell)

        connection_created.connect(begin, weak=False)


def _telling(tell: Callable[[str], Any]) -> Callable:
    """Return what tells of each statement of a connection, as Django's execute_wrapper wants it."""

    def listen(execute: Callable, sql: Any, params: Any, many: bool, context: dict) -> Any:
        words = str(sql)
        if not words.startswith("BEGIN"):  # SQLite alone is asked to
            tell(_name(f"{_place()} {_shape(words)}"))
        return execute(sql, params, many, context)

    return listen


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

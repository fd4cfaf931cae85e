"""What many tests begin with and is slow to make: made once in a process, then put back as rows.

A page that Wagtail publishes takes a tenth of a second and some seventy queries, a test that wants
a module wants eight; a round that is closed takes a quarter of a second. What is stored by making
them is the same each time, so it is remembered.
"""

from collections.abc import Callable, Hashable
from copy import deepcopy
from typing import Any, TypeVar

import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import translation
from wagtail.models import Locale, Page

Result = TypeVar("Result")
Rows = dict[str, list[tuple[Any, ...]]]
_remembered: dict[Hashable, tuple[Rows, Any]] = {}
# On SQLite, triggers fill this table from the index, if the test has them.
FULL_TEXT = "wagtailsearch_indexentry_fts"


def made_once(what: Hashable, make: Callable[[], Result]) -> Result:
    """Return what `make` returned the first time, with stored what it stored then.

    Where there are pages already, and at another time than now, it is made as ever.

    Args:
        what: all that makes a difference to what is stored.
        make: stores rows in tables that are empty; it tells nobody and changes no other row. What
            it returns is returned as it was, also where a test has changed its own.
    """
    if (
        time_machine.escape_hatch.is_travelling()
        or Page.objects.exists()
        or Locale.objects.exists()
    ):
        return make()
    # A test that empties the whole database leaves the kinds of content with other numbers.
    first = ContentType.objects.order_by("pk").values_list("pk", flat=True).first()
    key = (translation.get_language(), first, what)
    if key in _remembered:
        rows, result = _remembered[key]
        if not any(_counts(list(rows)).values()):
            _put_back(rows)
            return deepcopy(result)
    before = _counts(_tables())
    result = make()
    after = _counts(list(before))
    changed = [name for name in before if before[name] != after[name]]
    if not any(before[name] for name in changed):
        _remembered[key] = ({name: _rows_of(name) for name in changed}, deepcopy(result))
    return result


def _tables() -> list[str]:
    names = connection.introspection.django_table_names(only_existing=True)
    return [name for name in names if not name.startswith(FULL_TEXT)]


def _counts(tables: list[str]) -> dict[str, int]:
    counts = (f"(SELECT count(*) FROM {_quoted(name)})" for name in tables)  # noqa: S608  our own names
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}")
        return dict(zip(tables, cursor.fetchone(), strict=True))


def _rows_of(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608  our own names
        return cursor.fetchall()


@transaction.atomic
def _put_back(rows: Rows) -> None:
    with connection.cursor() as cursor:
        for table, values in rows.items():
            places = ", ".join(["%s"] * len(values[0]))
            statement = f"INSERT INTO {_quoted(table)} VALUES ({places})"  # noqa: S608  our own names
            cursor.executemany(statement, values)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

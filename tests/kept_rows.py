"""Rows that many tests begin with: made once per database, then copied by the database itself.

What a test stored is rolled back, so the next one stores it again. Copying the rows takes a few
milliseconds, making them ten times that.
"""

from collections.abc import Sequence

from django.db import connection, models


def keep(tables: Sequence[type[models.Model]]) -> None:
    """Move all rows of the tables to copies beside them.

    Args:
        tables: models, in an order in which they can be filled.
    """
    with connection.cursor() as cursor:
        for name in _names(tables):
            cursor.execute(f"CREATE TABLE {_kept(name)} AS SELECT * FROM {_quoted(name)}")  # noqa: S608  our own names
        for name in reversed(_names(tables)):
            cursor.execute(f"DELETE FROM {_quoted(name)}")  # noqa: S608  our own names


def store_kept(tables: Sequence[type[models.Model]]) -> None:
    """Store what was kept of the tables, with the same keys."""
    with connection.cursor() as cursor:
        for name in _names(tables):
            cursor.execute(f"INSERT INTO {_quoted(name)} SELECT * FROM {_kept(name)}")  # noqa: S608  our own names


def _names(tables: Sequence[type[models.Model]]) -> list[str]:
    return [model._meta.db_table for model in tables]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _kept(name: str) -> str:
    return _quoted(f"kept_{name}")

"""Many rows at once, without a model instance for each: COPY on PostgreSQL, else one statement."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

BATCH = 20_000


def next_id(model: type[models.Model]) -> int:
    """Return the first primary key that is free."""
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Store rows of plain values; primary keys may be among them.

    Args:
        model: whose table it is.
        columns: names of database columns; the others need a default in the database, or none.
        rows: a value per column, as the database takes it: see `moment`.
    """
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    if connection.vendor == "postgresql":
        with _copying(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  no value
        waiting = iter(rows)
        with connection.cursor() as cursor:
            while batch := list(islice(waiting, BATCH)):
                cursor.executemany(statement, batch)
    if model._meta.pk.column in columns:  # the sequence has not seen them
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)


def learn_sizes() -> None:
    """Let PostgreSQL count its tables now: it does so by itself, but not at once after a load."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def moment(value: Any) -> Any:
    """Return an aware datetime as `insert` wants it."""
    return connection.ops.adapt_datetimefield_value(value)


@contextmanager
def _copying(statement: str) -> Iterator[Any]:
    connection.ensure_connection()
    assert connection.connection is not None  # noqa: S101  it is open now
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield copy

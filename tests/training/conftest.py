"""Fixtures for training: a search index as migrations make it, and the addresses of progress."""

from importlib import import_module

import pytest
from django.db import connection, migrations


@pytest.fixture
def search_index(db):
    """Give SQLite its full-text table and triggers, which only the real migrations make."""
    if connection.vendor != "sqlite":
        return
    migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
    (separate,) = [
        operation
        for operation in migration.operations
        if isinstance(operation, migrations.SeparateDatabaseAndState)
    ]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE wagtailsearch_indexentry_fts")
        for operation in separate.database_operations:
            cursor.execute(operation.sql)

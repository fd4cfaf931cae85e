"""Full-text search with what each database can do: PostgreSQL stems, SQLite finds beginnings.

Both index in the language of the page and look up one word as the beginning of a word. Accents do
not count: pages hand in their words folded (`cms.words`).
"""

from typing import Any

from django.db import connection

SHORTEST_BEGINNING = 3
CONFIGS = {"nl": "dutch", "en": "english"}


def backend_for(language: str):
    """Return the backend that looks words up in a language.

    Args:
        language: "nl" or "en".
    """
    return SearchBackend({"SEARCH_CONFIG": CONFIGS[language]})


def SearchBackend(params: dict[str, Any]):
    """Return the backend for the database in use; Wagtail looks for this name.

    Args:
        params: `SEARCH_CONFIG` is PostgreSQL's name of the language of the words looked for.
    """
    if connection.vendor == "postgresql":
        from cms.search.postgres import LanguageSearchBackend  # noqa: PLC0415  needs its driver

        return LanguageSearchBackend(params)
    from cms.search.sqlite import BeginningsSearchBackend  # noqa: PLC0415  needs its tables

    return BeginningsSearchBackend(params)

"""PostgreSQL's full text: each page in the configuration of its language, words by beginning."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib.postgres.search import SearchQuery, SearchRank
from modelsearch.backends.database.postgres.postgres import (
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.query import PlainText
from wagtail.models import Locale

from cms.search import CONFIGS, SHORTEST_BEGINNING

WITHOUT_LANGUAGE = "simple"


class LanguageIndex(PostgresIndex):
    def add_items(self, model, objs: Iterable) -> None:
        """Index what is handed in, each thing in the language that it has."""
        codes = dict(Locale.objects.values_list("pk", "language_code"))

        def config(thing) -> str:
            language = codes.get(getattr(thing, "locale_id", None))
            return CONFIGS.get(language, WITHOUT_LANGUAGE)

        for name, group in groupby(sorted(objs, key=config), key=config):
            backend = PostgresSearchBackend({"SEARCH_CONFIG": name})
            PostgresIndex(backend).add_items(model, list(group))


class BeginningsCompiler(PostgresSearchQueryCompiler):
    def build_tsquery_content(self, query, config=None, invert=False):
        if isinstance(query, PlainText) and len(query.query_string.split()) == 1:
            word = query.query_string.strip()
            lexeme = Lexeme(word, invert=invert, prefix=len(word) >= SHORTEST_BEGINNING)
            return SearchQuery(lexeme, search_type="raw", config=config)
        return super().build_tsquery_content(query, config=config, invert=invert)

    def build_tsrank(self, vector, query, config=None, boost=1.0):
        """Rank by the whole query at once."""
        wanted = self.build_tsquery(query, config=config)
        return SearchRank(vector, wanted, weights=self.sql_weights) * boost


class LanguageSearchBackend(PostgresSearchBackend):
    query_compiler_class = BeginningsCompiler
    index_class = LanguageIndex


SearchBackend = LanguageSearchBackend

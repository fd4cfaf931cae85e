"""SQLite's FTS5: a word is the beginning of a word, and a title weighs more than a text."""

from django.db.models import FloatField, Func
from modelsearch.backends.database.sqlite.query import (
    Lexeme,
    SearchQueryExpression,
    SQLiteFTSIndexEntry,
)
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import PlainText

from cms.search import SHORTEST_BEGINNING

# autocomplete, body, title: the order of the columns
WEIGHTS = "0.0, 1.0, 8.0"


class WeighedBM25(Func):
    """The rank that FTS5 gives, with a weight per column; lower is better."""

    output_field = FloatField()

    def as_sql(self, compiler, connection, **context):
        return f"bm25({SQLiteFTSIndexEntry._meta.db_table}, {WEIGHTS})", []


class BeginningsCompiler(SQLiteSearchQueryCompiler):
    def build_search_query_content(self, query, config=None):
        if isinstance(query, PlainText) and len(query.query_string.split()) == 1:
            word = query.query_string.strip()
            lexeme = Lexeme(word, prefix=len(word) >= SHORTEST_BEGINNING)
            return SearchQueryExpression(lexeme, config=config)
        return super().build_search_query_content(query, config)

    def _build_rank_expression(self, vectors, config):
        return WeighedBM25()


class BeginningsSearchBackend(SQLiteSearchBackend):
    query_compiler_class = BeginningsCompiler


SearchBackend = BeginningsSearchBackend

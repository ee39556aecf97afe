"""Finding people by the beginnings of their names' and addresses' words, with core PostgreSQL alone.

`search_words` and `search_query` are functions of ours in the database (migration 0002): the first cuts a text into words
without case and accents, the second asks for every word of what was typed, the beginning of a word being enough. A GIN index
over the words finds the rows. Any part of a word would need every piece of it in the index: fifty times the work at each
insert for a find that nobody types.
"""

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler


class SearchWords(Func):
    """The words of texts laid one after the other with a blank between."""

    function = "search_words"
    arg_joiner = " || "
    output_field = SearchVectorField()


class SearchQuery(Func):
    """Every word of a text, or a longer word that begins so."""

    function = "search_query"
    output_field = SearchQueryField()


class Matches(Lookup):
    """The words hold what the query asks for."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        """`words @@ query`."""
        words, first = self.process_lhs(compiler, connection)
        query, rest = self.process_rhs(compiler, connection)
        return f"{words} @@ {query}", [*first, *rest]


def holds(text: str, *fields: str) -> Q:
    """Each word of the text begins a word in these fields. An index helps that is over the same fields in the same order."""
    where: list[F | Value] = [F(fields[0])]
    for field in fields[1:]:
        where += [Value(" "), F(field)]
    return Q(Matches(SearchWords(*where), SearchQuery(Value(text))))

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations
from django.db.models import F, Value

import interviews.search

# Standing in RETURN and not in quotes, they are bound to what they call when they are made: PostgreSQL empties the search path
# while it builds an index or reads a dump. Letters and small letters are Unicode's whatever the locale of the database, and
# accents go by taking letters and marks apart. They depend on nothing but what they are given; so an index may be over them.
FUNCTIONS = r"""
CREATE OR REPLACE FUNCTION search_words(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_to_tsvector(array_remove(string_to_array(regexp_replace(
  regexp_replace(
    translate(lower(normalize(words, NFKD) COLLATE "pg_c_utf8"), 'łøđħıæœßþð', 'lodhiaostd'),
    '[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069]', '', 'g'),
  '[^[:alnum:]]+' COLLATE "pg_c_utf8", ' ', 'g'), ' '), ''));
CREATE OR REPLACE FUNCTION search_query(words text) RETURNS tsquery
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (SELECT string_agg('''' || word || ''':*', ' & ') FROM unnest(tsvector_to_array(search_words(words))) AS word)::tsquery;
"""


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_sessions_and_trail"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION search_query(text); DROP FUNCTION search_words(text);"),
        migrations.AddIndex(
            model_name="candidate",
            index=django.contrib.postgres.indexes.GinIndex(
                interviews.search.SearchWords(F("name"), Value(" "), F("email")),
                name="candidate_search",
            ),
        ),
    ]

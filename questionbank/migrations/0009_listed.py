import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Standing in RETURN and not in quotes, functions are bound to what they call when they are made: PostgreSQL empties the search path
# while it reads a dump. Letters are Unicode's whatever the locale of the database; accents go by taking letters and marks apart.
# `as_written` keeps words as they are and leaves out the ones that are in every text; `english` beside it finds their other forms.
# Names whose signs would be lost get a word of their own: questionbank/phrasing.py does the same to what is typed.
FUNCTIONS = r"""
CREATE TEXT SEARCH DICTIONARY as_written (TEMPLATE = simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION as_written (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION as_written ALTER MAPPING REPLACE simple WITH as_written;

CREATE FUNCTION question_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
  replace(replace(replace(
    translate(
      lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069]', '', 'g') COLLATE "pg_c_utf8"),
      'łøđħıæœßþð', 'lodhiaostd'),
    'c++', ' cplusplus '), 'c#', ' csharp '), '.net', ' dotnet '),
  '[^[:alnum:]]+' COLLATE "pg_c_utf8", ' ', 'g');

CREATE FUNCTION question_words(plain text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN setweight(to_tsvector('english'::regconfig, plain) || to_tsvector('as_written'::regconfig, plain), weight);

CREATE FUNCTION question_state(piloted timestamptz, activated timestamptz, suspected timestamptz, retired timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN retired IS NOT NULL THEN 'retired' WHEN suspected IS NOT NULL THEN 'suspected'
  WHEN activated IS NOT NULL THEN 'active' WHEN piloted IS NOT NULL THEN 'pilot' ELSE 'unused' END;

CREATE FUNCTION word_deletions(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  beginning text := left(word, 7);
  near text[] := ARRAY[beginning];
  shorter text;
BEGIN
  FOR n IN 1..length(beginning) LOOP
    shorter := left(beginning, n - 1) || substr(beginning, n + 1);
    near := near || shorter;
    IF length(word) > 6 THEN
      FOR m IN n..length(shorter) LOOP
        near := near || (left(shorter, m - 1) || substr(shorter, m + 1));
      END LOOP;
    END IF;
  END LOOP;
  RETURN near;
END $$;
"""
NO_FUNCTIONS = """
DROP FUNCTION word_deletions(text);
DROP FUNCTION question_state(timestamptz, timestamptz, timestamptz, timestamptz);
DROP FUNCTION question_words(text, "char");
DROP FUNCTION question_plain(text);
DROP TEXT SEARCH CONFIGURATION as_written;
DROP TEXT SEARCH DICTIONARY as_written;
"""
# The words lie beside the table as soon as they are long, so that what counts and sorts reads few pages.
LISTING = r"""
ALTER TABLE questionbank_listed SET (toast_tuple_target = 256);
ALTER TABLE questionbank_listed ALTER words SET STORAGE EXTERNAL;

CREATE FUNCTION list_questions(questions bigint[]) RETURNS void LANGUAGE sql AS $$
  WITH said AS (
    SELECT q.id, q.key, q.family, v.id AS version, v.title, v.category, v.minutes, v.difficulty,
      v.lowest_level_id, v.highest_level_id,
      ARRAY(SELECT competency_id FROM questionbank_tested WHERE version_id = v.id ORDER BY place) AS tests,
      question_state(q.piloted_at, q.activated_at, q.suspected_at, q.retired_at) AS state,
      v.prompt,
      concat_ws(' ', v.good, (
        SELECT string_agg(p.text, ' ' ORDER BY s.place, p.place)
        FROM questionbank_step s JOIN questionbank_point p ON p.step_id = s.id WHERE s.version_id = v.id)) AS points,
      concat_ws(' ', v.mixed, v.poor, v.notes, array_to_string(v.follow_ups, ' '),
        (SELECT string_agg(title, ' ' ORDER BY place) FROM questionbank_step WHERE version_id = v.id),
        (SELECT string_agg(text, ' ' ORDER BY place) FROM questionbank_hint WHERE version_id = v.id),
        (SELECT string_agg(text, ' ' ORDER BY place) FROM questionbank_twist WHERE version_id = v.id)) AS rest
    FROM questionbank_question q JOIN questionbank_questionversion v ON v.id = q.current_id
    WHERE q.id = ANY (questions)
  ), plain AS MATERIALIZED (
    SELECT id, question_plain(title) AS title, question_plain(prompt) AS prompt, question_plain(points) AS points,
      question_plain(rest) AS rest
    FROM said
  ), listed AS (
    INSERT INTO questionbank_listed (question_id, key, family, version_id, title, category, minutes, difficulty,
      lowest_level_id, highest_level_id, tests, state, title_words, words)
    SELECT id, key, family, version, said.title, category, minutes, difficulty, lowest_level_id, highest_level_id, tests, state,
      question_words(plain.title, 'A'),
      question_words(plain.title, 'A') || question_words(plain.prompt, 'B') || question_words(plain.points, 'C')
        || question_words(plain.rest, 'D')
    FROM said JOIN plain USING (id)
    ON CONFLICT (question_id) DO UPDATE SET (family, version_id, title, category, minutes, difficulty,
      lowest_level_id, highest_level_id, tests, state, title_words, words) = (excluded.family, excluded.version_id, excluded.title,
      excluded.category, excluded.minutes, excluded.difficulty, excluded.lowest_level_id, excluded.highest_level_id, excluded.tests,
      excluded.state, excluded.title_words, excluded.words)
  )
  INSERT INTO questionbank_word (word)
  SELECT DISTINCT lexeme
  FROM plain, unnest(to_tsvector('as_written', concat_ws(' ', title, prompt, points, rest)))
  WHERE lexeme ~ '^[[:alpha:]]{4,30}$' AND NOT EXISTS (SELECT FROM questionbank_word known WHERE known.word = lexeme)
  ORDER BY lexeme
  ON CONFLICT DO NOTHING;
$$;
"""
NO_LISTING = "DROP FUNCTION list_questions(bigint[]);"


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0008_imports_by_row")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name='Listed',
            fields=[
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='listed', serialize=False, to='questionbank.question')),
                ('key', models.SlugField(db_index=False, max_length=100)),
                ('family', models.SlugField(db_index=False, max_length=100)),
                ('title', models.CharField(max_length=160)),
                ('category', models.CharField(choices=[('introduction', 'Introduction'), ('background', 'Technical background'), ('motivation', 'Motivation'), ('concepts', 'Concepts'), ('coding', 'Coding'), ('system_design', 'System design'), ('behavioral', 'Behavioral'), ('databases', 'Databases and SQL'), ('api_design', 'API design'), ('scalability', 'Scalability and performance'), ('security', 'Security'), ('practices', 'Practices and patterns'), ('technologies', 'Technologies'), ('debugging', 'Debugging'), ('operations', 'Operations'), ('closing', 'Closing')], max_length=20)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('difficulty', models.PositiveSmallIntegerField()),
                ('tests', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('state', models.CharField(max_length=10)),
                ('title_words', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=30, unique=True)),
                ('near', models.GeneratedField(db_persist=True, expression=models.Func(models.F('word'), function='word_deletions'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))),
            ],
        ),
        migrations.RemoveIndex(
            model_name='questionversion',
            name='question_version_search',
        ),
        migrations.RemoveField(
            model_name='questionversion',
            name='search',
        ),
        migrations.AddField(
            model_name='listed',
            name='highest_level',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level'),
        ),
        migrations.AddField(
            model_name='listed',
            name='lowest_level',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level'),
        ),
        migrations.AddField(
            model_name='listed',
            name='version',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionbank.questionversion'),
        ),
        migrations.AddIndex(
            model_name='word',
            index=django.contrib.postgres.indexes.GinIndex(models.F('near'), fastupdate=False, name='word_near'),
        ),
        migrations.AddIndex(
            model_name='listed',
            index=django.contrib.postgres.indexes.GinIndex(models.F('words'), fastupdate=False, name='listed_words'),
        ),
        migrations.AddIndex(
            model_name='listed',
            index=django.contrib.postgres.indexes.GinIndex(models.F('title_words'), fastupdate=False, name='listed_title_words'),
        ),
        migrations.AddIndex(
            model_name='listed',
            index=models.Index(models.F('title'), models.F('question'), name='listed_by_title'),
        ),
        migrations.RunSQL(LISTING, NO_LISTING),
    ]

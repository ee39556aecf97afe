import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import questionbank.models.use
import uuid
from django.conf import settings
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
      concat_ws(' ', v.mixed, v.poor, v.notes, array_to_string(v.follow_ups, ' '), array_to_string(v.tags, ' '),
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

    replaces = [
        ('questionbank', '0001_initial'),
        ('questionbank', '0002_writing_and_leaks'),
        ('questionbank', '0003_collections'),
        ('questionbank', '0004_by_title'),
        ('questionbank', '0005_question_use'),
        ('questionbank', '0006_rubric'),
        ('questionbank', '0007_owner'),
        ('questionbank', '0008_imports_by_row'),
        ('questionbank', '0009_listed'),
        ('questionbank', '0010_list_questions'),
        ('questionbank', '0011_tags'),
        ('questionbank', '0012_told'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.CreateModel(
            name='Level',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=60)),
                ('expects', models.CharField(blank=True, max_length=300)),
                ('rank', models.PositiveSmallIntegerField()),
                ('window_start', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('rank',), name='level_rank_once'), models.CheckConstraint(condition=models.Q(('window_start__lte', 3)), name='level_window_on_ladder')],
            },
        ),
        migrations.CreateModel(
            name='QuestionExport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.FileField(max_length=120, upload_to='exports')),
                ('claimed_until', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name='QuestionImport',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('collection', 'Markdown collection'), ('table', 'Table'), ('files', 'Files of a bank')], default='collection', max_length=20)),
                ('file_name', models.CharField(max_length=200)),
                ('content', models.BinaryField(null=True)),
                ('columns', models.JSONField(default=list)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('mapped_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('refused', models.CharField(blank=True, max_length=400)),
                ('problems', models.JSONField(default=list)),
                ('counts', models.JSONField(default=dict)),
                ('asked_at', models.DateTimeField(null=True)),
                ('taken_at', models.DateTimeField(null=True)),
                ('publishing_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('trouble', models.CharField(blank=True, max_length=400)),
            ],
            options={
                'indexes': [models.Index(fields=['uploaded_by', '-uploaded_at'], name='question_import_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('asked_at', None), models.Q(('problems', []), ('read_at__isnull', False)), _connector='OR'), name='question_import_taken_once_read')],
            },
        ),
        migrations.CreateModel(
            name='RedFlagKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('definition', models.TextField()),
                ('evidence_required', models.TextField()),
                ('not_sufficient', models.TextField(blank=True)),
                ('severity', models.CharField(choices=[('high', 'High'), ('medium', 'Medium'), ('low', 'Low'), ('process', 'Process'), ('concern', 'Concern')], max_length=10)),
                ('handling', models.TextField(blank=True)),
                ('review_months', models.PositiveSmallIntegerField()),
                ('expiry_months', models.PositiveSmallIntegerField()),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('review_months__lte', models.F('expiry_months'))), name='red_flag_review_before_expiry'), models.CheckConstraint(condition=models.Q(('expiry_months__lte', 24)), name='red_flag_expires')],
            },
        ),
        migrations.CreateModel(
            name='RubricDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(choices=[('competencies', 'competency'), ('signals', 'signal'), ('red-flags', 'red-flag kind'), ('levels', 'level')], max_length=20)),
                ('key', models.SlugField(max_length=80)),
                ('words', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('noun'), models.F('key'), name='rubric_draft_once')],
            },
        ),
        migrations.CreateModel(
            name='RubricMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noun', models.CharField(choices=[('competencies', 'competency'), ('signals', 'signal'), ('red-flags', 'red-flag kind'), ('levels', 'level')], max_length=20)),
                ('key', models.SlugField(max_length=80)),
                ('what', models.CharField(max_length=1000)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'indexes': [models.Index(models.F('noun'), models.F('key'), models.F('at'), name='rubric_move_of_part')],
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='rubric_move_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('count', 'one tap adds one'), ('strength_sum', 'the strengths of the hints given are added'), ('choice', 'one of its choices, from least to most'), ('share', "the candidate's share in percent")], default='count', max_length=20)),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('how_to_record', models.CharField(max_length=300)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=30, unique=True)),
                ('near', models.GeneratedField(db_persist=True, expression=models.Func(models.F('word'), function='word_deletions'), output_field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(models.F('near'), fastupdate=False, name='word_near')],
            },
        ),
        migrations.CreateModel(
            name='Expectation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='expectations', to='questionbank.signal')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionbank.level')),
                ('text', models.CharField(max_length=200)),
                ('minimum', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('maximum', models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('signal'), models.F('level'), name='expectation_once'), models.CheckConstraint(condition=models.Q(('minimum', None), ('maximum', None), ('minimum__lte', models.F('maximum')), _connector='OR'), name='expectation_minimum_below_maximum')],
            },
        ),
        migrations.CreateModel(
            name='LevelEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='questionbank.level')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, max_length=40)),
                ('name', models.CharField(max_length=60)),
                ('expects', models.CharField(blank=True, max_length=300)),
                ('rank', models.PositiveSmallIntegerField()),
                ('window_start', models.PositiveSmallIntegerField()),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='level_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='RedFlagKindEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='questionbank.redflagkind')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, max_length=60)),
                ('name', models.CharField(max_length=120)),
                ('definition', models.TextField()),
                ('evidence_required', models.TextField()),
                ('not_sufficient', models.TextField(blank=True)),
                ('severity', models.CharField(choices=[('high', 'High'), ('medium', 'Medium'), ('low', 'Low'), ('process', 'Process'), ('concern', 'Concern')], max_length=10)),
                ('handling', models.TextField(blank=True)),
                ('review_months', models.PositiveSmallIntegerField()),
                ('expiry_months', models.PositiveSmallIntegerField()),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='redflagkind_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='RedFlagVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='questionbank.redflagkind')),
                ('number', models.PositiveIntegerField()),
                ('words', models.JSONField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('kind'), models.F('number'), name='red_flag_version_once')],
            },
        ),
        migrations.CreateModel(
            name='SignalEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='questionbank.signal')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, max_length=40)),
                ('name', models.CharField(max_length=100)),
                ('kind', models.CharField(choices=[('count', 'one tap adds one'), ('strength_sum', 'the strengths of the hints given are added'), ('choice', 'one of its choices, from least to most'), ('share', "the candidate's share in percent")], default='count', max_length=20)),
                ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None)),
                ('how_to_record', models.CharField(max_length=300)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='signal_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='SignalVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='questionbank.signal')),
                ('number', models.PositiveIntegerField()),
                ('words', models.JSONField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('signal'), models.F('number'), name='signal_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Competency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'competencies',
            },
        ),
        migrations.CreateModel(
            name='CompetencyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='questionbank.competency')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=80)),
                ('definition', models.TextField()),
                ('ladder', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=7)),
                ('do_not_rate', models.TextField(blank=True)),
                ('probes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('competency'), models.F('number'), name='competency_version_once'), models.CheckConstraint(condition=models.Q(('ladder__len', 7)), name='competency_ladder_has_seven_steps')],
            },
        ),
        migrations.CreateModel(
            name='StageKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=80)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('purpose', models.CharField(max_length=300)),
                ('candidate_text', models.TextField(blank=True)),
                ('avoid', models.TextField(blank=True)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('competencies', models.ManyToManyField(blank=True, related_name='+', to='questionbank.competency')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='stage_kind_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='CompetencyEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='questionbank.competency')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, max_length=40)),
                ('name', models.CharField(max_length=80)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('current', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='questionbank.competencyversion')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='competency_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=100, unique=True)),
                ('family', models.SlugField(max_length=100)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('piloted_at', models.DateTimeField(blank=True, null=True)),
                ('activated_at', models.DateTimeField(blank=True, null=True)),
                ('suspected_at', models.DateTimeField(blank=True, null=True)),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('found', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='questionbank.questionimport')),
                ('place', models.PositiveIntegerField()),
                ('noun', models.CharField(default='question', max_length=20)),
                ('fate', models.CharField(choices=[('new', 'new'), ('changed', 'changed'), ('left', 'left')], max_length=10)),
                ('at', models.CharField(blank=True, max_length=200)),
                ('title', models.CharField(max_length=300)),
                ('why', models.CharField(blank=True, max_length=600)),
                ('key', models.CharField(blank=True, max_length=100)),
                ('family', models.CharField(blank=True, max_length=100)),
                ('state', models.CharField(blank=True, max_length=20)),
                ('words', models.JSONField(null=True)),
                ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='questionbank.question')),
                ('made_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['found', 'noun', 'fate', 'place'], name='imported_rows_by_fate')],
                'constraints': [models.UniqueConstraint(models.F('found'), models.F('place'), name='imported_row_place_once')],
            },
        ),
        migrations.CreateModel(
            name='LeakReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leak_reports', to='questionbank.question')),
                ('where', models.TextField(verbose_name='where it was seen, or why you think so')),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('has_leaked', models.BooleanField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why you decided so')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('where', ''), _negated=True), name='leak_report_says_where'), models.UniqueConstraint(models.F('question'), condition=models.Q(('decided_at', None)), name='leak_reported_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('has_leaked__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('has_leaked__isnull', False)), _connector='OR'), name='leak_decided_by_whom'), models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='leak_decided_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='QuestionDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='questionbank.question')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='QuestionMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='questionbank.question')),
                ('to', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='question_move_says_why')],
            },
        ),
        migrations.CreateModel(
            name='QuestionUse',
            fields=[
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='use', serialize=False, to='questionbank.question')),
                ('asked', models.PositiveIntegerField(default=0)),
                ('last_asked_at', models.DateTimeField(null=True)),
                ('median_minutes', models.PositiveSmallIntegerField(null=True)),
                ('told', models.PositiveIntegerField(default=0, verbose_name='times in a decided loop')),
                ('hinted', models.PositiveIntegerField(default=0, verbose_name='times of those with a hint')),
                ('steps', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=questionbank.models.use.no_steps, size=7)),
                ('by_level', models.JSONField(default=dict)),
                ('counted_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('hinted__lte', models.F('told'))), name='question_hinted_only_when_asked')],
            },
        ),
        migrations.CreateModel(
            name='LeakReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='questionbank.leakreport')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('question', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='questionbank.question')),
                ('where', models.TextField(verbose_name='where it was seen, or why you think so')),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('has_leaked', models.BooleanField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why you decided so')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='leakreport_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='QuestionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='questionbank.question')),
                ('number', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('category', models.CharField(choices=[('introduction', 'Introduction'), ('background', 'Technical background'), ('motivation', 'Motivation'), ('concepts', 'Concepts'), ('coding', 'Coding'), ('system_design', 'System design'), ('behavioral', 'Behavioral'), ('databases', 'Databases and SQL'), ('api_design', 'API design'), ('scalability', 'Scalability and performance'), ('security', 'Security'), ('practices', 'Practices and patterns'), ('technologies', 'Technologies'), ('debugging', 'Debugging'), ('operations', 'Operations'), ('closing', 'Closing')], db_index=True, max_length=20)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('difficulty', models.PositiveSmallIntegerField()),
                ('lowest_level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('highest_level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('prompt', models.TextField()),
                ('good', models.TextField(blank=True)),
                ('mixed', models.TextField(blank=True)),
                ('poor', models.TextField(blank=True)),
                ('notes', models.TextField(blank=True, verbose_name='for the interviewer')),
                ('follow_ups', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('written_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'indexes': [models.Index(models.F('title'), models.F('id'), name='question_by_title')],
                'constraints': [models.UniqueConstraint(models.F('question'), models.F('number'), name='question_version_once'), models.CheckConstraint(condition=models.Q(('difficulty__range', (1, 5))), name='question_difficulty_1_to_5'), models.CheckConstraint(condition=models.Q(('minutes__range', (1, 480))), name='question_takes_time'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('prompt', ''), _negated=True)), name='question_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Hint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hints', to='questionbank.questionversion')),
                ('place', models.PositiveSmallIntegerField()),
                ('strength', models.PositiveSmallIntegerField(choices=[(1, 'nudge'), (2, 'hint'), (3, 'step shown')])),
                ('text', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('place'), name='hint_place_once'), models.CheckConstraint(condition=models.Q(('strength__range', (1, 3))), name='hint_strength_1_to_3')],
            },
        ),
        migrations.CreateModel(
            name='Listed',
            fields=[
                ('question', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='listed', serialize=False, to='questionbank.question')),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='questionbank.questionversion')),
                ('key', models.SlugField(db_index=False, max_length=100)),
                ('family', models.SlugField(db_index=False, max_length=100)),
                ('title', models.CharField(max_length=160)),
                ('category', models.CharField(choices=[('introduction', 'Introduction'), ('background', 'Technical background'), ('motivation', 'Motivation'), ('concepts', 'Concepts'), ('coding', 'Coding'), ('system_design', 'System design'), ('behavioral', 'Behavioral'), ('databases', 'Databases and SQL'), ('api_design', 'API design'), ('scalability', 'Scalability and performance'), ('security', 'Security'), ('practices', 'Practices and patterns'), ('technologies', 'Technologies'), ('debugging', 'Debugging'), ('operations', 'Operations'), ('closing', 'Closing')], max_length=20)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('difficulty', models.PositiveSmallIntegerField()),
                ('lowest_level', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('highest_level', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('tests', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('state', models.CharField(max_length=10)),
                ('title_words', django.contrib.postgres.search.SearchVectorField()),
                ('words', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(models.F('words'), fastupdate=False, name='listed_words'), django.contrib.postgres.indexes.GinIndex(models.F('title_words'), fastupdate=False, name='listed_title_words'), models.Index(models.F('title'), models.F('question'), name='listed_by_title')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='questionbank.questionversion')),
                ('place', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=160)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('place'), name='step_place_once')],
            },
        ),
        migrations.CreateModel(
            name='Tested',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tested', to='questionbank.questionversion')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('place', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('competency'), name='tested_once')],
            },
        ),
        migrations.CreateModel(
            name='Twist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='twists', to='questionbank.questionversion')),
                ('place', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('harder', 'harder'), ('easier', 'easier')], max_length=10)),
                ('text', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('place'), name='twist_place_once')],
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='questionbank.step')),
                ('place', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('step'), models.F('place'), name='point_place_once')],
            },
        ),
        migrations.AddField(
            model_name='competency',
            name='current',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competencyversion'),
        ),
        migrations.AddField(
            model_name='question',
            name='current',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='current_of', to='questionbank.questionversion'),
        ),
        migrations.AddField(
            model_name='questionversion',
            name='competencies',
            field=models.ManyToManyField(related_name='+', through='questionbank.Tested', to='questionbank.competency'),
        ),
        migrations.RunSQL(LISTING, NO_LISTING),
    ]

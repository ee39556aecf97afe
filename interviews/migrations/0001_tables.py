import accounts.models.user
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import interviews.models.candidate
import interviews.models.invitation
import interviews.models.link
import interviews.models.seat
import interviews.search
import uuid
from django.conf import settings
from django.db import migrations, models

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

    replaces = [
        ('interviews', '0001_initial'),
        ('interviews', '0002_sessions_and_trail'),
        ('interviews', '0003_candidate_search'),
        ('interviews', '0004_kit_adoption'),
        ('interviews', '0005_repeat_reason'),
        ('interviews', '0006_kit_drafts'),
        ('interviews', '0007_time'),
        ('interviews', '0008_panel'),
        ('interviews', '0009_entered_later'),
        ('interviews', '0010_scorecard_returned'),
        ('interviews', '0011_holds'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('questionbank', '0001_tables'),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, "DROP FUNCTION search_query(text); DROP FUNCTION search_words(text);"),
        migrations.CreateModel(
            name='Busy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='busy', to=settings.AUTH_USER_MODEL)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ('uid', models.CharField(max_length=300)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GistIndex(models.F('during'), name='busy_during')],
                'constraints': [models.UniqueConstraint(models.F('person'), models.F('uid'), models.F('during'), name='busy_once')],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('zone', models.CharField(default='UTC', max_length=64, validators=[accounts.models.user.known_zone], verbose_name='time zone')),
                ('experience_years', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='years of experience')),
                ('present_role', models.CharField(blank=True, max_length=160, verbose_name='current role')),
                ('technologies', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('links', django.contrib.postgres.fields.ArrayField(base_field=models.URLField(max_length=300), blank=True, default=list, size=None)),
                ('employee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-added_at', '-id'], name='candidate_newest'), django.contrib.postgres.indexes.GinIndex(interviews.search.SearchWords(models.F('name'), models.Value(' '), models.F('email')), name='candidate_search')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='candidate_email_once', violation_error_message='A candidate with this email is here already.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='candidate_has_name'), models.CheckConstraint(condition=models.Q(('experience_years', None), ('experience_years__range', (0, 70)), _connector='OR'), name='candidate_experience_is_possible')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='job title')),
                ('team', models.CharField(blank=True, max_length=120)),
                ('hiring_manager', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='job_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='job_closed_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='LoadLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='load_limit', to=settings.AUTH_USER_MODEL)),
                ('per_day', models.PositiveSmallIntegerField(default=2)),
                ('per_week', models.PositiveSmallIntegerField(default=5)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('per_day__lte', models.F('per_week'))), name='load_limit_day_within_week')],
            },
        ),
        migrations.CreateModel(
            name='LoopPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('coverage_note', models.TextField(blank=True)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Qualification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='qualifications', to=settings.AUTH_USER_MODEL)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='qualifications', to='questionbank.stagekind')),
                ('began_at', models.DateTimeField()),
                ('qualified_at', models.DateTimeField(blank=True, null=True)),
                ('qualified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('person'), models.F('kind'), name='qualification_once'), models.CheckConstraint(condition=models.Q(models.Q(('qualified_at__isnull', True), ('qualified_by__isnull', True)), models.Q(('qualified_at__isnull', False), ('qualified_by__isnull', False)), _connector='OR'), name='qualification_approved_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='CandidateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.candidate')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('email', models.EmailField(max_length=254, verbose_name='email')),
                ('zone', models.CharField(default='UTC', max_length=64, validators=[accounts.models.user.known_zone], verbose_name='time zone')),
                ('experience_years', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, verbose_name='years of experience')),
                ('present_role', models.CharField(blank=True, max_length=160, verbose_name='current role')),
                ('technologies', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('links', django.contrib.postgres.fields.ArrayField(base_field=models.URLField(max_length=300), blank=True, default=list, size=None)),
                ('employee', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='candidate_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='JobEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.job')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('title', models.CharField(max_length=120, verbose_name='job title')),
                ('team', models.CharField(blank=True, max_length=120)),
                ('hiring_manager', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='job_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Loop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loops', to='interviews.candidate')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loops', to='interviews.job')),
                ('level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.loopplan')),
                ('recruiter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gap_reason', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['-opened_at', '-id'], name='loop_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='loop_closed_by_whom'), models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='loop_closed_only_after_opened'), models.UniqueConstraint(models.F('candidate'), models.F('job'), condition=models.Q(('closed_at', None)), name='loop_one_open_per_candidate_and_job', violation_error_message='This candidate has an open loop for this job already.')],
            },
        ),
        migrations.CreateModel(
            name='PlanWeight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weights', to='interviews.loopplan')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('weight', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('competency'), name='plan_weight_once'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 3))), name='plan_weight_1_to_3')],
            },
        ),
        migrations.CreateModel(
            name='ReapplicationHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='interviews.candidate')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.redflagkind')),
                ('job', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.job')),
                ('evidence', models.TextField()),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_why', models.CharField(blank=True, max_length=500)),
                ('seconded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seconded_at', models.DateTimeField(blank=True, null=True)),
                ('seconded_why', models.CharField(blank=True, max_length=500)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('refused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refused_why', models.CharField(blank=True, max_length=500)),
                ('begins_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('informed_on', models.DateField(blank=True, null=True)),
                ('informed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review_why', models.CharField(blank=True, max_length=500)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_why', models.CharField(blank=True, max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['-reported_at', '-id'], name='hold_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='hold_has_evidence'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', models.F('seconded_by')), _negated=True), models.Q(('decided_by', models.F('reported_by')), _negated=True), models.Q(('seconded_by', models.F('reported_by')), _negated=True)), name='hold_needs_two_who_did_not_report'), models.CheckConstraint(condition=models.Q(models.Q(('refused_at__isnull', True), ('refused_by__isnull', True)), models.Q(('refused_at__isnull', False), ('refused_by__isnull', False)), _connector='OR'), name='hold_refused_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('informed_by__isnull', True), ('informed_on__isnull', True)), models.Q(('informed_by__isnull', False), ('informed_on__isnull', False)), _connector='OR'), name='hold_candidate_informed_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='hold_reviewed_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='hold_lifted_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('begins_on__isnull', True), ('expires_on__isnull', True), ('review_on__isnull', True)), models.Q(('begins_on__isnull', False), ('expires_on__isnull', False), ('review_on__isnull', False)), _connector='OR'), name='hold_begins_with_its_end'), models.CheckConstraint(condition=models.Q(('decided_at__isnull', True), models.Q(('decided_why', ''), _negated=True), _connector='OR'), name='hold_decided_with_reason'), models.CheckConstraint(condition=models.Q(('seconded_at__isnull', True), models.Q(('seconded_why', ''), _negated=True), _connector='OR'), name='hold_seconded_with_reason'), models.CheckConstraint(condition=models.Q(('refused_at__isnull', True), models.Q(('refused_why', ''), _negated=True), _connector='OR'), name='hold_refused_with_reason'), models.CheckConstraint(condition=models.Q(('reviewed_at__isnull', True), models.Q(('review_why', ''), _negated=True), _connector='OR'), name='hold_reviewed_with_reason'), models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), models.Q(('lifted_why', ''), _negated=True), _connector='OR'), name='hold_lifted_with_reason'), models.CheckConstraint(condition=models.Q(('begins_on', None), models.Q(('decided_at__isnull', False), ('refused_at', None), ('seconded_at__isnull', False)), _connector='OR'), name='hold_begins_when_both_agreed'), models.CheckConstraint(condition=models.Q(('informed_on', None), ('begins_on__isnull', False), _connector='OR'), name='hold_told_only_when_agreed'), models.CheckConstraint(condition=models.Q(('review_on__lte', models.F('expires_on'))), name='hold_reviewed_before_it_expires'), models.CheckConstraint(condition=models.Q(('expires_on__lte', models.ExpressionWrapper(django.db.models.expressions.CombinedExpression(models.F('begins_on'), '+', models.Value(datetime.timedelta(days=731))), output_field=models.DateField()))), name='hold_expires_within_24_months')],
            },
        ),
        migrations.CreateModel(
            name='Resume',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='resumes', to='interviews.candidate')),
                ('file', models.FileField(max_length=120, upload_to=interviews.models.candidate.resume_path)),
                ('name', models.CharField(max_length=200)),
                ('bytes', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('bytes__lte', 10485760)), name='resume_at_most_10_mb')],
            },
        ),
        migrations.CreateModel(
            name='LoopEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.loop')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.candidate')),
                ('job', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.job')),
                ('level', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='questionbank.level')),
                ('plan', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.loopplan')),
                ('recruiter', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('gap_reason', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='loop_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='LoopWeight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weights', to='interviews.loop')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('weight', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('loop'), models.F('competency'), name='loop_weight_once'), models.CheckConstraint(condition=models.Q(('weight__range', (1, 3))), name='loop_weight_1_to_3')],
            },
        ),
        migrations.CreateModel(
            name='ReapplicationHoldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.reapplicationhold')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.candidate')),
                ('kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='questionbank.redflagkind')),
                ('job', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.job')),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('seconded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('seconded_at', models.DateTimeField(blank=True, null=True)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('refused_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('begins_on', models.DateField(blank=True, null=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('informed_on', models.DateField(blank=True, null=True)),
                ('informed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('reviewed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('lifted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='reapplicationho_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='ResumeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.resume')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.candidate')),
                ('file', models.FileField(max_length=120, upload_to=interviews.models.candidate.resume_path)),
                ('name', models.CharField(max_length=200)),
                ('bytes', models.PositiveIntegerField()),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='resume_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Kit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kits', to='questionbank.stagekind')),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('archived_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('archive_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('archived_at__isnull', True), ('archived_by__isnull', True)), models.Q(('archived_at__isnull', False), ('archived_by__isnull', False)), _connector='OR'), name='kit_archived_by_whom'), models.CheckConstraint(condition=models.Q(('archived_at__isnull', True), models.Q(('archive_reason', ''), _negated=True), _connector='OR'), name='kit_archived_says_why')],
            },
        ),
        migrations.CreateModel(
            name='KitDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.JSONField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='interviews.kit')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanStage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='interviews.loopplan')),
                ('place', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('kit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.kit')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('lead', 'Lead'), ('panel', 'Panel'), ('note_taker', 'Note-taker'), ('shadow', 'Shadow'), ('reverse_shadow', 'Reverse shadow'), ('observer', 'Observer')], max_length=20), default=list, size=None)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('place'), name='plan_stage_place_once'), models.CheckConstraint(condition=models.Q(('roles__len__gt', 0)), name='plan_stage_has_a_seat')],
            },
        ),
        migrations.CreateModel(
            name='KitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.kit')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('key', models.SlugField(db_index=False, max_length=80)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='questionbank.stagekind')),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('archived_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('archive_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='kit_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='KitVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='interviews.kit')),
                ('number', models.PositiveIntegerField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('lowest_level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('highest_level', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('written_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('kit'), models.F('number'), name='kit_version_once'), models.CheckConstraint(condition=models.Q(('minutes__range', (5, 480))), name='kit_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='KitFocus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focus', to='interviews.kitversion')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('place', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('competency'), name='kit_focus_once')],
            },
        ),
        migrations.CreateModel(
            name='KitSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='interviews.kitversion')),
                ('place', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=120)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('is_protected', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('version'), models.F('place'), name='kit_section_place_once'), models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='kit_section_takes_time')],
            },
        ),
        migrations.CreateModel(
            name='KitQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='interviews.kitsection')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.questionversion')),
                ('place', models.PositiveSmallIntegerField()),
                ('is_alternate', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('section'), models.F('version'), name='kit_question_once'), models.UniqueConstraint(models.F('section'), models.F('place'), name='kit_question_place_once')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='interviews.loop')),
                ('place', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.stagekind')),
                ('kit_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.kitversion')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('lead', 'Lead'), ('panel', 'Panel'), ('note_taker', 'Note-taker'), ('shadow', 'Shadow'), ('reverse_shadow', 'Reverse shadow'), ('observer', 'Observer')], max_length=20), default=list, size=None)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('loop'), models.F('place'), name='stage_place_once'), models.CheckConstraint(condition=models.Q(('roles__len__gt', 0)), name='stage_has_a_seat')],
            },
        ),
        migrations.CreateModel(
            name='Interview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='interviews', to='interviews.stage')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place or video link')),
                ('version', models.PositiveIntegerField(default=1)),
                ('booked_at', models.DateTimeField()),
                ('booked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('no_show_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancel_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(models.F('starts_at'), models.F('id'), name='interview_by_start')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='interview_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('ended_at', None), models.Q(('ended_at__gte', models.F('started_at')), ('started_at__isnull', False)), _connector='OR'), name='interview_ended_only_after_started'), models.CheckConstraint(condition=models.Q(('started_at', None), ('cancelled_at', None), _connector='OR'), name='interview_started_or_cancelled'), models.CheckConstraint(condition=models.Q(('started_at', None), ('no_show_at', None), _connector='OR'), name='interview_started_or_no_show'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', True), ('cancelled_by__isnull', True)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='interview_cancelled_by_whom'), models.CheckConstraint(condition=models.Q(('cancelled_at__isnull', True), models.Q(('cancel_reason', ''), _negated=True), _connector='OR'), name='interview_cancelled_with_reason'), models.UniqueConstraint(models.F('stage'), condition=models.Q(('cancelled_at', None), ('no_show_at', None)), name='interview_one_standing_per_stage', violation_error_message='This stage has an interview already. Move or cancel that one.')],
            },
        ),
        migrations.CreateModel(
            name='KitAdoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='interviews.stage')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.kitversion')),
                ('after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.kitversion')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='kit_adoption_says_why')],
            },
        ),
        migrations.CreateModel(
            name='StageFocus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focus', to='interviews.stage')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('stage'), models.F('competency'), name='stage_focus_once')],
            },
        ),
        migrations.CreateModel(
            name='AgendaDeed',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deeds', to='interviews.interview')),
                ('deed', models.CharField(choices=[('here', 'We are here now'), ('skip', 'Skipped'), ('restore', 'Brought back'), ('replan', 'Planned again')], max_length=10)),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.kitsection')),
                ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.questionversion')),
                ('plan', models.JSONField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('interview'), models.F('at'), name='agenda_deed_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('deed', 'here'), ('plan', None), ('section__isnull', False), ('version', None)), models.Q(('deed__in', ['skip', 'restore']), ('plan', None), ('section', None), ('version__isnull', False)), models.Q(('deed', 'replan'), ('plan__isnull', False), ('section', None), ('version', None)), _connector='OR'), name='agenda_deed_says_what_about'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='agenda_deed_undone_by_whom'), models.CheckConstraint(condition=models.Q(('undone_at', None), ('deed', 'replan'), _connector='OR'), name='agenda_deed_undoes_a_replan')],
            },
        ),
        migrations.CreateModel(
            name='ArrivalReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arrival_reports', to='interviews.interview')),
                ('kind', models.CharField(choices=[('late', 'Late'), ('no_show', 'Did not come'), ('another_time', 'Another time')], max_length=20)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes late')),
                ('booked_for', models.DateTimeField()),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('interview'), models.F('kind'), models.F('booked_for'), condition=models.Q(('withdrawn_at', None)), name='arrival_report_once'), models.CheckConstraint(condition=models.Q(('kind', 'late'), ('minutes', None), _connector='XOR'), name='arrival_report_late_by_minutes'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='arrival_report_withdrawn_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='AskedQuestion',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='interviews.interview')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='questionbank.questionversion')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('paused', models.DurationField(default=datetime.timedelta, verbose_name='stood still for')),
                ('repeat_reason', models.CharField(blank=True, max_length=300, verbose_name='why it was asked again')),
                ('entered_later_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('interview'), models.F('version'), name='asked_once'), models.UniqueConstraint(models.F('interview'), condition=models.Q(('ended_at', None)), name='asked_one_at_a_time'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='asked_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='CandidateLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidate_links', to='interviews.interview')),
                ('seed', models.CharField(default=interviews.models.link.new_seed, editable=False, max_length=32)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('interview'), condition=models.Q(('revoked_at', None)), name='candidate_link_one_standing'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='candidate_link_revoked_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='interviews.interview')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('minutes', models.PositiveSmallIntegerField()),
                ('suggested', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interviews.stage')),
                ('offered_at', models.DateTimeField()),
                ('offered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='taken_on', to='interviews.stage')),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('declined_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('interview'), models.F('competency'), name='hand_over_once'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('accepted_by__isnull', True), ('stage__isnull', True)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False), ('stage__isnull', False)), _connector='OR'), name='hand_over_accepted_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('declined_at__isnull', True), ('declined_by__isnull', True)), models.Q(('declined_at__isnull', False), ('declined_by__isnull', False)), _connector='OR'), name='hand_over_declined_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('declined_at__isnull', True)), models.Q(('accepted_at__isnull', False), ('declined_at__isnull', True)), models.Q(('accepted_at__isnull', True), ('declined_at__isnull', False)), _connector='OR'), name='hand_over_ends_once')],
            },
        ),
        migrations.CreateModel(
            name='InterviewEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.interview')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('stage', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.stage')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place or video link')),
                ('version', models.PositiveIntegerField(default=1)),
                ('booked_at', models.DateTimeField()),
                ('booked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('no_show_at', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancel_reason', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='interview_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='InterviewMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='interviews.interview')),
                ('version', models.PositiveIntegerField()),
                ('from_starts_at', models.DateTimeField()),
                ('from_ends_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('interview'), models.F('version'), name='interview_move_version_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='interview_move_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='interviews.interview')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('candidate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interviews.candidate')),
                ('uid', models.CharField(default=interviews.models.invitation.new_uid, editable=False, max_length=100, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('person', None), ('candidate', None), _connector='XOR'), name='invitation_to_one'), models.UniqueConstraint(models.F('interview'), models.F('person'), name='invitation_once_per_person'), models.UniqueConstraint(models.F('interview'), models.F('candidate'), name='invitation_once_per_candidate')],
            },
        ),
        migrations.CreateModel(
            name='KitAdoptionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.kitadoption')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('stage', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.stage')),
                ('before', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.kitversion')),
                ('after', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.kitversion')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('why', models.CharField(max_length=300)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='kitadoption_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='interviews.interview')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('panel', 'Panel'), ('note_taker', 'Note-taker'), ('shadow', 'Shadow'), ('reverse_shadow', 'Reverse shadow'), ('observer', 'Observer')], max_length=20)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False, null=True)),
                ('is_void', models.BooleanField(default=False, editable=False)),
                ('seated_at', models.DateTimeField()),
                ('seated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('decline_reason', models.CharField(blank=True, max_length=300)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('person'), models.F('interview'), condition=models.Q(('declined_at', None), ('removed_at', None)), name='seat_of_person')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('declined_at', None), ('is_void', False), ('removed_at', None)), expressions=[(interviews.models.seat.OneValueRange('person'), '='), ('during', '&&')], name='nobody_in_two_places', violation_error_message='This person has another interview at that time.'), models.UniqueConstraint(models.F('interview'), models.F('person'), condition=models.Q(('declined_at', None), ('removed_at', None)), name='seat_once', violation_error_message='This person has a seat in this interview already.'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at__isnull', True), ('declined_at__isnull', True)), models.Q(('accepted_at__isnull', False), ('declined_at__isnull', True)), models.Q(('accepted_at__isnull', True), ('declined_at__isnull', False)), _connector='OR'), name='seat_accepted_or_declined'), models.CheckConstraint(condition=models.Q(('declined_at__isnull', True), models.Q(('decline_reason', ''), _negated=True), _connector='OR'), name='seat_declined_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), ('removed_by__isnull', True)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='seat_removed_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='ArrivalReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.arrivalreport')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('interview', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.interview')),
                ('kind', models.CharField(choices=[('late', 'Late'), ('no_show', 'Did not come'), ('another_time', 'Another time')], max_length=20)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minutes late')),
                ('booked_for', models.DateTimeField()),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='arrivalreport_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='FocusTime',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='focus_times', to='interviews.interview')),
                ('asked', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='focus_times', to='interviews.askedquestion')),
                ('minutes', models.PositiveSmallIntegerField()),
                ('begun_at', models.DateTimeField()),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 30)), name='focus_1_to_30_minutes'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('begun_at')), _connector='OR'), name='focus_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='HandOverEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.handover')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('interview', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.interview')),
                ('competency', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='questionbank.competency')),
                ('minutes', models.PositiveSmallIntegerField()),
                ('suggested', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.stage')),
                ('offered_at', models.DateTimeField()),
                ('offered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.stage')),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('declined_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='handover_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='HintGiven',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hints_given', to='interviews.askedquestion')),
                ('hint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.hint')),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('asked'), models.F('hint'), name='hint_given_once')],
            },
        ),
        migrations.CreateModel(
            name='LeadTaken',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leads', to='interviews.seat')),
                ('taken_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interviews.seat')),
                ('taken_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='PointTicked',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='interviews.askedquestion')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.point')),
                ('ticked_at', models.DateTimeField()),
                ('ticked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('asked'), models.F('point'), models.F('ticked_by'), name='point_ticked_once')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('invitation', 'Invitation'), ('upcoming_day', 'The day before'), ('upcoming_hour', 'An hour before'), ('arrival', 'Candidate not there'), ('scorecard_due', 'Scorecard due'), ('scorecard_returned', 'Scorecard sent back'), ('debrief_open', 'Debrief is open'), ('decided', 'Decision recorded'), ('red_flag', 'Red flag to check')], max_length=20)),
                ('loop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='interviews.loop')),
                ('interview', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='interviews.interview')),
                ('seat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='interviews.seat')),
                ('invitation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='interviews.invitation')),
                ('report', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='interviews.arrivalreport')),
                ('version', models.PositiveIntegerField(default=0)),
                ('why', models.CharField(max_length=200)),
                ('mail', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reminder', to='accounts.mail')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['invitation', 'upcoming_day', 'upcoming_hour', 'scorecard_due', 'arrival']), _negated=True), ('interview__isnull', False), _connector='OR'), name='reminder_of_an_interview_names_it')],
            },
        ),
        migrations.CreateModel(
            name='SeatEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='interviews.seat')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('interview', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.interview')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('panel', 'Panel'), ('note_taker', 'Note-taker'), ('shadow', 'Shadow'), ('reverse_shadow', 'Reverse shadow'), ('observer', 'Observer')], max_length=20)),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(editable=False, null=True)),
                ('is_void', models.BooleanField(default=False, editable=False)),
                ('seated_at', models.DateTimeField()),
                ('seated_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('decline_reason', models.CharField(blank=True, max_length=300)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('removed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='seat_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Shown',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('interview', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='interviews.interview')),
                ('asked', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='interviews.askedquestion')),
                ('step', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.step')),
                ('code', models.TextField(blank=True)),
                ('shown_at', models.DateTimeField()),
                ('shown_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asked__isnull', False), ('code', '')), models.Q(models.Q(('code', ''), _negated=True), ('step', None)), _connector='OR'), name='shown_is_words_or_code'), models.UniqueConstraint(models.F('interview'), models.F('asked'), models.F('step'), condition=models.Q(('code', ''), ('hidden_at', None)), name='shown_once', nulls_distinct=False), models.UniqueConstraint(models.F('interview'), condition=models.Q(('hidden_at', None), models.Q(('code', ''), _negated=True)), name='shown_one_code'), models.CheckConstraint(condition=models.Q(models.Q(('hidden_at__isnull', True), ('hidden_by__isnull', True)), models.Q(('hidden_at__isnull', False), ('hidden_by__isnull', False)), _connector='OR'), name='shown_hidden_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='TwistGiven',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='twists_given', to='interviews.askedquestion')),
                ('twist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.twist')),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('asked'), models.F('twist'), name='twist_given_once')],
            },
        ),
        migrations.AddField(
            model_name='kit',
            name='current',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interviews.kitversion'),
        ),
        migrations.AddField(
            model_name='kitevent',
            name='current',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.kitversion'),
        ),
        migrations.AddField(
            model_name='kitversion',
            name='competencies',
            field=models.ManyToManyField(related_name='+', through='interviews.KitFocus', to='questionbank.competency'),
        ),
        migrations.AddField(
            model_name='stage',
            name='competencies',
            field=models.ManyToManyField(related_name='+', through='interviews.StageFocus', to='questionbank.competency'),
        ),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('scorecards', '0001_initial'),
        ('scorecards', '0002_sessions_and_trail'),
        ('scorecards', '0003_debrief_lists'),
        ('scorecards', '0004_entries'),
        ('scorecards', '0005_passed_over'),
        ('scorecards', '0006_sealed_versions'),
        ('scorecards', '0007_flag_cases'),
        ('scorecards', '0008_exposure'),
        ('scorecards', '0009_hand_off'),
        ('scorecards', '0010_reopened_without_a_verdict'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('interviews', '0001_tables'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('questionbank', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Debrief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loop', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='debrief', to='interviews.loop')),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revealed_at', models.DateTimeField(blank=True, null=True)),
                ('early_reason', models.CharField(blank=True, max_length=300)),
                ('second_vote_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-opened_at', '-id'], name='debrief_newest'), models.Index(condition=models.Q(('closed_at', None)), fields=['-opened_at', '-id'], name='debrief_under_way')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revealed_at', None), ('revealed_at__gte', models.F('opened_at')), _connector='OR'), models.Q(('second_vote_at', None), models.Q(('revealed_at__isnull', False), ('second_vote_at__gte', models.F('revealed_at'))), _connector='OR'), models.Q(('closed_at', None), models.Q(('closed_at__gte', models.F('revealed_at')), ('revealed_at__isnull', False)), _connector='OR')), name='debrief_steps_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='interviews.seat')),
                ('done_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='MisconductReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interviews.interview')),
                ('about', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('what', models.TextField(verbose_name='what happened')),
                ('witnesses', models.CharField(blank=True, max_length=500, verbose_name='who else was there')),
                ('wish', models.CharField(blank=True, max_length=500, verbose_name='what you would like to happen')),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answer', models.TextField(blank=True, verbose_name='what was done')),
            ],
            options={
                'indexes': [models.Index(fields=['-reported_at', '-id'], name='report_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='report_says_what_happened'), models.CheckConstraint(condition=models.Q(models.Q(('taken_at__isnull', True), ('taken_by__isnull', True)), models.Q(('taken_at__isnull', False), ('taken_by__isnull', False)), _connector='OR'), name='report_taken_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True)), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='report_closed_by_whom'), models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='report_closed_with_answer')],
            },
        ),
        migrations.CreateModel(
            name='Scorecard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='scorecard', to='interviews.seat')),
                ('began_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('verdict', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Strong no'), (2, 'No'), (3, 'Yes'), (4, 'Strong yes')], null=True)),
                ('not_assessed', models.CharField(blank=True, max_length=300, verbose_name='why you could not assess')),
                ('hire_level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('below_ladder', models.BooleanField(default=False, verbose_name='below every level')),
                ('confidence', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'Low'), (2, 'Medium'), (3, 'High')], null=True)),
                ('summary', models.TextField(blank=True)),
                ('hand_off', models.TextField(blank=True, verbose_name='hand-off to the next interviewer')),
                ('look_again', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='what to look at again')),
                ('scratch', models.TextField(blank=True, verbose_name='private scratch')),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('reopened_at', models.DateTimeField(blank=True, null=True)),
                ('returned_at', models.DateTimeField(blank=True, null=True)),
                ('declined_at', models.DateTimeField(blank=True, null=True)),
                ('declined_as', models.CharField(blank=True, choices=[('not_held', 'It was not held'), ('no_show', 'The candidate did not come'), ('did_not_attend', 'The interviewer was not there'), ('duplicate', 'It is a duplicate')], max_length=20, verbose_name='why there is nothing to score')),
                ('decline_reason', models.CharField(blank=True, max_length=300, verbose_name='in your own words')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('declined_at__isnull', False)), fields=['-declined_at', '-id'], name='scorecard_declined')],
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict', None), ('verdict__range', (1, 4)), _connector='OR'), name='verdict_1_to_4'), models.CheckConstraint(condition=models.Q(('confidence', None), ('confidence__range', (1, 3)), _connector='OR'), name='confidence_1_to_3'), models.CheckConstraint(condition=models.Q(('verdict', None), ('not_assessed', ''), _connector='OR'), name='verdict_or_not_assessed'), models.CheckConstraint(condition=models.Q(('hire_level', None), ('below_ladder', False), _connector='OR'), name='level_or_below'), models.CheckConstraint(condition=models.Q(('submitted_at', None), ('reopened_at__isnull', False), ('verdict__isnull', False), models.Q(('not_assessed', ''), _negated=True), _connector='OR'), name='submitted_with_a_verdict'), models.CheckConstraint(condition=models.Q(('submitted_at', None), ('declined_at', None), _connector='OR'), name='submitted_or_declined'), models.CheckConstraint(condition=models.Q(('reopened_at', None), ('submitted_at__isnull', False), _connector='OR'), name='reopened_only_after_submitted'), models.CheckConstraint(condition=models.Q(('returned_at', None), ('reopened_at__isnull', False), _connector='OR'), name='returned_is_reopened'), models.CheckConstraint(condition=models.Q(('declined_at__isnull', True), models.Q(('declined_as', ''), _negated=True), _connector='OR'), name='scorecard_declined_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='waiver', to='interviews.seat')),
                ('reason', models.CharField(max_length=300, verbose_name='why the debrief goes on without it')),
                ('waived_at', models.DateTimeField()),
                ('waived_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='waiver_says_why')],
            },
        ),
        migrations.CreateModel(
            name='DebriefEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scorecards.debrief')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('loop', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.loop')),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('revealed_at', models.DateTimeField(blank=True, null=True)),
                ('early_reason', models.CharField(blank=True, max_length=300)),
                ('second_vote_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='debrief_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('debrief', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='scorecards.debrief')),
                ('number', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('hire', 'Hire'), ('hire_other_level', 'Hire at another level'), ('exceptional', 'Hire, exceptional'), ('another_interview', 'One more interview'), ('hold', 'Hold'), ('no_hire', 'No hire'), ('withdrawn', 'Candidate withdrew')], max_length=20)),
                ('level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('reason', models.TextField()),
                ('dissent', models.TextField(blank=True)),
                ('missing_evidence', models.TextField(blank=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('debrief'), models.F('number'), name='decision_number_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='decision_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('outcome__in', ['hire', 'hire_other_level', 'exceptional']), _negated=True), ('level__isnull', False), _connector='OR'), name='decision_to_hire_names_a_level'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'hold'), _negated=True), models.Q(models.Q(('missing_evidence', ''), _negated=True), ('review_on__isnull', False)), _connector='OR'), name='decision_to_hold_names_what_is_missing')],
            },
        ),
        migrations.CreateModel(
            name='Exposure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exposures', to='interviews.loop')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('scorecard', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scorecards.scorecard')),
                ('what', models.CharField(choices=[('scorecard', 'scorecard'), ('ratings', 'ratings and verdict in the table'), ('aggregate', 'means and ranges of all ratings'), ('votes', 'votes of the debrief'), ('decision', 'decision'), ('access_pack', 'scorecard in the access pack'), ('red_flag', 'red flag')], max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(models.F('loop'), models.F('person'), models.F('at'), name='exposure_of_person')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('debrief', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='scorecards.debrief')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('debrief'), models.F('person'), name='member_once')],
            },
        ),
        migrations.CreateModel(
            name='MisconductReportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scorecards.misconductreport')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('reported_at', models.DateTimeField()),
                ('reported_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('interview', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.interview')),
                ('about', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('taken_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='misconductrepor_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='NoteLine',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='scorecards.scorecard')),
                ('text', models.TextField()),
                ('mark', models.CharField(blank=True, choices=[('', 'note'), ('+', 'for'), ('-', 'against'), ('!', 'red flag')], default='', max_length=1)),
                ('offset', models.PositiveIntegerField(blank=True, null=True)),
                ('asked', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interviews.askedquestion')),
                ('competency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('entered_at', models.DateTimeField()),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('scorecard'), models.F('entered_at'), models.F('id'), name='note_stream')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='note_has_text')],
            },
        ),
        migrations.CreateModel(
            name='PassedOver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passed_over', to='scorecards.scorecard')),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interviews.askedquestion')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'passed over',
                'constraints': [models.UniqueConstraint(models.F('scorecard'), models.F('asked'), name='passed_over_once')],
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='scorecards.scorecard')),
                ('ladder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competencyversion')),
                ('step', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('not_observed', models.CharField(blank=True, max_length=300, verbose_name='why it was not observed')),
                ('rated_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('scorecard'), models.F('ladder'), name='rating_once'), models.CheckConstraint(condition=models.Q(('step', None), ('step__range', (0, 6)), _connector='OR'), name='rating_on_ladder'), models.CheckConstraint(condition=models.Q(models.Q(('step__isnull', False), ('not_observed', '')), models.Q(('step__isnull', True), models.Q(('not_observed', ''), _negated=True)), _connector='OR'), name='rating_is_step_or_reason')],
            },
        ),
        migrations.CreateModel(
            name='RedFlag',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='red_flags', to='scorecards.scorecard')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.redflagkind')),
                ('behaviour', models.TextField(verbose_name='what you saw')),
                ('words', models.TextField(blank=True, verbose_name='what was said')),
                ('asked', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interviews.askedquestion')),
                ('raised_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('behaviour', ''), _negated=True), name='red_flag_says_what_was_seen')],
            },
        ),
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='scorecards.scorecard')),
                ('reason', models.CharField(max_length=1000, verbose_name='what to look at again')),
                ('returned_at', models.DateTimeField()),
                ('returned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='return_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='interviews.loop')),
                ('place', models.PositiveIntegerField()),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seals', to='scorecards.scorecard')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('had_seen', models.JSONField(default=list)),
                ('sealed_at', models.DateTimeField()),
                ('sealed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('mark', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'indexes': [models.Index(models.F('hash'), name='seal_by_fingerprint')],
                'constraints': [models.UniqueConstraint(models.F('loop'), models.F('place'), name='seal_place_once'), models.UniqueConstraint(models.F('scorecard'), models.F('number'), name='seal_number_once')],
            },
        ),
        migrations.CreateModel(
            name='SignalMark',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('scorecard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signal_marks', to='scorecards.scorecard')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.signal')),
                ('asked', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='interviews.askedquestion')),
                ('marked_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('undone_at', None), ('undone_at__gte', models.F('marked_at')), _connector='OR'), name='signal_undone_after_marked')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('debrief', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='votes', to='scorecards.debrief')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('verdict', models.PositiveSmallIntegerField(choices=[(1, 'Strong no'), (2, 'No'), (3, 'Yes'), (4, 'Strong yes')])),
                ('level', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.level')),
                ('comment', models.TextField(blank=True)),
                ('cast_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('debrief'), models.F('person'), models.F('round'), name='vote_once_per_round'), models.CheckConstraint(condition=models.Q(('verdict__range', (1, 4))), name='vote_1_to_4'), models.CheckConstraint(condition=models.Q(('round__range', (1, 2))), name='vote_round_1_or_2')],
            },
        ),
        migrations.CreateModel(
            name='DecisionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scorecards.decision')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('debrief', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scorecards.debrief')),
                ('number', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('hire', 'Hire'), ('hire_other_level', 'Hire at another level'), ('exceptional', 'Hire, exceptional'), ('another_interview', 'One more interview'), ('hold', 'Hold'), ('no_hire', 'No hire'), ('withdrawn', 'Candidate withdrew')], max_length=20)),
                ('level', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='questionbank.level')),
                ('reason', models.TextField()),
                ('dissent', models.TextField(blank=True)),
                ('missing_evidence', models.TextField(blank=True)),
                ('review_on', models.DateField(blank=True, null=True)),
                ('decided_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='decision_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='DecisionReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reasons', to='scorecards.decision')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('text', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('decision'), models.F('competency'), name='decision_reason_once')],
            },
        ),
        migrations.CreateModel(
            name='FlagCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('flag', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='case', to='scorecards.redflag')),
                ('loop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flag_cases', to='interviews.loop')),
                ('opened_at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hold', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to='interviews.reapplicationhold')),
            ],
            options={
                'indexes': [models.Index(models.F('opened_at'), models.F('id'), name='flag_case_oldest'), models.Index(models.F('expires_on'), name='flag_case_expires')],
                'constraints': [models.CheckConstraint(condition=models.Q(('review_on__lte', models.F('expires_on'))), name='flag_reviewed_before_it_expires'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='flag_ended_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='SealedRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='scorecards.seal')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('step', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('seal'), models.F('competency'), name='sealed_rating_once'), models.CheckConstraint(condition=models.Q(('step__range', (0, 6))), name='sealed_rating_on_ladder')],
            },
        ),
        migrations.CreateModel(
            name='FlagCaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='scorecards.flagcase')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('flag', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='scorecards.redflag')),
                ('loop', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.loop')),
                ('opened_at', models.DateTimeField()),
                ('review_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('hold', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='interviews.reapplicationhold')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='flagcase_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='FlagCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='scorecards.flagcase')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='interviews.stage')),
                ('competency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questionbank.competency')),
                ('asked_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('case'), models.F('stage'), models.F('competency'), name='flag_check_once')],
            },
        ),
        migrations.CreateModel(
            name='FlagFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='scorecards.flagcase')),
                ('number', models.PositiveIntegerField()),
                ('finding', models.CharField(choices=[('confirmed', 'Confirmed'), ('not_confirmed', 'Not confirmed'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('reason', models.TextField()),
                ('second_source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.CharField(blank=True, max_length=500)),
                ('heard_on', models.DateField(blank=True, null=True)),
                ('heard', models.TextField(blank=True, verbose_name='what the candidate said')),
                ('found_at', models.DateTimeField()),
                ('found_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('case'), models.F('number'), name='flag_finding_number_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='flag_finding_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('finding', 'confirmed'), _negated=True), ('second_source__isnull', False), models.Q(('record', ''), _negated=True), _connector='OR'), name='flag_confirmed_by_a_second_source'), models.CheckConstraint(condition=models.Q(('heard_on__isnull', True), models.Q(('heard', ''), _negated=True), _connector='OR'), name='flag_heard_with_answer')],
            },
        ),
        migrations.CreateModel(
            name='FlagReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='scorecards.flagcase')),
                ('is_kept', models.BooleanField()),
                ('reason', models.CharField(max_length=500)),
                ('reviewed_at', models.DateTimeField()),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='flag_review_says_why')],
            },
        ),
    ]

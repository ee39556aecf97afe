import accounts.models.user
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_sessions_and_trail'),
        ('accounts', '0003_import'),
    ]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(error_messages={'unique': 'Somebody with this email is here already.'}, max_length=254, unique=True, verbose_name='email')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('zone', models.CharField(default='UTC', max_length=64, validators=[accounts.models.user.known_zone], verbose_name='time zone')),
                ('is_administrator', models.BooleanField(default=False, verbose_name='administrator')),
                ('is_recruiter', models.BooleanField(default=False, verbose_name='recruiter')),
                ('is_committee', models.BooleanField(default=False, verbose_name='committee member')),
                ('invited_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deactivated_at', models.DateTimeField(blank=True, null=True)),
                ('deactivated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(django.db.models.functions.text.Lower('name'), models.F('id'), name='user_by_name')],
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_is_lower'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='user_has_name'), models.CheckConstraint(condition=models.Q(models.Q(('deactivated_at__isnull', True), ('deactivated_by__isnull', True)), models.Q(('deactivated_at__isnull', False), ('deactivated_by__isnull', False)), _connector='OR'), name='user_deactivated_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120, verbose_name='company name')),
                ('founded_at', models.DateTimeField()),
                ('founded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='company_is_one')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('who', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verb', models.CharField(max_length=40)),
                ('noun', models.CharField(max_length=80)),
                ('address', models.GenericIPAddressField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('at'), models.F('id'), name='event_by_time'), models.Index(models.F('noun'), name='event_by_noun')],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('file_name', models.CharField(max_length=200)),
                ('content', models.BinaryField(null=True)),
                ('sends_invitations', models.BooleanField(default=False)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to=settings.AUTH_USER_MODEL)),
                ('fates', models.JSONField(default=list)),
                ('unused', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('counts', models.JSONField(default=dict)),
                ('problem', models.CharField(blank=True, max_length=400)),
                ('asked_at', models.DateTimeField(null=True)),
                ('claimed_until', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('written', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['uploaded_by', '-uploaded_at'], name='import_of_person'), models.Index(models.F('asked_at'), condition=models.Q(('asked_at__isnull', False), ('done_at', None)), name='import_asked_for')],
                'constraints': [models.CheckConstraint(condition=models.Q(('done_at', None), ('asked_at__isnull', False), _connector='OR'), name='import_done_only_when_asked'), models.CheckConstraint(condition=models.Q(('done_at', None), ('erased_at__isnull', False), _connector='OR'), name='import_done_keeps_nothing'), models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('erased_at', None)), models.Q(('content', None), ('erased_at__isnull', False), ('fates', [])), _connector='OR'), name='import_erased_is_empty')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('kind', models.CharField(max_length=60)),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='mails', to=settings.AUTH_USER_MODEL)),
                ('address', models.EmailField(max_length=254)),
                ('planned_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('not_after', models.DateTimeField(blank=True, null=True)),
                ('claimed_until', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('journaled_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('drop_reason', models.CharField(blank=True, max_length=200)),
                ('failed_at', models.DateTimeField(blank=True, null=True)),
                ('uncertain_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, max_length=500)),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('due_at'), models.F('id'), condition=models.Q(('dropped_at', None), ('failed_at', None), ('sent_at', None), ('uncertain_at', None)), name='mail_owed'), models.Index(models.F('due_at'), condition=models.Q(('seen_at', None), models.Q(('failed_at__isnull', False), ('uncertain_at__isnull', False), _connector='OR')), name='mail_troubled')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('dropped_at__isnull', True), ('failed_at__isnull', True), ('sent_at__isnull', True), ('uncertain_at__isnull', True)), models.Q(('dropped_at__isnull', True), ('failed_at__isnull', True), ('sent_at__isnull', False), ('uncertain_at__isnull', True)), models.Q(('dropped_at__isnull', False), ('failed_at__isnull', True), ('sent_at__isnull', True), ('uncertain_at__isnull', True)), models.Q(('dropped_at__isnull', True), ('failed_at__isnull', False), ('sent_at__isnull', True), ('uncertain_at__isnull', True)), models.Q(('dropped_at__isnull', True), ('failed_at__isnull', True), ('sent_at__isnull', True), ('uncertain_at__isnull', False)), _connector='OR'), name='mail_ends_once'), models.CheckConstraint(condition=models.Q(('dropped_at__isnull', True), models.Q(('drop_reason', ''), _negated=True), _connector='OR'), name='mail_dropped_with_reason'), models.CheckConstraint(condition=models.Q(('failed_at__isnull', True), models.Q(('last_error', ''), _negated=True), _connector='OR'), name='mail_failed_with_error')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('uid', models.UUIDField(db_index=True, null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                ('begun_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('browser', models.CharField(blank=True, max_length=80)),
                ('address', models.CharField(blank=True, max_length=45)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('email', models.EmailField(error_messages={'unique': 'Somebody with this email is here already.'}, max_length=254, verbose_name='email')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('zone', models.CharField(default='UTC', max_length=64, validators=[accounts.models.user.known_zone], verbose_name='time zone')),
                ('is_administrator', models.BooleanField(default=False, verbose_name='administrator')),
                ('is_recruiter', models.BooleanField(default=False, verbose_name='recruiter')),
                ('is_committee', models.BooleanField(default=False, verbose_name='committee member')),
                ('invited_at', models.DateTimeField(blank=True, null=True)),
                ('invited_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('deactivated_at', models.DateTimeField(blank=True, null=True)),
                ('deactivated_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(models.F('pgh_created_at'), models.F('pgh_id'), name='user_events_by_time')],
            },
        ),
        migrations.CreateModel(
            name='WorkingHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='working_hours', to=settings.AUTH_USER_MODEL)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('starts', models.TimeField()),
                ('ends', models.TimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('user'), models.F('weekday'), models.F('starts'), name='working_hours_once'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='working_hours_weekday'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='working_hours_end_after_start')],
            },
        ),
        # Which of all contexts a person's changes were made in.
        migrations.RunSQL(
            "CREATE INDEX pghistory_context_by_user ON pghistory_context ((metadata -> 'user'), id)",
            "DROP INDEX pghistory_context_by_user",
        ),
    ]

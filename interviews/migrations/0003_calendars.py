import interviews.models.link
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0002_schedule"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(default=interviews.models.link.new_seed, editable=False, max_length=32)),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('person'), condition=models.Q(('revoked_at', None)), name='calendar_link_one_standing')],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(blank=True, max_length=2000)),
                ("file_name", models.CharField(blank=True, max_length=100)),
                ("added_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("known_until", models.DateTimeField(blank=True, null=True)),
                ("left_out", models.PositiveIntegerField(default=0)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=200)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("due_at"), condition=models.Q(("due_at__isnull", False)), name="calendar_feed_due"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("person"),
                        models.F("address"),
                        condition=models.Q(("address", ""), _negated=True),
                        name="calendar_feed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("address", ""), ("due_at", None), models.Q(("file_name", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("address", ""), _negated=True), ("due_at__isnull", False), ("file_name", "")
                            ),
                            _connector="OR",
                        ),
                        name="calendar_feed_is_an_address_or_a_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("failing_since__isnull", True), models.Q(("problem", ""), _negated=True), _connector="OR"
                        ),
                        name="calendar_feed_fails_with_a_reason",
                    ),
                ],
            },
        ),
        # Nothing wrote busy times before there were calendars to read them from.
        migrations.DeleteModel(name="Busy"),
        migrations.CreateModel(
            name="Busy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="busy", to="interviews.calendarfeed"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="busy", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(models.F("during"), name="busy_during"),
                ],
                "constraints": [models.UniqueConstraint(models.F("feed"), models.F("during"), name="busy_once")],
            },
        ),
    ]

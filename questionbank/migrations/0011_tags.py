"""Tags of a question, searched like the rest of its words."""

from importlib import import_module

import django.contrib.postgres.fields
from django.db import migrations, models

LISTING = import_module("questionbank.migrations.0009_listed").LISTING
WITHOUT = LISTING[LISTING.index("CREATE FUNCTION") :].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
FOLLOW_UPS = "array_to_string(v.follow_ups, ' ')"
WITH = WITHOUT.replace(FOLLOW_UPS, f"{FOLLOW_UPS}, array_to_string(v.tags, ' ')")


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0010_list_questions")]

    operations = [
        migrations.AddField(
            model_name="questionversion",
            name="tags",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None),
        ),
        migrations.RunSQL(WITH, WITHOUT),
    ]

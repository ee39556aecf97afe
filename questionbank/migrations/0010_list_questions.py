from django.db import migrations


class Migration(migrations.Migration):
    """Lists the questions that are there; from now on a trigger does."""

    dependencies = [("questionbank", "0009_listed")]

    operations = [
        migrations.RunSQL(
            "SELECT list_questions(array_agg(id)) FROM questionbank_question WHERE current_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]

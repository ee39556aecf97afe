"""`manage.py import_people FILE.csv`: invite and change people by a table. Safe to repeat."""

from accounts.management.import_command import ImportCommand


class Command(ImportCommand):
    help = __doc__
    kind = "people"

"""`manage.py import_candidates FILE.csv`: add and change candidates by a table. Safe to repeat."""

from accounts.management.import_command import ImportCommand


class Command(ImportCommand):
    help = __doc__
    kind = "candidates"

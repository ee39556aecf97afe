"""`manage.py export_content FOLDER`: levels, competencies, questions, kits and loop plans as files for `load_content` to read."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.access import Refused
from interviews.exporting import kit_files
from questionbank.exporting import bank_files, write


class Command(BaseCommand):
    help = "Levels, competencies, questions, kits and loop plans as text files, one for each, for load_content to read again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="an empty folder, or one of an earlier export")

    def handle(self, *, folder: Path, **_options: object) -> None:
        try:
            files = bank_files() | kit_files()
            changed = write(folder, files)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{len(files)} files are in {folder}, {changed} of them new or changed.")

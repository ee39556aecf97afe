"""What a database needs before Fairloop can run on it."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from accounts.models import User
from questionbank.models import Level


class Command(BaseCommand):
    help = "Migrate; give a database without people the default content and the beginning of the demo, unless it is to stay empty."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="leave the company to its first administrator")
        parser.add_argument("--people", type=Path, help="the file to write the demo's sign-in names to")

    def handle(self, *, empty: bool, people: Path | None, **_options: Any) -> None:
        call_command("migrate", verbosity=0)
        if empty or User.objects.exists():
            return
        if not Level.objects.exists():
            call_command("load_content", stdout=self.stdout)
        if "load_demo" in get_commands():
            said = StringIO()
            call_command("load_demo", at_first=True, stdout=said)
            if people:
                people.write_text(said.getvalue())

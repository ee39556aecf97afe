"""`manage.py load_demo`: the demo company, in a database without people. Prints the names to sign in with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.access import Refused
from accounts.models import User
from scorecards import question_use
from scorecards.demo import company
from scorecards.demo.cast import PASSWORD

SHOWN = (
    ("lena", "recruiter"),
    ("ivan", "interviewer, in the room now"),
    ("ines", "interviewer"),
    ("carla", "committee"),
    ("ada", "administrator"),
)


class Command(BaseCommand):
    help = "The demo company, in a database without people. What an earlier run did not come to is added."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at-first", action="store_true", help="only so much that one can look around")
        parser.add_argument("--told", type=Path, help="a file to touch when nothing is left to add")

    def handle(self, *, at_first: bool, told: Path | None, **_options: Any) -> None:
        if not User.objects.filter(email=f"lena{company.DOMAIN}").exists():
            if User.objects.exists():
                raise CommandError("There are people here already. The demo is for an empty database.")
            company.begin(timezone.now())
        for name, role in SHOWN:
            self.stdout.write(f"{name}{company.DOMAIN}  ({role})")
        self.stdout.write(f"The password of all of them: {PASSWORD}")
        if at_first:
            return
        for place in company.untold():
            try:
                company.tell(place, timezone.now())
            except Refused as refused:  # somebody who is looking around took a person or an hour that the story needs
                self.stderr.write(f"One candidate is left for the next run: {refused}")
        question_use.count_changed(now=timezone.now())
        if told and not company.untold():
            told.touch()

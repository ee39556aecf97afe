"""`manage.py load_demo`: the demo company, in a database without people. Prints the names to sign in with."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from scorecards.demo import company
from scorecards.demo.cast import PASSWORD

SHOWN = (
    ("lena@brightwater.example", "recruiter"),
    ("ivan@brightwater.example", "interviewer, in the room now"),
    ("ines@brightwater.example", "interviewer"),
    ("carla@brightwater.example", "committee"),
    ("ada@brightwater.example", "administrator"),
)


class Command(BaseCommand):
    help = __doc__

    def handle(self, **_options: object) -> None:
        if User.objects.exists():
            raise CommandError("There are people here already. The demo is for an empty database.")
        with transaction.atomic():
            company.found(timezone.now())
        for email, role in SHOWN:
            self.stdout.write(f"{email}  ({role})")
        self.stdout.write(f"The password of all of them: {PASSWORD}")

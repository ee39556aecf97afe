"""Founding: the first person begins the company and becomes its first administrator."""

from datetime import datetime
from io import StringIO

from django.core.management import call_command, get_commands
from django.db import transaction

from accounts.models import Company, User


@transaction.atomic
def found(*, company: str, name: str, email: str, password: str, zone: str, now: datetime) -> User:
    """The first administrator of a new company, with the default content in place; all of it or nothing.

    IntegrityError if somebody else was faster: the database holds one company.
    """
    person = User.objects.create_user(email, password, name=name, zone=zone)
    Company.found(name=company, administrator=person, now=now)
    load_content()
    return person


def load_content() -> None:
    """Levels, competencies, questions, kits and plans to begin with. It belongs to apps above, so it is called by its name."""
    if "load_content" in get_commands():
        call_command("load_content", verbosity=0, stdout=StringIO())

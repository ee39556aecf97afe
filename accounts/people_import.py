"""Importing people: who works here, with their roles, and their invitations."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from accounts import typed
from accounts.access import manage_people
from accounts.emails import WELCOME
from accounts.importing import BATCH, Kind, Order, register
from accounts.imports import Column, Fate
from accounts.models import Mail, User

ROLES = ("administrator", "recruiter", "committee")
WORDS = {"admin": "administrator", "administrators": "administrator", "recruiters": "recruiter", "committeemember": "committee"}
NONE = ("none", "-", "interviewer", "interviewers")


def roles(text: str) -> list[str]:
    """Roles with blanks, commas or semicolons between them; "none" for nobody's."""
    words = [word for word in re.split(r"[\s,;/|+]+", text.lower().replace("committee member", "committee")) if word]
    words = [WORDS.get(word, word) for word in words if word not in NONE]
    for word in words:
        if word not in ROLES:
            raise ValidationError(f"“{word[:40]}” is not a role. Roles are administrator, recruiter and committee")
    return [role for role in ROLES if role in words]


COLUMNS = (
    Column(
        "name", "Name", lambda text: typed.line(text, most=120, what="the name"), also=("full name", "person"), is_required=True
    ),
    Column("email", "Email", typed.email, also=("e-mail", "mail", "email address", "address"), is_required=True),
    Column("zone", "Time zone", typed.zone, also=("timezone", "tz", "zone")),
    Column("roles", "Roles", roles, also=("role",), show=lambda value: ", ".join(value) or "none"),
)


def known(emails: list[str]) -> dict[str, dict[str, Any]]:
    """What is here of the people with these emails."""
    people = User.objects.filter(email__in=emails)
    return {
        person.email: {"name": person.name, "email": person.email, "zone": person.zone, "roles": person.roles} for person in people
    }


def refusal(by: User) -> Callable[[dict[str, Any]], tuple[str, str] | None]:
    """Nobody takes their own administrator role away, and who left is brought back by hand, not by a table."""
    gone = set(User.objects.filter(deactivated_at__isnull=False).values_list("email", flat=True))

    def refuse(values: dict[str, Any]) -> tuple[str, str] | None:
        if values["email"] == by.email and "administrator" not in values.get("roles", ["administrator"]):
            return "Roles", "You cannot take your own administrator role away. Ask another administrator"
        if values["email"] in gone:
            return "Email", "This person's access was taken away. Give it back on their page first"
        return None

    return refuse


def write(fates: list[Fate], order: Order) -> Iterator[int]:
    """Invite those who are new and change the others; yields how many rows are written."""
    written = 0
    new = [fate for fate in fates if fate.kind == "new"]
    for start in range(0, len(new), BATCH):
        people = [
            _set(User(password=make_password(None), invited_at=order.now, invited_by=order.by), fate.values)
            for fate in new[start : start + BATCH]
        ]
        User.objects.bulk_create(people)
        if order.sends_invitations:
            Mail.owe_all(people, kind=WELCOME, key=lambda person: f"welcome:{person.pk}:1", now=order.now)
        written += len(people)
        yield written
    changed = {fate.values["email"]: fate.values for fate in fates if fate.kind == "changed"}
    emails = sorted(changed)
    for start in range(0, len(emails), BATCH):
        there = User.objects.select_for_update().filter(email__in=emails[start : start + BATCH]).order_by("pk")
        people = [_set(person, changed[person.email]) for person in there]
        User.objects.bulk_update(people, ["name", "zone", "is_administrator", "is_recruiter", "is_committee"])
        written += len(people)
        yield written


def _set(person: User, values: dict[str, Any]) -> User:
    person.email, person.name = values["email"], values["name"]
    person.zone = values.get("zone", person.zone)
    if "roles" in values:
        for role in ROLES:
            setattr(person, f"is_{role}", role in values["roles"])
    return person


PEOPLE = register(
    Kind(
        name="people",
        one="person",
        many="people",
        rule=manage_people,
        columns=COLUMNS,
        known=known,
        refusal=refusal,
        write=write,
        home="people",
        upload="people_import",
        can_invite=True,
    )
)

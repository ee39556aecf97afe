"""Who has access: inviting, giving roles, taking access away and giving it back. Every verb locks the people it decides about."""

from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from accounts.emails import WELCOME, tell_of_change
from accounts.models import Mail, Session, User

ROLES = ("is_administrator", "is_recruiter", "is_committee")
LAST = "{} is the last administrator. Make somebody else an administrator first."


@transaction.atomic
def invite(*, name: str, email: str, zone: str, roles: dict[str, bool], by: User, now: datetime) -> User:
    """Add a person and owe them the mail by which they choose a password. IntegrityError if the address is taken."""
    facts = {"name": name, "zone": zone, "invited_at": now, "invited_by": by}
    person = User.objects.create_user(email, None, **facts, **roles)
    _welcome(person, now=now)
    return person


@transaction.atomic
def invite_again(person: User, *, now: datetime) -> bool:
    """Owe the invitation once more. False, and nothing new, while the one before has not gone out yet."""
    User.objects.for_change().get(pk=person.pk)
    if Mail.objects.owed().filter(kind=WELCOME, to=person).exists():
        return False
    _welcome(person, now=now)
    return True


@transaction.atomic
def give_roles(person: User, roles: dict[str, bool]) -> None:
    """Give and take roles. Refused where nobody would be left to administer."""
    locked = _with_administrators(person)
    if locked.is_administrator and locked.is_active and not roles["is_administrator"]:
        _refuse_the_last(person)
    for role in ROLES:
        setattr(person, role, roles[role])
    person.save(update_fields=ROLES)


@transaction.atomic
def deactivate(person: User, *, by: User, now: datetime) -> None:
    """Take access away, and end every session at once. Refused for the last administrator. Twice changes nothing."""
    if _with_administrators(person).is_administrator:
        _refuse_the_last(person)
    person.deactivate(by=by, now=now)
    Session.objects.of(person).delete()


def change_password(person: User, password: str, *, keep: str | None, now: datetime) -> None:
    """Set a new password, end all sessions but the one to keep, and owe a mail that says so."""
    person.set_password(password)
    person.save(update_fields=["password"])
    Session.objects.of(person).except_for(keep).delete()
    tell_of_change(person, "password", now=now)


def _welcome(person: User, *, now: datetime) -> None:
    number = Mail.objects.filter(kind=WELCOME, to=person).count() + 1
    Mail.owe(key=f"welcome:{person.pk}:{number}", kind=WELCOME, to=person, now=now)


def _with_administrators(person: User) -> User:
    """This person as they are now, with all administrators locked in one order, so that two cannot remove each other at once."""
    list(User.objects.administrators().for_change().order_by("pk"))
    return User.objects.for_change().get(pk=person.pk)


def _refuse_the_last(person: User) -> None:
    if not User.objects.administrators().exclude(pk=person.pk).exists():
        raise Refused(LAST.format(person))

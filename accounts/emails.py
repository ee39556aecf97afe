"""Mails of the ground floor."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import Company, Mail, User
from accounts.post import Drop, Letter, writes

WELCOME = "accounts.welcome"
PASSWORD = "accounts.password"  # noqa: S105 -- the kind of a mail
CHANGED = "accounts.changed"
CHANGES = {
    "password": "Your password was changed. Everywhere else you were signed out.",
    "totp_activated": "Signing in now asks for a code from your authenticator app.",
    "totp_deactivated": "Signing in does not ask for a code from your authenticator app any more.",
    "recovery_codes_generated": "New recovery codes were made. The old ones do not work any more.",
}


def password_link(user: User) -> str:
    """The address at which this person chooses their password, once, within three days."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.BASE_URL + reverse("choose_password", args=[uid, default_token_generator.make_token(user)])


@writes(WELCOME)
def welcome(mail: Mail, now: datetime) -> Letter | Drop:
    """The invitation to sign in for the first time."""
    user = mail.to
    if user is None or not user.is_active:
        return Drop("This person's access was taken away before the invitation was sent.")
    context = {"user": user, "company": Company.objects.first(), "link": password_link(user), "now": now}
    subject = render_to_string("emails/welcome.subject.txt", context).strip()
    return Letter(subject=subject, text=render_to_string("emails/welcome.txt", context))


def tell_of_change(user: User, what: str, *, now: datetime) -> Mail:
    """Owe somebody the news that the way they sign in was changed, in case it was not them. `what` is a key of `CHANGES`."""
    return Mail.owe(key=f"changed:{user.pk}:{what}:{now.timestamp():.0f}", kind=f"{CHANGED}.{what}", to=user, now=now)


def changed(mail: Mail, now: datetime) -> Letter | Drop:
    """What was changed, when, and what to do if it was somebody else."""
    user = mail.to
    if user is None or not user.is_active:
        return Drop("This person's access was taken away before the mail was sent.")
    what = mail.kind.removeprefix(f"{CHANGED}.")
    context = {
        "user": user,
        "words": CHANGES[what],
        "at": user.local(mail.planned_at),
        "link": settings.BASE_URL + reverse("forgotten"),
    }
    return Letter(
        subject="Your sign-in to Fairloop was changed", text=render_to_string("emails/changed.txt", context | {"now": now})
    )


for _what in CHANGES:
    writes(f"{CHANGED}.{_what}")(changed)


@writes(PASSWORD)
def new_password(mail: Mail, now: datetime) -> Letter | Drop:
    """The link to choose a new password, for somebody who forgot theirs."""
    user = mail.to
    if user is None or not user.is_active:
        return Drop("This person's access was taken away before the mail was sent.")
    context = {"user": user, "link": password_link(user), "now": now}
    return Letter(subject="Choose a new password for Fairloop", text=render_to_string("emails/password.txt", context))

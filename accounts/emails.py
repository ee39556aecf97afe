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


@writes(PASSWORD)
def new_password(mail: Mail, now: datetime) -> Letter | Drop:
    """The link to choose a new password, for somebody who forgot theirs."""
    user = mail.to
    if user is None or not user.is_active:
        return Drop("This person's access was taken away before the mail was sent.")
    context = {"user": user, "link": password_link(user), "now": now}
    return Letter(subject="Choose a new password for Fairloop", text=render_to_string("emails/password.txt", context))

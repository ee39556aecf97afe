"""Browsers for tests: signing in without the form, and what a page answered."""

from django.test import Client

from accounts.models import User


def signed_in(person: User, **options) -> Client:
    """A browser of this person's own, with the options of `Client`."""
    client = Client(**options)
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def errors(response) -> dict[str, list[str]]:
    """What the form of a page says is wrong, by field."""
    return dict(response.context["form"].errors)

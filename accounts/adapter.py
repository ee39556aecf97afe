"""How sign-in behaves here: nobody signs up; who comes in is noted; what allauth would mail or say, we say ourselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils import timezone

from accounts.emails import CHANGES, tell_of_change
from accounts.models import Event, User
from accounts.sessions import browser_of


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Email and password do not belong together. Try again, or choose a new password below",
        "incorrect_password": "Type the password you sign in with",
        "too_many_login_attempts": "Too many tries. Wait five minutes and try again, or choose a new password below",
        "rate_limited": "Too many tries. Wait five minutes and try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Never: an administrator invites."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, with a note of when, from where and in which browser."""
        super().login(request, user)
        address = self.get_client_ip(request)
        request.session["browser"] = browser_of(request.headers.get("User-Agent", ""))
        request.session["address"] = address
        Event.note("signed in", user, who=user, now=timezone.now(), address=address)

    def logout(self, request: HttpRequest) -> None:
        """Sign out, with a note."""
        if request.user.is_authenticated:
            Event.note("signed out", request.user, who=request.user, now=timezone.now(), address=self.get_client_ip(request))
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a wrong password, if there is somebody it was tried for. The page says the same in both cases."""
        user = User.objects.filter(email=credentials.get("email", "").lower()).first()
        if user:
            Event.note("failed to sign in", user, who=None, now=timezone.now(), address=self.get_client_ip(request))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the pages that follow show what was done."""

    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_kwargs: Any) -> None:
        """Owe the person a mail about a change of how they sign in."""
        what = template_prefix.rpartition("/")[2]
        if what in CHANGES:
            tell_of_change(user, what, now=timezone.now())


class SecondFactor(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is not right. Type the one your app shows now, or a recovery code",
        "cannot_generate_recovery_codes": "Switch on the authenticator app first",
    }

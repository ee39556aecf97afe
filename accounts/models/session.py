"""Session: one browser in which a person is signed in, so that they can see where and end it."""

from datetime import datetime
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from accounts.models.user import User


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, person: User) -> "SessionQuerySet":
        """Where this person signed in."""
        return self.filter(person=person)

    def open(self, now: datetime) -> "SessionQuerySet":
        """Not run out."""
        return self.filter(expire_date__gt=now)

    def except_for(self, key: str | None) -> "SessionQuerySet":
        """All but the one in which this is asked."""
        return self.exclude(session_key=key or "")

    def latest_first(self) -> "SessionQuerySet":
        return self.order_by("-seen_at", "session_key")


class Session(AbstractBaseSession):
    """As Django's, and with columns for what is asked about all sessions of a person. Its key never leaves the cookie."""

    # Not unique: where Django gives a session a new key, the old row and the new one stand side by side for a moment.
    uid = models.UUIDField(null=True, db_index=True)
    person = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    begun_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=45, blank=True)

    objects: ClassVar = BaseSessionManager.from_queryset(SessionQuerySet)()

    def __str__(self) -> str:
        return f"{self.person} in {self.browser}"

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads and writes these rows."""
        from accounts.sessions import SessionStore  # noqa: PLC0415 -- the store needs the model

        return SessionStore

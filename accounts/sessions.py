"""Sessions in the database, each with whose it is: signed out after 12 hours without a request, and after 30 days in any case."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

LONGEST = timedelta(days=30)
NOTED_EVERY = timedelta(minutes=15)  # a session is written when it was last seen so long ago, not at every request
BROWSERS = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
]


class SessionStore(DatabaseStore):
    """Django's store. What it keeps of a signed-in person stands in columns too."""

    @classmethod
    def get_model_class(cls) -> type:
        """Our own rows."""
        from accounts.models import Session  # noqa: PLC0415 -- Django imports this module before the models are ready

        return Session

    def create_model_instance(self, data: dict) -> Any:
        """The row that is about to be written."""
        if SESSION_KEY not in data:
            return super().create_model_instance(data)
        now = int(timezone.now().timestamp())
        data.setdefault("uid", str(uuid4()))
        data.setdefault("begun", now)
        data["seen"] = now
        row: Any = super().create_model_instance(data)
        row.uid, row.person_id = data["uid"], int(data[SESSION_KEY])
        row.begun_at, row.seen_at = _instant(data["begun"]), _instant(now)
        row.browser, row.address = data.get("browser", ""), data.get("address", "")
        return row


def keep_alive(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever uses the site stays signed in, up to the longest time a session may last."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            if now - _instant(request.session.get("begun", 0)) > LONGEST:
                logout(request)
            elif now - _instant(request.session.get("seen", 0)) > NOTED_EVERY:
                request.session.modified = True
        return get_response(request)

    return middleware


def browser_of(agent: str) -> str:
    """A browser in words, as in "Firefox on Linux", from what it says of itself; only ever shown to the person it belongs to."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or re.sub(r"[^\w ./-]", "", agent)[:40].strip() or "Unknown browser"


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

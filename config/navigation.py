"""The main navigation: where this person can go, and where they are."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

#: For each entry the addresses that belong to it, and whether only recruiters and administrators have it.
PLACES = (
    ("Today", "today", r"/(interviews|scorecards|mails)/", False),
    ("Loops", "loops", r"/(loops|jobs|stages|seats|house-rules)/", True),
    ("Candidates", "candidates", r"/(candidates|resumes)/", True),
    ("Debriefs", "debriefs", r"/(debriefs|drills|red-flags|holds)/", False),
    ("Questions", "questions", r"/(questions|kits|coverage|rubric)/", False),
    ("People", "people", r"/(people|audit)/", True),
)


@dataclass(frozen=True)
class Entry:
    """One entry of the top bar; `current` is "page" on its own page, "true" on those that belong to it, else ""."""

    label: str
    url: str
    current: str


def navigation(request: HttpRequest) -> dict[str, object]:
    """The entries of the top bar for the signed-in person."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "viewer": user}
    recruits = user.is_recruiter or user.is_administrator
    entries = [
        Entry(label, reverse(name), _current(request.path, reverse(name), addresses))
        for label, name, addresses, is_for_recruiters in PLACES
        if recruits or not is_for_recruiters
    ]
    return {"navigation": entries, "viewer": user}


def _current(path: str, url: str, addresses: str) -> str:
    if path == url:
        return "page"
    return "true" if re.match(addresses, path) else ""

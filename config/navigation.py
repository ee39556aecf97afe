"""The main navigation: where this person can go, and where they are."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    current: bool


def navigation(request: HttpRequest) -> dict[str, object]:
    """The entries of the top bar for the signed-in person."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": [], "viewer": user}
    places = [("Today", "today", True)]
    recruits = user.is_recruiter or user.is_administrator
    places += [
        ("Loops", "loops", recruits),
        ("Candidates", "candidates", recruits),
        ("Debriefs", "debriefs", True),
        ("Questions", "questions", True),
        ("People", "people", recruits),
    ]
    entries = [(label, reverse(name)) for label, name, shown in places if shown]
    here = max((url for _, url in entries if request.path.startswith(url)), key=len, default="")
    return {"navigation": [Entry(label, url, url == here) for label, url in entries], "viewer": user}

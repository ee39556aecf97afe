"""The audit trail, for administrators."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts import access, trail
from accounts.models import User

PAGE = 50
PAGES = {"user": "person", "candidate": "candidate", "loop": "loop", "interview": "interview", "scorecard": "card"}


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first; `person` and `noun` narrow it, `before` is the last entry of the page before."""
    access.read_audit(request.user)
    person, noun = _number(request.GET.get("person", "")), request.GET.get("noun", "").strip()[:80]
    place = trail.Place.read(request.GET.get("before", ""))
    found = trail.entries(request.user, person=person, noun=noun, before=place, size=PAGE + 1)
    page = found[:PAGE]
    known = User.objects.in_bulk({*_people(page), *([person] if person is not None else [])})
    context = {
        "rows": [_row(entry, known) for entry in page],
        "person": known.get(person),
        "noun": noun,
        "is_narrow": person is not None or bool(noun),
        "before": str(page[-1].place) if len(found) > PAGE else "",
    }
    return TemplateResponse(request, "accounts/audit.html", context)


def _row(entry: trail.Entry, known: dict[int, User]) -> dict[str, object]:
    name, _, number = entry.noun.partition(" ")
    about = known.get(int(number)) if name == "user" and number.isdigit() else None
    return {
        "entry": entry,
        "who": known.get(entry.person),
        "about": about,
        "page": PAGES.get(name, ""),
        "number": number,
        "words": about.name if about else entry.noun.capitalize(),
    }


def _people(page: list[trail.Entry]) -> set[int]:
    """Who did something and whom something was done to."""
    named = {entry.noun.partition(" ")[2] for entry in page if entry.noun.startswith("user ")}
    return {entry.person for entry in page if entry.person is not None} | {int(number) for number in named if number.isdigit()}


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

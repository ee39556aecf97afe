"""Answers to what went wrong before a view could say anything."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was not ours or its page had been open too long: say so, and what to do."""
    return TemplateResponse(request, "403_csrf.html", {"reason": reason}, status=403, headers={"Refused": "csrf"})

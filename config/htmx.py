"""What an action answers: the parts that changed for htmx, a redirect for a plain form."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse


def answer(request: HttpRequest, template: str, context: dict[str, object], *, then: "str | Model") -> HttpResponse:
    """`template` with the changed parts when htmx asked, else a redirect to `then`, so that a button works without htmx too."""
    if request.htmx:  # type: ignore[attr-defined]
        return TemplateResponse(request, template, context)
    return redirect(then)

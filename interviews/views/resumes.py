"""Resumes: the PDF, and what it says, to those who may see the candidate. Each reading is kept."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import Event
from interviews.models import Resume


@cache_control(private=True, no_store=True)
@require_safe
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF as a download, or with `?show` inside a page of ours.

    What is stored is a PDF by content, never anything a browser would run, and is sent as nothing else (nosniff). As a download
    it is sandboxed. Shown, it cannot be: Chromium's PDF viewer does not start in a sandboxed frame. There the viewer's own
    process is the sandbox, only pages of ours may frame it, and a browser that says it wants a whole page gets the download.
    """
    found = _found(request, pk)
    show = "show" in request.GET and request.headers.get("Sec-Fetch-Dest", "iframe") in ("iframe", "frame", "embed", "object")
    response = FileResponse(found.file.open("rb"), as_attachment=not show, filename=found.name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    if show:
        response["X-Frame-Options"] = "SAMEORIGIN"
        response._csp_replace = {"frame-ancestors": ["'self'"]}  # noqa: SLF001 -- how django-csp lets one view differ
    else:
        response._csp_update = {"sandbox": True}  # noqa: SLF001 -- as above
    return response


@cache_control(private=True, no_store=True)
@require_safe
def resume_text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the PDF says, as text: for a small screen, a screen reader, a browser that shows no PDF."""
    found = _found(request, pk)
    return TemplateResponse(request, "candidates/resume_text.html", {"resume": found, "candidate": found.candidate})


def _found(request: HttpRequest, pk: UUID) -> Resume:
    found = get_object_or_404(Resume.objects.visible_to(request.user).select_related("candidate"), pk=pk)
    if request.method == "GET":
        Event.note("read", found, who=request.user, now=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    return found

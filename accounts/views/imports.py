"""Importing a table in the browser: upload, look at each row's fate, have it carried out, watch how far it is."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import importing, tasks
from accounts.access import Refused
from accounts.forms import ImportForm
from accounts.importing import kinds
from accounts.imports import FATES, MOST_ROWS, Unreadable

PAGE = 100
STOP_ASKING = 286  # htmx asks no more once it is answered so


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a table of people or candidates; it is checked at once and kept for its sender to look at."""
    of = kinds[kind]
    of.rule(request.user)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found = importing.upload(of, file.read(), file_name=file.name, by=request.user, now=timezone.now())
        except Unreadable as finding:
            form.add_error("file", str(finding))
        else:
            return redirect("import", pk=found.pk)
    recent = request.user.imports.filter(kind=kind).defer("content", "fates").order_by("-uploaded_at", "pk")[:5]
    context = {"form": form, "kind": of, "home": reverse(of.home), "recent": recent, "most": MOST_ROWS}
    return TemplateResponse(request, "imports/upload.html", context, status=422 if form.errors else 200)


@require_safe
def import_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What becomes of each row, those that are wrong first; once it was asked for, how far it is."""
    found = get_object_or_404(request.user.imports.without_file(), pk=pk)
    of = kinds[found.kind]
    of.rule(request.user)
    shown = request.GET.get("fate", "")
    if shown not in FATES:
        shown = next((fate for fate in FATES if found.counts.get(fate)), "same")
    rows = [fate for fate in found.fates if fate["kind"] == shown]
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    context = {
        "found": found,
        "kind": of,
        "home": reverse(of.home),
        "again": reverse(of.upload),
        "tabs": [(fate, found.counts.get(fate, 0)) for fate in FATES],
        "shown": shown,
        "rows": rows[start : start + PAGE],
        "first": start + 1,
        "last": min(start + PAGE, len(rows)),
        "previous": max(start - PAGE, 0) if start else None,
        "following": start + PAGE if start + PAGE < len(rows) else None,
    }
    return TemplateResponse(request, "imports/import.html", context)


@require_POST
@transaction.atomic
def import_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have it carried out. A second click changes nothing."""
    found = get_object_or_404(request.user.imports.without_file().select_for_update(), pk=pk)
    of = kinds[found.kind]
    of.rule(request.user)
    if found.counts.get("wrong"):
        raise Refused("Some rows cannot be imported. Mend them in your file and upload it again.")
    sends = of.can_invite and request.POST.get("invitations") == "on"
    if found.ask(sends_invitations=sends, now=timezone.now()):
        # The row is what counts; a broker that is away costs a quarter of a minute, until the worker looks by itself.
        transaction.on_commit(tasks.do_imports.delay, robust=True)
    return redirect("import", pk=found.pk)


@require_safe
def import_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, for the page that asks each second until there is nothing more to tell."""
    found = get_object_or_404(request.user.imports.defer("content", "fates"), pk=pk)
    of = kinds[found.kind]
    of.rule(request.user)
    context = {"found": found, "kind": of, "home": reverse(of.home), "is_answer": True}
    over = found.done_at or found.asked_at is None
    return TemplateResponse(request, "imports/_progress.html", context, status=STOP_ASKING if over else 200)

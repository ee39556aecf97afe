"""Taking the bank out as files: asked for, written, downloaded; each download is in the audit trail."""

from uuid import UUID

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Event
from questionbank import access, exports, tasks
from questionbank.models import QuestionExport

STOP_ASKING = 286  # htmx asks no more once it is answered so


@require_POST
def question_exports(request: HttpRequest) -> HttpResponse:
    """Take the bank out. A small one is the answer; a large one is written by the worker, and its page says how far it is."""
    access.write_questions(request.user)
    now = timezone.now()
    with transaction.atomic():
        export = QuestionExport.objects.create(asked_at=now, asked_by=request.user)
        if exports.is_small():
            return _download(request, export, HttpResponse(exports.at_once(export, now=now), content_type="application/zip"))
        transaction.on_commit(tasks.do_question_exports.delay, robust=True)
    return redirect("question_export", pk=export.pk)


@require_safe
def question_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the export is, and its zip once it is written."""
    access.write_questions(request.user)
    return TemplateResponse(request, "questions/export.html", {"export": _found(request, pk)})


@require_safe
def question_export_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, for the page that asks each second."""
    access.write_questions(request.user)
    export = _found(request, pk)
    over = export.done_at or export.trouble
    context = {"export": export, "is_answer": True}
    return TemplateResponse(request, "questions/_export_progress.html", context, status=STOP_ASKING if over else 200)


@require_safe
def question_export_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The zip."""
    access.write_questions(request.user)
    export = _found(request, pk)
    if not export.file:
        raise Http404
    return _download(request, export, FileResponse(export.file.open("rb"), content_type="application/zip"))


def _found(request: HttpRequest, pk: UUID) -> QuestionExport:
    return get_object_or_404(QuestionExport, pk=pk, asked_by=request.user)


def _download(request: HttpRequest, export: QuestionExport, answer: HttpResponse) -> HttpResponse:
    """The zip as a file to keep; the audit trail says who took it."""
    Event.note("exported", export, who=request.user, now=timezone.now(), address=request.META.get("REMOTE_ADDR"))
    answer["Content-Disposition"] = f'attachment; filename="questions-{export.asked_at:%Y-%m-%d}.zip"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

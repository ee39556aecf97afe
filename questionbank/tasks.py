"""What the worker does for the question bank."""

import logging

from celery import shared_task
from django.utils import timezone

from questionbank import exports, importing
from questionbank.models import QuestionExport, QuestionImport

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def do_question_imports(**_later: object) -> None:
    """Read, take and publish what people asked for. Safe to run twice or after a worker died: each is claimed first."""
    for found in QuestionImport.objects.owed().without_file().in_order():
        try:
            importing.carry_out(found, now=timezone.now())
        except Exception:
            # It is tried again after its lease, three times in all, and those behind it in the queue do not wait for that.
            log.exception("question import %s was not carried out", found.pk)


@shared_task(ignore_result=True)
def do_question_exports(**_later: object) -> None:
    """Write the zips that people asked for. Safe to run twice: each is claimed first."""
    for export in QuestionExport.objects.owed().order_by("asked_at", "pk"):
        try:
            exports.carry_out(export, now=timezone.now())
        except Exception:
            log.exception("question export %s was not carried out", export.pk)  # tried again after its lease, three times in all


@shared_task(ignore_result=True)
def forget_question_files(**_later: object) -> None:
    """Delete imports that somebody looked at and left, and the zips of yesterday."""
    now = timezone.now()
    QuestionImport.objects.forgotten(now).delete()
    for export in QuestionExport.objects.stale(now):
        if export.file:
            export.file.delete(save=False)
        export.delete()

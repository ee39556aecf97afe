"""What the worker does for scorecards."""

from celery import shared_task
from django.utils import timezone

from scorecards import question_use


@shared_task(ignore_result=True)
def count_question_use(**_later: object) -> None:
    """Count how questions went since the last round."""
    question_use.count_changed(now=timezone.now())

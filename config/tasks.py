"""What the worker does for the project itself."""

from celery import shared_task
from django.utils import timezone

from config import health


@shared_task(ignore_result=True)
def beat_tick(**_later: object) -> None:
    """Note down that beat sends work and a worker does it."""
    health.record_tick(now=timezone.now())

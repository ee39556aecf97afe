"""What the worker does for the ground floor."""

from celery import shared_task
from django.core.mail import get_connection
from django.utils import timezone

from accounts import post
from accounts.models import Mail

ROUNDS = 50


@shared_task(ignore_result=True)
def send_owed_mail(**_later: object) -> None:
    """Send what is due. Safe to run twice, at the same time, or after a worker died: every mail is claimed first."""
    for _ in range(ROUNDS):
        mails = Mail.objects.claim()
        if not mails:
            return
        with get_connection() as connection:
            for mail in mails:
                post.deliver(mail, connection, now=timezone.now())

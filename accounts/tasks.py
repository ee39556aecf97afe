"""What the worker does for the ground floor."""

import logging

from celery import shared_task
from django.core.mail import get_connection
from django.utils import timezone

from accounts import importing, post
from accounts.models import Import, Mail

ROUNDS = 50

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def send_owed_mail(**_later: object) -> None:
    """Send what is due. Safe to run twice, at the same time, or after a worker died: every mail is claimed first.

    A mail server that is away puts everything back for later; a mail that cannot be written is put back alone.
    """
    for _ in range(ROUNDS):
        mails = Mail.objects.claim()
        if not mails:
            return
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:  # SMTP errors are OSErrors
            for mail in mails:
                mail.put_back(f"The mail server did not answer: {error}", now=timezone.now())
            return
        with connection:
            for mail in mails:
                try:
                    post.deliver(mail, connection, now=timezone.now())
                except Exception as error:
                    # Whatever is wrong with one mail, those behind it in the queue must not wait for it for ever.
                    log.exception("mail %s could not be written", mail.pk)
                    mail.put_back(f"It could not be written: {type(error).__name__}", now=timezone.now())


@shared_task(ignore_result=True)
def do_imports(**_later: object) -> None:
    """Carry out the imports that people asked for. Safe to run twice or after a worker died: each is claimed first."""
    for found in Import.objects.asked_for().without_file().in_order():
        try:
            importing.carry_out(found, now=timezone.now())
        except Exception:
            # It is tried again after its lease, three times in all, and those behind it in the queue do not wait for that.
            log.exception("import %s was not carried out", found.pk)


@shared_task(ignore_result=True)
def forget_imports(**_later: object) -> None:
    """Erase the files of imports that somebody looked at and left."""
    now = timezone.now()
    for found in Import.objects.forgotten(now).without_file():
        found.erase(now=now)

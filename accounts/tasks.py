"""What the worker does for the ground floor."""

import logging
from datetime import datetime

from celery import shared_task
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
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
            _send(mails, connection)


def _send(mails: list[Mail], connection: BaseEmailBackend) -> None:
    """Send what was claimed. When the connection breaks the rest is let go at once: the next round opens another."""
    for number, mail in enumerate(mails, start=1):
        holds = True
        try:
            holds = post.deliver(mail, connection, now=time_of_the_database())
        except Exception as error:
            # Whatever is wrong with one mail, those behind it in the queue must not wait for it for ever.
            log.exception("mail %s could not be written", mail.pk)
            mail.put_back(f"It could not be written: {type(error).__name__}", now=timezone.now())
        if not holds:
            for left in mails[number:]:
                left.postpone(left.due_at)
            return


def time_of_the_database() -> datetime:
    """The one clock that all senders share: whose own is wrong takes nothing for too late and calls no today tomorrow."""
    with database.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


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

"""The post: turns an owed mail into a message at the moment of sending, and hands it to the mail server."""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from accounts.letters import html_of
from accounts.models import Mail

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes
    type: str


@dataclass(frozen=True)
class Letter:
    """What one mail says: its subject, its text, what is attached and, for invitations, the calendar part."""

    subject: str
    text: str
    attachments: list[Attachment] = field(default_factory=list)
    calendar: str = ""
    method: str = ""


@dataclass(frozen=True)
class Drop:
    """This mail no longer holds; the reason stays in the ledger."""

    reason: str


@dataclass(frozen=True)
class Later:
    """This mail holds, but its reader wants it later."""

    until: datetime


Writer = Callable[[Mail, datetime], Letter | Drop | Later]
writers: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register the function that reads the facts again at sending time and writes mails of this kind."""

    def register(writer: Writer) -> Writer:
        writers[kind] = writer
        return writer

    return register


def deliver(mail: Mail, connection: BaseEmailBackend, *, now: datetime) -> bool:
    """Send one claimed mail, or end it in words. An error of the mail server puts it back; nothing is raised for it.

    False when the connection broke, so that nothing more goes over it.
    """
    if mail.journaled_at and mail.tries > 2:
        mail.doubt(now=now)
    elif mail.not_after and now > mail.not_after:
        mail.drop("Its time had passed before it could be sent.", now=now)
    elif not isinstance(letter := writers[mail.kind](mail, now), Letter):
        _hold_back(mail, letter, now=now)
    else:
        message = compose(mail, letter, connection)
        if mail.journal(now=now):
            return _hand_over(mail, message, now=now)
    return True


def _hand_over(mail: Mail, message: EmailMultiAlternatives, *, now: datetime) -> bool:
    """Give a journaled mail to the mail server and write down what it answered; whether the connection still holds."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        _refused(mail, code, f"{code} {_words(words)}", now=now)
    except smtplib.SMTPSenderRefused as refusal:
        # Our own address, not the reader's: once it is mended every mail can go, so none is given up for it.
        mail.put_back(f"{refusal.smtp_code} {_words(refusal.smtp_error)}", now=now)
    except smtplib.SMTPResponseException as answer:
        _refused(mail, answer.smtp_code, f"{answer.smtp_code} {_words(answer.smtp_error)}", now=now)
    except OSError as error:
        mail.put_back(f"The mail server did not answer: {error}", now=now)
        return False
    else:
        mail.mark_sent(now=now)
    return True


def compose(mail: Mail, letter: Letter, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The message for the mail server: one recipient, text and HTML of the same words, the mail's own Message-ID on every try."""
    subject = " ".join(letter.subject.split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[mail.address],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(html_of(subject, letter.text), "text/html")
    if letter.calendar:
        message.attach_alternative(letter.calendar, f"text/calendar; method={letter.method}; charset=utf-8")
    for attachment in letter.attachments:
        message.attach(attachment.name, attachment.content, attachment.type)
    return message


def _hold_back(mail: Mail, why: Drop | Later, *, now: datetime) -> None:
    if isinstance(why, Drop):
        mail.drop(why.reason, now=now)
    else:
        mail.postpone(why.until)


def _refused(mail: Mail, code: int, error: str, *, now: datetime) -> None:
    """Answers of 500 and above are final for this address; the rest pass."""
    if code >= 500:
        mail.give_up(error, now=now)
    else:
        mail.put_back(error, now=now)
    log.warning("mail %s was not taken: %s", mail.pk, error)


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer

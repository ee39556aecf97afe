"""Answers of calendars that a mail gateway posts: as a calendar, as the whole mail, or as a form with either in it.

Nothing here tells who posts what became of it. An answer counts when it is its own attendee's: it names the UID that only their
invitation has, it is of the address the invitation went to, and where the mail came along, that is whom it is from.
"""

import email
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime
from email.message import Message
from email.utils import getaddresses
from itertools import islice

from django.http import HttpRequest

from accounts.access import Refused
from accounts.audit import done_by
from interviews import replies
from interviews.calendar import UNREADABLE
from interviews.models import Invitation
from interviews.turns import Busy

log = logging.getLogger(__name__)

LARGEST = 1024 * 1024
"""Bytes of one mail; those of an answer have some ten thousand."""
MOST = 20
"""Parts of a mail or of a form that are looked at."""
KINDS = ("text/calendar", "application/ics")
BEGIN = b"BEGIN:VCALENDAR"

Found = tuple[bytes, str]
"""A calendar, and the address that the mail with it is from; "" where no mail came along."""


def read(request: HttpRequest) -> list[Found]:
    """Every calendar in what was posted."""
    if request.content_type not in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return list(islice(_of(request.body, sender=""), MOST))
    sender = _address(request.POST.getlist("from"))
    sent = (file for name in request.FILES for file in request.FILES.getlist(name))
    files = (file.read(LARGEST) for file in sent)
    fields = (value.encode() for _, values in request.POST.lists() for value in values)
    posted: Iterable[bytes] = islice((*files, *fields), 4 * MOST)
    return list(islice((found for content in posted for found in _of(content, sender=sender)), MOST))


def take(found: list[Found], *, now: datetime) -> None:
    """Set the answers of the seats that these calendars answer for. What is no answer that counts changes nothing and is logged.

    The same again changes nothing. `Busy` when somebody else just changes that interview: the same in a moment is worth a try.
    """
    known: set[replies.Reply] = set()
    for content, sender in found:
        try:
            reply = replies.read(content)
            if reply not in known:
                known.add(reply)
                _take(reply, sender=sender, now=now)
        except Busy:
            raise
        except (replies.NotAReply, Refused) as finding:
            log.info("an answer that was posted does not count: %s", type(finding).__name__)


def _take(reply: replies.Reply, *, sender: str, now: datetime) -> None:
    invitations = Invitation.objects.filter(uid=reply.uid, person__deactivated_at=None).exclude(person=None)
    invitation = invitations.select_related("person").first()
    if invitation is None or invitation.person is None:
        raise Refused(replies.UNKNOWN)
    if sender not in {"", invitation.person.email}:
        raise Refused("The mail is from another address than the invitation went to.")
    with done_by(user=invitation.person.pk):
        replies.record(reply, by=invitation.person, now=now)


def _of(content: bytes, *, sender: str) -> Iterator[Found]:
    """The calendars in a calendar or a mail."""
    if content.lstrip(b"\xef\xbb\xbf\r\n\t ")[: len(BEGIN)].upper() == BEGIN:
        yield content, sender
        return
    try:
        message = email.message_from_bytes(content)
        parts = [part for part in islice(message.walk(), 4 * MOST) if part.get_content_type() in KINDS]
        calendars = [part.get_payload(decode=True) for part in parts]
        is_from = _from(message)
    except (*UNREADABLE, RecursionError):  # what the parser of the standard library raises for some mails that are none
        return
    for calendar in calendars:
        # With a sender told beside the mail both have to be the same; "?" is nobody's address.
        yield bytes(calendar or b""), is_from if sender in {"", is_from} else "?"


def _from(message: Message) -> str:
    return _address([str(value) for value in message.get_all("From", [])]) or "?"


def _address(values: list[str]) -> str:
    """The one address that is named; "?" for several, "" for none."""
    named = [address.lower() for _, address in getaddresses(values)]
    if not named:
        return ""
    return "?" if len(named) > 1 or not named[0] else named[0]

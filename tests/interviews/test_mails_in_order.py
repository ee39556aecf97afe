"""A loop is planned, moved, one person swapped, cancelled: what each of them finds in their letterbox, in order."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.core import mail as outbox

from accounts import post
from accounts.models import Mail
from interviews import booking
from interviews.booking import Sitting

pytestmark = pytest.mark.django_db
TUESDAY, HOUR = datetime(2026, 3, 3, 10, 0, tzinfo=UTC), timedelta(hours=1)


def send(now: datetime) -> None:
    """What the worker does at this time."""
    connection = outbox.get_connection()
    for mail in Mail.objects.owed().filter(due_at__lte=now).order_by("due_at", "pk"):
        Mail.objects.filter(pk=mail.pk).update(tries=1)
        mail.refresh_from_db()
        post.deliver(mail, connection, now=now)


def letterbox(address: str) -> list[str]:
    return [message.subject for message in outbox.outbox if message.to == [address]]


@pytest.fixture
def mails(loop, lena, ivan, ines, otto, now):
    """The whole story, an hour apart; what was sent lies in the outbox."""
    coding, design = loop.stages.order_by("place")
    sittings = [
        Sitting(coding, TUESDAY, TUESDAY + HOUR, [(ivan, "lead")]),
        Sitting(design, TUESDAY + 2 * HOUR, TUESDAY + 3 * HOUR, [(ines, "lead")]),
    ]
    first, second = booking.book_all(loop, sittings, place="Room 1", by=lena, now=now)
    send(now)
    later = TUESDAY + timedelta(days=1)
    booking.move(first, starts_at=later, ends_at=later + HOUR, by=lena, reason="Ivan is ill", now=now + HOUR)
    send(now + HOUR)
    booking.swap(second.seats.get(), otto, by=lena, now=now + 2 * HOUR)
    send(now + 2 * HOUR)
    for interview in (first, second):
        booking.cancel(interview, by=lena, reason="The role is filled", now=now + 3 * HOUR)
    send(now + 3 * HOUR)
    return outbox.outbox


def test_everybody_is_told_what_concerns_them_in_order(mails):
    assert letterbox("maya@example.org") == [
        "Invitation: Coding with us, Tue 3 Mar, 10:00–11:00 UTC",
        "Invitation: System design with us, Tue 3 Mar, 12:00–13:00 UTC",
        "Changed: Coding with us, Wed 4 Mar, 10:00–11:00 UTC",
        "Changed: System design with us, Tue 3 Mar, 12:00–13:00 UTC",
        "Cancelled: Coding with us, Wed 4 Mar, 10:00–11:00 UTC",
        "Cancelled: System design with us, Tue 3 Mar, 12:00–13:00 UTC",
    ]
    assert letterbox("ivan@example.com") == [
        "Invitation: Coding with Maya Chen, Tue 3 Mar, 10:00–11:00 Lisbon",
        "Changed: Coding with Maya Chen, Wed 4 Mar, 10:00–11:00 Lisbon",
        "Cancelled: Coding with Maya Chen, Wed 4 Mar, 10:00–11:00 Lisbon",
    ]
    assert [subject.partition(":")[0] for subject in letterbox("ines@example.com")] == ["Invitation", "You are no longer needed"]
    assert [subject.partition(":")[0] for subject in letterbox("otto@example.com")] == ["Invitation", "Cancelled"]
    assert len(mails) == 13


def test_each_carries_its_words_in_html_too_and_rewrites_the_same_entry(mails):
    mayas = [message for message in mails if message.to == ["maya@example.org"] and "Coding" in message.subject]

    assert [[part.mimetype.partition(";")[0] for part in message.alternatives] for message in mayas] == [
        ["text/html", "text/calendar"]
    ] * 3
    assert "The role is filled" not in "".join(message.body + message.alternatives[0].content for message in mayas)
    assert all("Maya Chen" in message.alternatives[0].content for message in mayas)
    entries = [icalendar.Calendar.from_ical(message.alternatives[-1].content).events[0] for message in mayas]
    assert [(event["DTSTART"].dt, event["SEQUENCE"]) for event in entries] == [
        (TUESDAY, 0),
        (TUESDAY + timedelta(days=1), 1),
        (TUESDAY + timedelta(days=1), 2),
    ]
    assert len({event["UID"] for event in entries}) == 1

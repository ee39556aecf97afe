"""Invitations through a real mail server: what arrives is one calendar entry in plain sight, whatever people are called."""

import email
import email.policy
import socket
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from aiosmtpd.controller import Controller

from accounts import post
from accounts.models import Mail
from accounts.tasks import send_owed_mail
from interviews import booking

TEN = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=4)


class Letterbox:
    """Takes every mail."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], email.message.EmailMessage]] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 -- the library's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((envelope.rcpt_tos, message))
        return "250 Taken"


@pytest.fixture
def letterbox(settings):
    """A mail server on a free port of this machine, and the settings that lead there."""
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


@pytest.fixture
def booked(loop, ivan, lena):
    maya = loop.candidate
    maya.name = "Maya\r\nBcc: eve@example.com; 😀 王小明"
    maya.save(update_fields=["name"])
    now = datetime.now(UTC)
    stage = loop.stages.get(name="Coding")
    return booking.book(
        stage, starts_at=TEN, ends_at=TEN + timedelta(hours=1), people=[(ivan, "lead")], place="Room; 1\r\nX", by=lena, now=now
    )


def test_an_invitation_arrives_once_with_its_entry(booked, letterbox, ivan):
    send_owed_mail()
    send_owed_mail()

    (to_ivan, message), (to_maya, candidates) = sorted(letterbox.received, key=lambda mail: mail[0])
    assert (to_ivan, to_maya) == (["ivan@example.com"], ["maya@example.org"])
    assert message["Bcc"] is None
    assert message["Subject"].strip().startswith("Invitation: Coding with Maya Bcc: eve@example.com; 😀 王小明, ")
    assert message["Message-ID"] == Mail.objects.get(to=ivan, kind="loop.invitation").message_id
    part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert (part.get_param("method"), part.get_content_charset()) == ("REQUEST", "utf-8")
    event = icalendar.Calendar.from_ical(part.get_content()).events[0]
    assert (event["DTSTART"].dt, str(event["LOCATION"])) == (TEN, "Room; 1 X")
    file = next(part for part in message.iter_attachments() if part.get_filename() == "interview.ics")
    assert icalendar.Calendar.from_ical(file.get_content()).events[0]["UID"] == event["UID"]
    assert "Senior" not in candidates.as_string()


def test_a_mail_server_that_is_away_costs_nothing_but_time(booked, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    send_owed_mail()

    for mail in Mail.objects.filter(kind="loop.invitation"):
        assert (mail.state, mail.sent_at, mail.failed_at) == ("retrying", None, None)
        assert mail.last_error.startswith("The mail server did not answer")
        assert mail.claimed_until > datetime.now(UTC)  # the next try is a while away


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(booked, letterbox, now):
    Mail.owe(key="nobody writes these", kind="no such kind", address="nobody@example.com", now=now)

    send_owed_mail()

    assert sorted(to for to, _ in letterbox.received) == [["ivan@example.com"], ["maya@example.org"]]
    assert Mail.objects.get(kind="no such kind").last_error == "It could not be written: KeyError"


def test_a_mail_that_is_taken_back_while_it_is_written_is_not_sent(booked, letterbox, monkeypatch):
    """The recruiter cancels between the writing and the handing over: what was claimed and then dropped stays here."""
    ours = Mail.objects.get(address="maya@example.org", kind="loop.invitation")
    write = post.writers["loop.invitation"]

    def write_slowly(mail, now):
        letter = write(mail, now)
        if mail == ours:
            Mail.objects.get(pk=ours.pk).drop("The interview was cancelled.", now=now)
        return letter

    monkeypatch.setitem(post.writers, "loop.invitation", write_slowly)
    send_owed_mail()

    assert [to for to, _ in letterbox.received] == [["ivan@example.com"]]

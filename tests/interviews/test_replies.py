"""Answers that a calendar program gave: what is taken, what is refused, and that each counts once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts import post
from accounts.access import Refused
from accounts.models import Mail
from interviews import booking, replies
from interviews.models import Invitation
from tests.clients import errors, signed_in

TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHIPPED = Path(icalendar.__file__).parent / "tests"


@pytest.fixture
def booked(loop, ivan, lena, now):
    """Coding with ivan on Wednesday at 10:00 UTC; the invitations are with them."""
    stage = loop.stages.get(name="Coding")
    interview = booking.book(stage, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead")], place="Room 1", by=lena, now=now)
    Mail.objects.update(tries=1)
    return interview


def reply(interview, person=None, *, said="ACCEPTED", method="REPLY", sequence=None, address=None, uid=None, more="") -> bytes:
    """What the calendar of this person sends, or the candidate's."""
    invitation = Invitation.objects.get(interview=interview, person=person)
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Somebody//Their calendar//EN",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{uid or invitation.uid}",
        f"SEQUENCE:{invitation.sequence if sequence is None else sequence}",
        "DTSTAMP:20260302T093000Z",
        "DTSTART:20260304T100000Z",
        f"ATTENDEE;PARTSTAT={said}:mailto:{address or (person.email if person else 'maya@example.org')}",
        *([more] if more else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join([*lines, ""]).encode()


def hand_in(person, content: bytes):
    return signed_in(person).post("/me/calendar/replies/", {"file": SimpleUploadedFile("reply.ics", content)})


def said(answer) -> list[str]:
    return [str(message) for message in answer.wsgi_request._messages._queued_messages]


def asked(now) -> dict[str, tuple[str, str]]:
    """Sends the invitations that are owed; by address what each entry asks (RSVP) and shows as the answer so far."""
    outbox.outbox.clear()
    for mail in Mail.objects.owed().filter(kind="loop.invitation"):
        post.deliver(mail, outbox.get_connection(), now=now)
    events = {message.to[0]: icalendar.Calendar.from_ical(message.alternatives[-1][0]).events[0] for message in outbox.outbox}
    return {to: (event["ATTENDEE"].params["RSVP"], event["ATTENDEE"].params["PARTSTAT"]) for to, event in events.items()}


def test_an_invitation_asks_its_interviewer_and_keeps_what_they_said(booked, ivan, lena, now):
    first = asked(now)
    booking.answer(booked.seats.get(), by=ivan, accepts=True, now=now)
    booking.move(booked, starts_at=booked.starts_at, ends_at=booked.ends_at, place="Room 2", by=lena, reason="Larger", now=now)

    assert first == {"ivan@example.com": ("TRUE", "NEEDS-ACTION"), "maya@example.org": ("FALSE", "NEEDS-ACTION")}
    assert asked(now) == {"ivan@example.com": ("TRUE", "ACCEPTED"), "maya@example.org": ("FALSE", "NEEDS-ACTION")}


@pytest.mark.usefixtures("monday")
def test_an_answer_from_a_calendar_is_the_answer_of_the_seat(booked, ivan, lena):
    answer = hand_in(lena, reply(booked, ivan))

    assert (answer.status_code, answer.url) == (302, "/me/calendar/replies/")
    assert said(answer) == ["Ivan Interviewer accepted Coding on Wed 4 Mar, 11:00–12:00 Berlin."]
    assert booked.seats.get().answer == "accepted"


@pytest.mark.usefixtures("monday")
def test_who_declines_in_the_calendar_says_why_there(booked, ivan):
    content = reply(booked, ivan, said="DECLINED", more="COMMENT:I am away\\, sorry")

    first, again = hand_in(ivan, content), hand_in(ivan, content)

    assert said(first) == ["Ivan Interviewer declined Coding on Wed 4 Mar, 10:00–11:00 Lisbon."]
    assert said(again) == ["It was recorded before that Ivan Interviewer declined Coding on Wed 4 Mar, 10:00–11:00 Lisbon."]
    seat = booked.seats.get()
    assert (seat.answer, seat.decline_reason) == ("declined", "I am away, sorry")
    assert Mail.objects.filter(kind="loop.invitation", to=ivan).count() == 2  # the invitation, and one cancellation


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sequence": 0}, "This answers another invitation than the one that holds now: Coding on Wed 4 Mar, 16:00–17:00 Berlin."),
        ({"sequence": 9}, "This answers another invitation than the one that holds now: Coding on Wed 4 Mar, 16:00–17:00 Berlin."),
        ({"sequence": "x"}, "This answers another invitation than the one that holds now"),
        ({"uid": "somebody-else@example.com"}, "We sent no invitation that this answers"),
        ({"address": "eve@example.com"}, "This is the answer of eve@example.com; the invitation went to ivan@example.com."),
        ({"said": "TENTATIVE"}, "This answer is neither yes nor no."),
        ({"said": "DELEGATED"}, "This answer is neither yes nor no."),
        ({"method": "REQUEST"}, "This is no reply to an invitation."),
        ({"more": "ATTENDEE;PARTSTAT=ACCEPTED:mailto:two@example.com"}, "This file does not say who answers."),
        ({"more": "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:b"}, "This file answers several entries."),
    ],
)
@pytest.mark.usefixtures("monday")
def test_what_does_not_answer_the_invitation_that_holds_is_refused_in_words(booked, ivan, lena, now, change, sentence):
    booking.move(booked, starts_at=TEN + 5 * HOUR, ends_at=TEN + 6 * HOUR, by=lena, reason="Room taken", now=now)

    answer = hand_in(lena, reply(booked, ivan, **change))

    assert answer.status_code == 422
    assert errors(answer)["file"][0].startswith(sentence)
    assert booked.seats.get().answer == "not answered"


def test_who_declined_does_not_come_back_by_a_late_file(booked, ivan, lena, now):
    accepted = replies.read(reply(booked, ivan))
    replies.record(replies.read(reply(booked, ivan, said="DECLINED")), by=lena, now=now)

    with pytest.raises(Refused, match="Ivan Interviewer has declined Coding"):
        replies.record(accepted, by=lena, now=now)


def test_the_candidates_answer_is_for_the_recruiter_to_act_on(booked, lena, now):
    with pytest.raises(Refused, match="This is the candidate's answer"):
        replies.record(replies.read(reply(booked, said="DECLINED")), by=lena, now=now)


@pytest.mark.parametrize(("who", "taken"), [("ivan", True), ("lena", True), ("ada", True), ("ines", False), ("carla", False)])
def test_people_answer_for_themselves_and_recruiters_hand_in(request, booked, ivan, now, who, taken):
    content = replies.read(reply(booked, ivan))
    by = request.getfixturevalue(who)

    if taken:
        replies.record(content, by=by, now=now)
    else:
        with pytest.raises(Refused, match="We sent no invitation that this answers, or it is not yours to answer"):
            replies.record(content, by=by, now=now)

    assert booked.seats.get().answer == ("accepted" if taken else "not answered")


def test_after_the_start_there_is_nothing_to_answer(booked, ivan, lena):
    booked.start(now=TEN)

    with pytest.raises(Refused, match="This interview has begun"):
        replies.record(replies.read(reply(booked, ivan)), by=lena, now=TEN)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Dear Lena, I will be there.", "This is no calendar file."),
        (b"\x00\xff\xfe%PDF-1.7", "This is no"),
        (b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n", "This file answers several entries."),
        (b"x" * (replies.LARGEST + 1), "This file is too large for a reply."),
    ],
)
def test_what_is_no_reply_is_said_so(content, sentence):
    with pytest.raises(replies.NotAReply, match=sentence):
        replies.read(content)


@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")  # of odd files icalendar says what it made
def test_no_calendar_file_in_the_world_breaks_the_reader():
    found = sorted(SHIPPED.rglob("*.ics"))

    for path in found:
        with pytest.raises(replies.NotAReply, match=r"[.]$"):
            replies.read(path.read_bytes())

    assert len(found) > 100

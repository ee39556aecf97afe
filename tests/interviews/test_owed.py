"""What is owed for an interview after each change, and what the mails say when they are sent."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.core import mail as outbox

from accounts import post
from accounts.models import Mail
from interviews import booking, owed
from interviews.models import Reminder

TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)  # a Wednesday; `now` is Monday 09:00
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)


@pytest.fixture
def booked(loop, ivan, lena, now):
    """Coding with ivan on Wednesday at 10:00 UTC."""
    return booking.book(
        loop.stages.get(name="Coding"),
        starts_at=TEN,
        ends_at=TEN + HOUR,
        people=[(ivan, "lead")],
        place="https://meet.example/1",
        by=lena,
        now=now,
    )


def planned() -> list[tuple]:
    """What is still to be sent, in order: kind, to whom, when, which version."""
    ledger = (
        Reminder.objects.filter(mail__in=Mail.objects.owed())
        .select_related("mail")
        .order_by("mail__due_at", "kind", "mail__address")
    )
    return [(one.kind, one.mail.address, one.mail.due_at, one.version) for one in ledger]


def send(when: datetime) -> list:
    """Send what is due then, as the worker does; the messages in the order of their recipients."""
    outbox.outbox.clear()
    connection = outbox.get_connection()
    for mail in Mail.objects.owed().filter(due_at__lte=when).order_by("due_at", "pk"):
        Mail.objects.filter(pk=mail.pk).update(tries=1)
        mail.refresh_from_db()
        post.deliver(mail, connection, now=when)
    return sorted(outbox.outbox, key=lambda message: message.to)


def entry_of(message):
    """The calendar part of a message, read back."""
    return icalendar.Calendar.from_ical(message.alternatives[-1][0])


def move(interview, starts_at, *, by, now):
    return booking.move(interview, starts_at=starts_at, ends_at=starts_at + HOUR, by=by, reason="Ivan is away", now=now)


def test_booking_owes_invitations_and_reminders(booked, now):
    assert planned() == [
        ("invitation", "ivan@example.com", now, 0),
        ("invitation", "maya@example.org", now, 0),
        ("answer_due", "ivan@example.com", datetime(2026, 3, 3, 8, 30, tzinfo=UTC), 1),
        ("upcoming_day", "ivan@example.com", TEN - DAY, 1),
        ("upcoming_day", "maya@example.org", TEN - DAY, 1),
        ("upcoming_hour", "ivan@example.com", TEN - HOUR, 1),
        ("upcoming_soon", "ivan@example.com", TEN - timedelta(minutes=10), 1),
    ]


def test_no_reminder_is_planned_for_a_time_that_has_passed(loop, ivan, lena, now):
    booking.book(
        loop.stages.get(name="Coding"),
        starts_at=now + 3 * HOUR,
        ends_at=now + 4 * HOUR,
        people=[(ivan, "lead")],
        place="",
        by=lena,
        now=now,
    )

    assert [kind for kind, *_ in planned()] == ["invitation", "invitation", "upcoming_hour", "upcoming_soon"]


def test_a_move_before_anything_was_sent_owes_only_the_new_time(booked, lena, now):
    move(booked, TEN + 5 * HOUR, by=lena, now=now)

    assert planned() == [
        ("invitation", "ivan@example.com", now, 1),
        ("invitation", "maya@example.org", now, 1),
        ("answer_due", "ivan@example.com", datetime(2026, 3, 3, 8, 30, tzinfo=UTC), 2),
        ("upcoming_day", "ivan@example.com", TEN + 5 * HOUR - DAY, 2),
        ("upcoming_day", "maya@example.org", TEN + 5 * HOUR - DAY, 2),
        ("upcoming_hour", "ivan@example.com", TEN + 4 * HOUR, 2),
        ("upcoming_soon", "ivan@example.com", TEN + 5 * HOUR - timedelta(minutes=10), 2),
    ]
    dropped = Mail.objects.filter(dropped_at__isnull=False, kind="loop.upcoming_hour").get()
    assert dropped.drop_reason == "The interview was moved."


def test_a_move_rewrites_the_same_calendar_entry(booked, lena, now):
    before = entry_of(send(now)[0]).events[0]

    move(booked, TEN + 5 * HOUR, by=lena, now=now)
    message = send(now + HOUR)[0]
    after = entry_of(message).events[0]

    assert str(after["UID"]) == str(before["UID"])
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (before["DTSTART"].dt, after["DTSTART"].dt) == (TEN, TEN + 5 * HOUR)
    assert message.subject == "Changed: Coding with Maya Chen, Wed 4 Mar, 15:00–16:00 Lisbon"
    assert "10:00" not in message.body


def test_an_invitation_names_what_its_reader_needs(booked, now):
    message = send(now)[0]

    assert message.to == ["ivan@example.com"]
    assert message.subject == "Invitation: Coding with Maya Chen, Wed 4 Mar, 10:00–11:00 Lisbon"
    assert "When: Wednesday 4 March 2026, 10:00–11:00 Lisbon time (Europe/Lisbon, UTC+00:00)" in message.body
    assert f"http://localhost:8000/interviews/{booked.pk}/" in message.body
    assert message.alternatives[-1][1] == "text/calendar; method=REQUEST; charset=utf-8"
    assert [(name, kind) for name, _, kind in message.attachments] == [("interview.ics", "application/ics")]
    raw = message.message()
    assert [part.get_content_type() for part in raw.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_the_candidates_invitation_holds_nothing_internal(booked, ines, lena, now):
    booking.add_seat(booked, ines, "shadow", by=lena, now=now)

    message = send(now)[2]

    whole = message.message().as_string() + message.body + message.alternatives[-1][0]
    assert message.to == ["maya@example.org"]
    assert "With: Ivan Interviewer, Ines Interviewer" in message.body
    assert [word for word in ("Senior", "kit", "Kit", "shadow", "lead", "/interviews/", "seated") if word in whole] == []


def test_cancelling_tells_those_who_know_and_nobody_else(booked, ines, lena, now):
    send(now)
    booking.add_seat(booked, ines, "shadow", by=lena, now=now + HOUR)  # her invitation is not sent yet

    booking.cancel(booked, by=lena, reason="The role is filled", now=now + HOUR)
    messages = send(now + HOUR)

    assert [message.to for message in messages] == [["ivan@example.com"], ["maya@example.org"]]
    event = entry_of(messages[0]).events[0]
    assert (str(entry_of(messages[0])["METHOD"]), event["SEQUENCE"]) == ("CANCEL", 2)
    assert "The role is filled" in messages[0].body
    assert "The role is filled" not in messages[1].body
    assert planned() == []


def test_a_swap_tells_all_four(booked, ines, lena, now):
    send(now)

    booking.swap(booked.seats.get(), ines, by=lena, now=now + HOUR)
    messages = send(now + HOUR)

    assert [(message.to, message.subject) for message in messages] == [
        (["ines@example.com"], "Invitation: Coding with Maya Chen, Wed 4 Mar, 05:00–06:00 New York"),
        (["ivan@example.com"], "You are no longer needed: Coding with Maya Chen, Wed 4 Mar, 10:00–11:00 Lisbon"),
        (["maya@example.org"], "Changed: Coding with us, Wed 4 Mar, 10:00–11:00 UTC"),
    ]
    assert "With: Ines Interviewer" in messages[2].body
    assert [(kind, who) for kind, who, _, _ in planned()] == [
        ("upcoming_day", "ines@example.com"),
        ("upcoming_day", "maya@example.org"),
        ("upcoming_hour", "ines@example.com"),
        ("upcoming_soon", "ines@example.com"),
    ]


def test_who_comes_back_is_invited_and_reminded_again(booked, ivan, ines, lena, now):
    send(now)
    away = booking.swap(booked.seats.get(), ines, by=lena, now=now)

    booking.swap(away, ivan, by=lena, now=now)

    assert [(kind, who) for kind, who, _, _ in planned() if who == "ivan@example.com"] == [
        ("invitation", "ivan@example.com"),
        ("answer_due", "ivan@example.com"),
        ("upcoming_day", "ivan@example.com"),
        ("upcoming_hour", "ivan@example.com"),
        ("upcoming_soon", "ivan@example.com"),
    ]
    assert [entry_of(message).events[0]["SEQUENCE"] for message in send(now) if message.to == ["ivan@example.com"]] == [2]


def test_declining_ends_the_reminders_of_that_person_alone(booked, ivan, now):
    send(now)

    booking.answer(booked.seats.get(), by=ivan, accepts=False, reason="On holiday", now=now)

    assert [(kind, who) for kind, who, _, _ in planned()] == [
        ("invitation", "ivan@example.com"),
        ("upcoming_day", "maya@example.org"),
    ]


def test_reminders_name_the_time_in_the_readers_zone(booked, ivan, now):
    send(now)
    booking.answer(booked.seats.get(), by=ivan, accepts=True, now=now)

    day = send(TEN - DAY)
    hour = send(TEN - HOUR)

    assert [(message.to, message.subject) for message in day] == [
        (["ivan@example.com"], "Tomorrow: Coding with Maya Chen, Wed 4 Mar, 10:00–11:00 Lisbon"),
        (["maya@example.org"], "Tomorrow: Coding with us, Wed 4 Mar, 10:00–11:00 UTC"),
    ]
    assert [(message.to, message.subject) for message in hour] == [
        (["ivan@example.com"], "In an hour: Coding with Maya Chen, Wed 4 Mar, 10:00–11:00 Lisbon"),
    ]


def test_a_reminder_that_comes_late_is_dropped(booked, now):
    send(now)

    assert send(TEN + timedelta(minutes=1)) == []
    reasons = set(Mail.objects.filter(dropped_at__isnull=False).values_list("drop_reason", flat=True))
    assert reasons == {"Its time had passed before it could be sent."}


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (lambda interview: interview.start(now=TEN - HOUR), "The interview had begun."),
        (
            lambda interview: type(interview).objects.filter(pk=interview.pk).update(no_show_at=TEN - HOUR),
            "The candidate did not come.",
        ),
        (lambda interview: type(interview).objects.filter(pk=interview.pk).update(version=2), "The interview was moved."),
        (
            lambda interview: interview.seats.get().decline("On holiday", now=TEN - HOUR),
            "This person no longer has a seat in the interview.",
        ),
    ],
)
def test_a_reminder_reads_the_facts_when_it_is_sent(booked, now, happens, reason):
    send(now)
    send(TEN - DAY)

    happens(booked)

    assert send(TEN - HOUR) == []
    assert Mail.objects.get(kind="loop.upcoming_hour").drop_reason == reason


def test_a_writer_that_holds_an_old_invitation_drops_it(booked, now):
    mail = Mail.objects.get(kind="loop.invitation", address="ivan@example.com")
    booked.invitations.filter(person__email="ivan@example.com").update(sequence=1)

    post.deliver(mail, outbox.get_connection(), now=now)

    assert (outbox.outbox, mail.drop_reason) == ([], "A later change replaced this one.")


def test_a_scorecard_is_asked_for_an_hour_after_the_real_end(booked, ines, lena, now):
    booking.add_seat(booked, ines, "observer", by=lena, now=now)
    booked.start(now=TEN)
    end = TEN + timedelta(minutes=83)
    booked.end(now=end)

    owed.after_end(booked, now=end)
    owed.after_end(booked, now=end)

    due = [line for line in planned() if line[0].startswith("scorecard")]
    assert due[0] == ("scorecard_due", "ivan@example.com", end + HOUR, 1)
    assert len(due) == 12  # ten mornings more, and a word to the recruiter
    message = send(end + HOUR)[-1]
    assert message.subject == "Your scorecard: Coding with Maya Chen"
    assert f"http://localhost:8000/interviews/{booked.pk}/scorecard/" in message.body


def test_a_scorecard_that_is_in_is_not_asked_for(booked, now):
    booked.start(now=TEN)
    booked.end(now=TEN + HOUR)
    owed.after_end(booked, now=TEN + HOUR)

    owed.drop_scorecard_reminders(booked.seats.get(), "The scorecard is in.", now=TEN + HOUR)

    owed.after_end(booked, now=TEN + 2 * HOUR)  # the browser sends "end" once more
    asked = Mail.objects.filter(kind__startswith="loop.scorecard")
    assert set(asked.values_list("drop_reason", flat=True)) == {"The scorecard is in."}


def test_hours_before_are_counted_in_real_hours_across_a_clock_change(loop, ivan, lena):
    now = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
    starts_at = datetime(2026, 3, 29, 8, 0, tzinfo=UTC)  # Sunday 09:00 in Lisbon, after the clocks went forward at 01:00

    booking.book(
        loop.stages.get(name="Coding"),
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        people=[(ivan, "lead")],
        place="",
        by=lena,
        now=now,
    )

    assert [(kind, due) for kind, who, due, _ in planned() if who == "ivan@example.com"][1:] == [
        ("upcoming_day", datetime(2026, 3, 28, 8, 0, tzinfo=UTC)),
        ("upcoming_hour", datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        ("upcoming_soon", datetime(2026, 3, 29, 7, 50, tzinfo=UTC)),
    ]


def test_names_cannot_write_headers(booked, ivan, maya, now):
    maya.name = "Maya\r\nBcc: eve@example.com"
    maya.save(update_fields=["name"])

    message = send(now)[0]

    assert message.message()["Bcc"] is None
    assert message.recipients() == ["ivan@example.com"]
    assert message.subject.startswith("Invitation: Coding with Maya Bcc: eve@example.com")


def test_what_was_rolled_back_is_not_owed(loop, ivan, lena, now):
    with pytest.raises(booking.Clash):
        booking.book(
            loop.stages.get(name="Coding"),
            starts_at=TEN,
            ends_at=TEN + HOUR,
            people=[(ivan, "lead"), (ivan, "shadow")],
            place="",
            by=lena,
            now=now,
        )

    assert planned() == []

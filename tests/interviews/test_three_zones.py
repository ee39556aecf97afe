"""A recruiter in New York, an interviewer in Kolkata, a candidate in Berlin, over the days on which clocks change.

In 2026 clocks go forward in New York on 8 March and in Berlin on 29 March; in Kolkata never. Pages, mails, calendar entries and
reminders have to speak of one instant, each in the zone of who reads it.
"""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.core import mail as outbox

from accounts import post
from accounts.models import Mail, User
from interviews.models import Candidate, Interview, Reminder
from interviews.models.calendar_link import new_link
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
HOUR, DAY, TEN_MINUTES = timedelta(hours=1), timedelta(hours=24), timedelta(minutes=10)
ZONES = {"lena": "America/New_York", "ivan": "Asia/Kolkata", "maya": "Europe/Berlin"}
#: Friday and Monday around the change in Berlin, and the Monday after the one in New York: what lena types, and the instant it is.
CASES = [
    ("2026-03-09", "09:30", datetime(2026, 3, 9, 13, 30, tzinfo=UTC)),
    ("2026-03-27", "09:30", datetime(2026, 3, 27, 13, 30, tzinfo=UTC)),
    ("2026-03-30", "09:30", datetime(2026, 3, 30, 13, 30, tzinfo=UTC)),
    ("2026-03-28", "21:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # half an hour after Berlin's clocks went forward
]
SPANS = [
    ("Mon 9 Mar, 09:30–10:30 New York", "Mon 9 Mar, 19:00–20:00 Kolkata", "Mon 9 Mar, 14:30–15:30 Berlin"),
    ("Fri 27 Mar, 09:30–10:30 New York", "Fri 27 Mar, 19:00–20:00 Kolkata", "Fri 27 Mar, 14:30–15:30 Berlin"),
    ("Mon 30 Mar, 09:30–10:30 New York", "Mon 30 Mar, 19:00–20:00 Kolkata", "Mon 30 Mar, 15:30–16:30 Berlin"),
    ("Sat 28 Mar, 21:30–22:30 New York", "Sun 29 Mar, 07:00–08:00 Kolkata", "Sun 29 Mar, 03:30–04:30 Berlin"),
]


@pytest.fixture
def world(lena, ivan, maya):
    """Each of the three in a zone of their own."""
    for person in (lena, ivan):
        User.objects.filter(pk=person.pk).update(zone=ZONES["lena" if person == lena else "ivan"])
        person.refresh_from_db()
    Candidate.objects.filter(pk=maya.pk).update(zone=ZONES["maya"])


def sent(when: datetime) -> dict[str, list]:
    """What goes out at that time, by address."""
    outbox.outbox.clear()
    connection = outbox.get_connection()
    for mail in Mail.objects.owed().filter(due_at__lte=when).order_by("due_at", "pk"):
        Mail.objects.filter(pk=mail.pk).update(tries=1)
        mail.refresh_from_db()
        post.deliver(mail, connection, now=when)
    found: dict[str, list] = {}
    for message in outbox.outbox:
        found.setdefault(message.to[0], []).append(message)
    return found


def entry(message) -> tuple[datetime, str]:
    event = icalendar.Calendar.from_ical(message.alternatives[-1][0]).events[0]
    return event["DTSTART"].dt.astimezone(UTC), event["DTSTART"].params["TZID"]


@pytest.mark.parametrize(("on", "at", "instant", "spans"), [(*case, spans) for case, spans in zip(CASES, SPANS, strict=True)])
@pytest.mark.usefixtures("world")
def test_page_mail_entry_and_reminder_agree(loop, lena, ivan, on, at, instant, spans):
    recruiters, interviewers, candidates = spans
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        stage = loop.stages.get(name="Coding")
        typed = {"on": on, "at": at, "minutes": "60", "place": "Room 1", "person_0": "Ivan Interviewer", "role_extra": "shadow"}
        looked = signed_in(lena).post(f"/stages/{stage.pk}/booking/", {**typed, "look": "1"})
        signed_in(lena).post(f"/stages/{stage.pk}/booking/", typed)
        interview = Interview.objects.get()
        interview.seats.get(person=ivan).accept(now=now)
        invitations = sent(now)
        page = signed_in(lena).get(f"/loops/{loop.pk}/").content.decode()
        feed = signed_in(ivan).get(f"/f/{new_link(ivan, now=now).token}/interviews.ics").content
    day_before = sent(instant - DAY)
    hour_before = sent(instant - HOUR)

    # The page: what was typed in New York is one instant, shown to each in their own zone.
    assert interview.starts_at == instant
    assert looked.context["outlook"].times == [("Maya Chen", candidates), ("Ivan Interviewer", interviewers)]
    assert recruiters in page
    # The invitations, and the entries in them.
    to_ivan, to_maya = invitations["ivan@example.com"][0], invitations["maya@example.org"][0]
    assert (to_ivan.subject, to_maya.subject) == (
        f"Invitation: Coding with Maya Chen, {interviewers}",
        f"Invitation: Coding with us, {candidates}",
    )
    assert (entry(to_ivan), entry(to_maya)) == ((instant, "Asia/Kolkata"), (instant, "Europe/Berlin"))
    assert icalendar.Calendar.from_ical(feed).events[0]["DTSTART"].dt.astimezone(UTC) == instant
    # The reminders: 24 hours, one hour and ten minutes of real time before, whatever clocks did in between.
    assert sorted(Reminder.objects.filter(kind__startswith="upcoming").values_list("mail__due_at", flat=True)) == [
        instant - DAY,
        instant - DAY,
        instant - HOUR,
        instant - TEN_MINUTES,
    ]
    assert [message.subject.split(": ", 1)[1] for message in day_before["ivan@example.com"] + hour_before["ivan@example.com"]] == [
        f"Coding with Maya Chen, {interviewers}"
    ] * 2
    assert [message.subject.split(": ", 1)[1] for message in day_before["maya@example.org"]] == [f"Coding with us, {candidates}"]


@pytest.mark.usefixtures("world")
def test_a_move_over_the_change_keeps_the_hour_of_the_wall_and_tells_each_in_their_own(loop, lena, ivan):
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        stage = loop.stages.get(name="Coding")
        typed = {"on": "2026-03-27", "at": "09:30", "minutes": "60", "place": "", "person_0": "Ivan Interviewer"}
        signed_in(lena).post(f"/stages/{stage.pk}/booking/", {**typed, "role_extra": "shadow"})
        interview = Interview.objects.get()
        sent(now)
        form = signed_in(lena).get(f"/interviews/{interview.pk}/move/").context["form"]
        moved = {name: form[name].value() for name in ("minutes", "place")} | {"on": "2026-03-30", "at": "09:30", "reason": "Ill"}
        signed_in(lena).post(f"/interviews/{interview.pk}/move/", moved)
        messages = sent(now)

    assert (form["on"].value().isoformat(), form["at"].value().isoformat()) == ("2026-03-27", "09:30:00")
    subjects = {address: message.subject for address, (message,) in messages.items()}
    assert subjects == {
        "ivan@example.com": "Changed: Coding with Maya Chen, Mon 30 Mar, 19:00–20:00 Kolkata",
        "maya@example.org": "Changed: Coding with us, Mon 30 Mar, 15:30–16:30 Berlin",
    }
    assert {entry(message)[0] for (message,) in messages.values()} == {datetime(2026, 3, 30, 13, 30, tzinfo=UTC)}

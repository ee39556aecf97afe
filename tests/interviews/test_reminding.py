"""Reminders: planned ahead by the reader's own mornings, in sight, taken off and put off, and never for what no longer holds."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox

from accounts import post
from accounts.models import Mail
from interviews import booking, owed, reminding
from interviews.models import Away, Reminder
from tests.clients import signed_in

TEN = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)  # a Friday; `now` is Monday 09:00
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)
IVAN, LENA = "ivan@example.com", "lena@example.com"


def test_mornings_are_those_of_a_weekday_by_the_readers_clock():
    """In Lisbon the clocks go forward in the night to Sunday 29 March."""
    friday = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)

    assert reminding.mornings(ZoneInfo("Europe/Lisbon"), friday, 2) == [
        datetime(2026, 3, 30, 7, 30, tzinfo=UTC),
        datetime(2026, 3, 31, 7, 30, tzinfo=UTC),
    ]
    assert reminding.mornings(ZoneInfo("Asia/Kolkata"), friday, 1) == [datetime(2026, 3, 30, 3, 0, tzinfo=UTC)]


@pytest.fixture
def booked(loop, ivan, lena, now):
    """Coding with ivan on Friday at 10:00 UTC."""
    stage = loop.stages.get(name="Coding")
    return booking.book(stage, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead")], place="", by=lena, now=now)


@pytest.fixture
def held(booked):
    """It ended at 11:00, and the scorecard is owed."""
    booked.start(now=TEN)
    booked.end(now=TEN + HOUR)
    owed.after_end(booked, now=TEN + HOUR)
    return booked


def planned(kind: str) -> list[datetime]:
    return list(Mail.objects.owed().filter(kind=f"loop.{kind}").order_by("due_at").values_list("due_at", flat=True))


def send(when: datetime) -> list[tuple[str, str]]:
    """Send what is due then, as the worker does: to whom, and the subject."""
    outbox.outbox.clear()
    for mail in Mail.objects.owed().filter(due_at__lte=when).order_by("due_at", "pk"):
        Mail.objects.filter(pk=mail.pk).update(tries=1)
        mail.refresh_from_db()
        post.deliver(mail, outbox.get_connection(), now=when)
    return [(message.to[0], message.subject) for message in outbox.outbox]


@pytest.mark.django_db
def test_the_answer_is_asked_of_who_has_not_given_it_and_of_nobody_else(booked, ivan, now):
    assert planned("answer_due") == [datetime(2026, 3, 3, 8, 30, tzinfo=UTC), TEN - 2 * DAY]
    send(now)

    first = send(datetime(2026, 3, 3, 8, 30, tzinfo=UTC))
    booking.answer(booked.seats.get(), by=ivan, accepts=True, now=now + DAY)

    assert first == [(IVAN, "Will you be there? Coding with Maya Chen, Fri 6 Mar, 10:00–11:00 Lisbon")]
    assert planned("answer_due") == []
    assert Mail.objects.filter(drop_reason="Ivan Interviewer accepted.").count() == 1


@pytest.mark.django_db
def test_ten_minutes_before_goes_to_who_interviews(booked, ivan, now):
    send(now)
    booking.answer(booked.seats.get(), by=ivan, accepts=True, now=now)
    send(TEN - DAY)
    send(TEN - HOUR)

    assert send(TEN - timedelta(minutes=10)) == [(IVAN, "In ten minutes: Coding with Maya Chen, Fri 6 Mar, 10:00–11:00 Lisbon")]


@pytest.mark.django_db
def test_a_missing_scorecard_is_asked_for_each_morning_ever_more_clearly_and_then_told(held):
    send(TEN + HOUR)
    due = planned("scorecard_due")
    assert due[0] == TEN + 2 * HOUR
    assert [at.day for at in due[1:]] == [9, 10, 11, 12, 13, 16, 17, 18, 19, 20]  # ten business mornings, no weekend

    said = [line for at in due for line in send(at)]

    about = "Coding with Maya Chen"
    assert said[:5] == [
        (IVAN, f"Your scorecard: {about}"),
        (IVAN, f"Your scorecard: {about}"),
        (IVAN, f"Your scorecard, still missing: {about}"),
        (IVAN, f"Your scorecard, last reminder before others are told: {about}"),
        (IVAN, f"Your scorecard, still missing: {about}"),
    ]
    assert [line for line in said if line[0] == LENA] == [(LENA, f"Late: the scorecard of Ivan Interviewer, {about}")]
    assert [who for who, _ in said].count(IVAN) == 11
    assert send(TEN + 40 * DAY) == []


@pytest.mark.django_db
def test_who_is_away_and_what_is_stale_after_an_outage_is_dropped_with_a_line(held, ivan):
    Away.objects.create(person=ivan, first_on=datetime(2026, 3, 9).date(), last_on=datetime(2026, 3, 9).date())  # noqa: DTZ001
    send(TEN + 2 * HOUR)

    assert send(datetime(2026, 3, 9, 8, 30, tzinfo=UTC)) == []
    late = send(datetime(2026, 3, 12, 9, 0, tzinfo=UTC))  # nothing was sent on Tuesday and Wednesday

    assert sorted(who for who, _ in late) == [IVAN, LENA]
    reasons = Mail.objects.filter(kind="loop.scorecard_due", dropped_at__isnull=False).order_by("due_at")
    assert list(reasons.values_list("drop_reason", flat=True)) == [
        "Ivan Interviewer is away today.",
        *["Its time had passed before it could be sent."] * 2,
    ]


@pytest.mark.django_db
def test_a_recruiter_takes_a_reminder_off_and_no_other_change_brings_it_back(booked, ines, ivan, lena, now, monday):
    address = f"/interviews/{booked.pk}/reminders/"
    line = Reminder.objects.get(kind="upcoming_hour")
    invitation = Reminder.objects.filter(kind="invitation").first()
    assert "Take off" in signed_in(lena).get(address).content.decode()
    assert "maya@example.org" not in signed_in(ivan).get(address).content.decode()
    assert signed_in(ivan).post(f"/reminders/{line.pk}/removal/").status_code == 403
    assert signed_in(lena).post(f"/reminders/{invitation.pk}/removal/").status_code == 404

    signed_in(lena).post(f"/reminders/{line.pk}/removal/")
    booking.add_seat(booked, ines, "shadow", by=lena, now=now)

    line = Reminder.objects.select_related("mail").get(pk=line.pk)
    assert (line.mail.state, line.mail.drop_reason) == ("dropped", "Taken off by Lena Recruiter.")
    assert "Taken off by Lena Recruiter." in signed_in(lena).get(address).content.decode()


@pytest.mark.django_db
def test_reminders_of_a_scorecard_are_put_off_but_not_the_warning(held, ivan, otto):
    address = f"/interviews/{held.pk}/reminders/"
    with time_machine.travel(datetime(2026, 3, 9, 9, 0, tzinfo=UTC), tick=False):  # Monday
        assert "Remind me a working day later" in signed_in(ivan).get(address).content.decode()
        signed_in(ivan).post(f"{address}delay/")

    due = planned("scorecard_due")

    assert due[0] == datetime(2026, 3, 11, 8, 30, tzinfo=UTC)  # Wednesday, the warning
    assert "Ivan Interviewer put it off until Wed 11 Mar." in signed_in(ivan).get(address).content.decode()
    assert signed_in(otto).get(address).status_code == 404


@pytest.mark.django_db
def test_a_recruiter_who_owes_a_scorecard_learns_of_no_other(held, loop, lena, now):
    stage = loop.stages.get(name="System design")
    booking.book(stage, starts_at=TEN + DAY, ends_at=TEN + DAY + HOUR, people=[(lena, "lead")], place="", by=lena, now=now)

    page = signed_in(lena).get(f"/interviews/{held.pk}/reminders/").content.decode()

    assert "Scorecard" not in page.split("<table", 1)[1]
    assert LENA not in [who for who, subject in send(datetime(2026, 3, 12, 9, 0, tzinfo=UTC)) if subject.startswith("Late")]

"""Calendars of one's own that are read: what is kept, what a broken one leaves, who sees what of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from interviews import fetching, reading_calendars
from interviews.models import Busy, CalendarFeed
from interviews.models.calendar_feed import MOST
from interviews.tasks import read_calendar, read_calendars
from tests.clients import errors, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TUESDAY_TEN = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADDRESS = "https://calendar.example.com/secret/basic.ics"


def ics(*hours: int, title: str = "Dentist") -> bytes:
    """A calendar with an hour of something on Tuesday at each of these hours, UTC."""
    events = [
        f"BEGIN:VEVENT\r\nUID:{hour}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:{title}\r\n"
        f"DTSTART:20260303T{hour:02}0000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
        for hour in hours
    ]
    return "".join(["BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n", *events, "END:VCALENDAR\r\n"]).encode()


def busy() -> list[datetime]:
    return sorted(row.during.lower for row in Busy.objects.all())


@pytest.fixture
def web(monkeypatch):
    """The internet: what stands at each address, or why it cannot be read."""
    there: dict[str, bytes | str] = {}

    def fetch(address: str) -> bytes:
        found = there[address]
        if isinstance(found, str):
            raise fetching.Unreachable(found)
        return found

    monkeypatch.setattr(fetching, "fetch", fetch)
    return there


@pytest.fixture
def feed(ivan, now, web) -> CalendarFeed:
    """Ivan's calendar, read once: something at 10 and at 12 on Tuesday."""
    feed = reading_calendars.add_address(ivan, ADDRESS, now=now)
    spans = [(TUESDAY_TEN + number * HOUR, TUESDAY_TEN + (number + 1) * HOUR) for number in (0, 2)]
    feed.keep(spans, left_out=0, until=datetime(2027, 3, 7, 9, tzinfo=UTC), now=now)
    return feed


def upload(person, content: bytes, name: str = "mine.ics"):
    return signed_in(person).post("/me/calendar/files/", {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_read_at_once_and_only_its_times_are_kept(ivan):
    answer = upload(ivan, ics(10, 12))

    assert (answer.status_code, answer.url) == (302, "/me/calendar/")
    assert busy() == [TUESDAY_TEN, TUESDAY_TEN + 2 * HOUR]
    assert "Dentist" not in str(list(Busy.objects.values())) + str(list(CalendarFeed.objects.values()))
    page = signed_in(ivan).get("/me/calendar/").content.decode()
    assert "2 busy times until 7 March 2027, read Mon 2 Mar, 09:00 Lisbon." in page


def test_the_same_file_again_takes_the_place_of_the_first(ivan):
    upload(ivan, ics(10, 12))
    upload(ivan, ics(14))

    assert busy() == [TUESDAY_TEN + 4 * HOUR]
    assert CalendarFeed.objects.count() == 1


def test_what_is_no_calendar_is_told_at_the_field(ivan):
    answer = upload(ivan, b"<html>")

    assert answer.status_code == 422
    assert errors(answer) == {"file": ["This is no calendar that can be read. Export it again as an .ics file."]}
    assert CalendarFeed.objects.count() == 0


def test_an_address_is_read_by_the_worker(ivan, web, django_capture_on_commit_callbacks, monkeypatch):
    asked = []
    monkeypatch.setattr(read_calendar, "delay", lambda **kwargs: asked.append(kwargs))
    web[ADDRESS] = ics(10)
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed_in(ivan).post("/me/calendar/feeds/", {"address": "webcal://calendar.example.com/secret/basic.ics"})
    assert "Waiting" in signed_in(ivan).get("/me/calendar/").content.decode()

    (again,) = asked
    read_calendar(**again)

    assert (answer.status_code, busy()) == (302, [TUESDAY_TEN])
    page = signed_in(ivan).get("/me/calendar/").content.decode()
    assert "calendar.example.com" in page
    assert "/secret/" not in page


@pytest.mark.parametrize("typed", ["http://calendar.example.com/", "https://10.0.0.1/x.ics", "", "x" * 2001])
def test_an_address_that_is_not_of_the_internet_is_refused_and_kept_in_the_field(ivan, typed):
    answer = signed_in(ivan).post("/me/calendar/feeds/", {"address": typed})

    assert answer.status_code == 422
    assert list(errors(answer)) == ["address"]
    assert answer.context["address_form"]["address"].value() == typed
    assert CalendarFeed.objects.count() == 0


def test_a_calendar_is_read_again_and_follows_what_changed(feed, web, now):
    kept = Busy.objects.get(during__contains=TUESDAY_TEN).pk
    web[ADDRESS] = ics(10, 15)
    CalendarFeed.objects.update(due_at=now - HOUR)

    reading_calendars.refresh(feed, now=now + HOUR)

    assert busy() == [TUESDAY_TEN, TUESDAY_TEN + 5 * HOUR]
    assert Busy.objects.get(during__contains=TUESDAY_TEN).pk == kept  # what did not change was not written


def test_a_calendar_that_breaks_keeps_what_was_read_and_says_so(feed, ivan, web, now):
    web[ADDRESS] = "There is no calendar at this address any more (it answers 404). Copy the address again."
    feed.ask(now=now - HOUR)
    reading_calendars.refresh(feed, now=now + HOUR)

    assert busy() == [TUESDAY_TEN, TUESDAY_TEN + 2 * HOUR]
    page = signed_in(ivan).get("/me/calendar/").content.decode()
    assert "Since Mon 2 Mar, 10:00 Lisbon: There is no calendar at this address any more (it answers 404)." in page
    assert "2 busy times until 7 March 2027, read Mon 2 Mar, 09:00 Lisbon. They still count." in page

    web[ADDRESS] = "Nothing could be read at this address."
    feed.ask(now=now - HOUR)
    reading_calendars.refresh(feed, now=now + 2 * HOUR)
    feed.refresh_from_db()
    assert (feed.failing_since, feed.problem) == (now + HOUR, "Nothing could be read at this address.")

    web[ADDRESS] = ics(10)
    feed.ask(now=now - HOUR)
    reading_calendars.refresh(feed, now=now + 3 * HOUR)
    feed.refresh_from_db()
    assert (feed.failing_since, feed.problem, busy()) == (None, "", [TUESDAY_TEN])


def test_two_workers_read_it_once(feed, web, now):
    feed.ask(now=now - HOUR)

    assert [feed.claim(), feed.claim()] == [True, False]


def test_each_round_asks_for_what_is_due_and_of_people_with_access(feed, ines, ada, now, monkeypatch):
    asked = []
    monkeypatch.setattr(read_calendar, "apply_async", lambda **options: asked.append(options["kwargs"]["feed_id"]))
    CalendarFeed.objects.create(person=ines, file_name="mine.ics", added_at=now)
    other = reading_calendars.add_address(ines, ADDRESS, now=now)
    CalendarFeed.objects.filter(pk=feed.pk).update(due_at=datetime(2099, 1, 1, tzinfo=UTC))

    read_calendars()
    ines.deactivate(by=ada, now=now)
    read_calendars()

    assert asked == [other.pk]


def test_who_books_is_told_and_decides(feed, lena, ivan, loop):
    stage = loop.stages.get(name="Coding")
    typed = {"on": "2026-03-03", "minutes": "60", "person_0": "Ivan Interviewer", "role_extra": "shadow", "look": "1"}

    taken, free = (
        signed_in(lena).post(f"/stages/{stage.pk}/booking/", {**typed, "at": at}).context["outlook"].warnings
        for at in ("11:30", "12:00")  # in Berlin: half an hour into it, and right after it
    )

    assert (taken, free) == (["Ivan Interviewer has something else in their calendar then."], [])


def test_ones_calendars_are_ones_own(feed, ines, ivan):
    assert [signed_in(ines).post(f"/me/calendar/feeds/{feed.pk}/{what}/").status_code for what in ("reading", "removal")] == [
        404,
        404,
    ]

    signed_in(ivan).post(f"/me/calendar/feeds/{feed.pk}/removal/")

    assert (CalendarFeed.objects.count(), busy()) == (0, [])


def test_there_are_at_most_five(ivan, now):
    for number in range(MOST):
        reading_calendars.add_address(ivan, f"https://calendar.example.com/{number}", now=now)

    answer = signed_in(ivan).post("/me/calendar/feeds/", {"address": ADDRESS})

    assert errors(answer) == {"address": ["You have 5 calendars here, the most there can be. Take one away first."]}


def test_the_database_keeps_a_feed_an_address_or_a_file(ivan, now):
    for fields in (
        {"address": ADDRESS},
        {"file_name": "a", "due_at": now},
        {},
        {"address": ADDRESS, "file_name": "a", "due_at": now},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarFeed.objects.create(person=ivan, added_at=now, **fields)

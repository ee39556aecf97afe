"""What one's own calendar program reads: a feed at a secret address, a file, and links to calendars of others."""

import logging
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import icalendar
import pytest
import structlog
from django.test import Client

from accounts.models import User
from interviews import booking, own_calendar
from interviews.models import CalendarLink
from interviews.models.calendar_link import new_link, revoke_link
from interviews.templatetags.calendars import calendar_links
from tests.clients import signed_in
from tests.factories import make_seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
TEN = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def booked(loop, ivan, lena, now):
    """Coding with ivan on Wednesday at 10:00 UTC."""
    stage = loop.stages.get(name="Coding")
    return booking.book(stage, starts_at=TEN, ends_at=TEN + HOUR, people=[(ivan, "lead")], place="Room 1", by=lena, now=now)


@pytest.fixture
def link(ivan, now) -> CalendarLink:
    return new_link(ivan, now=now)


def feed(token: str, **headers: str):
    return Client().get(f"/f/{token}/interviews.ics", headers=headers)


def events(answer) -> list:
    return icalendar.Calendar.from_ical(answer.content).events


def test_a_feed_shows_time_and_place_and_names_nobody(booked, link, ivan, ines, now):
    booking.add_seat(booked, ines, "shadow", by=booked.booked_by, now=now)

    answer = feed(link.token)

    (event,) = events(answer)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Interview", "Room 1")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (TEN, TEN + HOUR)
    assert event["DTSTART"].params["TZID"] == "Europe/Lisbon"
    assert str(event["UID"]) == booked.invitations.get(person=ivan).uid
    for word in ("Maya", "Ines", "Ivan", "Coding", "Backend", "ATTENDEE", "ORGANIZER", "METHOD"):
        assert word not in answer.content.decode()


def test_a_feed_follows_what_is_changed(booked, link, lena, now):
    booking.move(booked, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, by=lena, reason="Room taken", now=now)
    (moved,) = events(feed(link.token))
    booking.cancel(booked, by=lena, reason="Filled", now=now)

    assert (moved["DTSTART"].dt, moved["SEQUENCE"]) == (TEN + HOUR, 1)
    assert events(feed(link.token)) == []


def test_a_feed_is_not_sent_again_while_it_is_the_same(booked, link, lena, now):
    first = feed(link.token)
    again = feed(link.token, if_none_match=first["ETag"])
    booking.move(booked, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, by=lena, reason="Room taken", now=now)

    assert (again.status_code, again.content) == (304, b"")
    assert feed(link.token, if_none_match=first["ETag"]).status_code == 200


def test_a_feed_reads_the_token_alone_and_gives_no_cookie(booked, link, lena):
    strangers = feed(link.token)
    lenas = signed_in(lena).get(f"/f/{link.token}/interviews.ics")

    assert strangers.content == lenas.content
    assert (dict(strangers.cookies), dict(lenas.cookies)) == ({}, {})
    assert strangers["Cache-Control"] == "private, no-cache"
    assert (strangers["Referrer-Policy"], strangers["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert Client().post(f"/f/{link.token}/interviews.ics").status_code == 405


@pytest.mark.parametrize("end", ["revoked", "another one", "no access", "altered"])
def test_an_address_that_is_closed_is_not_found(booked, link, ivan, ada, now, end):
    token = link.token
    if end == "revoked":
        revoke_link(ivan, now=now)
    elif end == "another one":
        assert feed(new_link(ivan, now=now).token).status_code == 200
    elif end == "no access":
        User.objects.filter(pk=ivan.pk).update(deactivated_at=now, deactivated_by=ada)
    else:
        token = ("A" if token[0] != "A" else "B") + token[1:]

    assert feed(token).status_code == 404


def test_guessing_is_slowed_down():
    answers = [feed(f"guess-{number}").status_code for number in range(21)]

    assert answers == [404] * 20 + [429]


def test_the_token_is_128_bits_and_neither_in_the_database_nor_in_the_log(link, caplog):
    row = CalendarLink.objects.values().get()

    assert len(link.token) == 22
    assert link.token not in str(row)
    with caplog.at_level(logging.INFO), structlog.testing.capture_logs():
        feed(link.token)
    assert link.token not in caplog.text


def test_i_make_and_close_my_address_on_my_page(ivan, booked):
    client = signed_in(ivan)
    assert "Make an address" in client.get("/me/calendar/").content.decode()

    client.post("/me/calendar/address/")
    first = client.get("/me/calendar/").context["address"]
    client.post("/me/calendar/address/")
    second = client.get("/me/calendar/").context["address"]
    opened = [client.get(urlsplit(address).path).status_code for address in (first, second)]
    client.post("/me/calendar/address/removal/")

    assert opened == [404, 200]
    assert client.get(urlsplit(second).path).status_code == 404
    assert client.get("/me/calendar/").context["address"] == ""


def test_a_file_holds_one_interview_and_is_for_who_has_a_seat_in_it(booked, ivan, ines, lena):
    answer = signed_in(ivan).get(f"/interviews/{booked.pk}/entry/")

    assert [str(event["UID"]) for event in events(answer)] == [booked.invitations.get(person=ivan).uid]
    assert answer["Content-Disposition"] == 'attachment; filename="interview.ics"'
    assert [signed_in(person).get(f"/interviews/{booked.pk}/entry/").status_code for person in (ines, lena)] == [404, 404]


def test_a_link_to_another_companys_calendar_names_nobody(booked):
    google, outlook = [(name, urlsplit(address)) for name, address in calendar_links(booked)]
    page = f"http://localhost:8000/interviews/{booked.pk}/"

    assert (google[0], google[1].netloc, parse_qs(google[1].query)) == (
        "Google",
        "calendar.google.com",
        {"action": ["TEMPLATE"], "text": ["Interview"], "dates": ["20260304T100000Z/20260304T110000Z"], "details": [page]},
    )
    assert (outlook[0], outlook[1].netloc, parse_qs(outlook[1].query)["startdt"]) == (
        "Outlook",
        "outlook.office.com",
        ["2026-03-04T10:00:00Z"],
    )


def test_a_feed_costs_as_many_queries_for_two_interviews_as_for_one(booked, ivan, ines_interview, now, django_assert_num_queries):
    with django_assert_num_queries(2):
        one = own_calendar.feed_of(ivan, now=now)
    make_seat(interview=ines_interview, person=ivan, role="shadow")

    with django_assert_num_queries(2):
        two = own_calendar.feed_of(ivan, now=now)

    assert (one.count("BEGIN:VEVENT"), two.count("BEGIN:VEVENT")) == (1, 2)

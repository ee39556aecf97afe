"""What a candidate was told is kept, a change of it is seen, told with one click, and counted."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from interviews import booking, promises
from interviews.models import Loop, Promise
from tests.clients import signed_in
from tests.interviews.test_reminding import booked, send  # noqa: F401 -- a fixture among them

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 3, 6, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_an_invitation_is_a_promise_of_kind_minutes_level_and_people(booked, ivan, ines, lena, now):  # noqa: F811 -- the fixture
    booking.add_seat(booked, ines, "observer", by=lena, now=now)

    assert [promise.told for promise in Promise.objects.order_by("pk")] == [
        {"kind": "Coding", "minutes": 60, "level": "Senior", "people": [[ivan.pk, "Ivan Interviewer"]]}
    ] * 2


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("kind", "System design", ["told Coding, now System design"]),
        ("minutes", 90, ["told 60 minutes, now 90 minutes"]),
        ("level", "Staff", ["told Senior level, now Staff level"]),
        ("people", [[1, "Ivan I. Interviewer"]], []),  # a new name is the same person
        ("people", [[2, "Ines Interviewer"]], ["told Ivan Interviewer, now Ines Interviewer"]),
        ("people", [], ["told Ivan Interviewer, now nobody instead"]),
    ],
)
def test_what_is_otherwise_is_said(name, value, words):
    told = {"kind": "Coding", "minutes": 60, "level": "Senior", "people": [[1, "Ivan Interviewer"]]}

    assert promises.differences(told, {**told, name: value}) == words


def test_who_declines_after_the_candidate_was_told_is_seen_and_told_with_one_click(booked, ivan, lena, now, monday):  # noqa: F811
    send(now)
    booking.answer(booked.seats.get(), by=ivan, accepts=False, reason="On holiday", now=now)
    address, sentence = (
        f"/loops/{booked.stage.loop_id}/",
        "Maya Chen was told otherwise: told Ivan Interviewer, now nobody instead.",
    )
    client = signed_in(lena)
    assert sentence in client.get(address).content.decode()

    client.post(f"/interviews/{booked.pk}/notice/")

    assert sentence not in client.get(address).content.decode()
    assert ("maya@example.org", "Changed: Coding with us, Fri 6 Mar, 10:00–11:00 UTC") in send(now + HOUR)
    client.post(f"/interviews/{booked.pk}/notice/")
    assert Promise.objects.count() == 2  # who knows is not told again


def test_promises_kept_are_counted_by_what_was_sent_before_the_start(booked, ines, lena, now):  # noqa: F811 -- the fixture
    send(now)
    booking.swap(booked.seats.get(), ines, by=lena, now=TEN - HOUR)  # this change is never sent
    booked.start(now=TEN)
    booked.end(now=TEN + HOUR)

    found = promises.kept(Loop.objects.all(), now=TEN + HOUR)

    assert (found.percent, found.held, found.broken) == (0, 1, [(booked, ["told Ivan Interviewer, now Ines Interviewer"])])
    with time_machine.travel(TEN + HOUR, tick=False):
        page = signed_in(lena).get("/promises/").content.decode()
    assert "0 of 1 interview was as told" in page
    assert promises.kept(Loop.objects.all(), now=TEN + timedelta(days=91)).percent is None

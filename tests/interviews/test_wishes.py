"""Reminders as people want them, and candidates who wait for a word."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine

from accounts.models import Mail
from interviews import booking, waiting
from interviews.models import Loop, MailWish, Reminder
from tests.clients import signed_in
from tests.factories import LONG_AGO, make_interview
from tests.interviews.test_reminding import DAY, HOUR, IVAN, LENA, booked, send  # noqa: F401 -- a fixture among them

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)  # the day before the interview of `booked`
FIVE_DAYS = timedelta(days=5)


@pytest.fixture
def accepted(booked, ivan, now):  # noqa: F811 -- it is the fixture
    send(now)
    booking.answer(booked.seats.get(), by=ivan, accepts=True, now=now)
    return booked


def test_one_mail_a_day_tells_what_holds_and_urgent_ones_come_by_themselves(accepted, ivan):
    MailWish.objects.create(person=ivan, digest_at=time(17))
    folded = Reminder.objects.get(kind="upcoming_day", mail__to=ivan)

    assert [who for who, _ in send(THURSDAY)] == ["maya@example.org"]
    told = send(datetime(2026, 3, 5, 17, 0, tzinfo=UTC))

    folded = Reminder.objects.select_related("mail").get(pk=folded.pk)
    assert folded.mail.drop_reason == "It is in the digest of Thu 5 Mar."
    assert told == [(IVAN, "Today: 1 thing for you")]
    assert send(THURSDAY + DAY - HOUR) == [(IVAN, "In an hour: Coding with Maya Chen, Fri 6 Mar, 10:00–11:00 Lisbon")]


def test_a_digest_of_nothing_that_holds_is_not_sent(accepted, ivan, lena):
    MailWish.objects.create(person=ivan, digest_at=time(17))
    send(THURSDAY)

    booking.cancel(accepted, by=lena, reason="The role is filled", now=THURSDAY + HOUR)

    assert (IVAN, "Today: 1 thing for you") not in send(datetime(2026, 3, 5, 17, 0, tzinfo=UTC))
    assert Mail.objects.get(kind="digest").drop_reason == "Nothing of it holds any more."


def test_nothing_that_can_wait_comes_in_quiet_hours(accepted, ivan):
    MailWish.objects.create(person=ivan, quiet_from=time(9), quiet_until=time(13, 30))

    assert [who for who, _ in send(THURSDAY)] == ["maya@example.org"]
    assert [who for who, _ in send(datetime(2026, 3, 5, 13, 30, tzinfo=UTC))] == [IVAN]


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2026, 3, 28, 20, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 28, 21, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),  # clocks go forward that night
        (datetime(2026, 3, 29, 5, 59, tzinfo=UTC), datetime(2026, 3, 29, 6, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 6, 0, tzinfo=UTC), None),
    ],
)
def test_quiet_hours_go_over_midnight_by_the_readers_clock(ivan, at, until):
    from interviews.wishes import quiet_until  # noqa: PLC0415 -- only this needs it

    wish = MailWish(person=ivan, quiet_from=time(21), quiet_until=time(7))

    assert quiet_until(wish, ivan.tz, at) == until


def test_wishes_are_kept_and_half_ones_refused(ivan, monday):
    client = signed_in(ivan)

    assert client.post("/me/reminders/", {"digest": "08:00", "quiet_from": "21:00", "quiet_until": ""}).status_code == 422
    assert client.post("/me/reminders/", {"digest": "08:00", "quiet_from": "21:00", "quiet_until": "07:00"}).status_code == 302

    wish = MailWish.objects.get(person=ivan)
    assert (wish.digest_at, wish.quiet_from, wish.quiet_until) == (time(8), time(21), time(7))
    assert 'value="07:00"' in client.get("/me/reminders/").content.decode()


def test_a_candidate_without_a_word_is_shown_and_told_until_somebody_says_one(loop, ivan, lena, now):
    monday = LONG_AGO + timedelta(days=7)  # 12 January, 09:00 UTC: ten in Berlin
    waits = list(waiting.waiting(Loop.objects.all(), now=LONG_AGO + FIVE_DAYS - HOUR))
    for hour in range(24):
        waiting.tell_recruiters(now=monday + hour * HOUR)

    assert waits == []
    assert list(Mail.objects.filter(kind="loop.candidate_waits").values_list("address", flat=True)) == [LENA]
    assert send(monday) == [(LENA, "Maya Chen waits for a word: 7 days")]
    with time_machine.travel(monday, tick=False):
        client = signed_in(lena)
        assert "Candidates without a word from us" in client.get("/").content.decode()
        assert "has had no word from us for 1\xa0week" in client.get(f"/loops/{loop.pk}/").content.decode()
        client.post(f"/loops/{loop.pk}/contacts/", {"words": "Called her, the panel meets on Friday"})
        assert "Candidates without a word from us" not in client.get("/").content.decode()
    later = monday + FIVE_DAYS + DAY
    assert [one.told_at for one in waiting.waiting(Loop.objects.all(), now=later)] == [monday]
    make_interview(stage=loop.stages.get(name="Coding"), lead=ivan, starts_at=later + DAY)
    assert list(waiting.waiting(Loop.objects.all(), now=later)) == []

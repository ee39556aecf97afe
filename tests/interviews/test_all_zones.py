"""The clocks of the whole world, at every change from 2024 to 2030: no typed time is moved, no day loses an hour unseen."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from interviews import clock
from interviews.booking_forms import MoveForm, WhenForm
from interviews.models import Interview

FIRST, WEEK = datetime(2024, 1, 1, tzinfo=UTC), timedelta(days=7)
WEEKS = [FIRST + number * WEEK for number in range(366)]  # to the first days of 2031
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
Change = tuple[ZoneInfo, datetime, timedelta, timedelta]


@cache
def changes() -> list[Change]:
    """Zone, instant, offset before and after, of every change of a clock; one zone for all that change at the same instants."""
    histories: dict[tuple, list[Change]] = {}
    for name in sorted(available_timezones()):
        found = list(changes_of(ZoneInfo(name)))
        histories.setdefault(tuple(change[1:] for change in found), found)
    return [change for found in histories.values() for change in found]


def changes_of(zone: ZoneInfo) -> Iterator[Change]:
    """No clock changes twice in a week."""
    offsets = [at.astimezone(zone).utcoffset() for at in WEEKS]
    for number, (before, after) in enumerate(pairwise(offsets)):
        if before != after:
            yield zone, first_with(after, zone, WEEKS[number], WEEKS[number + 1]), before, after


def first_with(offset: timedelta, zone: ZoneInfo, before: datetime, behind: datetime) -> datetime:
    while behind - before > SECOND:
        middle = (before + (behind - before) / 2).replace(microsecond=0)
        before, behind = (before, middle) if middle.astimezone(zone).utcoffset() == offset else (middle, behind)
    return behind


def typed(instant: datetime, offset: timedelta, zone: ZoneInfo) -> list[datetime]:
    """What the form makes of the time that a clock with this offset shows at an instant."""
    local = (instant + offset).replace(tzinfo=None)
    return clock.instants(local.date(), local.time(), zone)


def test_the_world_changes_its_clocks_often_enough_to_say_something():
    assert len(changes()) > 400
    assert {after - before for _, _, before, after in changes()} >= {
        timedelta(hours=1),
        timedelta(hours=-1),
        timedelta(minutes=30),  # Lord Howe
        timedelta(minutes=-30),
    }


def test_a_time_that_clocks_skip_is_none_and_one_that_they_show_twice_is_two():
    for zone, at, before, after in changes():
        length = abs(after - before)
        inside = [at, at + length / 2, at + length - MINUTE]
        if after > before:
            assert [typed(one, before, zone) for one in inside] == [[], [], []], zone
        else:
            assert [typed(one, after, zone) for one in inside] == [[one - length, one] for one in inside], zone
        # Just outside, every time is one.
        assert typed(at - length - MINUTE, before, zone) == [at - length - MINUTE], zone
        assert typed(at + length, after, zone) == [at + length], zone


def test_what_is_shown_is_what_was_typed():
    for zone, at, _, _ in changes():
        for instant in (at - timedelta(hours=3), at - MINUTE, at, at + MINUTE, at + timedelta(hours=3)):
            local = instant.astimezone(zone)
            found = clock.instants(local.date(), local.time(), zone)
            assert found[local.fold if len(found) == 2 else 0] == instant, zone
            assert clock.comes_twice(instant, zone) is (len(found) == 2), zone


def test_a_day_begins_where_the_one_before_it_ends_and_has_all_its_hours():
    for zone, at, before, after in changes():
        day = at.astimezone(zone).date()
        spans = [clock.day_span(day + timedelta(days=number), zone) for number in (-1, 0, 1)]
        assert [spans[0][1], spans[1][1]] == [spans[1][0], spans[2][0]], zone
        for number, (begins, ends) in enumerate(spans, start=-1):
            own = day + timedelta(days=number)
            assert [(begins - SECOND).astimezone(zone).date(), begins.astimezone(zone).date()] == [own - timedelta(days=1), own], (
                zone
            )
            assert [(ends - SECOND).astimezone(zone).date(), ends.astimezone(zone).date()] == [own, own + timedelta(days=1)], zone
        assert spans[2][1] - spans[0][0] == timedelta(days=3) - (after - before), zone


@pytest.mark.parametrize(
    ("zone", "day", "begins", "ends"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-28T23:00", "2026-03-29T22:00"),
        ("Asia/Kolkata", date(2026, 3, 29), "2026-03-28T18:30", "2026-03-29T18:30"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "2026-04-04T13:00", "2026-04-05T13:30"),
        ("Africa/Cairo", date(2026, 4, 24), "2026-04-23T22:00", "2026-04-24T21:00"),  # begins at 01:00: there is no midnight
        ("America/Havana", date(2026, 11, 1), "2026-11-01T04:00", "2026-11-02T05:00"),  # midnight comes twice
    ],
)
def test_a_day_is_that_of_its_own_calendar(zone, day, begins, ends):
    found = clock.day_span(day, ZoneInfo(zone))

    assert [at.strftime("%Y-%m-%dT%H:%M") for at in found] == [begins, ends]


@pytest.mark.parametrize(
    ("zone", "on", "at", "which", "wrong", "starts_at"),
    [
        ("Asia/Kolkata", "2026-03-29", "02:30", "", set(), datetime(2026, 3, 28, 21, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", "2026-03-29", "02:30", "1", set(), datetime(2026, 3, 28, 20, 45, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "", {"at"}, None),  # half an hour is skipped
        ("Australia/Lord_Howe", "2026-10-04", "02:30", "", set(), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "", {"which"}, None),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "0", set(), datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "1", set(), datetime(2026, 4, 4, 15, 15, tzinfo=UTC)),
        ("Africa/Cairo", "2026-04-24", "00:00", "", {"at"}, None),
        ("America/Havana", "2026-11-01", "00:00", "1", set(), datetime(2026, 11, 1, 5, 0, tzinfo=UTC)),
    ],
)
def test_a_form_asks_and_never_moves_what_was_typed(zone, on, at, which, wrong, starts_at):
    data = {"on": on, "at": at, "minutes": "60", "which": which, "place": ""}

    form = WhenForm(data, zone=ZoneInfo(zone), now=datetime(2026, 3, 2, 9, tzinfo=UTC))

    assert (set(form.errors), form.cleaned_data.get("starts_at")) == (wrong, starts_at)
    assert form["at"].value() == at


@pytest.mark.parametrize(("hour", "which", "asks"), [(0, 0, True), (1, 1, True), (2, 0, False)])
def test_a_form_that_moves_shows_which_of_the_two_it_is_now(hour, which, asks):
    starts_at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)  # 02:30, 02:30 again, 03:30 in Berlin
    interview = Interview(starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))

    form = MoveForm(interview=interview, zone=ZoneInfo("Europe/Berlin"), now=datetime(2026, 3, 2, 9, tzinfo=UTC))

    assert (form.asks_which, form["which"].value()) == (asks, which)


def test_midnight_is_read_like_any_other_time():
    assert clock.instants(date(2026, 3, 2), time(), ZoneInfo("Asia/Kolkata")) == [datetime(2026, 3, 1, 18, 30, tzinfo=UTC)]

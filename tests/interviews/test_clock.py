"""Times as people read and type them, on days when clocks change too."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from interviews import clock

BERLIN, LISBON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/Lisbon"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("day", "at", "zone", "found"),
    [
        (date(2026, 3, 2), time(10), BERLIN, [datetime(2026, 3, 2, 9, tzinfo=UTC)]),
        (date(2026, 3, 29), time(2, 30), BERLIN, []),  # the clocks jump from 02:00 to 03:00
        (date(2026, 3, 29), time(3), BERLIN, [datetime(2026, 3, 29, 1, tzinfo=UTC)]),
        (
            date(2026, 10, 25),
            time(2, 30),
            BERLIN,
            [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)],
        ),
        (date(2026, 3, 8), time(2, 30), NEW_YORK, []),
        (date(2026, 3, 29), time(1, 30), LISBON, []),
    ],
)
def test_a_typed_time_is_one_instant_or_none_or_two(day, at, zone, found):
    assert clock.instants(day, at, zone) == found


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "zone", "words"),
    [
        (datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 11, tzinfo=UTC), LISBON, "Mon 2 Mar, 10:00–11:00 Lisbon"),
        (datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 3, 2, 11, tzinfo=UTC), NEW_YORK, "Mon 2 Mar, 05:00–06:00 New York"),
        (
            datetime(2026, 3, 2, 22, 30, tzinfo=UTC),
            datetime(2026, 3, 2, 23, 30, tzinfo=UTC),
            BERLIN,
            "Mon 2 Mar, 23:30–Tue 00:30 Berlin",
        ),
        (  # the hour in which the clocks go back
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            BERLIN,
            "Sun 25 Oct, 02:30 (UTC+02:00)–02:30 (UTC+01:00) Berlin",
        ),
    ],
)
def test_a_sitting_in_words_names_its_zone(starts_at, ends_at, zone, words):
    assert clock.span_words(starts_at, ends_at, zone) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (LISBON, "Monday 30 March 2026, 11:00–12:00 Lisbon time (Europe/Lisbon, UTC+01:00)"),
        (ZoneInfo("UTC"), "Monday 30 March 2026, 10:00–11:00 UTC"),
    ],
)
def test_a_mail_names_the_zone_in_full(zone, words):
    starts_at, ends_at = datetime(2026, 3, 30, 10, tzinfo=UTC), datetime(2026, 3, 30, 11, tzinfo=UTC)

    assert clock.letter_words(starts_at, ends_at, zone) == words

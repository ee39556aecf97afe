"""When somebody is busy, read out of their own calendar: repetitions, exceptions, days, zones, and what does not count."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews import busy, busy_reader

SHIPPED = Path(icalendar.__file__).parent / "tests"
BERLIN, KOLKATA, CAIRO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata"), ZoneInfo("Africa/Cairo")
BEGINS, ENDS = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
WEEKLY = "DTSTART;TZID=Europe/Berlin:20260303T100000\nDTEND;TZID=Europe/Berlin:20260303T110000\nRRULE:FREQ=WEEKLY;COUNT=5"


def calendar(*events: str) -> bytes:
    """A calendar with these entries; an entry is its properties, one a line."""
    parts = [f"BEGIN:VEVENT\nDTSTAMP:20260101T000000Z\n{event}\nEND:VEVENT" for event in events]
    text = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *parts, "END:VCALENDAR", ""])
    return text.replace("\n", "\r\n").encode()


def times(content: bytes, zone: ZoneInfo = BERLIN, begins: datetime = BEGINS, ends: datetime = ENDS) -> list[str]:
    """What is busy, as "03-03 09:00-10:00" in UTC."""
    found, _ = busy_reader.spans(content, "ivan@example.com", begins, ends)
    spans = busy.joined(busy.instants(found, zone), begins, ends)
    return [
        f"{start:%m-%d %H:%M}-{end:%H:%M}" if end - start < timedelta(days=1) else f"{start:%m-%d %H:%M}-{end:%m-%d %H:%M}"
        for start, end in spans
    ]


@pytest.mark.parametrize(
    ("events", "found"),
    [
        (["UID:a\nDTSTART:20260303T090000Z\nDTEND:20260303T100000Z"], ["03-03 09:00-10:00"]),
        (["UID:a\nDTSTART:20260303T090000Z\nDURATION:PT90M"], ["03-03 09:00-10:30"]),
        (  # ten in the morning in Berlin, before and after the clocks go forward
            [f"UID:a\n{WEEKLY}"],
            ["03-03 09:00-10:00", "03-10 09:00-10:00", "03-17 09:00-10:00", "03-24 09:00-10:00", "03-31 08:00-09:00"],
        ),
        (
            [
                f"UID:a\n{WEEKLY}\nEXDATE;TZID=Europe/Berlin:20260310T100000,20260317T100000\nRDATE;TZID=Europe/Berlin:20260304T120000"
            ],
            ["03-03 09:00-10:00", "03-04 11:00-12:00", "03-24 09:00-10:00", "03-31 08:00-09:00"],
        ),
        (  # one of them is moved, one is called off
            [
                f"UID:a\n{WEEKLY}",
                "UID:a\nRECURRENCE-ID;TZID=Europe/Berlin:20260310T100000\nDTSTART:20260311T140000Z\nDTEND:20260311T143000Z",
                "UID:a\nRECURRENCE-ID;TZID=Europe/Berlin:20260317T100000\nSTATUS:CANCELLED\nDTSTART:20260317T090000Z\nDURATION:PT1H",
            ],
            ["03-03 09:00-10:00", "03-11 14:00-14:30", "03-24 09:00-10:00", "03-31 08:00-09:00"],
        ),
        (["UID:a\nDTSTART;VALUE=DATE:20260303"], ["03-02 23:00-03-03 23:00"]),  # a day of Berlin
        (["UID:a\nDTSTART;VALUE=DATE:20260328\nDTEND;VALUE=DATE:20260330"], ["03-27 23:00-03-29 22:00"]),  # with 23 hours in it
        (["UID:a\nDTSTART:20260303T100000\nDTEND:20260303T110000"], ["03-03 09:00-10:00"]),  # no zone: the owner's
        (["UID:a\nDTSTART;TZID=W. Europe Standard Time:20260303T100000\nDURATION:PT1H"], ["03-03 09:00-10:00"]),
        (["UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT"], []),
        (["UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H\nX-MICROSOFT-CDO-BUSYSTATUS:FREE"], []),
        (["UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H\nSTATUS:CANCELLED"], []),
        (["UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H\nSTATUS:TENTATIVE"], ["03-03 09:00-10:00"]),
        (["UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:Ivan@example.com"], []),
        (
            ["UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:ines@example.com"],
            ["03-03 09:00-10:00"],
        ),
        (["UID:4711@fairloop\nDTSTART:20260303T090000Z\nDURATION:PT1H"], []),  # our own invitation
        (["UID:a\nDTSTART:20260303T090000Z"], []),  # takes no time
        (["UID:a\nDTSTART:20260101T090000Z\nDURATION:PT1H"], []),  # long ago
        (
            [f"UID:{n}\nDTSTART:20260303T{hour}0000Z\nDURATION:PT1H" for n, hour in enumerate(("09", "10", "10", "12"))],
            ["03-03 09:00-11:00", "03-03 12:00-13:00"],
        ),
        (
            ["UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H\nBEGIN:VALARM\nTRIGGER:-PT5M\nDURATION:PT9H\nEND:VALARM"],
            ["03-03 09:00-10:00"],
        ),
        (["UID:a\nSUMMARY:Long\n  DTSTART:20260305T090000Z\nDTSTART:20260303T090000Z\nDURATION:PT1H"], ["03-03 09:00-10:00"]),
    ],
)
def test_what_makes_busy(events, found):
    assert times(calendar(*events)) == found


def test_a_day_without_a_midnight_is_that_day():
    content = calendar("UID:a\nDTSTART;VALUE=DATE:20260424")

    assert times(content, CAIRO) == ["04-23 22:00-21:00"]
    assert times(content, KOLKATA) == ["04-23 18:30-04-24 18:30"]


def test_a_zone_that_the_calendar_brings_itself_holds():
    rule = "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD"
    zone = f"PRODID:x\nBEGIN:VTIMEZONE\nTZID:Ours\n{rule}\nEND:VTIMEZONE"
    content = calendar("UID:a\nDTSTART;TZID=Ours:20260303T100000\nDURATION:PT1H").replace(b"PRODID:x", zone.encode())

    assert times(content) == ["03-03 04:30-05:30"]


def test_published_busy_times_count_and_free_ones_do_not():
    taken = "FREEBUSY:20260303T090000Z/20260303T100000Z,20260304T090000Z/PT2H\nFREEBUSY;FBTYPE=FREE:20260305T090000Z/PT1H"
    content = calendar().replace(b"PRODID:x", f"PRODID:x\nBEGIN:VFREEBUSY\nUID:f\n{taken}\nEND:VFREEBUSY".encode())

    assert times(content) == ["03-03 09:00-10:00", "03-04 09:00-11:00"]


def test_what_makes_no_sense_is_left_out_and_counted():
    content = calendar(
        "UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1H",
        "UID:b\nSUMMARY:never",
        "UID:c\nDTSTART:20260303T090000Z\nRRULE:FREQ=NEVER",
    )

    assert busy_reader.spans(content, "", BEGINS, ENDS) == ([("2026-03-03T09:00:00+00:00", "2026-03-03T10:00:00+00:00")], 2)


def test_only_what_says_when_is_read_at_all():
    text = (
        "BEGIN:VEVENT\r\nSUMMARY:Divorce\r\n lawyer\r\nDESCRIPTION:secret\r\nLOCATION:Court\r\nORGANIZER:mailto:x@example.com\r\n"
        "ATTENDEE;CN=Eve:mailto:eve@example.com\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ivan@example.com\r\n"
        "DTSTART:2026\r\n 0303T090000Z\r\nEND:VEVENT"
    )

    assert list(busy_reader.sieve(text, "ivan@example.com")) == [
        "BEGIN:VEVENT",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ivan@example.com",
        "DTSTART:20260303T090000Z",
        "END:VEVENT",
    ]


@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")  # of odd files icalendar says what it made
def test_every_calendar_that_icalendar_is_tested_with_is_read_or_refused():
    begins, ends = datetime(2016, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    read = refused = 0
    for path in sorted((SHIPPED / "calendars").rglob("*.ics")):
        try:
            busy_reader.spans(path.read_bytes(), "", begins, ends)
        except busy_reader.ODD:
            refused += 1
        else:
            read += 1

    assert read > 80
    assert refused < 15  # what is broken so that no calendar is in it


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 30)), max_size=12))
def test_joined_times_are_the_same_time(pairs):
    hour = timedelta(hours=1)
    spans = [(BEGINS + start * hour, BEGINS + (start + length) * hour) for start, length in pairs]

    found = busy.joined(spans, BEGINS, BEGINS + 90 * hour)

    def covers(many, at):
        return any(start <= at < end for start, end in many)

    assert all(covers(found, BEGINS + n * hour) == (covers(spans, BEGINS + n * hour) and n < 90) for n in range(140))
    assert all(one[1] < other[0] for one, other in pairwise(found))


def test_the_program_that_reads_answers_the_same():
    found = busy.read(
        calendar(f"UID:a\n{WEEKLY}", "UID:b"), owner="ivan@example.com", zone=BERLIN, now=datetime(2026, 3, 20, tzinfo=UTC)
    )

    assert found == busy.Found(
        [
            (datetime(2026, 3, 24, 9, tzinfo=UTC), datetime(2026, 3, 24, 10, tzinfo=UTC)),
            (datetime(2026, 3, 31, 8, tzinfo=UTC), datetime(2026, 3, 31, 9, tzinfo=UTC)),
        ],
        left_out=1,
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<html>Sign in</html>", "This is no calendar that can be read."),
        (b"x" * (busy.LARGEST + 1), "This calendar is larger than 3 MB."),
    ],
)
def test_what_is_no_calendar_is_said_so(content, sentence):
    with pytest.raises(busy.Unreadable, match=sentence):
        busy.read(content, owner="", zone=BERLIN, now=BEGINS)


@pytest.mark.parametrize("content", [b"", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n", b"\xff\xfe\x00"])
def test_what_only_looks_like_a_calendar_is_none(content):
    with pytest.raises(busy_reader.ODD):
        busy_reader.spans(content, "", BEGINS, ENDS)


def test_an_entry_for_every_second_breaks_only_the_program_that_reads(monkeypatch):
    monkeypatch.setattr(busy, "PATIENCE", 0.5)
    content = calendar("UID:a\nDTSTART:20260303T090000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY")

    with pytest.raises(busy.Unreadable, match="This calendar takes too long to read"):
        busy.read(content, owner="", zone=BERLIN, now=BEGINS)

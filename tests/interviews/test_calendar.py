"""Calendar entries: whatever people are called, a calendar reads exactly one entry with what we wrote."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from interviews import calendar

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENTRY = calendar.Entry(
    uid="one@fairloop",
    sequence=3,
    summary="Coding with Maya Chen",
    description="Backend engineer\nKit and room: http://localhost:8000/interviews/1/",
    place="Room 1",
    starts_at=datetime(2026, 3, 30, 9, 0, tzinfo=UTC),
    ends_at=datetime(2026, 3, 30, 10, 0, tzinfo=UTC),
    zone=ZoneInfo("Europe/Berlin"),
    organizer=calendar.Party("Lena Recruiter", "lena@example.com"),
    attendee=calendar.Party("Ivan Interviewer", "ivan@example.com"),
)
NASTY = [
    "Maya\r\nATTENDEE:mailto:eve@example.com",
    "Maya\nEND:VEVENT\nBEGIN:VEVENT",
    "a;b,c\\d:e\"f'g",
    "😀" * 300,
    "Zoë Ærøskøbing 王小明 مرحبا",
    "tab\tnull\x00escape\x1bnext\x85line\u2028separator",
    "x" * 5000,
    "",
]


def lines_of(text: str) -> list[tuple[str, str]]:
    """A reader of our own, from RFC 5545 section 3.1: unfold, then name and value at the first colon outside quotes."""
    assert text.replace("\r\n", "").count("\n") == 0
    unfolded = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    found = []
    for line in unfolded:
        is_quoted, at = False, 0
        for at, sign in enumerate(line):  # noqa: B007 -- the place is what we look for
            is_quoted ^= sign == '"'
            if sign == ":" and not is_quoted:
                break
        found.append((line[:at].split(";")[0], line[at + 1 :]))
    return found


def test_an_entry_says_what_when_and_who():
    event = icalendar.Calendar.from_ical(calendar.text(ENTRY, now=NOW)).events[0]

    assert (str(event["UID"]), event["SEQUENCE"], str(event["SUMMARY"])) == ("one@fairloop", 3, "Coding with Maya Chen")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (ENTRY.starts_at, ENTRY.ends_at)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert (str(event["ATTENDEE"]), event["ATTENDEE"].params["CN"]) == ("mailto:ivan@example.com", "Ivan Interviewer")
    assert (str(event["ORGANIZER"]), str(event["STATUS"])) == ("mailto:lena@example.com", "CONFIRMED")


@pytest.mark.parametrize(("is_cancelled", "method", "status"), [(False, "REQUEST", "CONFIRMED"), (True, "CANCEL", "CANCELLED")])
def test_a_cancellation_takes_the_entry_out(is_cancelled, method, status):
    entry = replace(ENTRY, is_cancelled=is_cancelled)

    read = icalendar.Calendar.from_ical(calendar.text(entry, now=NOW))

    assert (calendar.method(entry), str(read["METHOD"]), str(read.events[0]["STATUS"])) == (method, method, status)


@pytest.mark.parametrize("nasty", NASTY)
def test_nothing_that_people_type_changes_the_entry(nasty):
    entry = replace(
        ENTRY,
        summary=nasty,
        place=nasty,
        description=f"{nasty}\nsecond line",
        organizer=calendar.Party(nasty, "lena@example.com"),
        attendee=calendar.Party(nasty, "ivan@example.com"),
    )

    text = calendar.text(entry, now=NOW)

    plain = lines_of(calendar.text(replace(ENTRY, place="Room 1" if calendar.line(nasty) else ""), now=NOW))
    assert [name for name, _ in lines_of(text)] == [name for name, _ in plain]
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    event = icalendar.Calendar.from_ical(text).events[0]
    assert str(event["SUMMARY"]) == calendar.line(nasty)
    assert (event["SEQUENCE"], str(event["ATTENDEE"])) == (3, "mailto:ivan@example.com")


@pytest.mark.parametrize(
    ("starts_at", "local"),
    [
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), "20260328T100000"),  # the day before the clocks go forward
        (datetime(2026, 3, 29, 9, 0, tzinfo=UTC), "20260329T110000"),
        (datetime(2026, 10, 25, 9, 0, tzinfo=UTC), "20261025T100000"),
    ],
)
def test_the_zone_comes_with_its_clock_changes(starts_at, local):
    entry = replace(ENTRY, starts_at=starts_at, ends_at=starts_at.replace(hour=10))

    found = lines_of(calendar.text(entry, now=NOW))

    assert ("DTSTART", local) in found
    assert ("TZID", "Europe/Berlin") in found
    read = icalendar.Calendar.from_ical(calendar.text(entry, now=NOW))
    own_zone = read.timezones[0].to_tz(lookup_tzid=False)
    naive = read.events[0]["DTSTART"].dt.replace(tzinfo=None)
    assert naive.replace(tzinfo=own_zone).astimezone(UTC) == starts_at


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"]
)
@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # clocks go forward while it is held
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # from the first 02:30 in Berlin
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # from the second
    ],
)
def test_two_parsers_read_what_we_wrote(zone, starts_at):
    entry = replace(ENTRY, starts_at=starts_at, ends_at=starts_at + HOUR, zone=ZoneInfo(zone), answer="ACCEPTED", asks=True)
    text = calendar.text(entry, now=NOW)

    read, other = icalendar.Calendar.from_ical(text).events[0], vobject.readOne(text).vevent

    assert str(read["UID"]) == other.uid.value == entry.uid
    assert int(read["SEQUENCE"]) == int(other.sequence.value) == entry.sequence
    assert read["DTSTART"].dt == other.dtstart.value == entry.starts_at
    assert read["DTEND"].dt == other.dtend.value == entry.ends_at
    assert read["DTSTAMP"].dt == other.dtstamp.value == NOW
    assert str(read["SUMMARY"]) == other.summary.value == entry.summary
    assert str(read["DESCRIPTION"]) == other.description.value == entry.description
    assert str(read["LOCATION"]) == other.location.value == entry.place
    assert str(read["ORGANIZER"]) == other.organizer.value == "mailto:lena@example.com"
    assert read["ATTENDEE"].params["PARTSTAT"] == other.attendee.partstat_param == "ACCEPTED"
    assert read["ATTENDEE"].params["RSVP"] == other.attendee.rsvp_param == "TRUE"


@pytest.mark.parametrize("nasty", NASTY)
def test_another_parser_reads_one_entry_whatever_people_are_called(nasty):
    entry = replace(ENTRY, summary=nasty, place=nasty, attendee=calendar.Party(nasty, "ivan@example.com"))

    found = vobject.readOne(calendar.text(entry, now=NOW))

    assert (len(found.vevent_list), found.vevent.summary.value) == (1, calendar.line(nasty))
    assert found.vevent.attendee.value == "mailto:ivan@example.com"


def test_a_feed_is_read_back_entry_by_entry():
    days = [replace(ENTRY, uid=f"{day}@fairloop", starts_at=ENTRY.starts_at.replace(day=day)) for day in (27, 28, 29, 30)]
    entries = [replace(entry, ends_at=entry.starts_at.replace(hour=10), organizer=None, attendee=None) for entry in days]

    text = calendar.collection([(entry, NOW) for entry in entries], name="Interviews", now=NOW)

    kept = [(entry.uid, entry.starts_at, entry.ends_at) for entry in entries]
    read, other = icalendar.Calendar.from_ical(text).events, vobject.readOne(text).vevent_list
    assert [(str(event["UID"]), event["DTSTART"].dt, event["DTEND"].dt) for event in read] == kept
    assert [(event.uid.value, event.dtstart.value, event.dtend.value) for event in other] == kept
    assert text.count("BEGIN:VTIMEZONE") == 1


def test_who_sends_for_the_organizer_is_named_beside_them():
    event = icalendar.Calendar.from_ical(calendar.text(replace(ENTRY, sent_by="fairloop@example.com"), now=NOW)).events[0]

    assert event["ORGANIZER"].params["SENT-BY"] == "mailto:fairloop@example.com"
    assert str(event["ORGANIZER"]) == "mailto:lena@example.com"

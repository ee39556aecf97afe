"""iCalendar (RFC 5545, RFC 5546): what somebody's calendar shows of an interview, as text for a mail, a file or a feed."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from interviews import clock

#: What icalendar raises for a text that is none: its own errors are ValueErrors, the others slip through where a property is odd.
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)

LONGEST_LINE = 300
A_YEAR = timedelta(days=365)
PRODUCT = "-//Fairloop//Fairloop//EN"
#: How often programs should look at a feed; most choose for themselves.
LOOK_AGAIN = "PT1H"


@dataclass(frozen=True)
class Party:
    """Somebody in a calendar entry."""

    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """What one attendee's calendar shows. The same UID with a higher sequence replaces what it showed before.

    `answer` is what the attendee said so far, a PARTSTAT; where `asks` is set their calendar offers to answer, to the organizer,
    for whom `sent_by` writes. An entry without an attendee is one to look at, as in a file or a feed.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    place: str
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    organizer: Party | None = None
    attendee: Party | None = None
    sent_by: str = ""
    answer: str = "NEEDS-ACTION"
    asks: bool = False
    url: str = ""
    is_cancelled: bool = False


def method(entry: Entry) -> str:
    """What the mail asks the calendar to do: REQUEST puts the entry in or changes it, CANCEL takes it out."""
    return "CANCEL" if entry.is_cancelled else "REQUEST"


def text(entry: Entry, *, now: datetime) -> str:
    """The entry as an iCalendar object with its VTIMEZONE: lines folded at 75 octets, every name and text escaped."""
    calendar = _calendar()
    calendar.add("method", method(entry))
    calendar.add_component(_event(entry, now))
    return _text(calendar, [entry.starts_at])


def collection(entries: Iterable[tuple[Entry, datetime]], *, now: datetime, name: str = "") -> str:
    """Entries to look at, each with the time it was last changed, as one iCalendar object: a file, or with a name a feed.

    No METHOD: nobody is asked anything. The same entries give the same text.
    """
    calendar = _calendar()
    if name:
        calendar.add("x-wr-calname", line(name))
        calendar.add("refresh-interval", vText(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", LOOK_AGAIN)
    starts = [now]
    for entry, changed_at in entries:
        calendar.add_component(_event(entry, changed_at))
        starts.append(entry.starts_at)
    return _text(calendar, starts[1:] or starts)


def links(*, summary: str, details: str, starts_at: datetime, ends_at: datetime) -> list[tuple[str, str]]:
    """Where an entry is put into a calendar by a click: name of the calendar and address.

    Whoever follows one tells that company what stands in it, so it takes words that name nobody, and no place.
    """
    stamps = "/".join(f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in (starts_at, ends_at))
    google = {"action": "TEMPLATE", "text": summary, "dates": stamps, "details": details}
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": summary,
        "startdt": f"{starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{ends_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "body": details,
    }
    return [
        ("Google", f"https://calendar.google.com/calendar/render?{urlencode(google)}"),
        ("Outlook", f"https://outlook.office.com/calendar/0/deeplink/compose?{urlencode(outlook)}"),
    ]


def line(words: str) -> str:
    """One line of plain text: what a person typed, without line ends and other control characters."""
    kept = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in words)
    return " ".join(kept.split())[:LONGEST_LINE]


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", stamp)
    zone = _zone(entry)
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", line(entry.summary))
    event.add("description", "\n".join(line(part) for part in entry.description.splitlines()))
    if entry.place:
        event.add("location", line(entry.place))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.organizer:
        organizer = _address(entry.organizer)
        if entry.sent_by and entry.sent_by != entry.organizer.email:
            organizer.params["SENT-BY"] = vText(f"mailto:{line(entry.sent_by)}")
        event.add("organizer", organizer, encode=False)
    if entry.attendee:
        attendee = _address(entry.attendee)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["PARTSTAT"] = vText(entry.answer)
        attendee.params["RSVP"] = vText("TRUE" if entry.asks else "FALSE")
        event.add("attendee", attendee, encode=False)
    return event


def _zone(entry: Entry) -> tzinfo:
    """The attendee's, but UTC for a time that comes twice there: in their zone it would mean the first (RFC 5545, 3.3.5)."""
    is_unclear = clock.comes_twice(entry.starts_at, entry.zone) or clock.comes_twice(entry.ends_at, entry.zone)
    return UTC if is_unclear else entry.zone


def _text(calendar: Calendar, starts: list[datetime]) -> str:
    """With the rules of every zone that is named, from a year before the first entry to two years after the last."""
    calendar.add_missing_timezones(first_date=min(starts).date() - A_YEAR, last_date=max(starts).date() + 2 * A_YEAR)
    return calendar.to_ical().decode()


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{line(party.email)}")
    # A parameter cannot hold a double quote (RFC 5545, 3.1), so a name with one shows an apostrophe there.
    address.params["CN"] = vText(line(party.name).replace('"', "'"))
    return address

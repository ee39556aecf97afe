"""iCalendar (RFC 5545, RFC 5546): the calendar entry of one attendee, as text for a mail."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

LONGEST_LINE = 300
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Party:
    """Somebody in a calendar entry."""

    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """What one attendee's calendar shows. The same UID with a higher sequence replaces what it showed before."""

    uid: str
    sequence: int
    summary: str
    description: str
    place: str
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    organizer: Party
    attendee: Party
    url: str = ""
    is_cancelled: bool = False


def method(entry: Entry) -> str:
    """What the mail asks the calendar to do: REQUEST puts the entry in or changes it, CANCEL takes it out."""
    return "CANCEL" if entry.is_cancelled else "REQUEST"


def text(entry: Entry, *, now: datetime) -> str:
    """The entry as an iCalendar object with its VTIMEZONE: lines folded at 75 octets, every name and text escaped."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at.astimezone(entry.zone))
    event.add("dtend", entry.ends_at.astimezone(entry.zone))
    event.add("summary", line(entry.summary))
    event.add("description", "\n".join(line(part) for part in entry.description.splitlines()))
    if entry.place:
        event.add("location", line(entry.place))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("organizer", _address(entry.organizer), encode=False)
    attendee = _address(entry.attendee)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)

    calendar = Calendar()
    calendar.add("prodid", "-//Fairloop//Fairloop//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method(entry))
    calendar.add_component(event)
    first = entry.starts_at.date() - A_YEAR
    calendar.add_missing_timezones(first_date=first, last_date=first + 3 * A_YEAR)
    return calendar.to_ical().decode()


def line(words: str) -> str:
    """One line of plain text: what a person typed, without line ends and other control characters."""
    kept = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in words)
    return " ".join(kept.split())[:LONGEST_LINE]


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{line(party.email)}")
    # A parameter cannot hold a double quote (RFC 5545, 3.1), so a name with one shows an apostrophe there.
    address.params["CN"] = vText(line(party.name).replace('"', "'"))
    return address

"""A program of its own: reads a calendar file from standard input and writes when its owner is busy, and nothing else of it.

Started by interviews/busy.py with the owner's email and two days; imports nothing of ours, so that it starts quickly and holds no
secret. A file that was made to have a second of computing in every line breaks only this program.
"""

import contextlib
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

SECONDS = 10
MEMORY = 1024 * 1024 * 1024
MOST = 20_000
NO_CALENDAR, TOO_MANY = 3, 4
#: Entries that we sent ourselves: the interview that one has is no reason against moving it.
OURS = "@fairloop"
#: What says when somebody is busy. Titles, places, notes, links and names are dropped before anything is read.
KEPT = re.compile(
    r"(BEGIN|END|VERSION|PRODID|CALSCALE|UID|DTSTAMP|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|SEQUENCE|"
    r"STATUS|TRANSP|X-MICROSOFT-CDO-BUSYSTATUS|ATTENDEE|FREEBUSY|TZID|TZNAME|TZOFFSETFROM|TZOFFSETTO|X-WR-TIMEZONE)[;:]",
    re.IGNORECASE,
)
#: What icalendar and its friends raise where a property is missing, twice there or of another kind than its name says.
ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError)
FREE = {"FREE", "WORKINGELSEWHERE"}
Span = tuple[str, str]


def spans(content: bytes, owner: str, begins: datetime, ends: datetime) -> tuple[list[Span], int]:
    """What makes its owner busy between two instants, and how many series of entries make no sense and are left out.

    Start and end are ISO 8601: an instant in UTC, a time without zone where the file names none, or a day. Raises what
    icalendar does for what is no calendar, and `OverflowError` for more than 20,000 spans.
    """
    from icalendar import Calendar  # noqa: PLC0415 -- after the limits

    calendars = Calendar.from_ical("\r\n".join(sieve(content.decode("utf-8-sig", "replace"), owner)), multiple=True)
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise ValueError("no calendar")
    found: set[Span] = set()
    senseless = 0
    for series in (series for calendar in calendars for series in _series(calendar)):
        try:
            found |= {(_words(start), _words(end)) for start, end in _times(series, owner, begins, ends)}
        except ODD:
            senseless += 1
        if len(found) > MOST:
            raise OverflowError
    return sorted(found), senseless


def sieve(text: str, owner: str) -> Iterator[str]:
    """The lines of a calendar that say when, unfolded; alarms and what others answered are left out."""
    depth = 0
    for line in re.split(r"\r\n|\n|\r", re.sub(r"(?:\r\n|\n|\r)[ \t]", "", text)):
        if not KEPT.match(line) or (line[:8].upper() == "ATTENDEE" and owner not in line.lower()):
            continue
        alarm = line.upper().rstrip().endswith(":VALARM")
        if alarm:
            depth += 1 if line[0] in "Bb" else -1
        elif depth <= 0:
            yield line


def _series(calendar):
    """For each entry that repeats, or is changed for a day, a calendar of its own; so too for each that does neither."""
    of_one: dict[str, Any] = {}
    for number, part in enumerate(calendar.walk()):
        if part.name in {"VEVENT", "VFREEBUSY"}:
            name = str(part.get("UID", f"without UID, {number}")) if part.name == "VEVENT" else f"free or busy, {number}"
            if name not in of_one:
                of_one[name] = type(calendar)({key: calendar[key] for key in ("X-WR-TIMEZONE", "CALSCALE") if key in calendar})
            of_one[name].add_component(part)
    return of_one.values()


def _times(series, owner: str, begins: datetime, ends: datetime) -> Iterator[tuple[date, date]]:
    import recurring_ical_events  # noqa: PLC0415 -- after the limits

    first = series.subcomponents[0]
    if first.name == "VFREEBUSY":
        yield from _taken(first)
        return
    is_alone = len(series.subcomponents) == 1 and not any(name in first for name in ("RRULE", "RDATE", "EXRULE", "RECURRENCE-ID"))
    for event in series.subcomponents if is_alone else recurring_ical_events.of(series).between(begins, ends):
        start, end = event.start, event.end
        if start < end and _is_busy(event, owner):
            yield start, end


def _taken(part) -> Iterator[tuple[date, date]]:
    for period in _listed(part.get("FREEBUSY")):
        if str(period.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            start, end = period.dt
            yield start, start + end if isinstance(end, timedelta) else end


def _is_busy(event, owner: str) -> bool:
    said = {str(event.get(name, "")).upper() for name in ("TRANSP", "STATUS")}
    if said & {"TRANSPARENT", "CANCELLED"} or str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() in FREE:
        return False
    if str(event.get("UID", "")).endswith(OURS):
        return False
    mine = [one for one in _listed(event.get("ATTENDEE")) if str(one).lower().removeprefix("mailto:") == owner]
    return not any(str(one.params.get("PARTSTAT", "")).upper() == "DECLINED" for one in mine)


def _listed(value) -> Iterable:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _words(at: date) -> str:
    if isinstance(at, datetime) and at.tzinfo:
        at = at.astimezone(UTC)
    return at.isoformat()


def main() -> int:
    """0 and the spans, or the reason as a number; a crash is a reason too."""
    _limit()
    owner, begins, ends = sys.argv[1:]
    try:
        found = spans(sys.stdin.buffer.read(), owner, datetime.fromisoformat(begins), datetime.fromisoformat(ends))
    except OverflowError:
        return TOO_MANY
    except ODD:
        return NO_CALENDAR
    json.dump(found, sys.stdout)
    return 0


def _limit() -> None:
    """No more than so much memory, computing time and nothing written to disk, where the system can promise it."""
    try:
        import resource  # noqa: PLC0415 -- Windows has none
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses the first
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main())

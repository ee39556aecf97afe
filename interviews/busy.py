"""When somebody is busy, out of a calendar of theirs: times and nothing else, without trusting the file.

The file is read by a program of its own (busy_reader.py) with limits of time and memory. What it says of days and of times without
a zone is taken by the clock of the calendar's owner.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from interviews import busy_reader, clock
from interviews.busy_reader import NO_CALENDAR, SECONDS, TOO_MANY

LARGEST = 3 * 1024 * 1024
#: As far as interviews can be booked, and a little for all that is being planned.
AHEAD = timedelta(days=370)
PATIENCE = 3 * SECONDS
#: Spans that are kept of one calendar; with 15 minutes between any two it is more than a year of nothing but appointments.
MOST = 5000
TOO_LARGE = "This calendar is larger than 3 MB. Leave out past years, or choose one with your busy times only."
TOO_LONG = "This calendar takes too long to read. Choose one that only holds when you are busy."
SENTENCES = {
    NO_CALENDAR: "This is no calendar that can be read. Export it again as an .ics file.",
    TOO_MANY: "This calendar has more than 20,000 entries in the coming year. Choose one that only holds when you are busy.",
}
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Found:
    """When somebody is busy, in order, and how many entries of their calendar made no sense."""

    spans: list[Span]
    left_out: int


class Unreadable(Exception):  # noqa: N818 -- a finding in words, not an error of the program
    """Its text says what is wrong with the calendar and what to do."""


def read(content: bytes, *, owner: str, zone: ZoneInfo, now: datetime) -> Found:
    """When the owner of a calendar file of at most 3 MB is busy, from the beginning of today to a year ahead, in UTC.

    `owner` is their email: what they declined does not make them busy. `Unreadable` for what is no calendar, with a sentence.
    """
    if len(content) > LARGEST:
        raise Unreadable(TOO_LARGE)
    begins, ends = clock.day_span(now.astimezone(zone).date(), zone)[0], now + AHEAD
    spans, left_out = _run(content, owner, begins, ends)
    found = joined(instants(spans, zone), begins, ends)
    if len(found) > MOST:
        raise Unreadable(f"This calendar has more than {MOST:,} busy times. Choose one that only holds when you are busy.")
    return Found(found, left_out)


def instants(spans: Iterable[tuple[str, str]], zone: ZoneInfo) -> list[Span]:
    """What the reader wrote, as instants. A day is that of the owner's zone: it begins and ends when their calendar turns."""
    return [(_instant(start, zone), _instant(end, zone)) for start, end in spans]


def joined(spans: Iterable[Span], begins: datetime, ends: datetime) -> list[Span]:
    """The same time in the fewest spans, cut to what lies between two instants."""
    found: list[Span] = []
    for start, end in sorted((max(start, begins), min(end, ends)) for start, end in spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _instant(words: str, zone: ZoneInfo) -> datetime:
    if "T" not in words:
        return clock.day_span(date.fromisoformat(words), zone)[0]
    at = datetime.fromisoformat(words)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=zone).astimezone(UTC)


def _run(content: bytes, owner: str, begins: datetime, ends: datetime) -> tuple[list[tuple[str, str]], int]:
    program = [sys.executable, "-I", str(Path(busy_reader.__file__)), owner, begins.isoformat(), ends.isoformat()]
    try:
        done = subprocess.run(
            program, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(TOO_LONG) from None
    if done.returncode:
        raise Unreadable(SENTENCES.get(done.returncode, TOO_LONG))
    return json.loads(done.stdout)

"""What an interview costs whoever sits in it, in minutes: preparing, sitting, writing up. Pure functions.

Counted from medians of its kind once enough was measured, else three times its length. Why: docs/explanation/scheduling.md
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

FACTOR = 3
"""Minutes of work for a minute of interview where nothing was measured: "an hour costs its interviewer about three" is a rule of
thumb of interviewers (M. Lettvin, talk "What I learned doing 250 interviews at Google"), not a measurement."""
HOUR = 60
LONGEST_LOOK = timedelta(minutes=10)
"""Whoever opened the kit and did nothing else for longer is taken to have stopped reading."""
LONGEST_THOUGHT = timedelta(minutes=5)
"""Whoever changed nothing on a scorecard for longer is taken to have been away from it."""


class Effort(NamedTuple):
    """What an interview of one kind takes besides itself, in minutes: medians of so many interviews of so many people."""

    preparing: int
    writing: int
    interviews: int = 0
    people: int = 0


class Parts(NamedTuple):
    """Minutes of work in parts. `around`: preparing and writing up where they were not measured; `lost`: kept free for nothing."""

    sitting: int = 0
    preparing: int = 0
    writing: int = 0
    around: int = 0
    lost: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self)

    def plus(self, other: "Parts") -> "Parts":
        """Both together."""
        return Parts(*(mine + its for mine, its in zip(self, other, strict=True)))

    @property
    def words(self) -> str:
        """What it is made of, in words: "2 h in interviews, 40 min preparing, 1 h 5 min writing up"; empty for nothing."""
        return ", ".join(f"{hours(minutes)} {what}" for minutes, what in zip(self, NAMES, strict=True) if minutes)


NAMES = ("in interviews", "preparing", "writing up", "around them by rule of thumb", "kept free and lost late")


def parts_of(minutes: int, effort: Effort | None) -> Parts:
    """What an interview of so many minutes costs each person in it, whatever their role."""
    if effort is None:
        return Parts(sitting=minutes, around=(FACTOR - 1) * minutes)
    return Parts(sitting=minutes, preparing=effort.preparing, writing=effort.writing)


def hours(minutes: int) -> str:
    """Minutes as people say them: "45 min", "2 h", "2 h 5 min"."""
    whole, rest = divmod(minutes, HOUR)
    return " ".join(filter(None, (f"{whole} h" if whole else "", f"{rest} min" if rest or not whole else "")))


def length(starts_at: datetime, ends_at: datetime) -> int:
    """Whole minutes between two instants."""
    return int((ends_at - starts_at).total_seconds()) // 60


def preparing(opened: Iterable[datetime], begins_at: datetime) -> int:
    """Minutes spent with the kit: from each opening to the next, or to the beginning, ten at most each."""
    return _together([*sorted(opened), begins_at], LONGEST_LOOK)


def writing(deeds: Iterable[datetime], ended_at: datetime, sealed_at: datetime) -> int:
    """Minutes spent on a scorecard from the end to its seal: from each change to the next, five at most each."""
    between = [at for at in sorted(deeds) if ended_at < at < sealed_at]
    return _together([ended_at, *between, sealed_at], LONGEST_THOUGHT)


def _together(moments: list[datetime], most: timedelta) -> int:
    worked = sum((min(later - earlier, most) for earlier, later in pairwise(moments)), timedelta())
    return round(worked.total_seconds() / 60)

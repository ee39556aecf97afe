"""Who does how much of the interviewing: minutes of work in parts, for the last four weeks and the next two, side by side.

What an interview costs is its kind's median or the rule of thumb (interviews/effort.py), never somebody's own minutes: the page
compares how much was asked of people, not how fast they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from accounts.models import User
from interviews import diaries, effort
from interviews.diaries import LATELY
from interviews.effort import Effort, Parts
from interviews.schedule import Limits
from questionbank.models import StageKind

AHEAD = timedelta(days=14)
WEEKS = LATELY // timedelta(weeks=1)


@dataclass(frozen=True)
class Load:
    """What one person did and has before them. `takes`: the minutes of work that they take in as long a time as `lately`."""

    pk: int
    name: str
    lately: Parts
    ahead: Parts
    interviews: int
    takes: int

    @property
    def share(self) -> int:
        """How much of what they take they had, in per cent."""
        return round(100 * self.lately.total / self.takes)


@dataclass(frozen=True)
class Spread:
    """How load lies among people: the middle one, the most and the least, as people say them."""

    middle: str
    most: str
    least: str


def read(people: Iterable[User], *, now: datetime) -> list[Load]:
    """The load of these people, with their limits read before, who did most first. Two queries."""
    known = list(people)
    sittings = diaries.read_sittings([one.pk for one in known], now - LATELY, now + AHEAD)
    efforts = diaries.read_efforts()
    found = []
    for person in known:
        lately, ahead, interviews = Parts(), Parts(), 0
        for one in sittings[person.pk]:
            if one.starts_at < now:
                lately = lately.plus(one.parts(efforts))
                interviews += not one.is_lost
            else:
                ahead = ahead.plus(one.parts(efforts))
        found.append(Load(person.pk, person.name, lately, ahead, interviews, _takes(person)))
    return sorted(found, key=lambda one: (-one.lately.total, -one.ahead.total, one.name, one.pk))


def spread(loads: list[Load]) -> Spread | None:
    """How the last four weeks lie among these people; None for fewer than two."""
    totals = [one.lately.total for one in loads]
    if len(totals) < 2:
        return None
    return Spread(effort.hours(round(median(totals))), effort.hours(max(totals)), effort.hours(min(totals)))


def measured() -> list[tuple[StageKind, Effort]]:
    """The kinds of interview of which enough was measured, with what they take besides themselves. Two queries."""
    efforts = diaries.read_efforts()
    return [(kind, efforts[kind.pk]) for kind in StageKind.objects.filter(pk__in=efforts).order_by("name", "pk")]


def _takes(person: User) -> int:
    limit = getattr(person, "load_limit", None) or Limits()
    hours = limit.per_week * effort.FACTOR  # as many interviews of an hour, by the rule of thumb
    return max(WEEKS * effort.HOUR * min(hours, limit.hours_per_week or hours), 1)

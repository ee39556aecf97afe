"""The one rule: can this person take a seat at this time, and if not, why.

Pure functions over a `Diary`, the plain facts that are known of somebody's time. Slots are offered by `bars()`, bookings are
accepted by `in_the_way()`, which asks `bars()`; so what is offered is accepted as long as nothing changes in between, and then
the exclusion constraint of the database has the last word. Days, weeks and months are those of the person's own
clock and calendar. Why it is like this: docs/explanation/scheduling.md
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from accounts.hours import LAST_MINUTE
from interviews import effort
from interviews.effort import Effort, Parts

Span = tuple[datetime, datetime]
Hours = tuple[tuple[int, time, time], ...]
"""Stretches of work: weekday (Monday is 0), start, end, by somebody's own clock."""


class Why(StrEnum):
    """What can be in the way, what weighs most first."""

    ACCESS = "access"
    CANDIDATE = "candidate"
    RECUSED = "recused"
    TAKEN = "taken"
    AWAY = "away"
    HOLIDAY = "holiday"
    BUSY = "busy"
    POOL = "pool"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    LOAD = "load"
    GAP = "gap"
    HOURS = "hours"


NEVER = frozenset({Why.ACCESS, Why.CANDIDATE, Why.RECUSED, Why.TAKEN})
"""What no reason sets aside."""
ONLY_TOLD = frozenset({Why.HOURS})
"""What is never offered, but may be booked by hand: whoever is asked outside their hours can say no."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most interviews in a day, a week and, where it is said, a month, and the minutes needed before and after one.

    `week_starts`: the weekday on which their week begins, Monday is 0. `hours_per_week`: the most work with interviews, preparing
    and writing up included.
    """

    per_day: int = 2
    per_week: int = 5
    gap: int = 0
    per_month: int | None = None
    week_starts: int = 0
    hours_per_week: int | None = None


@dataclass(frozen=True, slots=True)
class Diary:
    """What is known of a person's time. `kinds`: the stage kinds whose pool they are in; `never`: what bars them from this loop;
    `leaning`: by how many points they rate above or below others, for the planner alone. `work`: when each of their interviews
    begins or would have begun, with its parts; `efforts`: what an interview of each kind takes besides itself, as far as measured.
    """

    pk: int
    name: str
    zone: ZoneInfo
    hours: Hours = ()
    away: tuple[tuple[date, date], ...] = ()
    holidays: tuple[tuple[date, str], ...] = ()
    busy: tuple[Span, ...] = ()
    seats: tuple[Span, ...] = ()
    limits: Limits = Limits()
    kinds: frozenset[int] = frozenset()
    never: tuple[Why, ...] = ()
    minutes_lately: int = 0
    last_at: datetime | None = None
    leaning: float = 0.0
    work: tuple[tuple[datetime, Parts], ...] = ()
    efforts: Mapping[int, Effort] = field(default_factory=dict)

    def holiday_at(self, at: datetime) -> str:
        """Which public holiday it is then on this person's calendar; "" on a day on which they work."""
        return dict(self.holidays).get(at.astimezone(self.zone).date(), "")

    def seated(self, starts_at: datetime, ends_at: datetime, *, kind: int | None = None) -> "Diary":
        """The same with one interview more."""
        more = starts_at, self.costs(starts_at, ends_at, kind)
        return replace(self, seats=(*self.seats, (starts_at, ends_at)), work=(*self.work, more))

    def costs(self, starts_at: datetime, ends_at: datetime, kind: int | None) -> Parts:
        """What an interview of this kind then would cost them."""
        return effort.parts_of(effort.length(starts_at, ends_at), self.efforts.get(kind) if kind is not None else None)


class Bar(NamedTuple):
    """A time that one rule closes. `number`: the interviews that fill a day or a week, the minutes of a gap or of a week's work.

    `more`: the minutes of work that a sitting would add to it.
    """

    why: Why
    starts_at: datetime
    ends_at: datetime
    number: int = 0
    more: int = 0


def in_the_way(
    diary: Diary, starts_at: datetime, ends_at: datetime, *, kind: int | None = None, of: int | None = None
) -> list[Bar]:
    """All that keeps this person from a seat then, what weighs most first; nothing when they can take it.

    `kind` is the stage kind whose pool they have to be in; None for a seat that asks for no qualification. `of` is the kind of the
    interview itself, where that is another.
    """
    found = [Bar(why, starts_at, ends_at) for why in diary.never]
    if kind is not None and kind not in diary.kinds:
        found.append(Bar(Why.POOL, starts_at, ends_at))
    more = diary.costs(starts_at, ends_at, kind if of is None else of).total
    closed_then = (*bars(diary, starts_at, ends_at), *heavy_weeks(diary, starts_at, ends_at, more))
    found += [bar for bar in closed_then if bar.starts_at < ends_at and bar.ends_at > starts_at]
    return sorted(found, key=lambda bar: (WEIGHT[bar.why], bar.starts_at))


def bars(diary: Diary, starts_at: datetime, ends_at: datetime) -> Iterator[Bar]:
    """Every time between these two that a rule closes for this person, whatever the sitting, in no order."""
    yield from own_bars(diary, starts_at, ends_at)
    for begins, ends in closed(diary.zone, diary.hours, starts_at, ends_at):
        yield Bar(Why.HOURS, begins, ends)


def own_bars(diary: Diary, starts_at: datetime, ends_at: datetime) -> Iterator[Bar]:
    """Those of `bars()` that follow from what somebody has before them, not from their hours, which many share."""
    gap = timedelta(minutes=diary.limits.gap)
    for begins, ends in diary.seats:
        yield Bar(Why.TAKEN, begins, ends)
        if gap:
            yield Bar(Why.GAP, begins - gap, begins, diary.limits.gap)
            yield Bar(Why.GAP, ends, ends + gap, diary.limits.gap)
    for begins, ends in diary.busy:
        yield Bar(Why.BUSY, begins, ends)
    for first, last in diary.away:
        yield Bar(Why.AWAY, midnight(first, diary.zone), midnight(last + timedelta(days=1), diary.zone))
    for day, _ in diary.holidays:
        yield Bar(Why.HOLIDAY, midnight(day, diary.zone), midnight(day + timedelta(days=1), diary.zone))
    yield from _full(diary, starts_at, ends_at)


def _full(diary: Diary, starts_at: datetime, ends_at: datetime) -> Iterator[Bar]:
    """The days, weeks and months in which somebody has as many interviews as they take. A sitting counts on the day it starts."""
    if not (diary.limits.per_day and diary.limits.per_week):
        yield Bar(Why.WEEK, starts_at, ends_at)
    if not diary.seats:
        return
    days = Counter(begins.astimezone(diary.zone).date() for begins, _ in diary.seats)
    weeks: Counter[date] = Counter()
    for day, count in days.items():
        weeks[_first_of_week(day, diary.limits)] += count
        if count >= diary.limits.per_day:
            yield Bar(Why.DAY, midnight(day, diary.zone), midnight(day + timedelta(days=1), diary.zone), count)
    for first, count in weeks.items():
        if count >= diary.limits.per_week:
            yield Bar(Why.WEEK, midnight(first, diary.zone), midnight(first + timedelta(days=7), diary.zone), count)
    if diary.limits.per_month is not None:
        yield from _full_months(diary, days)


def _full_months(diary: Diary, days: Counter[date]) -> Iterator[Bar]:
    """The months of somebody's own calendar in which they have as many interviews as they take."""
    months: Counter[date] = Counter()
    for day, count in days.items():
        months[day.replace(day=1)] += count
    for first, count in months.items():
        if count >= (diary.limits.per_month or 0):
            after = (first + timedelta(days=31)).replace(day=1)
            yield Bar(Why.MONTH, midnight(first, diary.zone), midnight(after, diary.zone), count)


def heavy_weeks(diary: Diary, starts_at: datetime, ends_at: datetime, more: int) -> Iterator[Bar]:
    """The weeks in which so many minutes of work more would go past the hours that somebody takes a week."""
    if diary.limits.hours_per_week is None:
        return
    room = diary.limits.hours_per_week * effort.HOUR - more
    if room < 0:
        yield Bar(Why.LOAD, starts_at, ends_at, 0, more)
        return
    weeks: Counter[date] = Counter()
    for begins, parts in diary.work:
        weeks[week_of(begins, diary)] += parts.total
    for first, minutes in weeks.items():
        if minutes > room:
            week = midnight(first, diary.zone), midnight(first + timedelta(days=7), diary.zone)
            yield Bar(Why.LOAD, *week, minutes, more)


@lru_cache(maxsize=1024)
def closed(zone: ZoneInfo, hours: Hours, starts_at: datetime, ends_at: datetime) -> tuple[Span, ...]:
    """The parts of a time that lie outside these hours on this zone's clocks, in order.

    Where clocks jump or repeat an hour, a stretch opens at the later and closes at the earlier of the two instants it may mean.
    """
    found: list[Span] = []
    reached = starts_at
    for opens, closes in _open(zone, hours, starts_at, ends_at):
        if opens > reached:
            found.append((reached, min(opens, ends_at)))
        reached = max(reached, closes)
        if reached >= ends_at:
            break
    if reached < ends_at:
        found.append((reached, ends_at))
    return tuple(found)


def _open(zone: ZoneInfo, hours: Hours, starts_at: datetime, ends_at: datetime) -> list[Span]:
    """The stretches of work that touch a time, in order."""
    found: list[Span] = []
    day, last = starts_at.astimezone(zone).date() - timedelta(days=1), ends_at.astimezone(zone).date()
    while day <= last:
        for weekday, opens, closes in hours:
            if weekday == day.weekday():
                span = max(_instants(day, opens, zone)), _closing(day, closes, zone)
                if span[0] < span[1] and span[1] > starts_at and span[0] < ends_at:
                    found.append(span)
        day += timedelta(days=1)
    return sorted(found)


def _closing(day: date, at: time, zone: ZoneInfo) -> datetime:
    """When a stretch ends; the last minute of a day, as forms keep midnight, is the whole of it."""
    return midnight(day + timedelta(days=1), zone) if at == LAST_MINUTE else min(_instants(day, at, zone))


def _instants(day: date, at: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two readings of a time on a clock; the same instant twice unless clocks change then."""
    local = datetime.combine(day, at, tzinfo=zone)
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


@lru_cache(maxsize=4096)
def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins on this zone's clocks."""
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)


def week_of(at: datetime, diary: Diary) -> date:
    """The first day of the week in which this instant is on somebody's own clock and calendar."""
    return _first_of_week(at.astimezone(diary.zone).date(), diary.limits)


def _first_of_week(day: date, limits: Limits) -> date:
    return day - timedelta(days=(day.weekday() - limits.week_starts) % 7)


def seats_in_week(diary: Diary, at: datetime) -> int:
    """How many interviews somebody has in the week of this instant, by their own calendar."""
    week = week_of(at, diary)
    return sum(week_of(begins, diary) == week for begins, _ in diary.seats)


def share_of_week(diary: Diary, at: datetime) -> float:
    """How much of what somebody takes in the week of this instant is taken, in interviews or hours, whichever is more: 1 is all."""
    share = seats_in_week(diary, at) / max(diary.limits.per_week, 1)
    if diary.limits.hours_per_week is None:
        return share
    week = week_of(at, diary)
    minutes = sum(parts.total for begins, parts in diary.work if week_of(begins, diary) == week)
    return max(share, minutes / (diary.limits.hours_per_week * effort.HOUR))


def only_never(found: Iterable[Bar]) -> list[Bar]:
    """Those that no reason sets aside."""
    return [bar for bar in found if bar.why in NEVER]


WEIGHT = {why: place for place, why in enumerate(Why)}

"""The board a loop is planned on: some weeks in quarters of an hour, and for each person a number whose bits say when they can.

A bit is a quarter of an hour from the first on; it is off where a bar of the rule (interviews/schedule.py) touches it. That makes
"who of two hundred people can begin an hour when" a few operations on whole numbers each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from interviews import equals, schedule
from interviews.schedule import Diary, Hours, Span, Why

STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Need:
    """A stage to be placed. `roles`: the seats that have to be filled; who only learns or watches never holds a stage up.

    `pools`: for each of them the kind whose people may sit there, and what it is called; nothing for that of the stage itself.
    `held`: who sits there already.
    """

    stage: int
    name: str
    minutes: int
    kind: int
    roles: tuple[str, ...]
    not_before: datetime | None = None
    not_after: datetime | None = None
    pools: tuple[int, ...] = ()
    pool_names: tuple[str, ...] = ()
    held: tuple[int, ...] = ()

    @property
    def kinds(self) -> tuple[int, ...]:
        """For each seat the kind whose people may sit there."""
        return self.pools or (self.kind,) * len(self.roles)

    @property
    def is_mixed(self) -> bool:
        """Whether not everybody of its pools may take every seat."""
        return len(set(self.kinds)) > 1

    @property
    def slots(self) -> int:
        """How many quarters of an hour it takes, the last perhaps in part."""
        return -(-self.minutes // 15)


@dataclass(frozen=True, slots=True)
class Frame:
    """When the candidate can come, and how the loop is to be spread. `hours` are by the clock of `zone`, the candidate's.

    `windows`, if there are any, take the place of the hours: they can at these times only. `taken`: when they have something else.
    `pause` is the least minutes between two interviews; `most_a_day` the most interviews in one day. `seed` is that of the lot
    which decides between people where nothing else does.
    """

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    hours: Hours
    windows: tuple[Span, ...] = ()
    taken: tuple[Span, ...] = ()
    most_a_day: int = 4
    pause: int = 15
    keeps_order: bool = True
    seed: int = 0


class Board:
    """Needs, people and a frame. `aside` are rules that are not looked at: to find out what one of them costs."""

    def __init__(
        self, frame: Frame, needs: Iterable[Need], diaries: Mapping[int, Diary], *, aside: frozenset[Why] = frozenset()
    ) -> None:
        self.frame, self.needs, self.diaries, self.aside = frame, list(needs), diaries, aside
        self.slots = -((frame.starts_at - frame.ends_at) // STEP)
        self.upto = [(1 << slot) - 1 for slot in range(self.slots + 1)]
        self.all = self.upto[-1]

    def without(self, *aside: Why) -> "Board":
        """The same without some of the rules."""
        other = Board(self.frame, self.needs, self.diaries, aside=frozenset(aside))
        other.shut = self.shut
        return other

    def only(self, stage: int) -> "Board":
        """The same for one of its stages, by its key."""
        other = Board(self.frame, [need for need in self.needs if need.stage == stage], self.diaries, aside=self.aside)
        other.shut = self.shut
        return other

    def at(self, slot: int) -> datetime:
        """The instant at which a quarter of an hour begins."""
        return self.frame.starts_at + slot * STEP

    def slot(self, at: datetime) -> int:
        """The quarter of an hour in which an instant is."""
        return (at - self.frame.starts_at) // STEP

    def mask(self, spans: Iterable[Span]) -> int:
        """The quarters of an hour that these times touch."""
        found = 0
        for begins, ends in spans:
            found |= self.touched(begins, ends)
        return found

    def touched(self, begins: datetime, ends: datetime) -> int:
        """The quarters of an hour that one time touches. It is asked for thousands of times, hence without dividing dates."""
        since, until = begins - self.frame.starts_at, ends - self.frame.starts_at
        low = since.days * 96 + since.seconds // 900
        high = until.days * 96 + (until.seconds + (900 if until.microseconds else 899)) // 900
        if low >= self.slots or high <= 0:
            return 0
        # the bits up to `high` that are not among those up to `low`; a shorter one is a part of a longer one
        return self.upto[high if high < self.slots else -1] ^ self.upto[max(0, low)]

    @cached_property
    def shut(self) -> dict[int, dict[Why, int]]:
        """For each person and rule the quarters of an hour that it closes."""
        starts_at, ends_at = self.frame.starts_at, self.frame.ends_at
        nights: dict[tuple[ZoneInfo, Hours], int] = {}
        found: dict[int, dict[Why, int]] = {}
        for pk, diary in self.diaries.items():
            masks: dict[Why, int] = defaultdict(int, dict.fromkeys(diary.never, self.all))
            for bar in schedule.own_bars(diary, starts_at, ends_at):
                masks[bar.why] |= self.touched(bar.starts_at, bar.ends_at)
            week = diary.zone, diary.hours
            if week not in nights:
                nights[week] = self.mask(schedule.closed(*week, starts_at, ends_at))
            masks[Why.HOURS] = nights[week]
            found[pk] = masks
        return found

    def shut_for(self, need: Need, pk: int) -> dict[Why, int]:
        """The same for one stage and person, with the weeks in which it would be more work than they take."""
        heavy = self._heavy(need, pk)
        return {**self.shut[pk], Why.LOAD: heavy} if heavy else self.shut[pk]

    def free_for(self, need: Need, pk: int) -> int:
        """The quarters of an hour that no rule closes to this person for this stage."""
        return self.free[pk] if Why.LOAD in self.aside else self.free[pk] & ~self._heavy(need, pk)

    def _heavy(self, need: Need, pk: int) -> int:
        diary, frame = self.diaries[pk], self.frame
        if diary.limits.hours_per_week is None:
            return 0
        more = diary.costs(frame.starts_at, frame.starts_at + timedelta(minutes=need.minutes), need.kind).total
        return self.mask(bar[1:3] for bar in schedule.heavy_weeks(diary, frame.starts_at, frame.ends_at, more))

    @cached_property
    def free(self) -> dict[int, int]:
        """For each person the quarters of an hour that no rule closes whatever the stage."""
        found: dict[int, int] = {}
        for pk, masks in self.shut.items():
            shut = 0
            for why, mask in masks.items():
                if why not in self.aside:
                    shut |= mask
            found[pk] = self.all & ~shut
        return found

    @cached_property
    def candidate(self) -> int:
        """When the candidate can be asked to come."""
        frame = self.frame
        pause = timedelta(minutes=frame.pause)
        around = [(begins - pause, ends + pause) for begins, ends in frame.taken]
        if frame.windows:
            ends = [frame.starts_at, *(ends for _, ends in sorted(frame.windows))]
            shut = tuple(zip(ends, [*(begins for begins, _ in sorted(frame.windows)), frame.ends_at], strict=True))
        else:
            shut = schedule.closed(frame.zone, frame.hours, frame.starts_at, frame.ends_at)
        return self.all & ~self.mask([*shut, *around])

    @cached_property
    def days(self) -> list[tuple[int, int]]:
        """The first quarter of an hour of each of the candidate's days, and that after its last."""
        frame, found = self.frame, []
        day = frame.starts_at.astimezone(frame.zone).date()
        low = 0
        while low < self.slots:
            day += timedelta(days=1)
            high = min(-((frame.starts_at - schedule.midnight(day, frame.zone)) // STEP), self.slots)
            if high > low:
                found.append((low, high))
            low = max(low, high)
        return found

    @cached_property
    def turns(self) -> dict[int, int]:
        """For each person their place among those whom it costs the same to ask: who sat longest ago first, then by lot."""
        return {pk: place for place, pk in enumerate(equals.by_rest(self.diaries.values(), self.frame.seed))}

    def pool(self, need: Need) -> list[int]:
        """Who may take a seat of this stage, by their keys."""
        kinds = frozenset(need.kinds)
        return [pk for pk, diary in self.diaries.items() if not kinds.isdisjoint(diary.kinds)]

    def seats_for(self, need: Need, pk: int) -> int:
        """The seats of a stage that somebody may take, as bits. Who holds one already keeps that one where seats have two pools."""
        kinds, held = self.diaries[pk].kinds, need.held if need.is_mixed else ()
        return sum(1 << seat for seat, kind in enumerate(need.kinds) if kind in kinds and (not held or held[seat] == pk))

    def offered(self, need: Need) -> int:
        """The quarters of an hour at which this stage could begin, were everybody free."""
        found = begins(self.candidate, need.slots)
        if need.not_before:
            found &= ~self.mask([(self.frame.starts_at, need.not_before)])
        if need.not_after:
            found &= begins(self.mask([(self.frame.starts_at, need.not_after)]), need.slots)
        return found

    @cached_property
    def beginnings(self) -> list[dict[int, int]]:
        """For each need and person of its pool the quarters of an hour at which they could begin it."""
        found = []
        for need in self.needs:
            offered = self.offered(need)
            found.append({pk: begins(self.free_for(need, pk), need.slots) & offered for pk in self.pool(need)})
        return found


def begins(free: int, slots: int) -> int:
    """The bits from which on so many bits are set in a row."""
    found, have = free, 1
    while have < slots:
        shift = min(have, slots - have)
        found &= found >> shift
        have += shift
    return found


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, from the lowest on."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low

"""The picture of a week: for one stage when it could begin and with whom, half hour by half hour, and what stands against it.

Pure functions over the board of the planner (interviews/planner/board.py), whose bits are the bars of the one rule: what the
picture shows as free is accepted, and why something is not free is the rule's own word. Rows are the reader's clock.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from interviews import bar_words, clock, schedule, week_reasons
from interviews.planner.board import Board
from interviews.planner.board import begins as starts
from interviews.planner.crews import fill
from interviews.planner.search import TWICE, Plan, cost_of
from interviews.schedule import Span, Why
from interviews.week_parts import NAMES, SEEN_AS, Cell, Lane, Row, Slot, first_names, marks

MOST_LANES = 5
"""How many people a picture draws: those who are chosen, and of the others whom it costs least to ask."""
HALF = timedelta(minutes=30)


class Week:
    """The week from `first`, a Monday of the reader's calendar, for the first need of a board.

    `chosen` have to be in it; `met` sit with the candidate already and are asked last; `sittings`: name, start and end of what the
    candidate has; `moved`: name, start and end of the one that would move; `plans` are proposals for the whole loop; `shown` is the
    one day that a small screen shows.
    """

    def __init__(
        self,
        board: Board,
        *,
        reader: ZoneInfo,
        first: date,
        candidate: str,
        now: datetime,
        chosen: Sequence[int] = (),
        met: Collection[int] = (),
        sittings: Iterable[tuple[str, datetime, datetime]] = (),
        moved: tuple[str, datetime, datetime] | None = None,
        plans: Sequence[Plan] = (),
        shown: date | None = None,
    ) -> None:
        self.board, self.need, self.reader, self.first, self.candidate, self.now = (
            board,
            board.needs[0],
            reader,
            first,
            candidate,
            now,
        )
        pool = [pk for pk in board.pool(self.need) if not board.diaries[pk].never]
        cost = {pk: cost_of(board.diaries[pk], board.frame.starts_at) + (TWICE if pk in met else 0) for pk in pool}
        self.chosen = tuple(pk for pk in chosen if pk in board.diaries)[: len(self.need.roles)]
        self.order = [
            *self.chosen,
            *(pk for pk in sorted(pool, key=lambda pk: (cost[pk], board.turns[pk])) if pk not in self.chosen),
        ]
        self.sittings = sorted(sittings, key=lambda one: one[1])
        self.moved, self.plans = moved, plans
        self.shown = shown or next((day for day in self.days if any(slot.crew for slot in self.slots_of(day))), self.days[0])

    @cached_property
    def all_days(self) -> list[date]:
        """Monday to Sunday."""
        return [self.first + timedelta(days=number) for number in range(7)]

    @cached_property
    def days(self) -> list[date]:
        """Monday to Friday, and what of the weekend the candidate could come on or has something on."""
        return [day for day in self.all_days if day.weekday() < 5 or self._mask_of(day) & self._seen]

    @cached_property
    def lanes(self) -> list[Lane]:
        """The candidate, those chosen, and of the others those who can do most of it, up to five people in all."""
        able = self.board.beginnings[0]
        useful = [pk for pk in self.order if pk in self.chosen or able.get(pk)]
        rest = [pk for pk in self.order if pk not in useful]
        drawn = [*useful, *rest][:MOST_LANES]
        letters = marks([self.candidate, *(self.board.diaries[pk].name for pk in drawn)])
        lanes = [Lane(0, self.candidate, letters[0], clock.city(self.board.frame.zone), (0, 0), is_chosen=False)]
        for pk, mark in zip(drawn, letters[1:], strict=True):
            diary = self.board.diaries[pk]
            week = schedule.seats_in_week(diary, self._instant(self.first)), diary.limits.per_week
            lanes.append(Lane(pk, diary.name, mark, clock.city(diary.zone), week, pk in self.chosen))
        return lanes

    @cached_property
    def heads(self) -> list[tuple[date, list[str]]]:
        """The days, each with the public holidays that people of the picture have then: "Good Friday: Ivan, Ines"."""
        found: list[tuple[date, list[str]]] = []
        for day in self.days:
            off: dict[str, list[str]] = {}
            for diary in (self.board.diaries[lane.pk] for lane in self.lanes if lane.pk):
                if name := dict(diary.holidays).get(day):
                    off.setdefault(name, []).append(first_names([diary.name])[0])
            found.append((day, [f"{name}: {', '.join(people)}" for name, people in off.items()]))
        return found

    @cached_property
    def rows(self) -> list[Row]:
        """Every half hour in which the candidate could come on one of the days, or has something."""
        found: list[Row] = []
        before = None
        for number in range(48):
            at = time(number // 2, 30 * (number % 2))
            cells = tuple(self._cell(day, at) for day in self.days)
            instants = [slot.starts_at for cell in cells for slot in cell.slots]
            if not any(self.board.touched(begins, begins + HALF) & self._seen for begins in instants):
                continue
            theirs = instants[0].astimezone(self.board.frame.zone)
            words = f"{theirs:%H:%M}" if theirs.time() != at else ""
            found.append(Row(at, words, before is not None and before + 1 != number, cells))
            before = number
        return found

    def slots_of(self, day: date) -> Iterator[Slot]:
        """Every time to begin at on a day, in order, that the picture has a row for."""
        for number in range(48):
            at = time(number // 2, 30 * (number % 2))
            for begins in clock.instants(day, at, self.reader):
                if self.board.touched(begins, begins + HALF) & self._seen:
                    yield self.slot(begins)

    @cached_property
    def as_list(self) -> list[tuple[date, list[str], list[Slot], str, list[tuple[str, str]]]]:
        """The same in words: each day, what the candidate has, what fits, why nothing does, and when each person is not free."""
        return [
            (
                day,
                [
                    f"{name}, {clock.hours_words(begins, ends, self.reader)}"
                    for name, begins, ends in self.sittings
                    if self._on(begins, day)
                ],
                (fits := [slot for slot in self.slots_of(day) if slot.crew]),
                "" if fits else self.mostly([day]),
                [(lane.name, self._not_free(lane.pk, day)) for lane in self.lanes],
            )
            for day in self.days
        ]

    @property
    def free_count(self) -> int:
        """How many beginnings of the week fit."""
        return sum(1 for day in self.days for slot in self.slots_of(day) if slot.crew)

    def slot(self, begins: datetime) -> Slot:
        """One time to begin at, with the people it costs least to ask then or with what stands against it."""
        ends = begins + timedelta(minutes=self.need.minutes)
        place = self.board.slot(begins)
        is_past = begins <= self.now
        inside = 0 <= place < self.board.slots
        able = [pk for pk in self.order if inside and self.board.beginnings[0].get(pk, 0) >> place & 1] if not is_past else []
        rest = [pk for pk in able if pk not in self.chosen]
        crew = tuple(fill((*self.chosen, *rest), len(self.need.roles), self._seats_for)) if able else ()
        if not all(crew) or any(pk not in able or pk not in crew for pk in self.chosen):
            crew = ()
        against = (
            "" if crew else "that time has passed" if is_past else week_reasons.against(self, begins, ends, place if inside else -1)
        )
        names = ", ".join(first_names([self.board.diaries[pk].name for pk in crew]))
        whole = " and ".join(self.board.diaries[pk].name for pk in crew)
        when = clock.span_words(begins, ends, self.reader)
        others = len(able) - len(crew) if crew else 0
        label = f"{when}: {whole}{f', {others} more could' if others else ''}" if crew else f"{when}: {against}"
        return Slot(begins, crew, others, against, label, names, self._proposals(begins), is_past)

    def anybody(self, begins: datetime) -> tuple[int, ...]:
        """Whom it costs least to ask whatever stands against the time: those chosen, then who is free then, then the others.

        In the order of the seats, 0 where nobody is left; who was chosen has one of them, in its pool or not.
        """
        place = self.board.slot(begins)
        free = {pk for pk in self.order if place >= 0 and starts(self.board.free_for(self.need, pk), self.need.slots) >> place & 1}
        found = sorted(self.order, key=lambda pk: (pk not in self.chosen, pk not in free, self.order.index(pk)))
        seats = len(self.need.roles)
        crew = fill(found, seats, self._seats_for)
        astray = {pk for pk in self.chosen if pk not in crew}
        return tuple(fill(found, seats, lambda pk: (1 << seats) - 1 if pk in astray else self._seats_for(pk)) if astray else crew)

    def mostly(self, days: Iterable[date]) -> str:
        """What stands against most of the times of these days, in a few words; empty when all of them fit."""
        said = Counter(slot.against for day in days for slot in self.slots_of(day) if slot.against)
        return said.most_common(1)[0][0] if said else ""

    @property
    def why_none(self) -> str:
        """What stands against most of the week when nothing of it fits; else empty."""
        return "" if self.free_count else self.mostly(self.days)

    def able(self, pk: int, begins: datetime) -> bool:
        """Whether this person of the pool could begin then."""
        place = self.board.slot(begins)
        return 0 <= place < self.board.slots and bool(self.board.beginnings[0].get(pk, 0) >> place & 1)

    def load_words(self, pk: int, begins: datetime) -> str:
        """How many interviews somebody has in that week, of how many they take; empty for who was not looked at."""
        diary = self.board.diaries.get(pk)
        return f"{schedule.seats_in_week(diary, begins)} of {diary.limits.per_week} that week" if diary else ""

    def outside(self, people: Iterable[int], begins: datetime, ends: datetime) -> list[str]:
        """Who of these would sit outside their working hours, in a sentence each: told, and booked all the same."""
        known = [self.board.diaries[pk] for pk in people if pk in self.board.diaries]
        barred = [one for one in known if any(bar.why in schedule.ONLY_TOLD for bar in schedule.in_the_way(one, begins, ends))]
        return [bar_words.outside_words(one, begins, ends) for one in barred]

    def unusual(self, slot: Slot) -> list[str]:
        """What speaks against a time that may be booked: the order of the stages, or the hours the candidate was asked for."""
        place = self.board.slot(slot.starts_at)
        offered = 0 <= place < self.board.slots and self.board.offered(self.need) >> place & 1
        return [] if offered or not slot.against else [f"{slot.against[0].upper()}{slot.against[1:]}."]

    def _cell(self, day: date, at: time) -> Cell:
        found = clock.instants(day, at, self.reader)
        slots = tuple(self.slot(begins) for begins in found)
        sitting, goes_on = "", False
        now = [(f"{self.moved[0]} now", *self.moved[1:])] if self.moved else []
        for name, begins, ends in [*self.sittings, *now]:
            for half in found:
                if begins < half + HALF and ends > half:
                    goes_on = True
                    if begins >= half:
                        sitting = f"{begins.astimezone(self.reader):%H:%M} {name}"
        lanes = tuple(self._seen_as(lane.pk, found[0]) for lane in self.lanes) if found else ()
        return Cell(day, slots, lanes, sitting, goes_on, day == self.shown)

    def _seen_as(self, pk: int, begins: datetime) -> str:
        """How half an hour of somebody is drawn."""
        bits_of_it = self.board.touched(begins, begins + HALF)
        if not pk:
            taken = self.board.mask((start, end) for _, start, end in self.sittings)
            return "taken" if bits_of_it & taken else "free" if bits_of_it & self.board.candidate else "off"
        shut = self.board.shut_for(self.need, pk)
        return next((SEEN_AS[why] for why in Why if why in shut and shut[why] & bits_of_it), "free")

    def _not_free(self, pk: int, day: date) -> str:
        """When somebody is not free on a day, within the rows of the picture, in words; empty when they always are."""
        found: list[list] = []
        for begins in (slot.starts_at for slot in self.slots_of(day)):
            seen = self._seen_as(pk, begins)
            if seen == "free":
                continue
            if found and found[-1][0] == seen and found[-1][2] == begins:
                found[-1][2] = begins + HALF
            else:
                found.append([seen, begins, begins + HALF])
        said: dict[str, list[str]] = {}
        for seen, begins, ends in found:
            words = f"{begins.astimezone(self.reader):%H:%M}–{ends.astimezone(self.reader):%H:%M}".replace("–00:00", "–24:00")
            name = f", {self.board.diaries[pk].holiday_at(begins)}" if seen == "holiday" else ""
            said.setdefault(f"{NAMES[seen]}{name}", []).append(words)
        return "; ".join(f"{name} {', '.join(spans)}" for name, spans in said.items())

    def _seats_for(self, pk: int) -> int:
        return self.board.seats_for(self.need, pk)

    def _proposals(self, begins: datetime) -> tuple[tuple[int, str], ...]:
        """The proposals for the whole loop that begin something in this half hour: their number, and what when."""
        return tuple(
            (number, f"{sitting.starts_at.astimezone(self.reader):%H:%M} {sitting.need.name}")
            for number, plan in enumerate(self.plans, 1)
            for sitting in plan.sittings
            if begins <= sitting.starts_at < begins + HALF
        )

    @cached_property
    def _seen(self) -> int:
        """The quarters of an hour that the picture is about: when the candidate could come, and what they have."""
        has = [*self.sittings, *([self.moved] if self.moved else [])]
        return self.board.candidate | self.board.mask((begins, ends) for _, begins, ends in has)

    def _mask_of(self, day: date) -> int:
        begins, ends = clock.day_span(day, self.reader)
        return self.board.touched(begins, ends)

    def _instant(self, day: date) -> datetime:
        return clock.day_span(day, self.reader)[0]

    def _on(self, begins: datetime, day: date) -> bool:
        return begins.astimezone(self.reader).date() == day


def span_of(first: date, reader: ZoneInfo) -> Span:
    """The instants between which a week from this Monday lies on the reader's calendar."""
    return clock.day_span(first, reader)[0], clock.day_span(first + timedelta(days=6), reader)[1]

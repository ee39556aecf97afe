"""The search for a whole loop: which stage when and with whom, so that days, load and waiting together cost least.

Branch and bound. Before it begins, a table tells for each stage and quarter of an hour the least that the rest of that day, and of
the loop, can still cost if nobody were needed twice; a branch that cannot beat the best loop found is cut off by it. As nobody is
needed twice as a rule, the first loop that is found is mostly the best one already.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from interviews import effort, schedule
from interviews.planner import crews
from interviews.planner.board import Board, Need, bits
from interviews.schedule import Diary, Span

#: What things cost, in points. A day more for the candidate outweighs all that a loop can have of the others.
DAY = 100_000
TWICE = 5_000  # somebody meets the candidate a second time: half the evidence of two people
LOAD = 1_000  # somebody's whole limit of four weeks, taken in proportion
SPARED = 25  # for each kind of stage that somebody can do: who can do much is kept for what few can
WAIT = 12  # a quarter of an hour that the candidate sits and waits
LATER = 6  # a day that the loop comes later
LEANING = 100  # a point by which the people of a loop together rate above or below others

MOST_STEPS = 3_000
CHOICE = 3  # how many people more than seats are weighed at a start
NEVER = 1 << 60
WEEKS = 4


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stage at a time with people, by their keys, in the order of the seats to fill."""

    need: Need
    starts_at: datetime
    ends_at: datetime
    crew: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole loop, in order of time. `is_best`: the search came to its end, so that none costs less."""

    sittings: tuple[Sitting, ...]
    cost: int
    is_best: bool

    @property
    def crew(self) -> set[int]:
        """Everybody in it."""
        return {pk for sitting in self.sittings for pk in sitting.crew}

    @property
    def has_somebody_twice(self) -> bool:
        """Whether somebody meets the candidate in two interviews."""
        return len(self.crew) < sum(len(sitting.crew) for sitting in self.sittings)


def balance(leanings: Iterable[float]) -> int:
    """What it costs that people rate to one side, in points: nothing where who is strict sits with who is lenient."""
    return round(LEANING * abs(sum(leanings)))


def cost_of(diary: Diary, before: datetime) -> int:
    """What a seat of this person costs, in points: their load against their limit, what else they can do, how lately they sat."""
    limits = diary.limits
    hours = max(limits.per_week, 1) * effort.FACTOR  # as many interviews of an hour, and what each takes
    capacity = WEEKS * effort.HOUR * min(hours, limits.hours_per_week or hours)
    share = LOAD * diary.minutes_lately // capacity
    rested = min((before - diary.last_at).days, 28) if diary.last_at else 28
    return share + SPARED * len(diary.kinds) + max(28 - rested, 0) // 2


class Search:
    """Searches over a board with its stages in one order, given by their places among the needs.

    `starts` narrows when each need may begin, by its place; `repeats`: somebody may come twice where nobody else is left.
    """

    def __init__(self, board: Board, order: tuple[int, ...], starts: list[int], *, repeats: bool = False) -> None:
        self.board, self.repeats = board, repeats
        self.needs = [board.needs[place] for place in order]
        self.pause = -(-board.frame.pause // 15)
        self.most = max(board.frame.most_a_day, 1)
        self.leanings = {pk: diary.leaning for pk, diary in board.diaries.items()}
        costs = {pk: cost_of(diary, board.frame.starts_at) for pk, diary in board.diaries.items()}
        self.able: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self.people: list[list[tuple[int, int, int]]] = []
        for place in order:
            able = ((pk, mask & starts[place]) for pk, mask in board.beginnings[place].items())
            people = [(costs[pk], pk, mask) for pk, mask in able if mask]
            self.people.append(sorted(people, key=lambda one: (one[0], board.turns[one[1]])))
        self.may = [
            {pk: board.seats_for(need, pk) for _, pk, _ in people} if need.is_mixed else {}
            for people, need in zip(self.people, self.needs, strict=True)
        ]
        self.cheapest = [
            crews.cheapest(people, len(need.roles), may) if may else _cheapest(people, len(need.roles))
            for people, need, may in zip(self.people, self.needs, self.may, strict=True)
        ]
        self._look_ahead()

    def run(self, days: list[int], *, bound: int = NEVER) -> Plan | None:
        """The loop on some of these days that costs least and less than `bound`, or none. Past `MOST_STEPS` the best until then."""
        self.days, self.bound, self.steps = days, bound, 0
        self.found: tuple[tuple[int, tuple[int, ...]], ...] | None = None
        self._sum_up(days)
        if self.needs:
            self._place(0, 0, 0, -1, 0, {}, ())
        if self.found is None:
            return None
        sittings = [Sitting(self.needs[place], *self._span(place, start), crew) for place, (start, crew) in enumerate(self.found)]
        return Plan(tuple(sorted(sittings, key=lambda one: one.starts_at)), self.bound, self.steps < MOST_STEPS)

    def sitting(self, place: int, start: int) -> Sitting:
        """A stage at one of its starts, with the people it costs least there."""
        _, crew = next(self._crews(place, start, {}))
        return Sitting(self.needs[place], *self._span(place, start), crew)

    def _span(self, place: int, start: int) -> Span:
        starts_at = self.board.at(start)
        return starts_at, starts_at + timedelta(minutes=self.needs[place].minutes)

    def _look_ahead(self) -> None:
        """`ends[i, j]`: for each day and start of stage i the least that stages i to j-1 cost that day; `of_day`: its least."""
        count, board = len(self.needs), self.board
        self.ends: dict[tuple[int, int], list[dict[int, int]]] = {}
        by_day = [_by_day(cheapest, board.days) for cheapest in self.cheapest]
        for i in range(count - 1, -1, -1):
            length = self.needs[i].slots
            self.ends[i, i + 1] = by_day[i]
            for j in range(i + 2, min(i + self.most, count) + 1):
                self.ends[i, j] = [
                    _chain(today, after, length, self.pause) for today, after in zip(by_day[i], self.ends[i + 1, j], strict=True)
                ]
        self.of_day = {
            key: [DAY + LATER * day + min(costs.values()) if costs else NEVER for day, costs in enumerate(days)]
            for key, days in self.ends.items()
        }

    def _sum_up(self, days: list[int]) -> None:
        """`least[i]`: from each day on, the least that stages i and later cost on days that are allowed."""
        count, after, usable = len(self.needs), len(self.board.days), set(days)
        self.least = [[NEVER] * (after + 1) for _ in range(count)] + [[0] * (after + 1)]
        for i in range(count - 1, -1, -1):
            for day in range(after - 1, -1, -1):
                best = self.least[i][day + 1]
                if day in usable:
                    for j in range(i + 1, min(i + self.most, count) + 1):
                        best = min(best, self.of_day[i, j][day] + self.least[j][day + 1])
                self.least[i][day] = min(best, NEVER)

    def _place(
        self, i: int, j: int, end: int, day: int, cost: int, used: dict[int, tuple[tuple[int, int], ...]], path: tuple
    ) -> None:
        """Place stage i, to begin after `end`, and all later ones; the present day takes stages up to j."""
        if i == len(self.needs):
            cost += balance(self.leanings[pk] for _, crew in path for pk in crew)
            if cost < self.bound:
                self.bound, self.found = cost, path
            return
        for least, start, new_day, new_j in self._starts(i, j, end, day, cost):
            if self.steps >= MOST_STEPS:
                return
            if least >= self.bound:
                continue
            spent = cost + (DAY + LATER * new_day if i == j else WAIT * (start - end))
            for seats_cost, crew in self._crews(i, start, used):
                self.steps += 1
                if least - self.cheapest[i][start] + seats_cost >= self.bound:
                    break
                seated = {**used, **{pk: (*used.get(pk, ()), (i, start)) for pk in crew}}
                after = start + self.needs[i].slots
                self._place(i + 1, new_j, after, new_day, spent + seats_cost, seated, (*path, (start, crew)))

    def _starts(self, i: int, j: int, end: int, day: int, cost: int) -> Iterator[tuple[int, int, int, int]]:
        """Where stage i could begin: (the least that the whole loop then costs, start, its day, up to which stage that day goes).

        What can still beat the best loop found, the most promising day first and in a day the most promising start.
        """
        if i < j:
            rest = cost + self.least[j][day + 1]
            from_now = end + self.pause
            found = [(rest + WAIT * (at - end) + ahead, at) for at, ahead in self.ends[i, j][day].items() if at >= from_now]
            yield from ((least, at, day, j) for least, at in sorted(found))
            return
        days = [
            (self.of_day[i, new_j][new_day] + self.least[new_j][new_day + 1], new_day, new_j)
            for new_day in self.days
            if new_day > day
            for new_j in range(i + 1, min(i + self.most, len(self.needs)) + 1)
        ]
        for best, new_day, new_j in sorted(days):
            if cost + best >= self.bound:
                return
            rest = cost + DAY + LATER * new_day + self.least[new_j][new_day + 1]
            starts = sorted((rest + ahead, at) for at, ahead in self.ends[i, new_j][new_day].items())
            yield from ((least, at, new_day, new_j) for least, at in starts if least < self.bound)

    def _crews(self, i: int, start: int, used: dict[int, tuple[tuple[int, int], ...]]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Who could sit in stage i from there on, what costs least first; those who come already only if nobody else is left."""
        seats = len(self.needs[i].roles)
        able = self.able.get((i, start))
        if able is None:
            able = self.able[i, start] = [(cost, pk) for cost, pk, mask in self.people[i] if mask >> start & 1]
        if self.may[i]:
            yield from self._mixed_crews(i, start, able, used)
            return
        fresh = [one for one in able[: seats + CHOICE + len(used)] if one[1] not in used][: seats + CHOICE]
        if len(fresh) < seats and self.repeats:
            fresh += [(cost + TWICE, pk) for cost, pk in able if pk in used and self._comes_again(i, start, pk, used)]
        if seats == 1:
            yield from ((cost, (pk,)) for cost, pk in fresh)
            return
        found = [(sum(cost for cost, _ in crew), tuple(pk for _, pk in crew)) for crew in combinations(fresh, seats)]
        yield from self._in_order(found)

    def _mixed_crews(
        self, i: int, start: int, able: list[tuple[int, int]], used: dict[int, tuple[tuple[int, int], ...]]
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The same for a stage whose seats have more than one pool: only crews in which everybody has a seat of theirs."""
        need = self.needs[i]
        most = len(need.roles) + CHOICE
        fresh = [one for one in able if one[1] not in used]
        found = list(crews.crews(fresh, need.kinds, self.may[i], most))
        if not found and self.repeats:
            fresh += [(cost + TWICE, pk) for cost, pk in able if pk in used and self._comes_again(i, start, pk, used)]
            found = list(crews.crews(fresh, need.kinds, self.may[i], most))
        yield from self._in_order(found)

    def _in_order(self, found: list[tuple[int, tuple[int, ...]]]) -> list[tuple[int, tuple[int, ...]]]:
        return sorted(found, key=lambda one: (one[0], [self.board.turns[pk] for pk in one[1]]))

    def _comes_again(self, i: int, start: int, pk: int, used: dict[int, tuple[tuple[int, int], ...]]) -> bool:
        """Whether somebody who sits in an earlier stage of this loop can take this one too: the rule, with those seats taken."""
        diary = self.board.diaries[pk]
        for place, begun in used[pk]:
            diary = diary.seated(*self._span(place, begun), kind=self.needs[place].kind)
        found = schedule.in_the_way(diary, *self._span(i, start), of=self.needs[i].kind)
        return all(bar.why in self.board.aside for bar in found)


def _cheapest(people: list[tuple[int, int, int]], seats: int) -> dict[int, int]:
    """For each start that enough people could take, what the cheapest of them cost together. `people` in order of cost."""
    reached = [-1] + [0] * seats  # bits that 0, 1, 2 … people cover
    found: dict[int, int] = {}
    for cost, _, mask in people:
        for number in range(seats, 0, -1):
            new = mask & reached[number - 1] & ~reached[number]
            if new:
                reached[number] |= new
                for slot in bits(new):
                    found[slot] = found.get(slot, 0) + cost
    return {slot: cost for slot, cost in found.items() if reached[seats] >> slot & 1}


def _by_day(cheapest: dict[int, int], days: list[tuple[int, int]]) -> list[dict[int, int]]:
    """The starts and costs of each day, the latest start first."""
    found: list[dict[int, int]] = [{} for _ in days]
    day = len(days) - 1
    for slot in sorted(cheapest, reverse=True):
        while slot < days[day][0]:
            day -= 1
        found[day][slot] = cheapest[slot]
    return found


def _chain(today: dict[int, int], after: dict[int, int], length: int, pause: int) -> dict[int, int]:
    """For each start of a stage in a day the least that it and what follows in that day cost, waiting included; latest first."""
    found: dict[int, int] = {}
    later = iter(after.items())
    slot, ahead = next(later, (-1, NEVER))
    best = NEVER
    for start, cost in today.items():
        end = start + length
        while slot >= end + pause:
            best = min(best, ahead + WAIT * slot)
            slot, ahead = next(later, (-1, NEVER))
        if best < NEVER:
            found[start] = cost + best - WAIT * end
    return found

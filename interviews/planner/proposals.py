"""From a board to what a recruiter chooses from: three loops, the openings of one stage, or why there is none."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, time

from interviews.planner.board import Board, Need, begins
from interviews.planner.search import NEVER, Plan, Search, Sitting
from interviews.schedule import NEVER as FOR_GOOD
from interviews.schedule import Why

MOST = 3
WIDE_DAY = (time(7), time(21))


@dataclass(frozen=True, slots=True)
class Shortage:
    """What one rule does to a stage: how many beginnings it takes from its people, and how many it alone takes."""

    need: Need
    why: Why
    removed: int
    alone: int


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What would make a plan possible, and the plan there would be: a rule, or a wish of the frame by its name."""

    what: Why | str
    plan: Plan


def propose(board: Board) -> list[Plan]:
    """The three loops that cost least, on different days if there are, else at other times; fewer or none if there are no more."""
    days = list(range(len(board.days)))
    starts = [board.offered(need) for need in board.needs]
    searches = _searches(board, starts)
    best = _best(searches, days)
    if best is None:
        searches = _searches(board, starts, repeats=True)
        best = _best(searches, days)
    plans = [best] if best else []
    while plans and len(plans) < MOST:  # on other days first
        days = [day for day in days if day not in _days(board, plans[-1])]
        other = _best(searches, days)
        if other is None or len(_days(board, other)) > len(_days(board, plans[0])):
            break
        plans.append(other)
    while plans and len(plans) < MOST:  # then at other times
        for sitting in (sitting for plan in plans for sitting in plan.sittings):
            starts[board.needs.index(sitting.need)] &= ~(1 << board.slot(sitting.starts_at))
        other = _best(_searches(board, starts, repeats=plans[0].has_somebody_twice), list(range(len(board.days))))
        if other is None:
            break
        plans.append(other)
    return plans


def openings(board: Board, *, a_day: int = 3, most: int = 12, spread: bool = False) -> list[Sitting]:
    """When the only stage of a board could be held, with the people it costs least: a few of each day, the earliest first.

    With `spread` those of a day are spread over it.
    """
    search = Search(board, (0,), [board.offered(board.needs[0])])
    found: list[int] = []
    for low, high in board.days:
        free, today = low, []
        for slot in sorted(search.cheapest[0]):
            if free <= slot < high:
                today.append(slot)
                free = slot + board.needs[0].slots
        if spread and len(today) > a_day:
            today = [today[place * (len(today) - 1) // (a_day - 1)] for place in range(a_day)]
        found += today[:a_day]
    return [search.sitting(0, slot) for slot in found[:most]]


def opening_at(board: Board, starts_at: datetime) -> Sitting | None:
    """The only stage of a board at this time, with the people it costs least then; None when it cannot be."""
    slot = board.slot(starts_at)
    if not (board.needs and 0 <= slot < board.slots and board.at(slot) == starts_at):
        return None
    search = Search(board, (0,), [board.offered(board.needs[0])])
    return search.sitting(0, slot) if slot in search.cheapest[0] else None


def shortages(board: Board) -> list[Shortage]:
    """For each stage and rule how many beginnings it takes from the people of its pool, those that take the most first."""
    found = []
    for need in board.needs:
        offered = board.offered(need)
        removed: Counter[Why] = Counter()
        alone: Counter[Why] = Counter()
        for pk in board.pool(need):
            shut = board.shut_for(need, pk)
            free = begins(board.free_for(need, pk), need.slots) & offered
            for why, mask in shut.items():
                removed[why] += (offered & ~begins(board.all & ~mask, need.slots)).bit_count()
                others = 0
                for other, its in shut.items():
                    if other != why:
                        others |= its
                alone[why] += (offered & begins(board.all & ~others, need.slots) & ~free).bit_count()
        found += [Shortage(need, why, count, alone[why]) for why, count in removed.most_common() if count]
    return found


def relaxations(board: Board) -> list[Relaxed]:
    """Each single thing that would make a plan possible where there is none, with the plan it would make."""
    frame = board.frame
    found: list[Relaxed] = []
    wishes = {
        "order": replace(frame, keeps_order=False),
        "most_a_day": replace(frame, most_a_day=len(board.needs)),
        "pause": replace(frame, pause=0),
        "hours": replace(frame, hours=tuple((day, *WIDE_DAY) for day in range(5)), windows=()),
        "windows": replace(frame, windows=()),
    }
    boards: list[tuple[Why | str, Board]] = [
        (wish, Board(other, board.needs, board.diaries)) for wish, other in wishes.items() if other != frame
    ]
    boards += [(why, board.without(why)) for why in Why if why not in FOR_GOOD and why != Why.POOL]
    for what, other in boards:
        starts = [other.offered(need) for need in other.needs]
        plan = _best(_searches(other, starts, repeats=True), list(range(len(other.days))))
        if plan:
            found.append(Relaxed(what, plan))
    return found


def _orders(board: Board) -> list[tuple[int, ...]]:
    """The orders of stages to try: as they are, and where that does not matter also by how often each could begin."""
    given = tuple(range(len(board.needs)))
    if board.frame.keeps_order:
        return [given]
    counts = [sum(mask.bit_count() for mask in able.values()) for able in board.beginnings]
    scarce = tuple(sorted(given, key=lambda place: counts[place]))
    return list(dict.fromkeys([given, scarce, scarce[::-1], given[::-1]]))


def _searches(board: Board, starts: list[int], *, repeats: bool = False) -> list[Search]:
    return [Search(board, order, starts, repeats=repeats) for order in _orders(board)]


def _best(searches: list[Search], days: list[int]) -> Plan | None:
    best = None
    for search in searches:
        plan = search.run(days, bound=best.cost if best else NEVER)
        best = plan or best
    return best


def _days(board: Board, plan: Plan) -> set[int]:
    """The places of the days that a plan uses."""
    begun = [board.slot(sitting.starts_at) for sitting in plan.sittings]
    return {day for day, (low, high) in enumerate(board.days) if any(low <= slot < high for slot in begun)}

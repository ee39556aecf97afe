"""How fast whole loops are planned, how many find a place, and how evenly people are used, against the first fit.

    python -m benchmarks.schedule [--people 200] [--loops 100] [--rounds 60]

Needs no database: the search works on diaries (interviews/schedule.py), which are made up here from a seed. Two questions:

- *search*: three proposals for one loop of five stages over all people and two weeks, for another company each round; what it
  takes to lay out the board from the diaries, and to search it;
- *company*: loops one after another, each booked before the next is planned; our planner against a first fit that takes, stage
  by stage in order, the earliest time at which enough people can, and of these the first by key.
"""

import argparse
import random
import statistics
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from interviews import schedule
from interviews.planner.board import Board, Frame, Need
from interviews.planner.proposals import propose
from interviews.planner.search import Plan, Sitting
from interviews.schedule import Diary, Limits

ZONES = ["Europe/Berlin", "Europe/Lisbon", "Europe/London", "America/New_York", "Asia/Kolkata"]
SHARES = [40, 20, 20, 10, 10]
START = datetime(2026, 3, 1, 23, tzinfo=UTC)  # midnight of Monday 2 March in Berlin
END = START + timedelta(days=14)
STAGES = [("Screen", 30, 1), ("Coding", 60, 2), ("System design", 75, 2), ("Operations", 45, 1), ("Behaviour", 60, 1)]
BERLIN = ZoneInfo("Europe/Berlin")


def people(count: int, seed: int) -> dict[int, Diary]:
    """Engineers in five zones: eight meetings a week, some days off, two of the five kinds of interview each."""
    dice = random.Random(seed)
    return {pk: engineer(pk, dice) for pk in range(1, count + 1)}


def engineer(pk: int, dice: random.Random) -> Diary:
    zone = ZoneInfo(dice.choices(ZONES, SHARES)[0])
    busy = []
    for _ in range(16):
        at = START + timedelta(
            days=dice.choice([0, 1, 2, 3, 4, 7, 8, 9, 10, 11]), hours=dice.randint(8, 18), minutes=dice.choice([0, 30])
        )
        busy.append((at, at + timedelta(minutes=dice.choice([30, 60, 90]))))
    opens = clock_time(dice.choice([8, 9, 10]))
    off = date(2026, 3, 2) + timedelta(days=dice.randint(0, 13))
    return Diary(
        pk=pk,
        name=f"Person {pk}",
        zone=zone,
        hours=tuple((day, opens, clock_time(17)) for day in range(5)),
        away=((off, off + timedelta(days=dice.randint(0, 4))),) if dice.random() < 0.2 else (),
        busy=tuple(busy),
        limits=Limits(dice.choice([1, 2, 2]), dice.choice([2, 3, 4, 5]), dice.choice([0, 0, 15])),
        kinds=frozenset(dice.sample(range(len(STAGES)), 2)),
        leaning=dice.gauss(0, 0.25),
        minutes_lately=180 * dice.randint(0, 8),
        last_at=START - timedelta(days=dice.randint(1, 40)),
    )


def needs(*, pools: bool = False) -> list[Need]:
    """The stages of a loop; with `pools` every second seat is filled from the people of another kind."""
    found = []
    for kind, (name, minutes, seats) in enumerate(STAGES):
        others = (kind, *[(kind + 1) % len(STAGES)] * (seats - 1)) if pools else ()
        found.append(Need(kind, name, minutes, kind, ("lead", *["panel"] * (seats - 1)), pools=others))
    return found


def frame(dice: random.Random) -> Frame:
    """A candidate in Berlin, with two hours on some days at which they cannot."""
    taken = []
    for day in dice.sample(range(12), 5):
        at = START + timedelta(days=day, hours=dice.randint(9, 16))
        taken.append((at, at + timedelta(hours=2)))
    hours = tuple((day, clock_time(9), clock_time(18)) for day in range(5))
    return Frame(START, END, BERLIN, hours, taken=tuple(taken), most_a_day=5, pause=15)


def search(count: int, rounds: int, *, pools: bool = False) -> float:
    """Milliseconds of this process for three proposals, from the diaries on, and their median. Other processes share it all."""
    boards, searches, exact = [], [], 0
    for seed in range(rounds):
        diaries, asked = people(count, seed), frame(random.Random(seed))
        schedule.closed.cache_clear()
        begun = time.process_time()
        board = Board(asked, needs(pools=pools), diaries)
        board.beginnings  # noqa: B018 -- made when it is asked for
        made = time.process_time()
        plans = propose(board)
        boards.append(1000 * (made - begun))
        searches.append(1000 * (time.process_time() - made))
        exact += bool(plans) and plans[0].is_best
    for name, times in (("board", boards), ("three proposals", searches)):
        times.sort()
        p50, p95 = statistics.median(times), times[int(0.95 * len(times))]
        print(f"{name}, {count} people, {rounds} companies: CPU p50 {p50:.1f} ms, p95 {p95:.1f} ms, slowest {times[-1]:.1f} ms")
    print(f"proved best: {exact} of {rounds}")
    return statistics.median(searches)


def company(count: int, loops: int) -> None:
    """The same loops through both planners."""
    for name, planner in (("planned", planned), ("first fit", first_fit)):
        diaries = people(count, 7)
        placed, days, leanings, begun = 0, 0, [], time.process_time()
        for number in range(loops):
            plan = planner(frame(random.Random(number)), diaries)
            if plan is None:
                continue
            placed += 1
            days += len({one.starts_at.astimezone(BERLIN).date() for one in plan})
            leanings.append(abs(sum(diaries[pk].leaning for sitting in plan for pk in sitting.crew)))
            for sitting in plan:
                for pk in sitting.crew:
                    diaries[pk] = more(diaries[pk], sitting)
        shares = [one.minutes_lately / (one.limits.per_week * 4 * 180) for one in diaries.values()]
        spread = statistics.pstdev(shares)
        print(f"{name}: {placed} of {loops} placed in {time.process_time() - begun:.1f} s, {days / max(placed, 1):.2f} days each; "
              f"load {statistics.mean(shares):.2f}, spread {spread:.3f}, highest {max(shares):.2f}; "
              f"severities add up to {statistics.mean(leanings or [0]):.2f} points")  # fmt: skip


def more(diary: Diary, sitting: Sitting) -> Diary:
    """Somebody's diary with this sitting in it."""
    seated = diary.seated(sitting.starts_at, sitting.ends_at, kind=sitting.need.kind)
    return replace(seated, minutes_lately=diary.minutes_lately + 3 * sitting.need.minutes, last_at=START)


def planned(asked: Frame, diaries: dict[int, Diary]) -> list[Sitting] | None:
    plans: list[Plan] = propose(Board(asked, needs(), diaries))
    return list(plans[0].sittings) if plans else None


def first_fit(asked: Frame, diaries: dict[int, Diary]) -> list[Sitting] | None:
    """Each stage at the earliest time after the one before at which enough people can, the first of them by key."""
    board = Board(asked, needs(), diaries)
    found: list[Sitting] = []
    end, used = 0, set()
    for place, need in enumerate(board.needs):
        able = board.beginnings[place]
        for slot in range(end, board.slots):
            crew = [pk for pk, mask in able.items() if mask >> slot & 1 and pk not in used][: len(need.roles)]
            if len(crew) == len(need.roles):
                starts_at = board.at(slot)
                found.append(Sitting(need, starts_at, starts_at + timedelta(minutes=need.minutes), tuple(crew)))
                used.update(crew)
                end = slot + need.slots + 1
                break
        else:
            return None
    return found


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="How fast and how well loops are planned.")
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--loops", type=int, default=100)
    asked.add_argument("--rounds", type=int, default=60)
    chosen = asked.parse_args()
    plain = search(chosen.people, chosen.rounds)
    print("Second seats from another pool:")
    print(f"{search(chosen.people, chosen.rounds, pools=True) / plain:.2f} times as long")
    company(chosen.people, chosen.loops)

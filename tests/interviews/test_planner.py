"""Planning a whole loop: known people for what is proposed, random ones for what never may be. No database."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews import schedule
from interviews.effort import Parts
from interviews.planner.board import Board, Frame, Need, begins, bits
from interviews.planner.proposals import openings, propose, relaxations, shortages
from interviews.planner.search import DAY, LATER, WAIT, Plan, Search, balance, cost_of
from interviews.planner.words import why_them
from interviews.schedule import Diary, Limits, Why
from tests.interviews.test_schedule import diaries as any_diary

LISBON = ZoneInfo("Europe/Lisbon")
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)  # midnight in Lisbon too
HOUR = timedelta(hours=1)
NINE_TO_FIVE = tuple((day, time(9), time(17)) for day in range(5))
CODING, DESIGN, VALUES = 1, 2, 3
ALL = frozenset({CODING, DESIGN, VALUES})


def person(pk: int, kinds=ALL, **facts) -> Diary:
    return Diary(**{"pk": pk, "name": f"P{pk}", "zone": LISBON, "hours": NINE_TO_FIVE, "kinds": frozenset(kinds), **facts})


def needs(*roles: tuple[str, ...]) -> list[Need]:
    """Coding, design and values, an hour each, with these seats."""
    kinds = [(CODING, "Coding"), (DESIGN, "Design"), (VALUES, "Values")]
    return [Need(kind, name, 60, kind, seats) for (kind, name), seats in zip(kinds, roles, strict=False)]


def board(people: list[Diary], stages: list[Need], *, days: int = 5, **wishes) -> Board:
    frame = Frame(MONDAY, MONDAY + timedelta(days=days), LISBON, NINE_TO_FIVE)
    return Board(replace(frame, **wishes), stages, {one.pk: one for one in people})


def told(plan: Plan) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(one.need.name, f"{one.starts_at:%a %H:%M}", one.crew) for one in plan.sittings]


LEAD = ("lead",)


def test_a_loop_of_one_day_begins_early_and_nobody_comes_twice():
    plans = propose(board([person(1), person(2), person(3)], needs(LEAD, LEAD, LEAD)))

    assert [len(plan.crew) for plan in plans] == [3, 3, 3]
    assert [start for _, start, _ in told(plans[0])] == ["Mon 09:00", "Mon 10:15", "Mon 11:30"]
    assert plans[0].is_best
    assert [plan.sittings[0].starts_at.strftime("%a") for plan in plans] == ["Mon", "Tue", "Wed"]


def test_a_panel_has_as_many_people_as_seats():
    plan = propose(board([person(1), person(2, {CODING}), person(3, {DESIGN})], needs(("lead", "panel"), LEAD)))[0]

    assert told(plan) == [("Coding", "Mon 09:00", (2, 1)), ("Design", "Mon 10:15", (3,))]


def test_who_has_done_least_is_asked_and_who_can_do_much_is_spared():
    tired = person(1, {CODING}, minutes_lately=1800)
    rested = person(2, {CODING}, minutes_lately=180)
    handy = person(3, ALL, minutes_lately=180)

    plan = propose(board([tired, rested, handy], needs(LEAD)))[0]

    assert plan.sittings[0].crew == (2,)


def why(people: list[Diary], *, seed: int = 1) -> tuple[int, str]:
    """Who gets the one seat, and why they."""
    asked = board(people, needs(LEAD), seed=seed)
    plan = propose(asked)[0]
    return why_them(plan.sittings[0], plan, asked)[0]


def test_between_equals_who_sat_longest_ago_is_asked_then_a_lot_that_is_told():
    """The two who rested cost the same: points count every second day."""
    rested = person(1, {CODING}, last_at=MONDAY - timedelta(days=10, hours=12))
    later = person(2, {CODING}, last_at=MONDAY - timedelta(days=9, hours=1))
    lately = person(3, {CODING}, last_at=MONDAY - timedelta(days=1))
    new, also = person(4, {CODING}), person(5, {CODING})

    assert {why([later, rested, lately], seed=seed) for seed in range(9)} == {(1, "1 of 5 that week, sat longest ago of equals")}
    assert why([lately, rested]) == (1, "1 of 5 that week")  # no equal of theirs: the points decided
    drawn = {(seed, *why([new, also], seed=seed)) for seed in range(9)}
    assert {words for _, _, words in drawn} == {f"1 of 5 that week, by lot among equals, seed {seed}" for seed in range(9)}
    assert {pk for _, pk, _ in drawn} == {4, 5}
    assert why([also, new], seed=3) == why([new, also], seed=3)


def test_nothing_is_said_of_a_lot_where_something_else_decided():
    """Who draws the worse lot leads because the other one is lenient like the person of the next stage."""
    alone = person(3, {DESIGN}, leaning=0.4)
    for first, second in ((-0.4, 0.4), (0.4, -0.4)):
        asked = board([person(1, {CODING}, leaning=first), person(2, {CODING}, leaning=second), alone], needs(LEAD, LEAD))
        plan = propose(asked)[0]
        strict = 1 if first < 0 else 2
        words = dict(why_them(plan.sittings[0], plan, asked))
        is_first = asked.turns[strict] < asked.turns[3 - strict]
        assert plan.sittings[0].crew == (strict,)
        assert words[strict] == ("1 of 5 that week, by lot among equals, seed 0" if is_first else "1 of 5 that week")


def test_who_is_strict_sits_with_who_is_lenient_where_load_is_alike():
    """Two strict people and a lenient one of the same load: one of each meets the candidate; much more load outweighs it."""
    strict, also, lenient = (person(pk, {CODING}, leaning=points) for pk, points in ((1, -0.4), (2, -0.4), (3, 0.4)))
    tired = replace(lenient, minutes_lately=1800)
    alone = [person(4, {DESIGN}, leaning=0.4)]

    panel = propose(board([strict, also, lenient], needs(("lead", "panel"))))[0]
    loop = propose(board([lenient, strict, also, *alone], needs(LEAD, LEAD)))[0]
    fair = propose(board([strict, also, tired], needs(("lead", "panel"))))[0]

    assert set(panel.sittings[0].crew) in ({1, 3}, {2, 3})  # which of the two is drawn by lot
    assert [sitting.crew for sitting in loop.sittings] in ([(1,), (4,)], [(2,), (4,)])
    assert set(fair.sittings[0].crew) == {1, 2}


def test_two_days_when_one_has_no_room():
    ivan = person(1, {CODING}, busy=((MONDAY, MONDAY + timedelta(days=3)),))  # free from Thursday on
    ines = person(2, {DESIGN}, busy=((MONDAY + timedelta(days=3), MONDAY + timedelta(days=5)),))  # until Wednesday

    kept = propose(board([ivan, ines], needs(LEAD, LEAD)))
    free = propose(board([ivan, ines], needs(LEAD, LEAD), keeps_order=False))

    assert kept == []
    assert told(free[0]) == [("Design", "Mon 09:00", (2,)), ("Coding", "Thu 09:00", (1,))]


def test_the_candidates_own_times_and_pauses_are_kept():
    taken = ((MONDAY + 9 * HOUR, MONDAY + 10 * HOUR),)

    plan = propose(board([person(1), person(2)], needs(LEAD, LEAD), taken=taken, pause=30, days=1))[0]

    assert [start for _, start, _ in told(plan)] == ["Mon 10:30", "Mon 12:00"]


def test_windows_of_the_candidate_take_the_place_of_their_hours():
    windows = ((MONDAY + 40 * HOUR, MONDAY + 42 * HOUR), (MONDAY + 9 * HOUR, MONDAY + 10 * HOUR))
    late = person(1, hours=((1, time(12), time(20)),))

    assert told(propose(board([late], needs(LEAD), windows=windows))[0]) == [("Coding", "Tue 16:00", (1,))]


def test_no_more_than_so_many_a_day():
    plan = propose(board([person(1), person(2), person(3)], needs(LEAD, LEAD, LEAD), most_a_day=2))[0]

    assert Counter(start[:3] for _, start, _ in told(plan)) == {"Mon": 1, "Tue": 2}


def test_somebody_comes_twice_only_where_nobody_else_is_left_and_within_their_limits():
    one = propose(board([person(1, limits=Limits(2, 5))], needs(LEAD, LEAD)))
    over = propose(board([person(1, limits=Limits(1, 1))], needs(LEAD, LEAD)))

    assert one[0].has_somebody_twice
    assert over == []


def test_a_stage_keeps_to_what_is_booked_before_and_after_it():
    stage = replace(needs(LEAD)[0], not_before=MONDAY + 34 * HOUR, not_after=MONDAY + 36 * HOUR)

    assert told(propose(board([person(1)], [stage]))[0]) == [("Coding", "Tue 10:00", (1,))]


def test_openings_are_a_few_of_each_day_with_who_would_sit():
    found = openings(board([person(1, busy=((MONDAY, MONDAY + 15 * HOUR),)), person(2, {DESIGN})], needs(LEAD), days=2))

    assert [(f"{one.starts_at:%a %H:%M}", one.crew) for one in found] == [
        ("Mon 15:00", (1,)),
        ("Mon 16:00", (1,)),
        ("Tue 09:00", (1,)),
        ("Tue 10:00", (1,)),
        ("Tue 11:00", (1,)),
    ]


def test_no_plan_says_what_each_rule_takes_and_what_would_help():
    """Ivan is the only one for coding, works nine to five, is away until Thursday, and his calendar is full on Friday."""
    monday = MONDAY.date()
    ivan = person(
        1,
        {CODING},
        away=((monday, monday + timedelta(days=3)),),
        busy=((MONDAY + timedelta(days=4), MONDAY + timedelta(days=5)),),
    )
    stuck = board([ivan], needs(LEAD))

    assert propose(stuck) == []
    assert [(one.need.name, one.why, one.removed, one.alone) for one in shortages(stuck)] == [
        ("Coding", Why.AWAY, 4 * 29, 4 * 29),
        ("Coding", Why.BUSY, 29, 29),
    ]
    assert [(one.what, told(one.plan)[0][1]) for one in relaxations(stuck)] == [(Why.AWAY, "Mon 09:00"), (Why.BUSY, "Fri 09:00")]


def test_hours_a_week_take_starts_by_the_length_of_a_stage_and_more_would_help():
    """Five hours are full with one interview of an hour for another of an hour, not for one of half an hour."""
    ivan = person(1, {CODING}, work=((MONDAY + 34 * HOUR, Parts(60, 0, 0, 120)),), limits=Limits(hours_per_week=5))
    stuck = board([ivan], needs(LEAD))

    short = propose(board([ivan], [Need(1, "Coding", 30, CODING, LEAD)]))

    assert told(short[0]) == [("Coding", "Mon 09:00", (1,))]
    assert propose(stuck) == []
    assert [(one.why, one.alone) for one in shortages(stuck)] == [(Why.LOAD, 5 * 29)]
    assert [(one.what, told(one.plan)[0][1]) for one in relaxations(stuck)] == [(Why.LOAD, "Mon 09:00")]


def test_who_comes_twice_stays_within_their_hours():
    """Nobody else can do design; both in one week would be six hours of work."""
    takes_six, takes_five = (person(1, {CODING, DESIGN}, limits=Limits(hours_per_week=hours)) for hours in (6, 5))

    assert [len(plan.sittings) for plan in propose(board([takes_six], needs(LEAD, LEAD)))[:1]] == [2]
    assert propose(board([takes_five], needs(LEAD, LEAD))) == []


@pytest.mark.parametrize(
    ("mask", "slots", "found"), [(0b0111, 2, [0, 1]), (0b0111, 3, [0]), (0b1011, 3, []), (0b11111, 1, [0, 1, 2, 3, 4])]
)
def test_begins_finds_so_many_in_a_row(mask, slots, found):
    assert list(bits(begins(mask, slots))) == found


WINDOW = Frame(
    datetime(2026, 3, 23, tzinfo=UTC), datetime(2026, 4, 6, tzinfo=UTC), LISBON, tuple((d, time(8), time(20)) for d in range(7))
)


@given(
    st.lists(any_diary(), min_size=2, max_size=5),
    st.lists(st.tuples(st.sampled_from([30, 50, 60]), st.integers(1, 2)), min_size=1, max_size=3),
    st.booleans(),
    st.integers(1, 3),
)
@settings(max_examples=25, deadline=None)
def test_what_is_proposed_is_accepted(people, stages, keeps_order, most_a_day):
    """Each seat by the rule itself, with the seats before it taken; the candidate is in one place at a time, in their hours."""
    wanted = [Need(n, f"Stage {n}", minutes, 7, ("lead",) * seats) for n, (minutes, seats) in enumerate(stages)]
    known = {pk: replace(one, pk=pk) for pk, one in enumerate(people)}
    frame = replace(WINDOW, keeps_order=keeps_order, most_a_day=most_a_day)

    plans = propose(Board(frame, wanted, known))

    assert len({plan.sittings for plan in plans}) == len(plans)
    for plan in plans:
        held = dict(known)
        for sitting in plan.sittings:
            assert len(set(sitting.crew)) == len(sitting.need.roles)
            assert schedule.closed(LISBON, frame.hours, sitting.starts_at, sitting.ends_at) == ()
            for pk in sitting.crew:
                assert schedule.in_the_way(held[pk], sitting.starts_at, sitting.ends_at, kind=7) == []
                held[pk] = held[pk].seated(sitting.starts_at, sitting.ends_at, kind=7)
        assert all(one.ends_at + timedelta(minutes=15) <= two.starts_at for one, two in pairwise(plan.sittings))
        names = [sitting.need.name for sitting in plan.sittings]
        assert sorted(names) == [need.name for need in wanted]
        assert not keeps_order or names == sorted(names)
        days = [sitting.starts_at.astimezone(LISBON).date() for sitting in plan.sittings]
        assert max(days.count(day) for day in days) <= most_a_day


@st.composite
def tight(draw) -> Board:
    """Two days of two or three stages and up to four people, with little room."""
    free = st.lists(st.integers(0, 15), min_size=1, max_size=5, unique=True)
    people = []
    for pk in range(draw(st.integers(2, 4))):
        hours = draw(free)  # of sixteen hours in two days
        busy = tuple((hour_of(hour), hour_of(hour) + HOUR) for hour in range(16) if hour not in hours)
        kinds = draw(st.sets(st.sampled_from(sorted(ALL)), min_size=1))
        leaning = draw(st.sampled_from([-0.4, 0.0, 0.3]))
        lately = draw(st.sampled_from([0, 180, 720]))
        people.append(person(pk, kinds, busy=busy, limits=Limits(9, 9), minutes_lately=lately, leaning=leaning))
    return board(people, needs(*[LEAD] * draw(st.integers(2, 3))), days=2, pause=0, most_a_day=3)


def hour_of(number: int) -> datetime:
    return MONDAY + timedelta(days=number // 8, hours=9 + number % 8)


@given(tight())
@settings(max_examples=60, deadline=None)
def test_no_other_loop_costs_less(tight):
    """Against every loop there is, counted one by one."""
    found = Search(tight, tuple(range(len(tight.needs))), [tight.offered(need) for need in tight.needs]).run([0, 1])

    assert (found.cost if found else None) == cheapest_of_all(tight)


def cheapest_of_all(board: Board) -> int | None:
    costs = {pk: cost_of(one, MONDAY) for pk, one in board.diaries.items()}
    choices = [[(pk, slot) for pk, mask in able.items() for slot in bits(mask)] for able in board.beginnings]
    best = None
    for loop in product(*choices):
        if len({pk for pk, _ in loop}) < len(loop) or any(b < a + 4 for (_, a), (_, b) in pairwise(loop)):
            continue
        days = {slot // 96 for _, slot in loop}
        cost = sum(DAY + LATER * day for day in days) + sum(costs[pk] for pk, _ in loop)
        cost += sum(WAIT * (b - a - 4) for (_, a), (_, b) in pairwise(loop) if a // 96 == b // 96)
        cost += balance(board.diaries[pk].leaning for pk, _ in loop)
        best = cost if best is None else min(best, cost)
    return best


@given(st.lists(any_diary(), min_size=1, max_size=3))
@settings(max_examples=15, deadline=None)
def test_every_quarter_of_an_hour_is_open_or_shut_as_the_rule_says(people):
    """The bits that offer and the function that accepts agree on each start, one by one."""
    known = {pk: replace(one, pk=pk) for pk, one in enumerate(people)}
    asked = Board(WINDOW, [Need(0, "Coding", 60, 7, LEAD)], known)
    for pk, one in known.items():
        open_bits = set(bits(begins(asked.free_for(asked.needs[0], pk), 4)))
        for slot in range(0, asked.slots - 4, 7):
            starts_at = asked.at(slot)
            accepted = not schedule.in_the_way(one, starts_at, starts_at + HOUR, kind=7)
            assert accepted or slot not in open_bits
            assert (slot in open_bits) or not accepted or _between_quarters(one)


def _between_quarters(diary: Diary) -> bool:
    """Whether something of theirs begins or ends between two quarters of an hour, where the board is stricter than the rule."""
    return bool(diary.limits.gap % 15) or any(hours[1].minute % 15 or hours[2].minute % 15 for hours in diary.hours)

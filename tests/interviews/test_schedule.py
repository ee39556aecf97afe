"""The one rule: who can take a seat when, and what is said when they cannot. No database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews import bar_words, schedule
from interviews.effort import Effort, Parts
from interviews.schedule import Diary, Limits, Why

LISBON, BERLIN, KOLKATA = ZoneInfo("Europe/Lisbon"), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")
NEW_YORK = ZoneInfo("America/New_York")
CODING = 7
NINE_TO_FIVE = tuple((day, time(9), time(17)) for day in range(5))
HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026 in UTC; the second is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def diary(**facts) -> Diary:
    """Ivan's, in Lisbon, which has the clock of UTC in early March."""
    usual = {"pk": 1, "name": "Ivan", "zone": LISBON, "hours": NINE_TO_FIVE, "kinds": frozenset({CODING})}
    return Diary(**{**usual, **facts})


def said(facts: Diary, starts_at: datetime, ends_at: datetime) -> list[str]:
    found = schedule.in_the_way(facts, starts_at, ends_at, kind=CODING)
    return [bar_words.say(bar, facts, starts_at, ends_at, kind="Coding", candidate="Maya Chen", reader=BERLIN) for bar in found]


def test_nothing_is_in_the_way_of_who_is_free():
    assert said(diary(), at(3, 10), at(3, 11)) == []


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        ({"never": (Why.ACCESS,)}, ["Ivan no longer has access. Choose somebody else."]),
        ({"never": (Why.CANDIDATE,)}, ["Ivan is the candidate and cannot interview in this loop. Choose somebody else."]),
        ({"never": (Why.RECUSED,)}, ["Ivan said that they should not judge Maya Chen. Choose somebody else."]),
        ({"seats": ((at(3, 10, 30), at(3, 11, 30)),)}, ["Ivan has another interview on Tue 3 Mar, 11:30–12:30 Berlin."]),
        ({"busy": ((at(3, 9), at(3, 10, 1)),)}, ["Ivan has something else in their calendar on Tue 3 Mar, 10:00–11:01 Berlin."]),
        ({"away": ((date(2026, 3, 3), date(2026, 3, 3)),)}, ["Ivan is away on Tue 3 Mar."]),
        ({"away": ((date(2026, 3, 2), date(2026, 3, 6)),)}, ["Ivan is away from Mon 2 Mar to Fri 6 Mar."]),
        ({"kinds": frozenset()}, ["Ivan is not in the pool for Coding."]),
        (
            {"seats": ((at(3, 14), at(3, 15)), (at(3, 15), at(3, 16)))},
            ["Ivan has 2 interviews on Tue 3 Mar and takes 2 a day."],
        ),
        (
            {"seats": ((at(2, 14), at(2, 15)),), "limits": Limits(1, 1)},
            ["Ivan has 1 interview in the week of Mon 2 Mar and takes 1 a week."],
        ),
        (
            {"work": ((at(2, 14), Parts(60, 0, 0, 120)),), "limits": Limits(hours_per_week=5)},
            ["Ivan has 3 h of interview work in the week of Mon 2 Mar, this one adds 3 h, and they take 5 hours a week."],
        ),
        (
            {"efforts": {CODING: Effort(10, 5)}, "limits": Limits(hours_per_week=1)},
            ["Ivan has 0 min of interview work in the week of Tue 3 Mar, this one adds 1 h 15 min, and they take 1 hour a week."],
        ),
        (
            {"seats": ((at(3, 11, 10), at(3, 12)),), "limits": Limits(gap=15)},
            ["Ivan needs 15 minutes free before and after an interview, and has another one too near."],
        ),
        ({"hours": ((1, time(9), time(10, 30)),)}, ["10:00–11:00 Lisbon is outside the working hours of Ivan, 09:00–10:30."]),
        ({"hours": ((0, time(9), time(17)),)}, ["Ivan does not work on that day: Tue 3 Mar, 10:00–11:00 Lisbon."]),
    ],
)
def test_what_is_in_the_way_is_said(facts, sentences):
    assert said(diary(**facts), at(3, 10), at(3, 11)) == sentences


def test_what_weighs_most_is_said_first():
    full = diary(seats=((at(3, 10), at(3, 11)),), kinds=frozenset(), limits=Limits(1, 5), hours=((0, time(9), time(17)),))

    assert [bar.why for bar in schedule.in_the_way(full, at(3, 10), at(3, 11), kind=CODING)] == [
        Why.TAKEN,
        Why.POOL,
        Why.DAY,
        Why.HOURS,
    ]


def test_a_seat_without_qualification_asks_for_no_pool():
    assert schedule.in_the_way(diary(kinds=frozenset()), at(3, 10), at(3, 11)) == []


def test_what_touches_is_not_in_the_way():
    busy = diary(busy=((at(3, 9), at(3, 10)),), seats=((at(3, 11), at(3, 12)),), limits=Limits(gap=0))

    assert schedule.in_the_way(busy, at(3, 10), at(3, 11)) == []


@pytest.mark.parametrize(
    ("starts", "ends", "outside"),
    [((9, 0), (10, 0), False), ((16, 0), (17, 0), False), ((16, 30), (17, 30), True), ((8, 59), (9, 59), True)],
)
def test_hours_are_compared_on_the_persons_own_clock(starts, ends, outside):
    summer = [datetime(2026, 3, 30, *typed, tzinfo=LISBON).astimezone(UTC) for typed in (starts, ends)]

    assert bool(schedule.in_the_way(diary(), *summer)) is outside


def test_hours_that_touch_are_one_stretch_and_midnight_is_no_gap():
    night = ((1, time(9), time(12)), (1, time(12), time(23, 59)), (2, time(0), time(2)))

    assert schedule.in_the_way(diary(hours=night), at(3, 11, 30), at(3, 12, 30)) == []
    assert schedule.in_the_way(diary(hours=night), at(3, 23, 30), at(4, 0, 30)) == []
    assert [bar.why for bar in schedule.in_the_way(diary(hours=night), at(4, 1, 30), at(4, 2, 30))] == [Why.HOURS]


def test_a_day_is_full_on_the_persons_own_calendar():
    """Two interviews late on Monday in UTC are on Tuesday in Kolkata, five and a half hours ahead."""
    always = tuple((day, time(0), time(23, 59)) for day in range(7))
    priya = diary(zone=KOLKATA, hours=always, seats=((at(2, 19), at(2, 20)), (at(2, 21), at(2, 22))))

    assert schedule.in_the_way(priya, at(2, 12), at(2, 13)) == []
    assert [bar.why for bar in schedule.in_the_way(priya, at(3, 12), at(3, 13))] == [Why.DAY]
    assert schedule.in_the_way(priya, at(3, 19), at(3, 20)) == []


def test_a_week_begins_on_the_persons_own_monday():
    """Sunday 23:30 in New York is Monday in UTC; it counts for the week before."""
    late = ((at(9, 3, 30), at(9, 4, 0)),)
    always = tuple((day, time(0), time(23, 59)) for day in range(7))
    ines = diary(zone=NEW_YORK, hours=always, seats=late, limits=Limits(1, 1))

    assert [bar.why for bar in schedule.in_the_way(ines, at(4, 12), at(4, 13))] == [Why.WEEK]
    assert schedule.in_the_way(ines, at(10, 12), at(10, 13)) == []


def test_a_week_begins_on_the_day_that_the_person_says():
    """Sunday 8 March is the end of a week that begins on Monday, and the beginning of one that begins on Sunday."""
    always = tuple((day, time(0), time(23, 59)) for day in range(7))
    noa = diary(hours=always, seats=((at(8, 10), at(8, 11)),), limits=Limits(1, 1, week_starts=6))

    assert schedule.in_the_way(noa, at(6, 12), at(6, 13)) == []
    assert [bar.why for bar in schedule.in_the_way(noa, at(12, 12), at(12, 13))] == [Why.WEEK]
    assert (schedule.seats_in_week(noa, at(12, 12)), schedule.seats_in_week(noa, at(6, 12))) == (1, 0)


def test_hours_of_a_week_hold_to_the_minute_and_by_kind():
    """Four hours hold a measured Coding of 100 minutes beside 140 others, not one of a kind that counts three times its length."""
    ivan = diary(work=((at(2, 14), Parts(60, 45, 35)),), efforts={CODING: Effort(20, 20)}, limits=Limits(hours_per_week=4))

    assert schedule.in_the_way(ivan, at(3, 10), at(3, 11), kind=CODING) == []
    assert [bar.why for bar in schedule.in_the_way(ivan, at(3, 10), at(3, 11, 1), kind=CODING)] == [Why.LOAD]
    assert [bar.why for bar in schedule.in_the_way(ivan, at(3, 10), at(3, 11))] == [Why.LOAD]
    assert schedule.in_the_way(ivan, at(3, 10), at(3, 11), of=CODING) == []
    assert schedule.in_the_way(ivan, at(10, 10), at(10, 11)) == []
    assert (schedule.share_of_week(ivan, at(3, 10)), schedule.share_of_week(ivan, at(10, 10))) == (140 / 240, 0)


def test_an_interview_more_is_work_more():
    ivan = diary(efforts={CODING: Effort(20, 20)}, limits=Limits(hours_per_week=3)).seated(at(2, 14), at(2, 15), kind=CODING)

    assert [bar.why for bar in schedule.in_the_way(ivan, at(3, 10), at(3, 11), kind=CODING)] == [Why.LOAD]
    assert ivan.seated(at(4, 9), at(4, 10)).work[1:] == ((at(4, 9), Parts(60, 0, 0, 120)),)


def test_a_month_is_full_on_the_persons_own_calendar():
    """31 March 23:30 in UTC is April in Kolkata; who says nothing of months has no such limit."""
    always = tuple((day, time(0), time(23, 59)) for day in range(7))
    late = ((datetime(2026, 3, 31, 23, 30, tzinfo=UTC), datetime(2026, 4, 1, 0, 30, tzinfo=UTC)),)
    priya = diary(zone=KOLKATA, hours=always, seats=late, limits=Limits(2, 5, 0, 1))
    april = datetime(2026, 4, 28, 12, tzinfo=UTC), datetime(2026, 4, 28, 13, tzinfo=UTC)

    assert schedule.in_the_way(priya, at(30, 12), at(30, 13)) == []
    assert said(priya, *april) == ["Ivan has 1 interview in April and takes 1 a month."]
    assert schedule.in_the_way(replace(priya, limits=Limits(2, 5)), *april) == []


@pytest.mark.parametrize(
    ("day", "opens", "closes", "hours"),
    [
        (date(2026, 3, 29), time(1), time(4), 2),  # Berlin jumps from two to three
        (date(2026, 10, 25), time(1), time(4), 4),  # Berlin has two to three twice
        (date(2026, 10, 25), time(2, 30), time(4), 1.5),  # opens at the later half past two
        (date(2026, 10, 25), time(1), time(2, 30), 1.5),  # closes at the earlier half past two
    ],
)
def test_a_stretch_is_as_long_as_the_clock_really_runs(day, opens, closes, hours):
    night = schedule.midnight(day, BERLIN), schedule.midnight(day + timedelta(days=1), BERLIN)

    shut = schedule.closed(BERLIN, ((day.weekday(), opens, closes),), *night)

    open_for = (night[1] - night[0]) - sum((ends - begins for begins, ends in shut), timedelta())
    assert open_for == timedelta(hours=hours)


ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "UTC"]
QUARTERS = st.integers(0, 14 * 96 - 1)


@st.composite
def diaries(draw) -> Diary:
    """Anybody's fortnight from 23 March 2026, in which clocks change here and there."""
    start = datetime(2026, 3, 23, tzinfo=UTC)
    spans = st.builds(
        lambda quarter, length: (start + quarter * HOUR / 4, start + (quarter + length) * HOUR / 4), QUARTERS, st.integers(1, 12)
    )
    days = st.builds(lambda first, length: (date(2026, 3, 22) + timedelta(first), date(2026, 3, 22) + timedelta(first + length)),
        st.integers(0, 15), st.integers(0, 3))  # fmt: skip
    stretches = st.sampled_from([(time(9), time(12)), (time(13), time(17, 30)), (time(0), time(6)), (time(22), time(23, 59))])
    work = st.lists(st.tuples(spans.map(lambda span: span[0]), st.sampled_from([30, 120])), max_size=4)
    per_day = draw(st.integers(0, 3))
    return Diary(
        pk=1,
        name="Ivan",
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        hours=tuple((day, *draw(stretches)) for day in draw(st.sets(st.integers(0, 6), min_size=1))),
        away=tuple(draw(st.lists(days, max_size=2))),
        busy=tuple(draw(st.lists(spans, max_size=6))),
        seats=tuple(draw(st.lists(spans, max_size=4))),
        work=tuple((begins, Parts(60, around=around)) for begins, around in draw(work)),
        efforts=draw(st.sampled_from([{}, {CODING: Effort(15, 30)}])),
        limits=Limits(
            per_day,
            per_day + draw(st.integers(0, 4)),
            draw(st.sampled_from([0, 10, 30])),
            hours_per_week=draw(st.sampled_from([None, 2, 5])),
        ),
        kinds=frozenset({CODING}),
    )


@given(diaries(), QUARTERS, st.sampled_from([30, 45, 60, 90]))
@settings(max_examples=150, deadline=None)
def test_what_is_accepted_breaks_nothing(facts, quarter, minutes):
    """Read from the facts themselves, on the person's own clock, without the rule's own arithmetic."""
    starts_at = datetime(2026, 3, 23, tzinfo=UTC) + quarter * HOUR / 4
    ends_at = starts_at + timedelta(minutes=minutes)
    if schedule.in_the_way(facts, starts_at, ends_at, kind=CODING):
        return

    gap = timedelta(minutes=facts.limits.gap)
    instants = [starts_at + timedelta(minutes=minute) for minute in range(minutes)]
    local = [instant.astimezone(facts.zone) for instant in instants]
    assert all(ends <= starts_at or begins >= ends_at for begins, ends in facts.busy)
    assert all(ends + gap <= starts_at or begins - gap >= ends_at for begins, ends in facts.seats)
    assert not any(first <= moment.date() <= last for first, last in facts.away for moment in local)
    assert all(
        any(
            day == moment.weekday() and opens <= moment.time() and (moment.time() < closes or closes == time(23, 59))
            for day, opens, closes in facts.hours
        )
        for moment in local
    )
    days = [begins.astimezone(facts.zone).date() for begins, _ in facts.seats]
    weeks = [(day.isocalendar().year, day.isocalendar().week) for day in days]
    today = local[0].date()
    assert days.count(today) < facts.limits.per_day
    assert weeks.count((today.isocalendar().year, today.isocalendar().week)) < facts.limits.per_week
    if facts.limits.hours_per_week is not None:
        before = sum(
            parts.total for begins, parts in facts.work
            if begins.astimezone(facts.zone).date().isocalendar()[:2] == today.isocalendar()[:2]
        )  # fmt: skip
        mine = minutes + 45 if facts.efforts else 3 * minutes
        assert before + mine <= 60 * facts.limits.hours_per_week


@given(diaries())
@settings(max_examples=60, deadline=None)
def test_closed_times_come_in_order_and_never_overlap(facts):
    window = datetime(2026, 3, 23, tzinfo=UTC), datetime(2026, 4, 6, tzinfo=UTC)

    shut = schedule.closed(facts.zone, facts.hours, *window)

    assert all(window[0] <= begins < ends <= window[1] for begins, ends in shut)
    assert all(first[1] < second[0] for first, second in pairwise(shut))

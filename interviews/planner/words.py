"""What a recruiter reads of a plan: why it is good, why these people, and where there is none what stands against it."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from interviews import clock
from interviews.planner.board import Board
from interviews.planner.search import Plan, Sitting, cost_of
from interviews.schedule import Diary, Why, seats_in_week, week_of

RULES = {
    Why.ACCESS: "No access any more",
    Why.CANDIDATE: "The candidate's own loop",
    Why.RECUSED: "Should not judge this candidate",
    Why.TAKEN: "Other interviews",
    Why.AWAY: "Days away",
    Why.HOLIDAY: "Public holidays",
    Why.BUSY: "Own calendars",
    Why.POOL: "Not in the pool",
    Why.DAY: "Interviews a day",
    Why.WEEK: "Interviews a week",
    Why.MONTH: "Interviews a month",
    Why.LOAD: "Hours of work a week",
    Why.GAP: "Minutes around interviews",
    Why.HOURS: "Working hours",
}
HELPS = {
    Why.AWAY: "if days away did not count",
    Why.HOLIDAY: "if people came on public holidays",
    Why.BUSY: "if what stands in people's own calendars did not count",
    Why.DAY: "if people took more interviews a day",
    Why.WEEK: "if people took more interviews a week",
    Why.MONTH: "if people took more interviews a month",
    Why.LOAD: "if people took more hours of work a week",
    Why.GAP: "if people needed no minutes between interviews",
    Why.HOURS: "if people came outside their working hours",
    "order": "in another order of the stages",
    "most_a_day": "with more interviews a day",
    "pause": "without a pause in between",
    "hours": "if the candidate could come from 7:00 to 21:00",
    "windows": "if the candidate could come at other times of working days",
}


def days_words(plan: Plan, board: Board) -> str:
    """How many days it takes, and which: "2 days: Mon 2 Mar, Wed 4 Mar"."""
    zone = board.frame.zone
    days = list(dict.fromkeys(clock.day_words(sitting.starts_at, zone) for sitting in plan.sittings))
    return f"{len(days)} day{'s' if len(days) > 1 else ''}: {', '.join(days)}"


def reasons(plan: Plan, board: Board, candidate: str) -> list[str]:
    """Why this plan, in sentences: breaks, load, hours, people."""
    return [
        _breaks(plan, board),
        _load(plan, board),
        _hours(plan, board, candidate),
        _people(plan, board, candidate),
        *([] if plan.is_best else ["The search was cut short; there may be a better one."]),
    ]


def why_them(sitting: Sitting, plan: Plan, board: Board) -> list[tuple[int, str]]:
    """For each person of a sitting how many interviews they then have that week, of how many they take, and what decided between
    them and others whom it costs the same to ask.
    """
    found = []
    for pk in sitting.crew:
        diary = board.diaries[pk]
        week = f"{_in_week(plan, diary, sitting)} of {diary.limits.per_week} that week"
        found.append((pk, f"{week}{_among_equals(pk, sitting, plan, board)}"))
    return found


def _among_equals(pk: int, sitting: Sitting, plan: Plan, board: Board) -> str:
    """That somebody was taken before others who could come then and cost the same; empty where something else decided."""
    before, place = board.frame.starts_at, board.slot(sitting.starts_at)
    able = board.beginnings[board.needs.index(sitting.need)]
    seat = sitting.crew.index(pk)
    cost = cost_of(board.diaries[pk], before)
    equals = [
        board.diaries[other]
        for other, mask in able.items()
        if other not in plan.crew
        and mask >> place & 1
        and board.seats_for(sitting.need, other) >> seat & 1
        and cost_of(board.diaries[other], before) == cost
    ]
    if not equals or any(board.turns[one.pk] < board.turns[pk] for one in equals):
        return ""
    if any(one.last_at == board.diaries[pk].last_at for one in equals):
        return f", by lot among equals, seed {board.frame.seed}"
    return ", sat longest ago of equals"


def _in_week(plan: Plan, diary: Diary, sitting: Sitting) -> int:
    """How many interviews somebody has in the week of a sitting once this plan is booked."""
    week = week_of(sitting.starts_at, diary)
    planned = sum(diary.pk in one.crew and week_of(one.starts_at, diary) == week for one in plan.sittings)
    return seats_in_week(diary, sitting.starts_at) + planned


def _breaks(plan: Plan, board: Board) -> str:
    zone = board.frame.zone
    waits = [
        two.starts_at - one.ends_at
        for one, two in pairwise(plan.sittings)
        if one.starts_at.astimezone(zone).date() == two.starts_at.astimezone(zone).date()
    ]
    minutes = int(sum(waits, timedelta()).total_seconds()) // 60
    if not minutes:
        return "No break in between."
    return f"{len(waits)} breaks, {minutes} minutes in all." if len(waits) > 1 else f"One break of {minutes} minutes."


def _load(plan: Plan, board: Board) -> str:
    counts = [
        (_in_week(plan, board.diaries[pk], sitting) / max(board.diaries[pk].limits.per_week, 1), pk, sitting)
        for sitting in plan.sittings
        for pk in sitting.crew
    ]
    _, pk, sitting = max(counts, key=lambda one: one[:2])
    diary = board.diaries[pk]
    return f"Load: most for {diary.name}, {_in_week(plan, diary, sitting)} of {diary.limits.per_week} interviews that week."


def _hours(plan: Plan, board: Board, candidate: str) -> str:
    zone = board.frame.zone
    starts = min(sitting.starts_at.astimezone(zone).time() for sitting in plan.sittings)
    ends = max(sitting.ends_at.astimezone(zone).time() for sitting in plan.sittings)
    return f"Everybody sits within their working hours; {candidate} between {starts:%H:%M} and {ends:%H:%M} {clock.city(zone)}."


def _people(plan: Plan, board: Board, candidate: str) -> str:
    seats = Counter(pk for sitting in plan.sittings for pk in sitting.crew)
    twice = [board.diaries[pk].name for pk, count in seats.items() if count > 1]
    if not twice:
        return f"Nobody meets {candidate} twice." if len(plan.sittings) > 1 else "They cost the others least."
    return f"{' and '.join(twice)} meet{'s' if len(twice) == 1 else ''} {candidate} twice: nobody else is free."

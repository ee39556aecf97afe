"""What stands against a time in the picture of a week, in a few words."""

from datetime import datetime
from typing import TYPE_CHECKING

from interviews import schedule
from interviews.schedule import Why
from interviews.week_parts import SAID, SEEN_AS

if TYPE_CHECKING:
    from interviews.week import Week


def against(week: "Week", begins: datetime, ends: datetime, place: int) -> str:
    """Why nobody, or not those chosen, can begin then, in a few words."""
    board, need = week.board, week.need
    for name, start, end in week.sittings:
        if start < ends and end > begins:
            return f"{week.candidate} has {name} then"
    if need.not_before and begins < need.not_before:
        return "a stage that comes before it is later"
    if need.not_after and ends > need.not_after:
        return "a stage that comes after it is earlier"
    if place < 0 or not board.offered(need) >> place & 1:
        return f"{week.candidate} is not asked to come then"
    known = [pk for pk in week.chosen if not board.beginnings[0].get(pk, 0) >> place & 1]
    if known:
        return ", ".join(why_not(week, pk, begins, ends) for pk in known)
    if need.is_mixed:
        return "not every seat has somebody of its pool who is free"
    if len(need.roles) > 1:
        return "too few people are free"
    return (
        "nobody who could is free"
        if len(week.order) > 1
        else why_not(week, week.order[0], begins, ends)
        if week.order
        else "nobody is in the pool"
    )


def why_not(week: "Week", pk: int, begins: datetime, ends: datetime) -> str:
    """Why this one person cannot sit then, in a few words."""
    diary = week.board.diaries[pk]
    theirs = next((kind for kind in week.need.kinds if kind in diary.kinds), week.need.kinds[0])
    found = schedule.in_the_way(diary, begins, ends, kind=theirs, of=week.need.kind)
    if not found:
        return f"{diary.name} is not free"
    name = f", {diary.holiday_at(begins)}" if found[0].why == Why.HOLIDAY else ""
    return f"{diary.name} {SAID[SEEN_AS[found[0].why]]}{name}"

"""What is in the way of a booking, in sentences: each bar of the one rule (interviews/schedule.py) in words for a reader."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from interviews import clock, effort
from interviews.schedule import Bar, Diary, Why


def say(bar: Bar, diary: Diary, starts_at: datetime, ends_at: datetime, *, kind: str, candidate: str, reader: ZoneInfo) -> str:
    """What is in the way of this sitting, in a sentence for somebody in the zone `reader`. It tells nobody's private reasons."""
    if bar.why == Why.HOURS:
        return outside_words(diary, starts_at, ends_at)
    return WORDS[bar.why].format(
        who=diary.name,
        candidate=candidate,
        kind=kind,
        when=clock.span_words(bar.starts_at, bar.ends_at, reader),
        day=clock.day_words(bar.starts_at, diary.zone),
        days=_days(bar, diary.zone),
        month=f"{bar.starts_at.astimezone(diary.zone):%B}",
        number=bar.number,
        interviews="1 interview" if bar.number == 1 else f"{bar.number} interviews",
        limits=diary.limits,
        holiday=diary.holiday_at(bar.starts_at),
        has=effort.hours(bar.number),
        more=effort.hours(bar.more),
        hours="1 hour" if diary.limits.hours_per_week == 1 else f"{diary.limits.hours_per_week} hours",
    )


def outside_words(diary: Diary, starts_at: datetime, ends_at: datetime) -> str:
    """That a sitting is outside somebody's hours, by their own clock."""
    weekday = starts_at.astimezone(diary.zone).weekday()
    hours = sorted((opens, closes) for day, opens, closes in diary.hours if day == weekday)
    if not hours:
        return f"{diary.name} does not work on that day: {clock.span_words(starts_at, ends_at, diary.zone)}."
    when = clock.hours_words(starts_at, ends_at, diary.zone)
    working = " and ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in hours)
    return f"{when} is outside the working hours of {diary.name}, {working}."


def _days(bar: Bar, zone: ZoneInfo) -> str:
    first, last = clock.day_words(bar.starts_at, zone), clock.day_words(bar.ends_at - timedelta(minutes=1), zone)
    return f"on {first}" if first == last else f"from {first} to {last}"


WORDS = {
    Why.ACCESS: "{who} no longer has access. Choose somebody else.",
    Why.CANDIDATE: "{who} is the candidate and cannot interview in this loop. Choose somebody else.",
    Why.RECUSED: "{who} said that they should not judge {candidate}. Choose somebody else.",
    Why.TAKEN: "{who} has another interview on {when}.",
    Why.AWAY: "{who} is away {days}.",
    Why.HOLIDAY: "{who} has a public holiday {days}: {holiday}.",
    Why.BUSY: "{who} has something else in their calendar on {when}.",
    Why.POOL: "{who} is not in the pool for {kind}.",
    Why.DAY: "{who} has {interviews} on {day} and takes {limits.per_day} a day.",
    Why.WEEK: "{who} has {interviews} in the week of {day} and takes {limits.per_week} a week.",
    Why.MONTH: "{who} has {interviews} in {month} and takes {limits.per_month} a month.",
    Why.LOAD: "{who} has {has} of interview work in the week of {day}, this one adds {more}, and they take {hours} a week.",
    Why.GAP: "{who} needs {number} minutes free before and after an interview, and has another one too near.",
}

"""Who only learns or watches gives way: their seat never holds an interview up."""

from datetime import datetime

from accounts.models import User
from interviews import owed, schedule
from interviews.fitting import FILLED, found
from interviews.models import Interview


def without_who_only_watches(
    interview: Interview,
    seats: list[tuple[User, str]],
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User,
    now: datetime,
    despite: str,
) -> list[tuple[User, str]]:
    """Those who have to be there, and of the others those who can, or may for a reason; the rest lose their seats and are told."""
    optional = [(person, role) for person, role in seats if role not in FILLED]
    if not optional:
        return seats
    bars = found(interview.stage, interview.stage.loop.candidate, optional, starts_at, ends_at, by=by, interview=interview)
    stands = schedule.NEVER if despite else frozenset(schedule.Why) - schedule.ONLY_TOLD
    barred = {pk for pk, words in bars.items() if any(bar.why in stands for bar, _ in words)}
    for seat in interview.seats.held().filter(person__in=barred).select_related("person"):
        seat.remove(by=by, now=now)
        owed.after_seats(interview, "The new time does not suit you", gone=[seat.person], now=now, tell=False)
    return [(person, role) for person, role in seats if person.pk not in barred]

"""What somebody's days away leave behind: interviews that need somebody else, and scorecards that are owed in them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from accounts.models import User
from interviews import clock
from interviews.models import Away, Seat
from interviews.models.seat import SeatQuerySet

owing: list[Callable[[User], SeatQuerySet]] = []
"""Who knows for which seats somebody still owes a scorecard."""
ASKED_FOR = timedelta(days=10)
"""How long after an interview its scorecard is asked for."""
WRITTEN_IN = timedelta(days=1)
"""An interview that is to be held so shortly before leaves its scorecard to the days away."""


class Left(NamedTuple):
    """Days away, the seats in them, and the seats whose scorecard is owed then."""

    away: Away
    seats: list[Seat]
    cards: list[Seat]


def left_behind(person: User, away: Iterable[Away], *, now: datetime) -> list[Left]:
    """For each of somebody's days away what needs somebody else or has to be written before. Two queries for all of them."""
    ahead = Seat.objects.standing().filter(person=person, interview__starts_at__gt=now, interview__started_at=None)
    seats = list(ahead.with_loops().in_order())
    cards = [seat for known in owing for seat in known(person).with_loops().in_order()]
    return [_left(one, person, seats, cards) for one in away]


def _left(away: Away, person: User, seats: list[Seat], cards: list[Seat]) -> Left:
    begins, ends = clock.day_span(away.first_on, person.tz)[0], clock.day_span(away.last_on, person.tz)[1]
    return Left(
        away,
        [seat for seat in seats if seat.interview.starts_at < ends and seat.interview.ends_at > begins],
        [seat for seat in cards if _is_owed(seat, begins, ends)],
    )


def _is_owed(seat: Seat, begins: datetime, ends: datetime) -> bool:
    """Whether the scorecard of this seat is asked for within a time: for ten days after an interview, as long as it is owed."""
    interview = seat.interview
    if interview.ended_at:
        return begins - ASKED_FOR < interview.ended_at < ends
    return begins - WRITTEN_IN < interview.ends_at <= begins

"""Acting rights of loops and interviews."""

from accounts.access import Refused, Rule, recruit
from accounts.models import User
from interviews.models import Interview, Loop, Seat

__all__ = ["answer", "book", "change", "recruit"]


@Rule
def book(user: User, loop: Loop) -> None:
    """Recruiters book interviews of loops that are open."""
    recruit(user)
    if loop.closed_at:
        raise Refused("This loop is closed. Reopen it before you book.")


@Rule
def change(user: User, interview: Interview) -> None:
    """Recruiters move, cancel and re-seat interviews that have not begun."""
    recruit(user)
    if interview.cancelled_at:
        raise Refused("This interview was cancelled.")
    if interview.started_at:
        raise Refused("This interview has begun. It can no longer be changed.")


@Rule
def answer(user: User, seat: Seat) -> None:
    """The person of a seat answers its invitation, until the interview begins."""
    if seat.person_id != user.pk:
        raise Refused("Only the person invited can answer.")
    if seat.interview.started_at or seat.is_void:
        raise Refused("There is nothing to answer any more.")

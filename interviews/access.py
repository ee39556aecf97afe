"""Acting rights of loops and interviews: one rule per verb, each refused with a sentence."""

from accounts.access import Refused, Rule, recruit
from accounts.models import User
from interviews.models import Candidate, Interview, Loop, Seat

__all__ = ["answer", "book", "change", "open_loop", "recruit"]


@Rule
def open_loop(user: User, candidate: Candidate) -> None:
    """Recruiters open loops, for anybody but themselves."""
    recruit(user)
    if candidate.employee_id == user.pk:
        raise Refused("You cannot open a loop for yourself. Ask another recruiter.")


@Rule
def book(user: User, loop: Loop) -> None:
    """Recruiters book interviews of loops that are open."""
    recruit(user)
    if loop.closed_at:
        raise Refused("This loop is closed. Reopen it before you book.")


@Rule
def change(user: User, interview: Interview) -> None:
    """Recruiters move, cancel and re-seat interviews that have not begun."""
    book(user, interview.stage.loop)
    _still_ahead(interview, "It can no longer be changed.")


@Rule
def answer(user: User, seat: Seat) -> None:
    """A person answers for their own seat, until the interview begins."""
    if seat.person_id != user.pk:
        raise Refused("Only the person invited can answer.")
    if seat.removed_at:
        raise Refused("You no longer have a seat in this interview.")
    _still_ahead(seat.interview, "There is nothing left to answer.")


def _still_ahead(interview: Interview, so: str) -> None:
    for fact, words in (
        (interview.cancelled_at, "This interview was cancelled."),
        (interview.no_show_at, "The candidate did not come to this interview."),
        (interview.started_at, "This interview has begun."),
    ):
        if fact:
            raise Refused(f"{words} {so}")

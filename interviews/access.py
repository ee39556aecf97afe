"""What people may do with loops and interviews: one rule per verb, each refused with a sentence."""

from accounts.access import Refused, Rule, recruit
from accounts.models import User
from interviews.models import Candidate, Interview, Loop, Seat, Stage


@Rule
def open_loop(user: User, candidate: Candidate) -> None:
    """Recruiters open loops, for anybody but themselves."""
    recruit(user)
    if candidate.employee_id == user.pk:
        raise Refused("You cannot open a loop for yourself. Ask another recruiter.")


@Rule
def change_loop(user: User, loop: Loop) -> None:
    """Recruiters change what is booked in a loop while it is open."""
    recruit(user)
    if loop.closed_at:
        raise Refused("This loop is closed, so nothing more is booked in it.")


@Rule
def book(user: User, stage: Stage) -> None:
    """A stage is booked once at a time."""
    change_loop(user, stage.loop)
    if stage.interviews.taking_place().exists():
        raise Refused(f"{stage.name} has an interview already. Move or cancel that one.")


@Rule
def move(user: User, interview: Interview) -> None:
    """An interview is moved until it begins."""
    change_loop(user, interview.stage.loop)
    _still_ahead(interview, "It cannot be moved.")


@Rule
def cancel(user: User, interview: Interview) -> None:
    """An interview is cancelled until it begins."""
    change_loop(user, interview.stage.loop)
    _still_ahead(interview, "It cannot be cancelled.")


@Rule
def change_seats(user: User, interview: Interview) -> None:
    """People are seated, swapped and taken out until the interview begins."""
    change_loop(user, interview.stage.loop)
    _still_ahead(interview, "Its seats stay as they are.")


@Rule
def answer(user: User, seat: Seat) -> None:
    """A person answers for their own seat, until the interview begins."""
    if seat.person_id != user.pk:
        raise Refused("Only the person who has this seat can answer for it.")
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

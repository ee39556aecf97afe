"""Acting rights of loops and interviews: one rule per verb, each refused with a sentence."""

from accounts.access import Refused, Rule, recruit
from accounts.models import User
from interviews.models import Candidate, Interview, Loop, Seat, Stage

__all__ = ["answer", "book", "change", "open_loop", "recruit", "renew_kit", "steer", "write_kits"]


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


@Rule
def steer(seat: Seat) -> None:
    """Who runs an interview says where it is in the plan, who came and what is left out; who only watches does not."""
    if not seat.may_steer:
        raise Refused(f"Your seat ({seat.get_role_display().lower()}) watches. Ask the lead to do this.")


def _still_ahead(interview: Interview, so: str) -> None:
    for fact, words in (
        (interview.cancelled_at, "This interview was cancelled."),
        (interview.no_show_at, "The candidate did not come to this interview."),
        (interview.started_at, "This interview has begun."),
    ):
        if fact:
            raise Refused(f"{words} {so}")


@Rule
def write_kits(user: User) -> None:
    """Committee members and administrators plan the interviews."""
    if not (user.is_committee or user.is_administrator):
        raise Refused("Committee members and administrators write kits. Tell one of them what should change.")


@Rule
def renew_kit(user: User, stage: Stage) -> None:
    """Who books a loop, or writes the kits, gives its interviews another version, until they begin."""
    if not (user.is_recruiter or user.is_committee or user.is_administrator):
        raise Refused("Recruiters give an interview another version of its kit.")
    if stage.loop.closed_at:
        raise Refused("This loop is closed. Its interviews keep the kit they had.")
    if Interview.objects.taking_place().filter(stage=stage, started_at__isnull=False).exists():
        raise Refused("This interview has begun. It keeps the kit it began with.")

"""Acting rights of scorecards and debriefs."""

from django.db.models import F

from accounts.access import Refused, Rule, recruit
from accounts.models import User
from interviews.models import Loop, Seat
from scorecards.models.debrief import Debrief
from scorecards.models.scorecard import owing_seats


@Rule
def facilitate(user: User, loop: Loop) -> None:
    """Recruiters run the debrief of a loop, unless they still owe a scorecard in it."""
    recruit(user)
    if owing_seats(user).filter(interview__stage__loop=loop).exists():
        raise Refused("You still owe a scorecard in this loop. Submit it first: until then you are one of its interviewers.")


def may_watch_debrief(user: User, identity: str) -> bool:
    """Whether this person hears when the debrief of this loop moves on: who may read it may."""
    return _is_number(identity) and Debrief.objects.visible_to(user).filter(loop=int(identity)).exists()


def may_watch_interviews(asked: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Which of these people hear what happens in the room of which interview: who holds a seat in it does. One query for all."""
    asked = {(person, identity) for person, identity in asked if _is_number(identity)}
    if not asked:
        return set()
    seats = Seat.objects.standing().filter(
        person__in={person for person, _ in asked}, interview__in={int(identity) for _, identity in asked}
    )
    # Nobody watches the interview in which they are the candidate.
    seats = seats.exclude(interview__stage__loop__candidate__employee=F("person"))
    held = set(seats.values_list("person", "interview"))
    return {(person, identity) for person, identity in asked if (person, int(identity)) in held}


def _is_number(identity: str) -> bool:
    return identity.isascii() and identity.isdigit() and len(identity) < 19

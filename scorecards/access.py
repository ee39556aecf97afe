"""Acting rights of scorecards and debriefs."""

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


def may_watch_interview(user: User, identity: str) -> bool:
    """Whether this person hears what happens in the room of this interview: who holds a seat in it does."""
    return _is_number(identity) and Seat.objects.standing().filter(person=user, interview=int(identity)).exists()


def _is_number(identity: str) -> bool:
    return identity.isascii() and identity.isdigit() and len(identity) < 19

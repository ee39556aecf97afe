"""Whether somebody should judge a candidate: asked of everybody who takes a seat, once for a loop, and answered by their own word.

Who knows of no reason says so (`Declaration`); who knows of one steps back (`Recusal`) and is seated with that candidate no more.
Accepting in a calendar or by a reply does not wait for the answer: the next page of that interview asks.
"""

from datetime import datetime

from accounts.models import User
from interviews import access, owed
from interviews.models import Candidate, Declaration, Interview, Recusal, Seat


def declare_none(seat: Seat, *, by: User, now: datetime) -> None:
    """The person knows of no reason why they should not judge the candidate of this seat. Twice changes nothing."""
    access.declare(by, seat)
    Declaration.objects.get_or_create(person=by, loop=seat.interview.stage.loop, defaults={"said_at": now})


def is_asked(seat: Seat) -> bool:
    """Whether the person of this seat still is to say that they know of no reason: not said, and the interview not over."""
    said = Declaration.objects.filter(person=seat.person_id, loop=seat.interview.stage.loop_id)
    return not access.declare.refusal(seat.person, seat) and not said.exists()


def step_back(person: User, candidate: Candidate, reason: str, *, now: datetime) -> None:
    """The person should not judge this candidate: they sit in none of their interviews ahead, and are never seated with them again.

    For a transaction that has locked the candidate and the person. What they sat in already stays as it was.
    """
    Recusal.objects.get_or_create(person=person, candidate=candidate, defaults={"said_at": now})
    ahead = {"interview__started_at": None, "interview__stage__loop__candidate": candidate}
    for seat in Seat.objects.standing().filter(person=person, **ahead).order_by("interview", "pk"):
        loops = Interview.objects.select_related("stage__loop__candidate", "stage__loop__job", "stage__loop__recruiter")
        interview = loops.for_change().get(pk=seat.interview_id)
        seat.decline(reason, now=now)
        owed.after_seats(interview, f"{person} declined", gone=[person], now=now, tell=False)

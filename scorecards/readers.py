"""Who will read a scorecard once it is submitted, by name and part: the rule of `Scorecard.visible_to` the other way round."""

from dataclasses import dataclass

from accounts.models import User
from accounts.models.user import UserQuerySet
from interviews.models import Seat
from scorecards.models import Member

NAMED = 6  # of each part; of more it says that there are others


@dataclass(frozen=True)
class Part:
    """Those who read by one part: their names as far as they are told, whether there are more, and what has to be so first."""

    words: str
    names: list[str]
    has_more: bool
    once: str = ""


def recruiting(seat: Seat) -> UserQuerySet:
    """Recruiters and administrators, who read every loop but their own application."""
    return User.objects.active().recruiting().exclude(pk=seat.interview.stage.loop.candidate.employee_id)


def interviewing(seat: Seat) -> UserQuerySet:
    """Those who fill a scorecard in this loop: each reads others once all of theirs are in."""
    there = Seat.objects.held().writing().filter(interview__stage__loop=seat.interview.stage.loop_id)
    return User.objects.active().filter(pk__in=there.values("person")).exclude(pk=seat.interview.stage.loop.candidate.employee_id)


def voting(seat: Seat) -> UserQuerySet:
    """Those who vote in the debrief. An author who still owes may not know that there is one, so pages do not name them."""
    members = Member.objects.filter(debrief__loop=seat.interview.stage.loop_id)
    return User.objects.active().filter(pk__in=members.values("person")).exclude(pk=seat.interview.stage.loop.candidate.employee_id)


def readers_of(seat: Seat) -> list[Part]:
    """Who besides its author reads the scorecard of this seat after it was submitted, as the author may be told it beforehand.

    Two queries. The names are those of today: who gets such a part later reads it too.
    """
    recruiters = list(recruiting(seat).exclude(pk=seat.person_id).in_order()[: NAMED + 1])
    colleagues = list(interviewing(seat).exclude(pk=seat.person_id).in_order()[: NAMED + 1])
    return [
        _part("recruiters and administrators", recruiters),
        *([_part("interviewers of this loop", colleagues, once="once theirs is in")] if colleagues else []),
        Part("those who vote in the debrief", [], has_more=False),
    ]


def _part(words: str, people: list[User], once: str = "") -> Part:
    return Part(words, [person.name for person in people[:NAMED]], len(people) > NAMED, once)

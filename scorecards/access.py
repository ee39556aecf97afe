"""Acting rights of scorecards and debriefs."""

from django.db.models import F, Q

from accounts.access import Refused, Rule, recruit
from accounts.models import User
from interviews.models import Candidate, Loop, Seat
from scorecards.models.debrief import Debrief, Outcome
from scorecards.models.report import MisconductReport
from scorecards.models.scorecard import Scorecard, owing_seats


@Rule
def facilitate(user: User, loop: Loop) -> None:
    """Recruiters run the debrief of a loop, unless they still owe a scorecard in it."""
    recruit(user)
    _owes_none(user, loop)


@Rule
def vote(user: User, debrief: Debrief) -> None:
    """Members vote, each once they have read."""
    member = debrief.members.filter(person=user).first()
    if member is None:
        raise Refused("You do not vote in this debrief.")
    if member.read_at is None:
        raise Refused("Read the evidence first, and say that you have.")


@Rule
def decide(user: User, debrief: Debrief, outcome: str) -> None:
    """Recruiters record the decision, once nobody votes any more; that the candidate withdrew at any time."""
    facilitate(user, debrief.loop)
    if not debrief.shows_composite and outcome != Outcome.WITHDRAWN:
        raise Refused(
            "The votes are not over. Vote again, or go on without a second vote."
            if debrief.revealed_at
            else "Reveal the votes before you record a decision."
        )


@Rule
def send_back(user: User, card: Scorecard) -> None:
    """The recruiter of the loop, or an administrator, sends a submitted card back, until the debrief opens; nobody their own."""
    loop = card.seat.interview.stage.loop
    if card.seat.person_id == user.pk:
        raise Refused("It is your own scorecard. Change it yourself.")
    if loop.recruiter_id != user.pk and not user.is_administrator:
        raise Refused(f"Only {loop.recruiter.name}, whose loop it is, sends a scorecard back. Tell them what to look at again.")
    _owes_none(user, loop)
    if card.returned_at:
        raise Refused(f"It is with {card.seat.person.name} again already.")
    if Debrief.objects.filter(loop=loop).exists():
        raise Refused(f"The debrief is open. Ask {card.seat.person.name} to change it: they can until the decision.")


@Rule
def read_packet(_user: User, debrief: Debrief) -> None:
    """Who may see a debrief reads its packet, once the votes are revealed or it is decided."""
    if debrief.revealed_at is None and not debrief.decisions.exists():
        raise Refused("The packet opens when the votes are revealed. Until then read the scorecards in the debrief, and vote.")


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


@Rule
def propose_hold(user: User, candidate: Candidate) -> None:
    """Recruiters propose that new applications are held, unless they still owe a scorecard on this candidate."""
    recruit(user)
    if owing_seats(user).filter(interview__stage__loop__candidate=candidate).exists():
        raise Refused(f"You still owe a scorecard on {candidate}. Submit it first.")


@Rule
def keep_hold(user: User) -> None:
    """Recruiters tell the candidate, look again and lift."""
    recruit(user)


@Rule
def handle_report(user: User, report: MisconductReport) -> None:
    """Administrators take care of reports, but not of their own."""
    if not user.is_administrator:
        raise Refused("Administrators take care of reports. You read here what they did.")
    if report.reported_by_id == user.pk:
        raise Refused("You reported it. Another administrator takes care of it.")


def hides_holds(user: User) -> Q:
    """Holds on candidates on whom this person still owes a scorecard: they tell what somebody else saw."""
    return Q(candidate__in=owing_seats(user).values("interview__stage__loop__candidate"))


def _owes_none(user: User, loop: Loop) -> None:
    if owing_seats(user).filter(interview__stage__loop=loop).exists():
        raise Refused("You still owe a scorecard in this loop. Submit it first: until then you are one of its interviewers.")

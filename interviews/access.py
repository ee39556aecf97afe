"""Acting rights of loops and interviews: one rule per verb, each refused with a sentence."""

from accounts.access import Refused, Rule, recruit
from accounts.models import User
from interviews.models import Candidate, Interview, Loop, Qualification, Role, Seat, Stage, TrainingPath

__all__ = [
    "answer",
    "approve_another",
    "approve_training",
    "book",
    "change",
    "declare",
    "invite_candidate",
    "open_loop",
    "read_questions",
    "receive",
    "recruit",
    "renew_kit",
    "search_questions",
    "steer",
    "still_ahead",
    "take_lead",
    "tick",
    "write_kits",
]


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
    still_ahead(interview, "It can no longer be changed.")


@Rule
def answer(user: User, seat: Seat) -> None:
    """A person answers for their own seat, until the interview begins."""
    if seat.person_id != user.pk:
        raise Refused("Only the person invited can answer.")
    if seat.removed_at:
        raise Refused("You no longer have a seat in this interview.")
    still_ahead(seat.interview, "There is nothing left to answer.")


@Rule
def declare(user: User, seat: Seat) -> None:
    """A person says for themselves that they know of no reason not to judge the candidate, until the interview is over."""
    if seat.person_id != user.pk:
        raise Refused("Only the person invited can say this.")
    if seat.removed_at or seat.declined_at:
        raise Refused("You no longer have a seat in this interview.")
    if seat.interview.cancelled_at or seat.interview.no_show_at or seat.interview.ended_at:
        raise Refused("This interview is over. There is nothing left to say.")


@Rule
def receive(seat: Seat) -> None:
    """Who interviews, or keeps the record, says whether the candidate came; who only watches does not."""
    if not seat.receives:
        raise Refused(f"Your seat ({seat.get_role_display().lower()}) watches. Ask the lead to do this.")


@Rule
def still_ahead(interview: Interview, so: str = "") -> None:
    """What was cancelled, missed or begun is no longer changed."""
    for fact, words in (
        (interview.cancelled_at, "This interview was cancelled."),
        (interview.no_show_at, "The candidate did not come to this interview."),
        (interview.started_at, "This interview has begun."),
    ):
        if fact:
            raise Refused(f"{words} {so}".rstrip())


@Rule
def approve_training(user: User, path: TrainingPath) -> None:
    """Recruiters, and who is named for a pool, look at who is on the way into it and say that they are ready."""
    if path.named != user and recruit.refusal(user):
        raise Refused("Only recruiters, and who is named for this pool, approve. Ask a recruiter.")


@Rule
def approve_another(user: User, member: Qualification) -> None:
    """Nobody approves, or takes back, what they learnt themselves."""
    if member.person_id == user.pk:
        raise Refused("You cannot approve your own training. Ask a recruiter.")


@Rule
def write_kits(user: User) -> None:
    """Committee members and administrators plan the interviews."""
    if not (user.is_committee or user.is_administrator):
        raise Refused("Committee members and administrators write kits. Tell one of them what should change.")


@Rule
def name_pools(user: User) -> None:
    """Who books loops, or plans the interviews, says from which pools the seats of a plan are filled."""
    if not (user.is_recruiter or user.is_committee or user.is_administrator):
        raise Refused("Recruiters and committee members say who sits in a plan's interviews. Tell one of them what should change.")


@Rule
def renew_kit(user: User, stage: Stage) -> None:
    """Who books a loop, or writes the kits, gives its interviews another version, until they begin."""
    if not (user.is_recruiter or user.is_committee or user.is_administrator):
        raise Refused("Recruiters give an interview another version of its kit.")
    if stage.loop.closed_at:
        raise Refused("This loop is closed. Its interviews keep the kit they had.")
    if Interview.objects.taking_place().filter(stage=stage, started_at__isnull=False).exists():
        raise Refused("This interview has begun. It keeps the kit it began with.")


@Rule
def steer(seat: Seat, leader: Seat | None) -> None:
    """Who leads steers the interview; a note-taker keeps the shared record for them."""
    if seat == leader or seat.role == Role.NOTE_TAKER:
        return
    if seat.scores:
        raise Refused(f"{leader.person.name} leads now. Take the lead first." if leader else "Take the lead first.")
    if seat.role == Role.SHADOW:
        raise Refused("A shadow watches and does not steer. Tell who leads what you would ask.")
    raise Refused("Observers watch the plan and change nothing. Tell who leads what you would change.")


@Rule
def take_lead(seat: Seat) -> None:
    """Those whose scorecard counts can lead, until the interview is over."""
    if not seat.scores:
        raise Refused(f"Your seat ({seat.get_role_display().lower()}) does not lead. Ask the recruiter for another seat.")
    if seat.interview.ended_at:
        raise Refused("The interview is over. There is nothing left to lead.")


@Rule
def read_questions(seat: Seat) -> None:
    """Observers see the plan; the words of the questions are for those who interview."""
    if seat.role == Role.OBSERVER:
        raise Refused("Observers see the plan. What the questions say is for those who interview.")


@Rule
def search_questions(seat: Seat) -> None:
    """Who steers, or may take the lead, looks for other questions."""
    if not (seat.scores or seat.role == Role.NOTE_TAKER):
        raise Refused("Only those who ask look for other questions. Tell who leads what you would ask.")


@Rule
def tick(seat: Seat) -> None:
    """Ticks belong to a scorecard, so only who fills one ticks."""
    if not seat.writes:
        raise Refused(f"Your seat ({seat.get_role_display().lower()}) fills no scorecard, so it ticks nothing.")


@Rule
def invite_candidate(seat: Seat) -> None:
    """Who interviews, or keeps the record, gives the candidate the link to their page."""
    if not (seat.scores or seat.role == Role.NOTE_TAKER):
        raise Refused("Only those who interview give out the candidate's link. Ask who leads.")

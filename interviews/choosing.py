"""The candidate chooses: times are offered for a stage, and by their own page the candidate takes one, moves it or cancels it.

What is offered and what is accepted is asked of the same rule as every booking, and booked by the same verbs, in the name of the
recruiter who made the offer. A candidate is never told whose time was in the way, only what they can do now.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from accounts.access import Refused
from accounts.models import User
from interviews import access, booking, clock, owed, planning
from interviews.models import CandidateDeed, Interview, Stage, TimeOffer
from interviews.models.choosing import DeedKind, page_of
from interviews.models.house_rules import NO_REASON
from interviews.planner.board import Board
from interviews.planner.proposals import opening_at
from interviews.turns import Busy, in_turn, lock_candidate

TRIES = 3
"""How often a time is booked anew, with other people, when somebody was taken between looking and booking."""
A_DAY, MOST = 4, 28
LONGEST_OFFER = 42  # days
GONE = "That time was taken a moment ago. These are still free."
NONE_LEFT = "That time was taken a moment ago, and none is left. Write to {recruiter}, {email}."


@dataclass(frozen=True)
class Terms:
    """What a recruiter offers: days and hours by the candidate's clock, where, and how far the candidate may change it."""

    first_on: date
    last_on: date
    opens: time
    closes: time
    place: str = ""
    most_moves: int = 3
    notice_hours: int = 24


@in_turn()
def offer(stage: Stage, terms: Terms, *, by: User, now: datetime) -> TimeOffer:
    """Let the candidate choose a time for this stage, and tell them. It takes the place of what was offered before.

    Refused for a stage that is booked, and for a loop that is closed. The same offer twice is one.
    """
    access.book(by, stage.loop)
    lock_candidate(stage.loop)
    stage = Stage.objects.select_for_update(of=("self",)).select_related("loop__candidate").get(pk=stage.pk)
    facts = vars(terms)
    there = stage.time_offers.standing().first()
    if there and all(getattr(there, name) == value for name, value in facts.items()):
        return there
    if stage.interviews.taking_place().exists():
        raise Refused(f"{stage.name} is booked already. Move or cancel that interview.")
    if there:
        end(there, "Other times were offered.", now=now)
    made = TimeOffer.objects.create(stage=stage, made_at=now, made_by=by, **facts)
    page_of(stage.loop, by=by, now=now)
    owed.after_offer(made, now=now)
    return made


def end(there: TimeOffer, why: str, *, now: datetime) -> None:
    """Offer these times no longer; what was booked stays, and the candidate changes it no more. Twice changes nothing."""
    if TimeOffer.objects.standing().filter(pk=there.pk).update(ended_at=now, end_reason=why):
        there.ended_at, there.end_reason = now, why


def may_choose(there: TimeOffer, now: datetime) -> str:
    """Why the candidate cannot choose a time on this offer, in a sentence for them; "" when they can."""
    stage = there.stage
    whom = whom_to_write(stage)
    if there.ended_at or stage.loop.closed_at or there.is_past(now.astimezone(stage.loop.candidate.tz).date()):
        return f"These times are no longer open. {whom}"
    if access.book.refusal(there.made_by, stage.loop) or there.made_by.deactivated_at:
        return f"These times are no longer open. {whom}"
    if stage.interviews.filter(booked_at__gte=there.made_at, no_show_at__isnull=False).exists():
        return f"For another time, ask first. {whom}"
    return ""


def may_change(there: TimeOffer | None, interview: Interview, now: datetime, *, moves: bool) -> str:
    """Why the candidate cannot move, or cancel, this interview by themselves, in a sentence for them; "" when they can."""
    whom = whom_to_write(interview.stage)
    if access.still_ahead.refusal(interview):
        return f"It can no longer be changed here. {whom}"
    if there is None or there.ended_at or there.made_by.deactivated_at or access.book.refusal(there.made_by, interview.stage.loop):
        return f"If the time does not suit you: {whom[0].lower()}{whom[1:]}"
    if now > interview.starts_at - there.notice:
        return f"Less than {there.notice_hours} hours are left, so people have prepared. {whom}"
    if moves and there.deeds.filter(kind=DeedKind.MOVED).count() >= there.most_moves:
        count = {1: "once", 2: "twice"}.get(there.most_moves, f"{there.most_moves} times")
        return f"You moved it {count}, which is as often as this page can. {whom}" if there.most_moves else whom
    return ""


def whom_to_write(stage: Stage) -> str:
    """Whom the candidate can write to."""
    recruiter = stage.loop.recruiter
    return f"Write to {recruiter}, {recruiter.email}."


def slots(there: TimeOffer, *, now: datetime, moved: Interview | None = None) -> list[planning.Seating]:
    """The times the candidate can choose from now, a few of each day; with `moved`, when its own people could hold it instead."""
    board = _board(there, now, moved)
    if not board.needs:
        return []
    found = planning.slots(board, a_day=A_DAY, most=MOST, spread=True)
    return [slot for slot in found if moved is None or slot.starts_at != moved.starts_at]


def outlook(stage: Stage, terms: Terms, *, by: User, now: datetime) -> list[planning.Seating]:
    """What the candidate would choose from, for the recruiter to look at: with whom, and why them."""
    return slots(TimeOffer(stage=stage, made_by=by, made_at=now, **vars(terms)), now=now)


@in_turn()
def choose(there: TimeOffer, starts_at: datetime, *, now: datetime) -> Interview:
    """Book the time that the candidate chose, with whom it suits best. The same choice twice is one interview.

    Refused in a sentence for the candidate when it is no longer free, or they chose another.
    """
    there = _locked(there)
    stage = there.stage
    booked = stage.interviews.taking_place().first()
    if booked:
        return _same(booked, starts_at)
    if why := may_choose(there, now):
        raise Refused(why)
    for _ in range(TRIES):
        sitting = opening_at(_board(there, now), starts_at)
        if sitting is None:
            break
        crew = list(zip(sitting.crew, sitting.need.roles, strict=True))
        found = User.objects.in_bulk([pk for pk, _ in crew])
        people = [(found[pk], role) for pk, role in crew]
        try:
            interview = booking.book(
                stage,
                starts_at=starts_at,
                ends_at=sitting.ends_at,
                people=people,
                place=there.place,
                by=there.made_by,
                now=now,
                is_candidates=True,
            )
        except Busy:
            raise
        except Refused:
            continue
        _keep(there, interview, DeedKind.CHOSE, now=now)
        return interview
    raise Refused(_gone(there, now))


@in_turn()
def move(there: TimeOffer, interview: Interview, starts_at: datetime, *, reason: str, now: datetime) -> Interview:
    """Move an interview to another time that suits its people. The same move twice is one. Refused as `choose()` refuses."""
    there = _locked(there)
    interview = Interview.objects.select_related("stage__loop__recruiter").get(pk=interview.pk)
    if interview.starts_at == starts_at:
        return interview
    if why := may_change(there, interview, now, moves=True):
        raise Refused(why)
    before = interview.starts_at
    sitting = opening_at(_board(there, now, interview), starts_at)
    if sitting is None:
        raise Refused(_gone(there, now, interview))
    try:
        interview = booking.move(
            interview,
            starts_at=starts_at,
            ends_at=sitting.ends_at,
            by=there.made_by,
            reason=reason,
            now=now,
            is_candidates=True,
        )
    except Busy:
        raise
    except Refused as refused:
        raise Refused(_gone(there, now, interview)) from refused
    _keep(there, interview, DeedKind.MOVED, reason=reason or NO_REASON, before=before, now=now)
    return interview


@in_turn()
def cancel(there: TimeOffer, interview: Interview, *, reason: str, now: datetime) -> Interview:
    """Cancel an interview for the candidate. Twice changes nothing. Refused in a sentence for them."""
    there = _locked(there)
    interview = Interview.objects.select_related("stage__loop__recruiter").get(pk=interview.pk)
    if interview.cancelled_at:
        return interview
    if why := may_change(there, interview, now, moves=False):
        raise Refused(why)
    interview = booking.cancel(interview, by=there.made_by, reason=reason, now=now, is_candidates=True)
    _keep(there, interview, DeedKind.CANCELLED, reason=reason or NO_REASON, now=now)
    return interview


def _locked(there: TimeOffer) -> TimeOffer:
    """The offer for this transaction alone; the candidate first, as every booking does, or two could wait for each other."""
    lock_candidate(there.stage.loop)
    return TimeOffer.objects.with_stages().select_for_update(of=("self",)).get(pk=there.pk)


def _board(there: TimeOffer, now: datetime, moved: Interview | None = None) -> Board:
    loop = there.stage.loop
    first_on = max(there.first_on, now.astimezone(loop.candidate.tz).date())
    wishes = planning.Wishes(
        first_on=first_on,
        last_on=max(there.last_on, first_on),
        opens=there.opens,
        closes=there.closes,
        notice=there.notice,
    )
    return planning.board_of(loop, wishes, now=now, only=there.stage, moved=moved)


def _same(booked: Interview, starts_at: datetime) -> Interview:
    if booked.starts_at == starts_at:
        return booked
    when = clock.span_words(booked.starts_at, booked.ends_at, booked.stage.loop.candidate.tz)
    raise Refused(f"It is booked already, for {when}. Move that one if it does not suit you.")


def _gone(there: TimeOffer, now: datetime, moved: Interview | None = None) -> str:
    recruiter = there.stage.loop.recruiter
    return GONE if slots(there, now=now, moved=moved) else NONE_LEFT.format(recruiter=recruiter, email=recruiter.email)


def _keep(
    there: TimeOffer, interview: Interview, kind: DeedKind, *, now: datetime, reason: str = "", before: datetime | None = None
) -> None:
    deed = CandidateDeed.objects.create(
        offer=there, interview=interview, kind=kind, at=now, reason=reason, from_starts_at=before, version=interview.version
    )
    owed.after_deed(deed, now=now)

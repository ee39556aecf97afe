"""What is owed to people about an interview: planned, re-planned and taken back in the transaction of the change itself.

A mail is a row with a unique key before it is sent, and its writer (interviews/emails.py) reads the facts again when it is,
so nothing here has to hunt for what a worker holds at this moment.
"""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from interviews import clock, reminding
from interviews.models import (
    ArrivalReport,
    Candidate,
    CandidateDeed,
    HouseRules,
    Interview,
    Invitation,
    Promise,
    Reminder,
    Replacement,
    Seat,
    TimeOffer,
)
from interviews.models.promise import facts
from interviews.models.reminder import Kind

DAY = timedelta(hours=24)
AHEAD = (*reminding.UPCOMING, Kind.ANSWER_DUE)
"""What is planned for a time that was booked, and no longer holds when it moves."""
RETURN_NOT_AFTER = timedelta(days=7)


def after_booking(interview: Interview, why: str, *, now: datetime) -> None:
    """Everybody's invitation, and the reminders before the start."""
    _invite_all(interview, why, now=now)
    reminding.plan_upcoming(interview, now=now)


def after_change(interview: Interview, why: str, *, now: datetime) -> None:
    """A new invitation for everybody: something other than the time changed."""
    _invite_all(interview, why, now=now)


def after_notice(interview: Interview, candidate: Candidate, why: str, *, now: datetime) -> None:
    """A new invitation for the candidate alone: what they were told is otherwise now."""
    _invite(interview, why, seat=None, candidate=candidate, now=now)


def after_move(interview: Interview, why: str, *, now: datetime) -> None:
    """A new invitation for everybody; the reminders of the old time are taken back, those of the new one planned."""
    reminding.drop(interview.reminders.filter(kind__in=AHEAD), "The interview was moved.", now=now)
    _invite_all(interview, why, now=now)
    reminding.plan_upcoming(interview, now=now)


def after_offer(offer: TimeOffer, *, now: datetime) -> None:
    """The candidate is told that they may choose a time."""
    loop = offer.stage.loop
    Reminder.owe(
        Kind.TIMES_OFFERED,
        key=f"{offer.pk}",
        loop=loop,
        why=f"{offer.stage.name}: {offer.made_by} offers times from {offer.first_on:%-d %b} to {offer.last_on:%-d %b}",
        address=loop.candidate.email,
        not_after=clock.day_span(offer.last_on, loop.candidate.tz)[1],
        now=now,
    )


def after_deed(deed: CandidateDeed, *, now: datetime) -> None:
    """The recruiter is told at once what the candidate did by their link."""
    interview = deed.interview
    loop = interview.stage.loop
    Reminder.owe(
        Kind.CANDIDATE_CHANGED,
        key=f"{deed.pk}",
        loop=loop,
        interview=interview,
        version=deed.version,
        why=f"{interview.stage.name}: {loop.candidate} {deed.get_kind_display()}",
        to=loop.recruiter,
        now=now,
    )


def after_replacement(made: Replacement, interview: Interview, *, now: datetime) -> None:
    """The recruiter is told who declined, and who takes the seat or why nobody does."""
    taker = f"{made.seat.person} takes the seat" if made.seat else "nobody was found"
    Reminder.owe(
        Kind.SEAT_DECLINED,
        key=f"{made.pk}",
        loop=interview.stage.loop,
        interview=interview,
        version=interview.version,
        why=f"{interview.stage.name}: {made.declined.person} declined, {taker}"[:200],
        to=interview.stage.loop.recruiter,
        not_after=interview.starts_at,
        now=now,
    )


def after_focus(interview: Interview, why: str, *, now: datetime) -> None:
    """What it looks for changed: its people get a new invitation; for the candidate nothing changed, who hears nothing."""
    reminding.drop(interview.reminders.filter(kind__in=AHEAD), "What it looks for was changed.", now=now)
    _invite_people(interview, why, now=now)
    reminding.plan_upcoming(interview, now=now)


def after_report(report: ArrivalReport, *, now: datetime) -> None:
    """The recruiter is told at once that the candidate is late, did not come, or asks for another time."""
    interview = report.interview
    Reminder.owe(
        Kind.ARRIVAL,
        key=f"{report.pk}",
        loop=interview.stage.loop,
        interview=interview,
        report=report,
        version=interview.version,
        why=f"{interview.stage.name}: {report.words}",
        to=interview.stage.loop.recruiter,
        not_after=now + DAY,
        now=now,
    )


def after_report_withdrawn(report: ArrivalReport, *, now: datetime) -> None:
    """What was not sent yet is not sent any more."""
    reminding.drop(report.reminders.all(), "It was taken back.", now=now)


def after_cancel(interview: Interview, why: str, *, now: datetime) -> None:
    """A cancellation for everybody who knows of it; nothing else remains owed."""
    reminding.drop(interview.reminders.exclude(kind=Kind.INVITATION), "The interview was cancelled.", now=now)
    for invitation in interview.invitations.filter(withdrawn_at=None):
        _withdraw(invitation, why, now=now)


def after_seats(interview: Interview, why: str, *, gone: list[User], now: datetime, tell: bool = True) -> None:
    """Who left is told and reminded no more; the others learn who will be there, if they are to be told.

    The candidate learns it too unless the house rules say that they do not; the loop then says what they were told otherwise.
    """
    for person in gone:
        reminding.drop(interview.reminders.filter(mail__to=person).exclude(kind=Kind.INVITATION), f"{why}.", now=now)
        for invitation in interview.invitations.filter(person=person, withdrawn_at=None):
            _withdraw(invitation, why, now=now)
    if tell:
        _invite_people(interview, why, now=now)
        if HouseRules.current().tells_new_people:
            _invite(interview, why, seat=None, candidate=interview.stage.loop.candidate, now=now)
        reminding.plan_upcoming(interview, now=now)


def after_end(interview: Interview, *, now: datetime) -> None:
    """From an hour after the interview really ended, everybody who writes a scorecard is asked for it. Twice changes nothing."""
    reminding.drop(interview.reminders.filter(kind__in=AHEAD), "The interview is over.", now=now)
    reminding.plan_scorecards(interview, ended_at=interview.ended_at or now, now=now)


def after_answer(seat: Seat, *, now: datetime) -> None:
    """Who has answered is not asked again."""
    reminding.drop_answers(seat, f"{seat.person} {seat.answer}.", now=now)


def after_return(seat: Seat, *, number: int, by: User, now: datetime) -> None:
    """The scorecard of this seat was sent back, for the time of this number: its author is told now and asked for it in a day."""
    interview, offset = seat.interview, f"return-{number}"
    for kind, due_at in ((Kind.SCORECARD_RETURNED, now), (Kind.SCORECARD_DUE, now + DAY)):
        Reminder.owe(
            kind,
            key=f"{interview.pk}:person-{seat.person_id}:{offset}",
            loop=interview.stage.loop,
            interview=interview,
            seat=seat,
            version=interview.version,
            why=f"{by} sent the scorecard of {interview.stage.name} back",
            to=seat.person,
            due_at=due_at,
            not_after=now + RETURN_NOT_AFTER,
            now=now,
        )


def drop_scorecard_reminders(seat: Seat, reason: str, *, now: datetime) -> None:
    """The scorecard of this seat is no longer owed: nobody asks for it. For whoever knows of scorecards to call."""
    reminding.drop_scorecards(seat, reason, now=now)


def _invite_all(interview: Interview, why: str, *, now: datetime) -> None:
    _invite_people(interview, why, now=now)
    _invite(interview, why, seat=None, candidate=interview.stage.loop.candidate, now=now)


def _invite_people(interview: Interview, why: str, *, now: datetime) -> None:
    for seat in interview.seats.held().select_related("person").order_by("pk"):
        _invite(interview, why, seat=seat, person=seat.person, now=now)


def _invite(interview: Interview, why: str, *, seat: Seat | None, now: datetime, **whom: Any) -> None:
    invitation, is_new = Invitation.objects.get_or_create(interview=interview, **whom)
    if not is_new:
        reminding.drop(invitation.reminders.all(), "A later change replaced this one.", now=now)
        invitation.sequence += 1
        invitation.withdrawn_at = None
        invitation.save(update_fields=["sequence", "withdrawn_at"])
    reminder = _send(invitation, why, seat=seat, not_after=interview.ends_at, now=now)
    if invitation.candidate_id:
        held = interview.seats.held().select_related("person")
        Promise.objects.get_or_create(reminder=reminder, defaults={"interview": interview, "told": facts(interview, held)})


def _withdraw(invitation: Invitation, why: str, *, now: datetime) -> None:
    """Take an invitation back. Who was never sent it hears nothing."""
    reminding.drop(invitation.reminders.all(), "It was taken back before it was sent.", now=now)
    invitation.withdrawn_at = now
    known = invitation.reminders.filter(mail__tries__gt=0).exists()
    if known:
        invitation.sequence += 1
    invitation.save(update_fields=["sequence", "withdrawn_at"])
    if known:
        _send(invitation, why, seat=None, not_after=invitation.interview.ends_at, now=now)


def _send(invitation: Invitation, why: str, *, seat: Seat | None, not_after: datetime, now: datetime) -> Reminder:
    return Reminder.owe(
        Kind.INVITATION,
        key=f"{invitation.pk}:{invitation.sequence}",
        loop=invitation.interview.stage.loop,
        interview=invitation.interview,
        invitation=invitation,
        seat=seat,
        version=invitation.sequence,
        why=why[:200],
        to=invitation.person,
        address=invitation.candidate.email if invitation.candidate else "",
        not_after=not_after,
        now=now,
    )

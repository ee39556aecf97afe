"""What is owed to people about an interview: planned, re-planned and taken back in the transaction of the change itself.

A mail is a row with a unique key before it is sent, and its writer (interviews/emails.py) reads the facts again when it is,
so nothing here has to hunt for what a worker holds at this moment.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import Mail, User
from interviews.models import ArrivalReport, Interview, Invitation, Reminder, Seat
from interviews.models.reminder import Kind

DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
UPCOMING = (Kind.UPCOMING_DAY, Kind.UPCOMING_HOUR)
CARD_AFTER = timedelta(hours=1)
CARD_NOT_AFTER = timedelta(days=7)


def after_booking(interview: Interview, *, by: User, now: datetime) -> None:
    """Everybody's invitation, and the reminders before the start."""
    _invite_all(interview, f"{by} booked it", now=now)
    _plan_upcoming(interview, now=now)


def after_change(interview: Interview, why: str, *, now: datetime) -> None:
    """A new invitation for everybody: something other than the time changed."""
    _invite_all(interview, why, now=now)


def after_move(interview: Interview, why: str, *, now: datetime) -> None:
    """A new invitation for everybody; the reminders of the old time are taken back, those of the new one planned."""
    _drop(interview.reminders.filter(kind__in=UPCOMING), "The interview was moved.", now=now)
    _invite_all(interview, why, now=now)
    _plan_upcoming(interview, now=now)


def after_focus(interview: Interview, why: str, *, now: datetime) -> None:
    """What it looks for changed: its people get a new invitation; for the candidate nothing changed, who hears nothing."""
    _drop(interview.reminders.filter(kind__in=UPCOMING), "What it looks for was changed.", now=now)
    for seat in interview.seats.held().select_related("person").order_by("pk"):
        _invite(interview, why, seat=seat, person=seat.person, now=now)
    _plan_upcoming(interview, now=now)


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
    _drop(report.reminders.all(), "It was taken back.", now=now)


def after_cancel(interview: Interview, why: str, *, now: datetime) -> None:
    """A cancellation for everybody who knows of it; nothing else remains owed."""
    _drop(interview.reminders.exclude(kind=Kind.INVITATION), "The interview was cancelled.", now=now)
    for invitation in interview.invitations.filter(withdrawn_at=None):
        _withdraw(invitation, why, now=now)


def after_seats(interview: Interview, why: str, *, gone: list[User], now: datetime, tell: bool = True) -> None:
    """Who left is told and reminded no more; the others, the candidate too, learn who will be there, if they are to be told."""
    for person in gone:
        _drop(interview.reminders.filter(mail__to=person).exclude(kind=Kind.INVITATION), f"{why}.", now=now)
        for invitation in interview.invitations.filter(person=person, withdrawn_at=None):
            _withdraw(invitation, why, now=now)
    if tell:
        _invite_all(interview, why, now=now)
        _plan_upcoming(interview, now=now)


def after_end(interview: Interview, *, now: datetime) -> None:
    """One hour after the interview really ended, everybody who writes a scorecard is asked for it. Twice changes nothing."""
    ended_at = interview.ended_at or now
    _drop(interview.reminders.filter(kind__in=UPCOMING), "The interview is over.", now=now)
    for seat in interview.seats.held().writing().select_related("person").order_by("pk"):
        _owe(
            Kind.SCORECARD_DUE,
            interview,
            offset="1h-after",
            due_at=ended_at + CARD_AFTER,
            not_after=ended_at + CARD_NOT_AFTER,
            seat=seat,
            now=now,
        )


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
            not_after=now + CARD_NOT_AFTER,
            now=now,
        )


def drop_scorecard_reminders(seat: Seat, reason: str, *, now: datetime) -> None:
    """The scorecard of this seat is no longer owed: nobody asks for it. For whoever knows of scorecards to call."""
    owed = Reminder.objects.filter(
        kind__in=(Kind.SCORECARD_DUE, Kind.SCORECARD_RETURNED), interview=seat.interview_id, mail__to=seat.person_id
    )
    _drop(owed, reason, now=now)


def _plan_upcoming(interview: Interview, *, now: datetime) -> None:
    day, hour = interview.starts_at - DAY, interview.starts_at - HOUR
    for seat in interview.seats.held().select_related("person").order_by("pk"):
        if day > now:
            _owe(Kind.UPCOMING_DAY, interview, offset="24h", due_at=day, not_after=hour, seat=seat, now=now)
        if hour > now:
            _owe(
                Kind.UPCOMING_HOUR,
                interview,
                offset="1h",
                due_at=hour,
                not_after=interview.starts_at,
                seat=seat,
                now=now,
            )
    if day > now:
        _owe(Kind.UPCOMING_DAY, interview, offset="24h", due_at=day, not_after=hour, seat=None, now=now)


def _owe(
    kind: Kind,
    interview: Interview,
    *,
    offset: str,
    due_at: datetime,
    not_after: datetime,
    seat: Seat | None,
    now: datetime,
) -> None:
    """One reminder to the person of a seat, or to the candidate. Who comes back is owed again what was taken back unsent."""
    candidate = interview.stage.loop.candidate
    whom = f"person-{seat.person_id}" if seat else f"candidate-{candidate.pk}"
    reminder = Reminder.owe(
        kind,
        key=f"{interview.pk}:{whom}:{offset}:{interview.version}",
        loop=interview.stage.loop,
        interview=interview,
        seat=seat,
        version=interview.version,
        why=f"{seat.get_role_display() if seat else 'Candidate'} in {interview.stage.name}",
        to=seat.person if seat else None,
        address="" if seat else candidate.email,
        due_at=due_at,
        not_after=not_after,
        now=now,
    )
    if kind in UPCOMING:
        dropped = Mail.objects.filter(pk=reminder.mail_id, dropped_at__isnull=False, journaled_at=None)
        dropped.update(dropped_at=None, drop_reason="")


def _invite_all(interview: Interview, why: str, *, now: datetime) -> None:
    for seat in interview.seats.held().select_related("person").order_by("pk"):
        _invite(interview, why, seat=seat, person=seat.person, now=now)
    _invite(interview, why, seat=None, candidate=interview.stage.loop.candidate, now=now)


def _invite(interview: Interview, why: str, *, seat: Seat | None, now: datetime, **whom: Any) -> None:
    invitation, is_new = Invitation.objects.get_or_create(interview=interview, **whom)
    if not is_new:
        _drop(invitation.reminders.all(), "A later change replaced this one.", now=now)
        invitation.sequence += 1
        invitation.withdrawn_at = None
        invitation.save(update_fields=["sequence", "withdrawn_at"])
    _send(invitation, why, seat=seat, not_after=interview.ends_at, now=now)


def _withdraw(invitation: Invitation, why: str, *, now: datetime) -> None:
    """Take an invitation back. Who was never sent it hears nothing."""
    _drop(invitation.reminders.all(), "It was taken back before it was sent.", now=now)
    invitation.withdrawn_at = now
    known = invitation.reminders.filter(mail__tries__gt=0).exists()
    if known:
        invitation.sequence += 1
    invitation.save(update_fields=["sequence", "withdrawn_at"])
    if known:
        _send(invitation, why, seat=None, not_after=invitation.interview.ends_at, now=now)


def _send(invitation: Invitation, why: str, *, seat: Seat | None, not_after: datetime, now: datetime) -> None:
    Reminder.owe(
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


def _drop(reminders: QuerySet[Reminder], reason: str, *, now: datetime) -> None:
    for mail in Mail.objects.owed().filter(reminder__in=reminders.all()).order_by("pk"):
        mail.drop(reason, now=now)

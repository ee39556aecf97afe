"""What we owe people about an interview: planned with the change that causes it, in the same transaction.

A change never edits what was planned: it drops the mails of the version before, with a line that says why, and plans
those of the new version under new keys. So a mail for a time that no longer holds cannot go out.
"""

from datetime import datetime, timedelta

from accounts.models import User
from interviews.models import Interview, Invitation, Reminder, Seat
from interviews.models.reminder import Kind

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CARD_AFTER = timedelta(hours=1)
CARD_AT_MOST = timedelta(days=14)


def plan(interview: Interview, *, now: datetime) -> None:
    """Owe everybody in this interview their invitation and the reminders that are still ahead. Twice owes nothing more."""
    loop = interview.stage.loop
    for seat in interview.seats.held().select_related("person"):
        _invite(interview, now=now, person=seat.person)
        for kind, ahead in ((Kind.UPCOMING_DAY, DAY), (Kind.UPCOMING_HOUR, HOUR)):
            due = interview.starts_at - ahead
            if due > now:
                Reminder.owe(
                    kind,
                    key=f"{interview.pk}:{seat.pk}:{interview.version}",
                    loop=loop,
                    interview=interview,
                    seat=seat,
                    version=interview.version,
                    to=seat.person,
                    due_at=due,
                    not_after=interview.starts_at,
                    why=f"{seat.person.name} has {interview.stage.name}",
                    now=now,
                )
    candidate = loop.candidate
    _invite(interview, now=now, candidate=candidate)
    if interview.starts_at - DAY > now:
        Reminder.owe(
            Kind.UPCOMING_DAY,
            key=f"{interview.pk}:candidate:{interview.version}",
            loop=loop,
            interview=interview,
            version=interview.version,
            address=candidate.email,
            due_at=interview.starts_at - DAY,
            not_after=interview.starts_at,
            why=f"{candidate.name} has {interview.stage.name}",
            now=now,
        )


def after_end(interview: Interview, *, now: datetime) -> None:
    """Owe each seat that writes a scorecard the reminder of it, an hour after the actual end."""
    for seat in interview.seats.standing().writing().select_related("person"):
        Reminder.owe(
            Kind.SCORECARD_DUE,
            key=f"{interview.pk}:{seat.pk}:0",
            loop=interview.stage.loop,
            interview=interview,
            seat=seat,
            version=interview.version,
            to=seat.person,
            due_at=interview.ended_at + CARD_AFTER,
            not_after=interview.ended_at + CARD_AT_MOST,
            why=f"{seat.person.name} owes the scorecard of {interview.stage.name}",
            now=now,
        )


def drop_upcoming(interview: Interview, reason: str, *, now: datetime) -> None:
    """Take back the reminders of this interview that are still to be sent."""
    upcoming = interview.reminders.filter(kind__in=[Kind.UPCOMING_DAY, Kind.UPCOMING_HOUR]).select_related("mail")
    for reminder in upcoming:
        reminder.mail.drop(reason, now=now)


def drop_of(seat: Seat, reason: str, *, now: datetime) -> None:
    """Take back everything still to be sent to a seat that is no longer held."""
    for reminder in seat.reminders.select_related("mail"):
        reminder.mail.drop(reason, now=now)


def withdraw(interview: Interview, *, now: datetime, person: User | None = None) -> None:
    """Cancel the calendar entries of everybody, or of one person who no longer sits in it."""
    invitations = interview.invitations.filter(withdrawn_at=None)
    for invitation in invitations.filter(person=person) if person else invitations:
        invitation.sequence += 1
        invitation.withdrawn_at = now
        invitation.save(update_fields=["sequence", "withdrawn_at"])
        _owe_entry(invitation, now=now, why="Cancellation")


def announce(interview: Interview, *, now: datetime) -> None:
    """Send everybody who has a calendar entry its next revision: the interview changed."""
    for invitation in interview.invitations.filter(withdrawn_at=None):
        invitation.sequence += 1
        invitation.save(update_fields=["sequence"])
        _owe_entry(invitation, now=now, why="Changed invitation")


def _invite(interview: Interview, *, now: datetime, **attendee: object) -> None:
    invitation, created = Invitation.objects.get_or_create(interview=interview, **attendee)
    if invitation.withdrawn_at:  # the person comes back: the same entry, revived
        invitation.sequence += 1
        invitation.withdrawn_at = None
        invitation.save(update_fields=["sequence", "withdrawn_at"])
        created = True
    if created:
        _owe_entry(invitation, now=now, why="Invitation")


def _owe_entry(invitation: Invitation, *, now: datetime, why: str) -> None:
    interview = invitation.interview
    _drop_older(invitation, now=now)
    who = invitation.person or invitation.candidate
    Reminder.owe(
        Kind.INVITATION,
        key=f"{invitation.pk}:{invitation.sequence}",
        loop=interview.stage.loop,
        interview=interview,
        invitation=invitation,
        version=interview.version,
        to=invitation.person,
        address=who.email,
        why=f"{why} for {who.name}",
        now=now,
    )


def _drop_older(invitation: Invitation, *, now: datetime) -> None:
    """A revision that was not sent yet is not sent any more: the newer one says it all."""
    for reminder in invitation.reminders.select_related("mail"):
        reminder.mail.drop("A newer revision was sent instead.", now=now)

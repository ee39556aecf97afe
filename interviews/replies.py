"""Answers that a calendar program gave: an iCalendar object with METHOD:REPLY (RFC 5546, 3.2.3) sets the answer of a seat.

Such a reply comes by mail to the recruiter, who is the organizer of the entry, or lies with the person who answered.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Component, vCalAddress

from accounts.access import Refused
from accounts.models import User
from interviews import access, booking, calendar, clock
from interviews.models import Interview, Invitation, Seat
from interviews.turns import in_turn, lock_candidate

LARGEST = 200_000
ANSWERS = {"ACCEPTED": True, "DECLINED": False}
NO_REPLY = "This is no reply to an invitation. Save the answer that came by mail as an .ics file and choose that."
UNKNOWN = "We sent no invitation that this answers, or it is not yours to answer. Ask the recruiter of the interview."


class NotAReply(Exception):  # noqa: N818 -- a finding in words, not an error of the program
    """Its text says what is wrong with the file and what to do."""


@dataclass(frozen=True)
class Reply:
    """What one attendee's calendar answers, to which state of the entry."""

    uid: str
    sequence: int
    address: str
    accepts: bool
    comment: str
    stamped_at: datetime | None


def read(content: bytes) -> Reply:
    """The reply in an .ics file of at most 200 KB. `NotAReply` for anything else, with a sentence."""
    if len(content) > LARGEST:
        raise NotAReply("This file is too large for a reply. " + NO_REPLY)
    try:
        found = Calendar.from_ical(content.decode("utf-8", "replace"), multiple=True)
    except calendar.UNREADABLE:
        raise NotAReply("This is no calendar file. Save the answer that came by mail as an .ics file and choose that.") from None
    if len(found) != 1 or str(found[0].get("METHOD", "")).upper() != "REPLY":
        raise NotAReply(NO_REPLY)
    events = found[0].walk("VEVENT")
    if len(events) != 1:
        raise NotAReply("This file answers several entries. Choose one with a single answer.")
    return _reply(events[0])


@in_turn()
def record(reply: Reply, *, by: User, now: datetime) -> str:
    """Set the answer of the seat that the reply is for and say so in a sentence. The same reply twice changes nothing.

    People answer for themselves; a recruiter hands in what came to them by mail. Refused is what answers an earlier invitation,
    was given before the answer that holds, comes from another address than the invitation went to, or is no longer to be answered.
    """
    lock_candidate(_answered(reply, by)[1].interview.stage.loop)
    invitation, seat = _answered(reply, by)  # as it is now that nobody else changes it
    interview = seat.interview
    person, what = seat.person, f"{interview.stage.name} on {clock.span_words(interview.starts_at, interview.ends_at, by.tz)}"
    if reply.address != person.email:
        raise Refused(f"This is the answer of {reply.address or 'nobody'}; the invitation went to {person.email}.")
    if (seat.accepted_at if reply.accepts else seat.declined_at) is not None:
        return f"It was recorded before that {person} {seat.answer} {what}."
    access.answer(person, seat)
    if _is_older(reply, invitation, seat):
        raise Refused(f"{person} gave another answer after this one: {seat.answer}.")
    if reply.accepts and seat.declined_at:
        raise Refused(f"{person} has declined {what}. Who changes their mind asks for the seat back.")
    if invitation.withdrawn_at or reply.sequence != invitation.sequence:
        raise Refused(f"This answers another invitation than the one that holds now: {what}. Answer the newest one.")
    seat = booking.answer(seat, by=person, accepts=reply.accepts, reason=reply.comment or "Declined in their calendar", now=now)
    if reply.stamped_at:
        Invitation.objects.filter(pk=invitation.pk).update(reply_stamped_at=reply.stamped_at, reply_read_at=now)
    return f"{person} {seat.answer} {what}."


def _answered(reply: Reply, by: User) -> tuple[Invitation, Seat]:
    """The invitation and the seat, for the person themselves and for recruiters who may know of it; else as if unknown."""
    invitation = Invitation.objects.filter(uid=reply.uid).select_related("person", "candidate").first()
    known = invitation and Interview.objects.visible_to(by).filter(pk=invitation.interview_id).exists()
    if invitation is None or not (invitation.person == by or (known and not access.recruit.refusal(by))):
        raise Refused(UNKNOWN)
    if invitation.person is None:
        raise Refused("This is the candidate's answer. If the time does not suit them, move or cancel the interview.")
    seats = Seat.objects.filter(interview=invitation.interview_id, person=invitation.person, removed_at=None)
    seat = seats.with_interviews().order_by("pk").last()
    if seat is None:
        raise Refused(f"{invitation.person} no longer has a seat in this interview.")
    return invitation, seat


def _is_older(reply: Reply, invitation: Invitation, seat: Seat) -> bool:
    """Whether this was said before the answer that the seat has (RFC 5546, 2.1.5: the later DTSTAMP of one SEQUENCE holds)."""
    answered_at = seat.accepted_at or seat.declined_at
    if answered_at and answered_at == invitation.reply_read_at:
        answered_at = invitation.reply_stamped_at
    return bool(answered_at and reply.stamped_at and reply.stamped_at < answered_at)


def _reply(event: Component) -> Reply:
    attendees = event.get("ATTENDEE")
    if attendees is None or isinstance(attendees, list):
        raise NotAReply("This file does not say who answers. " + NO_REPLY)
    said = str(attendees.params.get("PARTSTAT", "")).upper()
    if said not in ANSWERS:
        raise NotAReply("This answer is neither yes nor no. Accept or decline the interview on its page.")
    sequence, comment = event.get("SEQUENCE", 0), event.get("COMMENT", "")
    return Reply(
        uid=calendar.line(str(event.get("UID", "")))[:100],
        sequence=int(sequence) if isinstance(sequence, int) else -1,
        address=_address(attendees),
        accepts=ANSWERS[said],
        comment=calendar.line(str(comment[0] if isinstance(comment, list) else comment)),
        stamped_at=_stamp(event),
    )


def _address(attendee: vCalAddress) -> str:
    """The mail address of who answers; Apple's may stand in the parameter EMAIL (RFC 7986, 6.2) beside an address of its own."""
    value = str(attendee).strip().lower()
    if value.startswith("mailto:"):
        return value.removeprefix("mailto:").strip()
    return str(attendee.params.get("EMAIL", value)).strip().lower()


def _stamp(event: Component) -> datetime | None:
    """When this answer was given, by the calendar that gave it; None where it does not say so in UTC, as it has to."""
    stamp = getattr(event.get("DTSTAMP"), "dt", None)
    if not isinstance(stamp, datetime) or stamp.tzinfo is None or not 2000 <= stamp.year < 9999:
        return None
    return stamp.astimezone(UTC)

"""Booking: who meets whom and when. Forms explain what is possible; PostgreSQL has the last word, and its word is a sentence here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import Refused
from accounts.models import User
from interviews import owed
from interviews.models import Interview, InterviewMove, Seat, Stage

Place = tuple[User, str]


def book(
    stage: Stage, *, starts_at: datetime, ends_at: datetime, people: Sequence[Place], place: str, by: User, now: datetime
) -> Interview:
    """Book the interview of a stage and owe everybody their mails. Refused in words, with who and when, on any clash."""
    _possible(starts_at, ends_at, now)
    _nobody_meets_themselves(stage, people)
    try:
        with transaction.atomic():
            if standing := stage.interviews.standing().filter(no_show_at=None).first():
                raise Refused(f"{stage.name} is booked already, for {_when(standing.starts_at, by)}. Move or cancel that one.")
            _candidate_is_free(stage, starts_at, ends_at, by)
            interview = Interview.objects.create(
                stage=stage, starts_at=starts_at, ends_at=ends_at, place=place, booked_at=now, booked_by=by
            )
            for person, role in people:
                Seat.objects.create(interview=interview, person=person, role=role, seated_at=now, seated_by=by)
            owed.plan(interview, now=now)
    except IntegrityError as error:
        raise Refused(_clash(error, [person for person, _ in people], starts_at, ends_at, by)) from error
    return interview


def move(interview: Interview, *, starts_at: datetime, ends_at: datetime, by: User, reason: str, now: datetime) -> Interview:
    """Give an interview another time, with a reason. Everybody gets the new one; nothing is sent for the old one any more."""
    _possible(starts_at, ends_at, now)
    if (interview.starts_at, interview.ends_at) == (starts_at, ends_at):
        return interview
    people = [seat.person for seat in interview.seats.held().select_related("person")]
    try:
        with transaction.atomic():
            _candidate_is_free(interview.stage, starts_at, ends_at, by, but=interview)
            InterviewMove.objects.create(
                interview=interview,
                version=interview.version,
                from_starts_at=interview.starts_at,
                from_ends_at=interview.ends_at,
                at=now,
                by=by,
                reason=reason,
            )
            interview.starts_at, interview.ends_at, interview.version = starts_at, ends_at, interview.version + 1
            interview.save(update_fields=["starts_at", "ends_at", "version"])
            owed.drop_upcoming(interview, "The interview was moved.", now=now)
            owed.announce(interview, now=now)
            owed.plan(interview, now=now)
    except IntegrityError as error:
        raise Refused(_clash(error, people, starts_at, ends_at, by, but=interview)) from error
    return interview


@transaction.atomic
def cancel(interview: Interview, *, by: User, reason: str, now: datetime) -> Interview:
    """Call an interview off, with a reason; everybody is told and free again. Twice changes nothing."""
    if interview.cancelled_at is None:
        interview.cancelled_at, interview.cancelled_by, interview.cancel_reason = now, by, reason
        interview.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
        owed.drop_upcoming(interview, "The interview was cancelled.", now=now)
        owed.withdraw(interview, now=now)
    return interview


def add_seat(interview: Interview, person: User, role: str, *, by: User, now: datetime) -> Seat:
    """Seat one more person. Refused in words when they are taken, or are the candidate."""
    _nobody_meets_themselves(interview.stage, [(person, role)])
    try:
        with transaction.atomic():
            seat = Seat.objects.create(interview=interview, person=person, role=role, seated_at=now, seated_by=by)
            owed.plan(interview, now=now)
    except IntegrityError as error:
        raise Refused(_clash(error, [person], interview.starts_at, interview.ends_at, by)) from error
    return seat


@transaction.atomic
def remove_seat(seat: Seat, *, by: User, now: datetime) -> None:
    """Take a person out of an interview, and the interview out of their calendar."""
    seat.remove(by=by, now=now)
    owed.drop_of(seat, "They no longer sit in this interview.", now=now)
    owed.withdraw(seat.interview, person=seat.person, now=now)


@transaction.atomic
def decline(seat: Seat, reason: str, *, now: datetime) -> None:
    """The person says they cannot; their calendar entry goes, and the recruiter sees an empty seat."""
    seat.decline(reason, now=now)
    owed.drop_of(seat, "They declined.", now=now)
    owed.withdraw(seat.interview, person=seat.person, now=now)


def _possible(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("The interview has to end after it starts.")
    if starts_at < now:
        raise Refused("This time has passed. Choose one that is still to come.")
    if (starts_at - now).days > 365:  # noqa: PLR2004 -- a year
        raise Refused("Choose a time within a year.")


def _nobody_meets_themselves(stage: Stage, people: Sequence[Place]) -> None:
    for person, _ in people:
        if stage.loop.candidate.employee_id == person.pk:
            raise Refused(f"{person.name} is the candidate of this loop and cannot interview in it.")
        if not person.is_active:
            raise Refused(f"{person.name} has no access any more. Choose somebody else.")


def _candidate_is_free(stage: Stage, starts_at: datetime, ends_at: datetime, by: User, but: Interview | None = None) -> None:
    """Lock the candidate, so that two bookings of one candidate come one after the other, and look for an overlap."""
    candidate = stage.loop.candidate.__class__.objects.select_for_update().get(pk=stage.loop.candidate_id)
    taken = Interview.objects.standing().filter(
        stage__loop__candidate=candidate, no_show_at=None, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if other := taken.exclude(pk=but.pk if but else None).select_related("stage").order_by("starts_at", "pk").first():
        raise Refused(f"{candidate.name} has {other.stage.name} then, {_when(other.starts_at, by, other.ends_at)}.")


def _clash(
    error: IntegrityError, people: list[User], starts_at: datetime, ends_at: datetime, by: User, but: Interview | None = None
) -> str:
    """What the database refused, in words: who is taken, by what and when."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if name == "seat_once":
        return "Each person has one seat in an interview. Choose different people."
    if name == "interview_one_standing_per_stage":
        return "Somebody booked this stage just now. Look at the loop again."
    taken = Seat.objects.overlapping(starts_at, ends_at).filter(person__in=people).exclude(interview=but).with_interviews()
    seat = taken.order_by("interview__starts_at", "pk").first()
    if name != "nobody_in_two_places" or seat is None:
        return "Somebody was booked at that time just now. Try again."
    interview = seat.interview
    return (
        f"{seat.person.name} has {interview.stage.name} with {interview.stage.loop.candidate.name} then, "
        f"{_when(interview.starts_at, by, interview.ends_at)}. Choose another time or another person."
    )


def _when(starts_at: datetime, reader: User, ends_at: datetime | None = None) -> str:
    """A time as its reader's clock shows it, with the zone named."""
    with timezone.override(reader.tz):
        start = timezone.localtime(starts_at)
        end = f"–{timezone.localtime(ends_at):%H:%M}" if ends_at else ""
    return f"{start:%a} {start.day} {start:%b}, {start:%H:%M}{end} {reader.zone.rpartition('/')[2].replace('_', ' ')}"

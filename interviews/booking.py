"""Booking: who sits in an interview and when. The only code that changes either, together with what is owed for it.

Each verb locks the candidate first and then the people, in the order of their keys, so that two bookings at the same time
wait for each other instead of one of them being thrown out by the database. The database has the last word all the same:
its exclusion constraint also sees what other code wrote, and is answered with the same sentence.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from accounts.access import Refused
from accounts.models import User
from interviews import access, clock, owed
from interviews.models import Candidate, Interview, InterviewMove, Loop, Seat, Stage

SHORTEST, LONGEST, FARTHEST = timedelta(minutes=15), timedelta(hours=8), timedelta(days=366)


class Clash(Refused):
    """A booking that cannot be. `sentences` has one per person, by their key; under None stands what concerns the time itself."""

    def __init__(self, sentences: dict[int | None, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


@transaction.atomic
def book(
    stage: Stage,
    *,
    starts_at: datetime,
    ends_at: datetime,
    people: list[tuple[User, str]],
    place: str,
    by: User,
    now: datetime,
) -> Interview:
    """Book a stage: these people with their roles at this time, invited and reminded.

    Refused with who and when if somebody is taken, and if the time cannot be. The same booking twice is one booking.
    """
    _possible(starts_at, ends_at, now)
    candidate = _lock_candidate(stage.loop)
    _lock_people([person for person, _ in people])
    stage = Stage.objects.select_related("loop__candidate", "loop__job").get(pk=stage.pk)
    there = stage.interviews.taking_place().first()
    if there and _is_same(there, starts_at, ends_at, people):
        return there
    access.book(by, stage.loop)
    if there:
        when = clock.span_words(there.starts_at, there.ends_at, by.tz)
        raise Clash({None: f"{stage.name} is booked already, for {when}. Move or cancel that one."})
    _seatable(candidate, people)
    _free(candidate, [person for person, _ in people], starts_at, ends_at, by=by)
    with _nobody_in_two_places([person for person, _ in people], starts_at, ends_at, by=by):
        interview = Interview.objects.create(
            stage=stage, starts_at=starts_at, ends_at=ends_at, place=place, booked_at=now, booked_by=by
        )
        Seat.objects.bulk_create(
            Seat(interview=interview, person=person, role=role, seated_at=now, seated_by=by) for person, role in people
        )
    owed.after_booking(interview, by=by, now=now)
    return interview


@transaction.atomic
def move(
    interview: Interview,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    reason: str,
    now: datetime,
    place: str | None = None,
) -> Interview:
    """Move an interview to another time or place. Everybody is asked again and told why. The same move twice is one move."""
    interview, candidate = _locked(interview)
    place = interview.place if place is None else place
    moved = (interview.starts_at, interview.ends_at) != (starts_at, ends_at)
    if not moved and place == interview.place:
        return interview
    access.change(by, interview)
    if not moved:
        interview.place = place
        interview.save(update_fields=["place"])
        owed.after_change(interview, f"{by} changed the place", now=now)
        return interview
    _possible(starts_at, ends_at, now)
    people = [seat.person for seat in interview.seats.held().select_related("person")]
    _free(candidate, people, starts_at, ends_at, by=by, interview=interview)
    InterviewMove.objects.create(
        interview=interview,
        version=interview.version,
        from_starts_at=interview.starts_at,
        from_ends_at=interview.ends_at,
        at=now,
        by=by,
        reason=reason,
    )
    interview.starts_at, interview.ends_at, interview.place = starts_at, ends_at, place
    interview.version, interview.arrived_at = interview.version + 1, None
    with _nobody_in_two_places(people, starts_at, ends_at, by=by, interview=interview):
        interview.save(update_fields=["starts_at", "ends_at", "place", "version", "arrived_at"])
    interview.seats.held().update(accepted_at=None)
    owed.after_move(interview, f"{by} moved it: {reason}", now=now)
    return interview


@transaction.atomic
def cancel(interview: Interview, *, by: User, reason: str, now: datetime) -> Interview:
    """Cancel an interview: everybody's time is free again and everybody is told. Twice changes nothing."""
    interview, _ = _locked(interview)
    if interview.cancelled_at:
        return interview
    access.change(by, interview)
    interview.cancelled_at, interview.cancelled_by, interview.cancel_reason = now, by, reason
    interview.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    owed.after_cancel(interview, f"{by} cancelled it: {reason}", now=now)
    return interview


@transaction.atomic
def swap(seat: Seat, person: User, *, by: User, now: datetime) -> Seat:
    """Give a seat to somebody else in the same role. The same swap twice is one swap."""
    interview, candidate = _locked(seat.interview, [person])
    seat = interview.seats.select_related("person").get(pk=seat.pk)
    there = interview.seats.held().filter(person=person, role=seat.role).first()
    if there:
        return there
    access.change(by, interview)
    if seat.removed_at:
        raise Refused("This seat was changed already. Look at it again.")
    gone = seat.person
    seat.remove(by=by, now=now)
    seat = _seat(interview, candidate, person, seat.role, by=by, now=now)
    owed.after_seats(interview, f"{by} replaced {gone} with {person}", gone=[gone], now=now)
    return seat


@transaction.atomic
def add_seat(interview: Interview, person: User, role: str, *, by: User, now: datetime) -> Seat:
    """Seat one more person. The same seat twice is one seat."""
    interview, candidate = _locked(interview, [person])
    there = interview.seats.held().filter(person=person, role=role).first()
    if there:
        return there
    access.change(by, interview)
    seat = _seat(interview, candidate, person, role, by=by, now=now)
    owed.after_seats(interview, f"{by} seated {person}", gone=[], now=now)
    return seat


@transaction.atomic
def remove_seat(seat: Seat, *, by: User, now: datetime) -> Seat:
    """Take somebody out. Refused for the only person who would write a scorecard. Twice changes nothing."""
    interview, _ = _locked(seat.interview)
    seat = interview.seats.select_related("person").get(pk=seat.pk)
    if seat.removed_at:
        return seat
    access.change(by, interview)
    if seat.scores and not interview.seats.held().scoring().exclude(pk=seat.pk).exists():
        raise Refused("Somebody has to lead this interview. Choose who takes the seat instead.")
    seat.remove(by=by, now=now)
    owed.after_seats(interview, f"{by} took {seat.person} out", gone=[seat.person], now=now)
    return seat


@transaction.atomic
def answer(seat: Seat, *, by: User, accepts: bool, reason: str = "", now: datetime) -> Seat:
    """Say whether one will be there. Declining needs a reason and frees the time. Twice changes nothing."""
    interview, _ = _locked(seat.interview)
    seat = interview.seats.select_related("person", "interview").get(pk=seat.pk)
    access.answer(by, seat)
    if accepts:
        if seat.declined_at:
            raise Refused(f"You declined this interview. Ask {interview.stage.loop.recruiter} for your seat back.")
        seat.accept(now=now)
    elif seat.declined_at is None:
        seat.decline(reason, now=now)
        owed.after_seats(interview, f"{seat.person} declined", gone=[seat.person], now=now, tell=False)
    return seat


def taken(
    people: Iterable[User], starts_at: datetime, ends_at: datetime, *, by: User, interview: Interview | None = None
) -> dict[int | None, str]:
    """Who of these people has another interview then, in a sentence each; it names the candidate only to who may see that loop."""
    overlapping = Seat.objects.overlapping(starts_at, ends_at).filter(person__in=[person.pk for person in people])
    if interview:
        overlapping = overlapping.exclude(interview=interview)
    seats = list(overlapping.with_interviews().in_order())
    known = set(Loop.objects.visible_to(by).filter(stages__interviews__seats__in=seats).values_list("pk", flat=True))
    sentences: dict[int | None, str] = {}
    for seat in seats:
        stage = seat.interview.stage
        what = f"{stage.name} with {stage.loop.candidate}" if stage.loop_id in known else "another interview"
        when = clock.span_words(seat.interview.starts_at, seat.interview.ends_at, by.tz)
        sentences.setdefault(seat.person_id, f"{seat.person} has {what} on {when}.")
    return sentences


def _possible(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise Clash({None: "The end has to be after the start."})
    if not SHORTEST <= ends_at - starts_at <= LONGEST:
        raise Clash({None: "An interview takes from 15 minutes to 8 hours."})
    if starts_at <= now:
        raise Clash({None: "That time has passed. Choose a later one."})
    if starts_at > now + FARTHEST:
        raise Clash({None: "That is more than a year away. Choose an earlier day."})


def _lock_candidate(loop: Loop) -> Candidate:
    return Candidate.objects.select_for_update(no_key=True, of=("self",)).get(loops=loop)


def _lock_people(people: Iterable[User]) -> None:
    list(User.objects.filter(pk__in={one.pk for one in people}).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _locked(interview: Interview, people: Iterable[User] = ()) -> tuple[Interview, Candidate]:
    """The interview as it is now, with everybody who sits or shall sit in it, for this transaction alone."""
    candidate = _lock_candidate(interview.stage.loop)
    seated = [seat.person for seat in interview.seats.held().select_related("person")]
    _lock_people([*seated, *people])
    whole = Interview.objects.select_related("stage__loop__candidate", "stage__loop__job", "stage__loop__recruiter")
    return whole.for_change().get(pk=interview.pk), candidate


def _is_same(interview: Interview, starts_at: datetime, ends_at: datetime, people: list[tuple[User, str]]) -> bool:
    held = {(seat.person_id, seat.role) for seat in interview.seats.held()}
    return (interview.starts_at, interview.ends_at, held) == (starts_at, ends_at, {(p.pk, role) for p, role in people})


def _seatable(candidate: Candidate, people: list[tuple[User, str]]) -> None:
    seen: set[int] = set()
    sentences: dict[int | None, str] = {}
    for person, _ in people:
        if candidate.employee_id == person.pk:
            sentences[person.pk] = f"{person} is the candidate and cannot interview in this loop. Choose somebody else."
        elif not person.is_active:
            sentences[person.pk] = f"{person} no longer has access. Choose somebody else."
        elif person.pk in seen:
            sentences[person.pk] = f"{person} has two seats here. Choose somebody else for one of them."
        seen.add(person.pk)
    if sentences:
        raise Clash(sentences)


def _free(
    candidate: Candidate,
    people: Iterable[User],
    starts_at: datetime,
    ends_at: datetime,
    *,
    by: User,
    interview: Interview | None = None,
) -> None:
    sentences = taken(people, starts_at, ends_at, by=by, interview=interview)
    others = Interview.objects.overlapping(starts_at, ends_at).filter(stage__loop__candidate=candidate)
    if interview:
        others = others.exclude(pk=interview.pk)
    other = others.select_related("stage").in_order().first()
    if other:
        when = clock.span_words(other.starts_at, other.ends_at, by.tz)
        sentences[None] = f"{candidate} has {other.stage.name} on {when}."
    if sentences:
        raise Clash(sentences)


def _seat(interview: Interview, candidate: Candidate, person: User, role: str, *, by: User, now: datetime) -> Seat:
    held = interview.seats.held().filter(person=person).first()
    if held:
        raise Clash({person.pk: f"{person} has a seat in this interview already, as {held.get_role_display().lower()}."})
    _seatable(candidate, [(person, role)])
    starts_at, ends_at = interview.starts_at, interview.ends_at
    if sentences := taken([person], starts_at, ends_at, by=by, interview=interview):
        raise Clash(sentences)
    with _nobody_in_two_places([person], starts_at, ends_at, by=by, interview=interview):
        return Seat.objects.create(interview=interview, person=person, role=role, seated_at=now, seated_by=by)


@contextmanager
def _nobody_in_two_places(
    people: Iterable[User], starts_at: datetime, ends_at: datetime, *, by: User, interview: Interview | None = None
) -> Iterator[None]:
    """What the database's own constraint refuses is answered with the sentence that the look before would have given."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "nobody_in_two_places" not in str(error):
            raise
        sentences = taken(people, starts_at, ends_at, by=by, interview=interview)
        raise Clash(sentences or {None: "Somebody was booked for this time a moment ago. Try again."}) from error

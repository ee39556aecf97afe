"""Booking: who sits in an interview and when. The only code that changes either, together with what is owed for it.

The one rule (interviews/schedule.py) is asked. What can never be is refused; what may be for a reason until somebody gives one.

Bookings of the same people wait for each other (interviews/turns.py). The database has the last word all the same: its exclusion
constraint also sees what other code wrote, and is answered with the same sentence.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction

from accounts.access import Refused
from accounts.models import User
from interviews import access, clock, owed, ties
from interviews.fitting import Clash, candidate_is_free, fits, once_each, possible, taken
from interviews.giving_way import without_who_only_watches
from interviews.models import Candidate, Interview, InterviewMove, Loop, Seat, SetAside, Stage
from interviews.models.house_rules import NO_REASON
from interviews.turns import in_turn, lock_candidate, lock_people


class Sitting(NamedTuple):
    """A stage to be booked: when, and who with their roles."""

    stage: Stage
    starts_at: datetime
    ends_at: datetime
    people: list[tuple[User, str]]


@in_turn()
def book(
    stage: Stage,
    *,
    starts_at: datetime,
    ends_at: datetime,
    people: list[tuple[User, str]],
    place: str,
    by: User,
    now: datetime,
    despite: str = "",
    is_candidates: bool = False,
) -> Interview:
    """Book a stage: these people with their roles at this time, invited and reminded.

    Refused with who and when if somebody cannot be there, and if the time cannot be. `despite` is the reason for which limits, days
    away and the like are set aside; `is_candidates`: the candidate chose it, on an offer of `by`. The same booking twice is one.
    """
    possible(starts_at, ends_at, now)
    candidate = lock_candidate(stage.loop)
    lock_people([person for person, _ in people])
    stage = Stage.objects.select_related("loop__candidate", "loop__job", "kind").get(pk=stage.pk)
    there = stage.interviews.taking_place().first()
    if there and _is_same(there, starts_at, ends_at, people):
        return there
    access.book(by, stage.loop)
    if there:
        when = clock.span_words(there.starts_at, there.ends_at, by.tz)
        raise Clash({None: f"{stage.name} is booked already, for {when}. Move or cancel that one."})
    once_each(people)
    candidate_is_free(candidate, [person for person, _ in people], starts_at, ends_at, by=by)
    aside = fits(stage, candidate, people, starts_at, ends_at, by=by, despite=despite)
    with _nobody_in_two_places([person for person, _ in people], starts_at, ends_at, by=by):
        interview = Interview.objects.create(
            stage=stage, starts_at=starts_at, ends_at=ends_at, place=place, booked_at=now, booked_by=by
        )
        Seat.objects.bulk_create(
            Seat(interview=interview, person=person, role=role, seated_at=now, seated_by=by) for person, role in people
        )
    _keep(aside, interview, despite, by=by, now=now)
    owed.after_booking(interview, f"{candidate} chose the time" if is_candidates else f"{by} booked it", now=now)
    return interview


@in_turn()
def book_all(loop: Loop, sittings: Iterable[Sitting], *, place: str, by: User, now: datetime) -> list[Interview]:
    """Book several stages of a loop, or none of them: refused as a whole when one does not fit. The same loop twice is one."""
    sittings = sorted(sittings, key=lambda one: one.starts_at)
    lock_candidate(loop)
    lock_people([person for sitting in sittings for person, _ in sitting.people])
    return [
        book(one.stage, starts_at=one.starts_at, ends_at=one.ends_at, people=one.people, place=place, by=by, now=now)
        for one in sittings
    ]


@in_turn()
def move(
    interview: Interview,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    reason: str,
    now: datetime,
    place: str | None = None,
    despite: str = "",
    is_candidates: bool = False,
) -> Interview:
    """Move an interview to another time or place. Everybody is asked again and told why. The same move twice is one move.

    Whoever only learns or watches and cannot be there then loses their seat instead of standing in the way.
    """
    interview, candidate = locked(interview)
    place = interview.place if place is None else place
    moved = (interview.starts_at, interview.ends_at) != (starts_at, ends_at)
    if not moved and place == interview.place:
        return interview
    access.change(by, interview)
    reason = reason or NO_REASON
    if not moved:
        interview.place = place
        interview.save(update_fields=["place"])
        owed.after_change(interview, f"{by} changed the place", now=now)
        return interview
    possible(starts_at, ends_at, now)
    seats = [(seat.person, seat.role) for seat in interview.seats.held().select_related("person")]
    who = candidate if is_candidates else by
    seats = without_who_only_watches(interview, seats, starts_at, ends_at, by=by, now=now, despite=despite)
    people = [person for person, _ in seats]
    candidate_is_free(candidate, people, starts_at, ends_at, by=by, interview=interview)
    aside = fits(interview.stage, candidate, seats, starts_at, ends_at, by=by, despite=despite, interview=interview)
    InterviewMove.objects.create(
        interview=interview,
        version=interview.version,
        from_starts_at=interview.starts_at,
        from_ends_at=interview.ends_at,
        at=now,
        by=by,
        reason=reason,
        was_by_candidate=is_candidates,
    )
    interview.starts_at, interview.ends_at, interview.place = starts_at, ends_at, place
    interview.version, interview.arrived_at = interview.version + 1, None
    with _nobody_in_two_places(people, starts_at, ends_at, by=by, interview=interview):
        interview.save(update_fields=["starts_at", "ends_at", "place", "version", "arrived_at"])
    interview.seats.held().update(accepted_at=None)
    _keep(aside, interview, despite, by=by, now=now)
    owed.after_move(interview, f"{who} moved it: {reason}", now=now)
    return interview


@in_turn()
def cancel(interview: Interview, *, by: User, reason: str, now: datetime, is_candidates: bool = False) -> Interview:
    """Cancel an interview: everybody's time is free again and everybody is told. Twice changes nothing.

    Times that the candidate could choose from are offered no longer.
    """
    interview, _ = locked(interview)
    if interview.cancelled_at:
        return interview
    access.change(by, interview)
    reason = reason or NO_REASON
    interview.cancelled_at, interview.cancelled_by, interview.cancel_reason = now, by, reason
    interview.was_cancelled_by_candidate = is_candidates
    interview.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason", "was_cancelled_by_candidate"])
    interview.stage.time_offers.standing().update(ended_at=now, end_reason="The interview was cancelled.")
    who = interview.stage.loop.candidate if is_candidates else by
    owed.after_cancel(interview, f"{who} cancelled it: {reason}", now=now)
    return interview


@in_turn()
def swap(seat: Seat, person: User, *, by: User, now: datetime, despite: str = "") -> Seat:
    """Give a seat to somebody else in the same role. The same swap twice is one swap."""
    interview, candidate = locked(seat.interview, [person])
    seat = interview.seats.select_related("person").get(pk=seat.pk)
    there = interview.seats.held().filter(person=person, role=seat.role).first()
    if there:
        return there
    access.change(by, interview)
    if seat.removed_at:
        raise Refused("This seat was changed already. Look at it again.")
    gone = seat.person
    seat.remove(by=by, now=now)
    seat = seat_in(interview, candidate, person, seat.role, by=by, now=now, despite=despite)
    owed.after_seats(interview, f"{by} replaced {gone} with {person}", gone=[gone], now=now)
    return seat


@in_turn()
def add_seat(interview: Interview, person: User, role: str, *, by: User, now: datetime, despite: str = "") -> Seat:
    """Seat one more person. The same seat twice is one seat."""
    interview, candidate = locked(interview, [person])
    there = interview.seats.held().filter(person=person, role=role).first()
    if there:
        return there
    access.change(by, interview)
    seat = seat_in(interview, candidate, person, role, by=by, now=now, despite=despite)
    owed.after_seats(interview, f"{by} seated {person}", gone=[], now=now)
    return seat


@in_turn()
def remove_seat(seat: Seat, *, by: User, now: datetime) -> Seat:
    """Take somebody out. Refused for the only person who would write a scorecard. Twice changes nothing."""
    interview, _ = locked(seat.interview)
    seat = interview.seats.select_related("person").get(pk=seat.pk)
    if seat.removed_at:
        return seat
    access.change(by, interview)
    if seat.scores and not interview.seats.held().scoring().exclude(pk=seat.pk).exists():
        raise Refused("Somebody has to lead this interview. Choose who takes the seat instead.")
    seat.remove(by=by, now=now)
    owed.after_seats(interview, f"{by} took {seat.person} out", gone=[seat.person], now=now)
    return seat


@in_turn()
def answer(
    seat: Seat, *, by: User, accepts: bool, reason: str = "", recuses: bool = False, knows_no_tie: bool = False, now: datetime
) -> Seat:
    """Say whether one will be there. Declining needs a reason and frees the time. Twice changes nothing.

    Who recuses themselves declines all that is ahead with this candidate, and gets no seat with them again. Who accepts may declare
    with it that they know of no reason against (`knows_no_tie`).
    """
    interview, _ = locked(seat.interview)
    seat = interview.seats.select_related("person", "interview").get(pk=seat.pk)
    access.answer(by, seat)
    if accepts:
        if seat.declined_at:
            raise Refused(f"You declined this interview. Ask {interview.stage.loop.recruiter} for your seat back.")
        seat.accept(now=now)
        if knows_no_tie:
            seat.interview = interview
            ties.declare_none(seat, by=by, now=now)
        owed.after_answer(seat, now=now)
    elif seat.declined_at is None:
        seat.decline(reason, now=now)
        owed.after_seats(interview, f"{seat.person} declined", gone=[seat.person], now=now, tell=False)
        if recuses:
            ties.step_back(by, interview.stage.loop.candidate, reason, now=now)
    return seat


def locked(interview: Interview, people: Iterable[User] = ()) -> tuple[Interview, Candidate]:
    """The interview as it is now, with everybody who sits or shall sit in it, for this transaction alone."""
    candidate = lock_candidate(interview.stage.loop)
    seated = [seat.person for seat in interview.seats.held().select_related("person")]
    lock_people([*seated, *people])
    whole = Interview.objects.select_related("stage__kind", "stage__loop__candidate", "stage__loop__job", "stage__loop__recruiter")
    return whole.for_change().get(pk=interview.pk), candidate


def _is_same(interview: Interview, starts_at: datetime, ends_at: datetime, people: list[tuple[User, str]]) -> bool:
    held = {(seat.person_id, seat.role) for seat in interview.seats.held()}
    return (interview.starts_at, interview.ends_at, held) == (starts_at, ends_at, {(p.pk, role) for p, role in people})


def _keep(aside: list[tuple[int, str]], interview: Interview, despite: str, *, by: User, now: datetime) -> None:
    SetAside.objects.bulk_create(
        SetAside(interview=interview, person_id=pk, words=words[:400], reason=despite, at=now, by=by) for pk, words in aside
    )


def seat_in(interview: Interview, candidate: Candidate, person: User, role: str, *, by: User, now: datetime, despite: str) -> Seat:
    """A seat for this person in an interview that is `locked()` with them; nobody is told yet. Refused by the rule."""
    held = interview.seats.held().filter(person=person).first()
    if held:
        raise Clash({person.pk: f"{person} has a seat in this interview already, as {held.get_role_display().lower()}."})
    starts_at, ends_at = interview.starts_at, interview.ends_at
    stage = interview.stage
    aside = fits(stage, candidate, [(person, role)], starts_at, ends_at, by=by, despite=despite, interview=interview)
    with _nobody_in_two_places([person], starts_at, ends_at, by=by, interview=interview):
        seat = Seat.objects.create(interview=interview, person=person, role=role, seated_at=now, seated_by=by)
    _keep(aside, interview, despite, by=by, now=now)
    return seat


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

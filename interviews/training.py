"""How far those who learn are, read from the seats they held and hold: nothing is counted up, so whatever moves, it is right."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.access import Refused
from accounts.models import User
from interviews import access, booking, diaries, owed, schedule
from interviews.models import Interview, Qualification, Recusal, Retake, Role, Seat, TrainingPath
from interviews.models.person import QualificationQuerySet
from interviews.turns import in_turn
from questionbank.models import StageKind

LEARNING = (Role.SHADOW, Role.REVERSE_SHADOW)
MOST_AHEAD = 40
MOST_OFFERS = 3


@dataclass(frozen=True)
class Phase:
    """One part of a path: how many seats it needs, those held that count, those that do not, and those ahead."""

    role: Role
    needed: int
    held: list[Seat]
    again: list[Seat]
    ahead: list[Seat]

    @property
    def missing(self) -> int:
        """How many seats nobody has booked yet."""
        return max(self.needed - len(self.held) - len(self.ahead), 0)


@dataclass(frozen=True)
class Progress:
    """How far somebody is. `early`: seats ahead as reverse shadow that now come before enough seats as shadow.

    `offers`: interviews they could learn in, each with the role they would then have.
    """

    member: Qualification
    phases: list[Phase]
    early: set[int]
    retakes: int
    path: TrainingPath
    now: datetime
    offers: list[tuple[Interview, Role]]

    @property
    def due_at(self) -> datetime:
        """When it should be done."""
        return self.member.began_at + timedelta(weeks=self.path.weeks)

    @property
    def is_late(self) -> bool:
        return self.now > self.due_at

    @property
    def is_done(self) -> bool:
        """Whether every seat of the path was held and counts."""
        return all(len(phase.held) >= phase.needed for phase in self.phases)

    @property
    def retakes_are_over(self) -> bool:
        """Whether more was to be taken again than the path allows."""
        return self.retakes > self.path.retakes

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing but that somebody, or the path, puts them in the pool."""
        return self.is_done and not self.retakes_are_over

    @property
    def approver(self) -> User | None:
        """Who is named to approve them; nobody does so for themselves."""
        return None if self.path.named == self.member.person else self.path.named

    @property
    def last(self) -> Seat:
        """The seat with which the path was done. Asked only of who has done it."""
        return max(
            (phase.held[phase.needed - 1] for phase in self.phases if phase.needed), key=lambda seat: seat.interview.starts_at
        )

    @property
    def next_words(self) -> str:
        """What comes next, in a sentence."""
        if self.retakes_are_over:
            return "More had to be taken again than the path allows. Decide whether it goes on."
        if self.is_done:
            who = f"{self.approver or 'A recruiter'} approves, or says what is missing."
            return f"All seats of the path were held. {who if self.path.needs_approval else 'The path puts them in the pool now.'}"
        ahead = sorted((seat for phase in self.phases for seat in phase.ahead), key=lambda seat: seat.interview.starts_at)
        if ahead:
            return f"Next as {ahead[0].get_role_display().lower()}."
        phase = next(phase for phase in self.phases if len(phase.held) < phase.needed)
        return f"Needs a seat as {phase.role.label.lower()}."


def progress(kind: StageKind, path: TrainingPath, *, by: User, now: datetime) -> list[Progress]:
    """Everybody on the way into this pool, with what is next for each. Twelve queries, for however many.

    Offered are interviews that `by` may see, in which nobody learns yet and which fit by the one rule.
    """
    members = list(kind.qualifications.filter(qualified_at=None, person__deactivated_at=None).select_related("person").in_order())
    people = [member.person_id for member in members]
    if not members:
        return []
    seats = _seats([kind.pk], people)
    ahead = list(
        Interview.objects.visible_to(by)
        .taking_place()
        .filter(stage__kind=kind, started_at=None, starts_at__gt=now, stage__loop__closed_at=None)
        .with_people()
        .in_order()[:MOST_AHEAD]
    )
    free = _free(kind, people, ahead)
    return [_of(member, seats[member.person_id, kind.pk], path, ahead, free, now=now) for member in members]


def far(member: Qualification, *, now: datetime) -> Progress:
    """How far one person is, without what they could be offered. Two queries."""
    seats = _seats([member.kind_id], [member.person_id])[member.person_id, member.kind_id]
    return _of(member, seats, TrainingPath.of(member.kind), [], {}, now=now)


def ready(members: QualificationQuerySet, *, now: datetime) -> list[Progress]:
    """Those of these who are at the end of their way, each with how far they are. Two queries, for however many."""
    on_the_way = list(
        members.filter(qualified_at=None, person__deactivated_at=None)
        .select_related("person", "kind__training_path__approver")
        .in_order()
    )
    if not on_the_way:
        return []
    seats = _seats({one.kind_id for one in on_the_way}, {one.person_id for one in on_the_way})
    found = []
    for one in on_the_way:
        path = getattr(one.kind, "training_path", None) or TrainingPath(kind=one.kind)
        found.append(_of(one, seats[one.person_id, one.kind_id], path, [], {}, now=now))
    return [one for one in found if one.is_ready]


@transaction.atomic
def seat_one(member: Qualification, interview: Interview, *, by: User, now: datetime) -> Seat:
    """Let somebody learn in an interview, in the role that is theirs by then. Refused by the rule; twice is one seat."""
    path = TrainingPath.of(member.kind)
    seats = _seats([member.kind_id], [member.person_id])[member.person_id, member.kind_id]
    there = next((seat for seat in seats if seat.interview_id == interview.pk), None)
    if there:
        return there
    if interview.stage.kind_id != member.kind_id:
        raise Refused("That is an interview of another kind.")
    if interview.seats.held().filter(role__in=LEARNING).exists():
        raise Refused("Somebody learns in this interview already.")
    role = _role_at(_counting(seats, member), path, interview.starts_at)
    return booking.add_seat(interview, member.person, role, by=by, now=now)


@in_turn()
def shadow_first(seat: Seat, *, by: User, now: datetime) -> Seat:
    """Turn a seat ahead as reverse shadow into one as shadow: dates moved, and it comes before enough of those. Twice is one."""
    interview, candidate = booking.locked(seat.interview)
    held = interview.seats.held().filter(person=seat.person).first()
    if held is None or held.role != Role.REVERSE_SHADOW:
        return held or seat
    access.change(by, interview)
    held.remove(by=by, now=now)
    person = held.person
    new = booking.seat_in(interview, candidate, person, Role.SHADOW, by=by, now=now, despite="Shadows first, in the same seat")
    owed.after_seats(interview, f"{person} only watches this time", gone=[], now=now)
    return new


@transaction.atomic
def take_again(seat: Seat, *, reason: str, by: User, now: datetime) -> Retake:
    """Say that a seat somebody learnt in does not count. Refused before it was held; twice changes nothing."""
    if seat.role not in LEARNING or seat.interview.ended_at is None:
        raise Refused("Only a seat that somebody learnt in and that was held can be taken again.")
    found, _ = Retake.objects.get_or_create(seat=seat, defaults={"at": now, "by": by, "reason": reason})
    return found


@transaction.atomic
def approve(member: Qualification, *, by: User, now: datetime) -> Qualification:
    """Put somebody in the pool at the end of their path. Refused while seats are missing; twice changes nothing."""
    one = far(member, now=now)
    access.approve_training(by, one.path)
    access.approve_another(by, member)
    if member.qualified_at is None and not one.is_done:
        short = " and ".join(
            f"{len(phase.held)} of {phase.needed} as {phase.role.label.lower()}"
            for phase in one.phases
            if len(phase.held) < phase.needed
        )
        raise Refused(f"{member.person} has held {short}. Put them in the pool by name if that is enough.")
    return Qualification.give(member.person, member.kind, by=by, now=now)


def _of(
    member: Qualification,
    seats: list[Seat],
    path: TrainingPath,
    ahead: list[Interview],
    free: dict[int, set[int]],
    *,
    now: datetime,
) -> Progress:
    counting = _counting(seats, member)
    phases = [
        Phase(
            role,
            needed,
            held=[seat for seat in counting if seat.role == role and seat.interview.ended_at],
            again=[seat for seat in seats if seat.role == role and hasattr(seat, "retake")],
            ahead=[seat for seat in counting if seat.role == role and not seat.interview.ended_at],
        )
        for role, needed in ((Role.SHADOW, path.shadows), (Role.REVERSE_SHADOW, path.reverse_shadows))
    ]
    early = {seat.pk for seat in phases[1].ahead if _role_at(counting, path, seat.interview.starts_at) == Role.SHADOW}
    offers: list[tuple[Interview, Role]] = []
    if any(phase.missing for phase in phases):
        mine = {seat.interview_id for seat in seats}
        for interview in ahead:
            if interview.pk in free.get(member.person_id, set()) and interview.pk not in mine and len(offers) < MOST_OFFERS:
                offers.append((interview, _role_at(counting, path, interview.starts_at)))
    return Progress(member, phases, early, sum(len(phase.again) for phase in phases), path, now, offers)


def _counting(seats: list[Seat], member: Qualification) -> list[Seat]:
    """The seats since the training began that count, held or ahead, in order of time."""
    return [seat for seat in seats if not hasattr(seat, "retake") and seat.interview.starts_at >= member.began_at]


def _role_at(seats: Iterable[Seat], path: TrainingPath, at: datetime) -> Role:
    """What somebody is in an interview then: shadow, until enough seats as shadow lie before it."""
    before = sum(seat.role == Role.SHADOW and seat.interview.starts_at < at for seat in seats)
    return Role.SHADOW if before < path.shadows else Role.REVERSE_SHADOW


def _seats(kinds: Collection[int], people: Collection[int]) -> dict[tuple[int, int], list[Seat]]:
    """The seats in which these people learnt, or shall learn, by person and kind, in order of time. One query."""
    found: dict[tuple[int, int], list[Seat]] = defaultdict(list)
    seats = Seat.objects.standing().filter(person__in=people, role__in=LEARNING, interview__stage__kind__in=kinds)
    for seat in seats.select_related("interview__stage__loop__candidate", "retake", "person").in_order():
        found[seat.person_id, seat.interview.stage.kind_id].append(seat)
    return found


def _free(kind: StageKind, people: Collection[int], ahead: list[Interview]) -> dict[int, set[int]]:
    """For each person the interviews ahead in which they could learn: nobody does yet, and the rule lets them."""
    open_ = [one for one in ahead if not any(seat.role in LEARNING for seat in one.held_seats)]  # type: ignore[attr-defined]
    if not open_:
        return {}
    known = diaries.read(people, open_[0].starts_at, max(one.ends_at for one in open_), kinds=[kind.pk], candidate=None)
    recused = set(Recusal.objects.filter(person__in=people).values_list("person", "candidate"))
    found: dict[int, set[int]] = defaultdict(set)
    for pk in people:
        for one in open_:
            candidate = one.stage.loop.candidate
            if candidate.employee_id == pk or (pk, candidate.pk) in recused:
                continue
            if not schedule.in_the_way(known[pk], one.starts_at, one.ends_at, of=kind.pk):
                found[pk].add(one.pk)
    return found

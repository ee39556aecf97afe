"""Who takes a declined seat: found in the pool by a written order, seated by the verbs of every booking, and told to the recruiter.

The order: free by the one rule and qualified; not yet met by this candidate; fewest interviews that week against their limit; whose
last interview is longest ago; then by lot. Not sooner than 48 hours before the interview and three times at most; after that, and
where the pool is empty, the recruiter chooses. Why: docs/explanation/scheduling.md
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from accounts.models import User
from interviews import access, booking, clock, diaries, equals, owed, schedule
from interviews.fitting import FILLED, Clash
from interviews.models import Qualification, Replacement, Seat
from interviews.models.seat_pools import POOLS
from interviews.schedule import Diary
from interviews.turns import Busy, in_turn

CUT_OFF = timedelta(hours=48)
MOST = 3
POOLS_OF_STAGE = [f"interview__stage__{pool}" for pool in POOLS]
LOOKED_BACK = timedelta(days=1)
"""Seats that were declined longer ago are left: by now the recruiter knows of them."""


class Choice(NamedTuple):
    """Somebody who can take a seat. What weighs most stands first; `words` say why they."""

    met: bool
    load: float
    last_at: datetime
    lot: str
    pk: int
    words: str


def order(
    diaries_: Iterable[Diary],
    starts_at: datetime,
    ends_at: datetime,
    *,
    kind: int,
    met: set[int],
    seed: int,
    of: int | None = None,
) -> list[Choice]:
    """Those who can take a seat then, who suits best first. `met`: who has the candidate already; `seed` decides between equals.

    `kind` is the pool of the seat, `of` the kind of the interview where that is another.
    """
    found = [
        Choice(
            met=diary.pk in met,
            load=schedule.share_of_week(diary, starts_at),
            last_at=diary.last_at or equals.LONG_AGO,
            lot=equals.lot(seed, diary.pk),
            pk=diary.pk,
            words=_words(diary, starts_at, is_met=diary.pk in met),
        )
        for diary in diaries_
        if not schedule.in_the_way(diary, starts_at, ends_at, kind=kind, of=of)
    ]
    found.sort(key=lambda one: (one.met, one.load, one.last_at, one.lot))
    if len(found) > 1 and found[0][:3] == found[1][:3]:
        found[0] = found[0]._replace(words=f"{found[0].words} By lot among equals (seed {seed}).")
    return found


def replace(seat: Seat, *, now: datetime) -> Replacement | None:
    """Find somebody for a declined seat and seat them, or write down why nobody was found. The same seat twice is one replacement.

    `Busy` when somebody else just changes the interview: the next round tries again.
    None where nothing has to be done: the seat only learns or watches, was given away already, or the interview is not ahead.
    """
    seat = Seat.objects.select_related(
        "person", "interview__stage__kind", "interview__stage__loop__recruiter", *POOLS_OF_STAGE
    ).get(pk=seat.pk)
    if not _is_open(seat):
        return None
    found, why = _found(seat, now)
    people = User.objects.in_bulk([choice.pk for choice in found])
    for choice in found:
        try:
            return _seat(seat, people[choice.pk], choice, now=now)
        except Busy:
            raise
        except Clash:
            why = "Whoever was free was booked a moment ago."
    return _keep_open(seat, why, now=now)


def open_seats(now: datetime) -> list[Seat]:
    """Seats that were declined lately and for which nobody was looked for yet."""
    ahead = {"interview__started_at": None, "interview__starts_at__gt": now, "is_void": False}
    lately = Seat.objects.empty().filter(role__in=FILLED, replacement=None, declined_at__gt=now - LOOKED_BACK, **ahead)
    return list(lately.order_by("pk")[:100])


def _is_open(seat: Seat) -> bool:
    is_declined = seat.declined_at is not None and seat.removed_at is None and seat.role in FILLED
    return is_declined and not access.still_ahead.refusal(seat.interview) and not Replacement.objects.filter(declined=seat).exists()


def _found(seat: Seat, now: datetime) -> tuple[list[Choice], str]:
    """Who can take it in order, or why nobody is looked for."""
    interview = seat.interview
    stage = interview.stage
    pool = stage.pool(seat.role)
    if _number(seat) > MOST:
        return [], f"{MOST} people were asked in turn already."
    if interview.starts_at - now <= CUT_OFF:
        return [], f"It is less than {CUT_OFF // timedelta(hours=1)} hours before."
    if not Qualification.objects.qualified().filter(kind=pool, person__deactivated_at=None).exists():
        return [], f"Nobody is in the pool for {pool.name}."
    starts_at, ends_at = interview.starts_at, interview.ends_at
    known = diaries.read(None, starts_at, ends_at, kinds=[pool.pk], candidate=stage.loop.candidate)
    asked = set(interview.seats.values_list("person", flat=True))
    met = set(Seat.objects.standing().filter(interview__stage__loop=stage.loop_id).values_list("person", flat=True))
    others = [diary for pk, diary in known.items() if pk not in asked]
    found = order(others, starts_at, ends_at, kind=pool.pk, of=stage.kind_id, met=met, seed=seat.pk)
    return found[:MOST], "" if found else f"Nobody else of the pool for {pool.name} is free then."


def _number(seat: Seat) -> int:
    """The how many-th replacement this seat needs."""
    before = Replacement.objects.filter(seat=seat).first()
    return before.number + 1 if before else 1


@in_turn()
def _seat(declined: Seat, person: User, choice: Choice, *, now: datetime) -> Replacement | None:
    interview, candidate = booking.locked(declined.interview, [person])
    declined = Seat.objects.select_related("person", "interview").get(pk=declined.pk)
    if not _is_open(declined):
        return None
    by = interview.stage.loop.recruiter
    number = _number(declined)
    seat = booking.seat_in(interview, candidate, person, declined.role, by=by, now=now, despite="")
    declined.remove(by=by, now=now)
    made = Replacement.objects.create(declined=declined, seat=seat, number=number, at=now, words=choice.words)
    owed.after_seats(interview, f"{person} takes the seat of {declined.person}, who declined", gone=[], now=now)
    owed.after_replacement(made, interview, now=now)
    return made


@in_turn()
def _keep_open(declined: Seat, why: str, *, now: datetime) -> Replacement | None:
    interview, _ = booking.locked(declined.interview)
    declined = Seat.objects.select_related("person", "interview").get(pk=declined.pk)
    if not _is_open(declined):
        return None
    made = Replacement.objects.create(declined=declined, seat=None, number=_number(declined), at=now, words=why)
    owed.after_replacement(made, interview, now=now)
    return made


def _words(diary: Diary, starts_at: datetime, *, is_met: bool) -> str:
    """Why somebody was chosen: what the order looked at."""
    week = f"{schedule.seats_in_week(diary, starts_at) + 1} of {diary.limits.per_week} interviews that week"
    last = f"last one on {clock.day_words(diary.last_at, diary.zone)}" if diary.last_at else "none in the weeks before"
    met = ", meets the candidate a second time" if is_met else ""
    return f"In the pool and free: {week}, {last}{met}."

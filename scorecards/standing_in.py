"""A scorecard that stays out after its author was reminded and warned: somebody else who was there writes the one that counts.

They judge for themselves what they saw; nothing of the late author's draft is shown to them. It has to be somebody whom one could
have seated as an interviewer: in the pool of the seats that judge or, where that is empty, not in training; and without a tie to
the candidate.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from accounts.models import User
from interviews import reminding
from interviews.models import Loop, Qualification, Recusal, Role, Seat
from scorecards.models import debate
from scorecards.models.scorecard import missing_seats

WAS_THERE = (Role.NOTE_TAKER, Role.OBSERVER, Role.SHADOW)
"""Who sits in an interview without a scorecard that counts."""


def with_stand_ins(missing: list[Seat], *, now: datetime) -> list[Seat]:
    """These seats, each with `stand_ins`: who could write its scorecard instead; nobody before the recruiter is told.

    Four queries for all of them, none when there are none.
    """
    late = [seat for seat in missing if seat.interview.ended_at and now >= reminding.told_at(seat, seat.interview.ended_at)]
    others = _able(late) if late else {}
    for seat in missing:
        seat.stand_ins = others.get(seat.interview_id, []) if seat in late else []  # type: ignore[attr-defined]
    return missing


@transaction.atomic
def stand_in(seat: Seat, other: Seat, *, by: User, now: datetime) -> None:
    """`other`, who was there, writes the scorecard that counts in place of `seat`, for which nobody waits any more.

    Refused unless the scorecard is late and `other` could judge. Twice changes nothing.
    """
    Loop.objects.for_change().get(pk=seat.interview.stage.loop_id)
    if hasattr(seat, "waiver") and Seat.objects.filter(pk=other.pk, role=Role.PANEL).exists():
        return
    missing = with_stand_ins(missing_seats(seat.interview.stage.loop), now=now)
    able: list[Seat] = next((one.stand_ins for one in missing if one == seat), [])  # type: ignore[attr-defined]
    if other not in able:
        raise Refused(f"{other.person} cannot write it instead, or the scorecard is in by now. Look at it again.")
    was = other.get_role_display().lower()
    other.role = Role.PANEL
    other.save(update_fields=["role"])
    debate.waive(seat, f"{other.person} writes it instead, who was there as {was}.", by=by, now=now)
    reminding.drop_scorecards(seat, f"{other.person} writes it instead.", now=now)
    reminding.plan_scorecards(seat.interview, ended_at=now - reminding.CARD_AFTER, now=now)


def _able(late: Iterable[Seat]) -> dict[int, list[Seat]]:
    """For each interview who was there, has access, and could have been seated as one who judges."""
    interviews = {seat.interview_id: seat.interview.stage for seat in late}
    kinds = {kind for stage in interviews.values() for kind in (stage.kind_id, stage.pool_key(Role.PANEL))}
    pools: dict[int, set[int]] = defaultdict(set)
    trained: dict[int, set[int]] = defaultdict(set)
    for kind, person, qualified_at in Qualification.objects.filter(kind__in=kinds).values_list("kind", "person", "qualified_at"):
        (pools if qualified_at else trained)[kind].add(person)
    candidates = {stage.loop.candidate_id for stage in interviews.values()}
    tied = set(Recusal.objects.filter(candidate__in=candidates).values_list("person", "candidate"))
    there = Seat.objects.standing().filter(interview__in=interviews, role__in=WAS_THERE, person__deactivated_at=None)
    found: dict[int, list[Seat]] = defaultdict(list)
    for seat in there.select_related("person").order_by("person__name", "pk"):
        stage = interviews[seat.interview_id]
        pool = pools[stage.pool_key(Role.PANEL)]
        is_qualified = seat.person_id in pool or not (pool or seat.person_id in trained[stage.kind_id])
        if is_qualified and (seat.person_id, stage.loop.candidate_id) not in tied:
            found[seat.interview_id].append(seat)
    return found

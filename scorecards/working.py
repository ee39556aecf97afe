"""What interviews cost besides themselves, counted at night: openings and changes become medians of kinds.

Only loops that are decided and in which nobody owes a scorecard are counted, and only kinds of which enough is known of enough
people; nobody's own minutes are kept or shown. Why: docs/explanation/scheduling.md
"""

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median

from django.db import transaction

from interviews import effort
from interviews.models import KindEffort, Opening
from scorecards import question_use
from scorecards.models import Entry, Seal
from scorecards.models.entry import KEPT_FOR

LOOKED_BACK = KEPT_FOR - timedelta(days=14)
"""What arrived is forgotten after 90 days. A card whose first changes are gone would look as if it had been written faster."""
FEWEST, FEWEST_PEOPLE = 12, 3
"""Interviews of a kind, and people who held them, below which its median would say more of one person than of the kind."""


def count(*, now: datetime) -> int:
    """Count what each kind takes anew, and forget openings that nothing is counted from any more; for how many kinds.

    Counted is a first seal of the last eleven weeks whose author opened the kit before and wrote after the end.
    """
    Opening.objects.outdated(now).delete()
    seals = Seal.objects.first_versions().filter(
        sealed_at__gte=now - LOOKED_BACK,
        loop__in=question_use.told(),
        scorecard__seat__interview__started_at__isnull=False,
        scorecard__seat__interview__ended_at__isnull=False,
    )
    columns = ("scorecard__seat", "scorecard__seat__person", "sealed_at")
    times = tuple(f"scorecard__seat__interview__{name}" for name in ("stage__kind", "started_at", "ended_at"))
    rows = list(seals.order_by("pk").values_list(*columns, *times))
    seats = [seat for seat, *_ in rows]
    opened, done = _opened(seats), _done(seats)
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for seat, person, sealed_at, kind, started_at, ended_at in rows:
        if seat in opened and ended_at < sealed_at:
            writing = effort.writing(done[seat], ended_at, sealed_at)
            found[kind].append((person, effort.preparing(opened[seat], started_at), writing))
    known = [
        KindEffort(
            kind_id=kind,
            preparing=round(median(preparing for _, preparing, _ in measured)),
            writing=round(median(writing for _, _, writing in measured)),
            interviews=len(measured),
            people=len({person for person, *_ in measured}),
            counted_at=now,
        )
        for kind, measured in found.items()
        if len(measured) >= FEWEST and len({person for person, *_ in measured}) >= FEWEST_PEOPLE
    ]
    with transaction.atomic():
        KindEffort.objects.all().delete()
        KindEffort.objects.bulk_create(known)
    return len(known)


def _opened(seats: list[int]) -> dict[int, list[datetime]]:
    """When whoever has one of these seats opened what they prepare with."""
    found: dict[int, list[datetime]] = defaultdict(list)
    for seat, at in Opening.objects.filter(seat__in=seats).order_by("at").values_list("seat", "at"):
        found[seat].append(at)
    return found


def _done(seats: list[int]) -> dict[int, list[datetime]]:
    """When whoever has one of these seats did something in the room or on the scorecard."""
    found: dict[int, list[datetime]] = defaultdict(list)
    for seat, at in Entry.objects.filter(seat__in=seats).order_by("done_at").values_list("seat", "done_at"):
        found[seat].append(at)
    return found

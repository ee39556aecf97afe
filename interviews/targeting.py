"""One more interview: a stage is added to a loop for what is still to be seen, with the kit that looks at most of it.

Neither its name nor its focus says why: whoever interviews there is to judge for themselves.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, F, Max, Q

from accounts.access import Refused
from interviews.models import Kit, Loop, Stage, StageFocus
from interviews.models.kit import KitVersion
from interviews.models.seat import Role
from questionbank.models import Competency


def proposed_kit(loop: Loop, focus: Sequence[Competency]) -> KitVersion | None:
    """The kit in force for the loop's level that focuses on most of these; of several the shortest. None when there is none."""
    fits = Q(current__lowest_level__rank__lte=loop.level.rank, current__highest_level__rank__gte=loop.level.rank)
    hits = Count("current__focus", filter=Q(current__focus__competency__in=focus), distinct=True)
    kits = Kit.objects.in_use().filter(fits).annotate(hits=hits, minutes=F("current__minutes")).select_related("current__kit__kind")
    kit = kits.order_by("-hits", "minutes", "name", "pk").first()
    return kit.current if kit else None


@transaction.atomic
def add_stage(loop: Loop, focus: Sequence[Competency]) -> Stage:
    """A further stage of the loop that looks at these competencies and nothing else, with one lead, to be booked.

    Refused without a competency, or when no kit is in force for the level.
    """
    if not focus:
        raise Refused("Choose what one more interview is to look at.")
    loop = Loop.objects.for_change().select_related("level").get(pk=loop.pk)
    kit = proposed_kit(loop, focus)
    if kit is None:
        raise Refused(f"No kit is in force for {loop.level.name}. Publish one first.")
    names = set(loop.stages.values_list("name", flat=True))
    name = next(name for name in _names(kit.kit.kind.name, len(names)) if name not in names)
    last = loop.stages.aggregate(last=Max("place"))["last"]
    stage = Stage.objects.create(
        loop=loop, place=0 if last is None else last + 1, name=name, kind=kit.kit.kind, kit_version=kit, roles=[Role.LEAD]
    )
    StageFocus.objects.bulk_create(
        StageFocus(stage=stage, competency=competency, place=place) for place, competency in enumerate(focus)
    )
    return stage


def _names(name: str, taken: int) -> list[str]:
    return [name, *(f"{name} {number}" for number in range(2, taken + 3))]

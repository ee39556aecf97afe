"""What an interviewer is told of the other interviews of a loop: what was covered, asked, not reached, and the time that was lost.

All of it follows from what happened in the rooms, which the whole panel sees. No word that somebody wrote, no tick and no rating is
looked at, so that it may be read before one scores.
"""

from dataclasses import dataclass

from interviews import handing
from interviews.models import AskedQuestion, Interview, KitQuestion
from interviews.timing import MINUTE
from questionbank.models import Competency

LATE = 2
"""Minutes after the booked time from which a beginning is late."""
EARLY = 5
"""Minutes before the booked end from which an end is early."""


@dataclass(frozen=True)
class Told:
    """One stage as others are told of it: names of competencies, titles of questions, sentences about time."""

    name: str
    covered: list[str]
    missed: list[str]
    asked: list[str]
    not_reached: list[str]
    lost: list[str]


def told(loop: int, *, but: int | None = None, only: int | None = None) -> list[Told]:
    """Each stage of a loop that has begun, in order; `but` leaves one stage out, `only` gives that one. Five queries at most."""
    begun = [one for one in handing.sittings(loop) if not one.is_ahead and one.stage.pk != but and only in {None, one.stage.pk}]
    if not begun:
        return []
    stages = {one.stage.pk: one.stage.kit_version_id for one in begun}
    names = Competency.objects.filter(pk__in=frozenset().union(*(one.focus for one in begun))).in_order()
    there = [(competency.pk, str(competency)) for competency in names]
    held = {one.stage_id: one for one in Interview.objects.taking_place().filter(stage__in=stages, started_at__isnull=False)}
    asked = _asked(stages)
    planned = _planned(stages.values())
    return [
        Told(
            name=one.stage.name,
            covered=[name for pk, name in there if pk in one.focus & one.covered],
            missed=[name for pk, name in there if pk in one.focus - one.covered],
            asked=[title for _, title in asked.get(one.stage.pk, [])],
            not_reached=[
                title
                for version, title in planned.get(one.stage.kit_version_id, [])
                if version not in {number for number, _ in asked.get(one.stage.pk, [])}
            ],
            lost=lost(held[one.stage.pk]) if one.stage.pk in held else [],
        )
        for one in begun
    ]


def lost(interview: Interview) -> list[str]:
    """The time that an interview did not have, in sentences: that it began late, and that it ended before its booked end."""
    said = []
    if interview.started_at:
        late = (interview.started_at - interview.starts_at) // MINUTE
        said += [f"Began {late} min late"] if late >= LATE else []
    if interview.ended_at:
        early = (interview.ends_at - interview.ended_at) // MINUTE
        said += [f"Ended {early} min before its time"] if early >= EARLY else []
    return said


def _asked(stages: dict[int, int]) -> dict[int, list[tuple[int, str]]]:
    rows = AskedQuestion.objects.filter(interview__stage__in=stages).in_order()
    asked: dict[int, list[tuple[int, str]]] = {}
    for stage, version, title in rows.values_list("interview__stage", "version", "version__title"):
        asked.setdefault(stage, []).append((version, title))
    return asked


def _planned(kits: object) -> dict[int, list[tuple[int, str]]]:
    rows = KitQuestion.objects.filter(section__version__in=set(kits), is_alternate=False).order_by("section__place", "place", "pk")  # type: ignore[call-overload]
    planned: dict[int, list[tuple[int, str]]] = {}
    for kit, version, title in rows.values_list("section__version", "version", "version__title"):
        planned.setdefault(kit, []).append((version, title))
    return planned

"""What an interview did not cover, and who in the loop can still see to it.

Covered means: a question that tests the competency was asked. That is a fact which the whole panel sees; what somebody noted,
ticked or rated is never looked at here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Max, OuterRef, Subquery, Sum

from accounts.access import Refused
from accounts.models import User
from interviews import access, owed
from interviews.models import HandOver, Interview, KitQuestion, Loop, Stage, StageFocus
from interviews.timing import MINUTE
from interviews.turns import in_turn, lock_candidate
from questionbank.models import Competency, Tested

USUAL_MINUTES = 10
"""What a competency takes for which no question is planned."""
MOST_RECEIVERS = 3


@dataclass(frozen=True)
class Sitting:
    """A stage of a loop, whether its interview has begun, what it looks for, what it covered, and the minutes it has to spare.

    `spare` is None for a stage that is not booked yet: its length can still be chosen.
    """

    stage: Stage
    is_ahead: bool
    focus: frozenset[int]
    covered: frozenset[int]
    spare: int | None


def sittings(loop: int) -> list[Sitting]:
    """The stages of a loop in order. One query."""
    there = Interview.objects.taking_place().filter(stage=OuterRef("pk")).order_by()
    taken = HandOver.objects.accepted().filter(stage=OuterRef("pk")).order_by().values("stage").annotate(sum=Sum("minutes"))
    tested = Tested.objects.filter(version__asked__interview__stage=OuterRef("pk")).order_by()
    stages = (
        Stage.objects.filter(loop=loop)
        .annotate(
            focus_on=ArraySubquery(StageFocus.objects.filter(stage=OuterRef("pk")).values("competency")),
            covered=ArraySubquery(tested.values("competency").distinct()),
            planned_minutes=F("kit_version__minutes"),
            booked_for=Subquery(there.values(length=F("ends_at") - F("starts_at"))[:1]),
            has_begun=Exists(there.filter(started_at__isnull=False)),
            taken_minutes=Subquery(taken.values("sum")),
        )
        .order_by("place", "pk")
    )
    return [
        Sitting(stage, not stage.has_begun, frozenset(stage.focus_on), frozenset(stage.covered), _spare(stage)) for stage in stages
    ]


def _spare(stage: Any) -> int | None:
    if stage.booked_for is None:
        return None
    return stage.booked_for // MINUTE - stage.planned_minutes - (stage.taken_minutes or 0)


def uncovered(interview: Interview) -> list[Competency]:
    """What this interview was to look at and asked no question about, in the order of its focus."""
    asked = Tested.objects.filter(version__asked__interview=interview).values("competency")
    focus = StageFocus.objects.filter(stage=interview.stage_id).exclude(competency__in=asked).select_related("competency")
    return [one.competency for one in focus.order_by("place", "pk")]


def offer(interview: Interview, *, by: User, now: datetime) -> list[HandOver]:
    """At the end of an interview: what it did not cover, and no interview ahead looks for, is offered to them. Safe to repeat."""
    missed = uncovered(interview)
    interview.handovers.open().exclude(competency__in=missed).delete()
    ahead = [one for one in sittings(interview.stage.loop_id) if one.is_ahead and one.stage.pk != interview.stage_id]
    looked_for = frozenset().union(*(one.focus for one in ahead))
    gaps = [competency for competency in missed if competency.pk not in looked_for]
    return [suggest(interview, competency, by=by, now=now) for competency in gaps]


def suggest(interview: Interview, competency: Competency, *, by: User, now: datetime, to: Stage | None = None) -> HandOver:
    """Put one competency before the recruiter, once for each interview."""
    planned = KitQuestion.objects.filter(section__version=interview.stage.kit_version_id, version__tested__competency=competency)
    shortest = planned.order_by("version__minutes").values_list("version__minutes", flat=True).first()
    handover, _ = HandOver.objects.get_or_create(
        interview=interview,
        competency=competency,
        defaults={"minutes": shortest or USUAL_MINUTES, "suggested": to, "offered_at": now, "offered_by": by},
    )
    return handover


def receivers(handover: HandOver, among: Iterable[Sitting]) -> list[Stage]:
    """Who can take it on: stages that have not begun, do not look for it yet and have the minutes; the suggested one first."""
    fit = [
        one.stage
        for one in among
        if one.is_ahead
        and one.stage.pk != handover.interview.stage_id
        and handover.competency_id not in one.focus
        and (one.spare is None or one.spare >= handover.minutes)
    ]
    return sorted(fit, key=lambda stage: stage.pk != handover.suggested_id)[:MOST_RECEIVERS]


def of_loop(loop: Loop) -> list[HandOver]:
    """Every hand-over of a loop, each with its `receivers` and whether it `may_return`. One query, two when there are any."""
    handovers = list(HandOver.objects.filter(interview__stage__loop=loop).with_words().in_order())
    there = sittings(loop.pk) if handovers else []
    ahead = {one.stage.pk for one in there if one.is_ahead}
    for one in handovers:
        one.receivers = receivers(one, there)  # type: ignore[attr-defined]
        one.may_return = one.stage_id is None or one.stage_id in ahead  # type: ignore[attr-defined]
    return handovers


@in_turn()
def accept(handover: HandOver, stage: Stage, *, by: User, now: datetime) -> None:
    """A stage ahead looks for it too, and its people are told. Refused for one that has begun or has no minutes for it.

    Twice changes nothing.
    """
    handover = _locked(handover, by=by)
    if handover.stage_id == stage.pk:
        return
    if handover.accepted_at:
        raise Refused(f"{handover.stage} has taken it on already. Take that back first.")
    if stage not in receivers(handover, sittings(handover.interview.stage.loop_id)):
        raise Refused(f"{stage} cannot take it on: it has begun, looks for it already, or has no minutes left for it.")
    places = stage.focus.aggregate(last=Max("place"))["last"] or 0
    reason = f"Not covered in {handover.interview.stage}; {by} handed it on."
    StageFocus.objects.create(stage=stage, competency=handover.competency, place=places + 1, reason=reason[:300])
    handover.stage, handover.accepted_at, handover.accepted_by = stage, now, by
    handover.declined_at = handover.declined_by = None
    handover.save(update_fields=["stage", "accepted_at", "accepted_by", "declined_at", "declined_by"])
    tell(stage, f"{by} handed on {handover.competency}, which {handover.interview.stage} did not cover", now=now)


@in_turn()
def take_back(handover: HandOver, *, by: User, now: datetime) -> None:
    """The stage no longer looks for it, or it is no longer left. Refused once that interview has begun. Twice changes nothing."""
    handover = _locked(handover, by=by)
    stage = handover.stage
    if stage:
        if stage.interviews.taking_place().filter(started_at__isnull=False).exists():
            raise Refused(f"{stage} has begun and looks for it now.")
        stage.focus.filter(competency=handover.competency).exclude(reason="").delete()
    handover.stage = handover.accepted_at = handover.accepted_by = handover.declined_at = handover.declined_by = None
    handover.save(update_fields=["stage", "accepted_at", "accepted_by", "declined_at", "declined_by"])
    if stage:
        tell(stage, f"{by} took back {handover.competency}", now=now)


@in_turn()
def decline(handover: HandOver, *, by: User, now: datetime) -> None:
    """It stays uncovered. Refused for what a stage has taken on. Twice changes nothing."""
    handover = _locked(handover, by=by)
    if handover.accepted_at:
        raise Refused(f"{handover.stage} has taken it on already. Take that back first.")
    if handover.declined_at is None:
        handover.declined_at, handover.declined_by = now, by
        handover.save(update_fields=["declined_at", "declined_by"])


def _locked(handover: HandOver, *, by: User) -> HandOver:
    lock_candidate(handover.interview.stage.loop)
    whole = HandOver.objects.for_change().select_related("interview__stage__loop", "competency", "stage", "suggested")
    handover = whole.get(pk=handover.pk)
    access.book(by, handover.interview.stage.loop)
    return handover


def tell(stage: Stage, why: str, *, now: datetime) -> None:
    """What the stage looks for changed: its booking gets a new version, and its people the new invitation."""
    loops = Interview.objects.select_related("stage__loop__candidate", "stage__loop__job", "stage__loop__recruiter")
    interview = loops.taking_place().for_change().filter(stage=stage).first()
    if interview:
        interview.version += 1
        interview.save(update_fields=["version"])
        owed.after_focus(interview, why, now=now)

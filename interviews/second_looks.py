"""A second look: a recruiter asks another interview of the loop to look at a competency too, and nobody is told why.

It is asked for whatever somebody would like to be surer of, so that being asked tells nothing.
"""

from datetime import datetime

from django.db.models import Max, QuerySet

from accounts.access import Refused
from accounts.models import User
from interviews import access, handing
from interviews.models import Interview, Loop, Stage, StageFocus
from interviews.turns import in_turn, lock_candidate
from questionbank.models import Competency

WORDS = "asks for a second look."


def ahead(loop: Loop) -> QuerySet[Stage]:
    """The stages of a loop that can still be asked: their interview has not begun."""
    begun = Interview.objects.taking_place().filter(stage__loop=loop, started_at__isnull=False)
    return loop.stages.exclude(pk__in=begun.values("stage")).order_by("place", "pk")


def asked_of(stage: Stage) -> QuerySet[StageFocus]:
    """What this stage was asked to look at besides, for a second look."""
    return stage.focus.filter(reason__endswith=WORDS).select_related("competency").order_by("place", "pk")


@in_turn()
def ask(stage: Stage, competency: Competency, *, by: User, now: datetime) -> None:
    """This stage looks for it too, and its people are told. What it looks for already changes nothing and tells nobody.

    Refused once its interview has begun.
    """
    stage = _locked(stage, by=by)
    if stage.focus.filter(competency=competency).exists():
        return
    places = stage.focus.aggregate(last=Max("place"))["last"] or 0
    StageFocus.objects.create(stage=stage, competency=competency, place=places + 1, reason=f"{by} {WORDS}")
    handing.tell(stage, f"{by} asks for a second look at {competency}", now=now)


@in_turn()
def take_back(stage: Stage, competency: Competency, *, by: User, now: datetime) -> None:
    """The stage no longer looks at it. Refused once its interview has begun; what it looks for by its kit stays."""
    stage = _locked(stage, by=by)
    gone, _ = asked_of(stage).filter(competency=competency).order_by().delete()
    if gone:
        handing.tell(stage, f"{by} no longer asks for a second look at {competency}", now=now)


def _locked(stage: Stage, *, by: User) -> Stage:
    lock_candidate(stage.loop)
    stage = Stage.objects.select_for_update(of=("self",)).select_related("loop").get(pk=stage.pk)
    access.book(by, stage.loop)
    if not ahead(stage.loop).filter(pk=stage.pk).exists():
        raise Refused(f"{stage} has begun. Ask an interview that is still ahead.")
    return stage

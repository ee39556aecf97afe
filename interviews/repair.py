"""Putting another question in the place of one that leaked: in the kits in force, and in the interviews that have not begun."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from accounts.access import Refused
from accounts.models import User
from interviews.models import Interview, Kit, KitAdoption, KitFocus, KitQuestion, KitSection, KitVersion, Stage, StageFocus
from questionbank import access
from questionbank.models import Question, QuestionVersion

OFFERED = 5


@dataclass(frozen=True)
class Repaired:
    """How many kits and how many stages of open loops no longer ask the question."""

    kits: int
    stages: int


def kits_using(question: Question) -> QuerySet[Kit]:
    """The kits in force that ask it, in any of its versions."""
    return (
        Kit.objects.filter(archived_at=None, current__sections__questions__version__question=question)
        .distinct()
        .order_by("name", "pk")
    )


def stages_using(question: Question) -> QuerySet[Stage]:
    """The stages of open loops that would ask it and whose interview has not begun, booked or not."""
    begun = Interview.objects.taking_place().filter(stage=OuterRef("pk"), started_at__isnull=False)
    asks = KitQuestion.objects.filter(section__version=OuterRef("kit_version"), version__question=question)
    return Stage.objects.filter(~Exists(begun), Exists(asks), loop__closed_at=None).order_by("pk")


def replacements(question: Question) -> list[QuestionVersion]:
    """What could be asked instead: of the same main competency and for its levels, the nearest in length and difficulty first."""
    old = question.current
    if old is None:
        return []
    main = old.tested.order_by("place").first()
    found = (
        Question.objects.pickable()
        .exclude(family=question.family)
        .filter(
            current__tested__place=0,
            current__tested__competency=main.competency_id if main else None,
            current__lowest_level__rank__lte=old.highest_level.rank,
            current__highest_level__rank__gte=old.lowest_level.rank,
            current__minutes__range=(old.minutes // 2, old.minutes * 2),
        )
        .select_related("current__question", "current__lowest_level", "current__highest_level")
        .order_by("pk")
    )
    versions = [one.current for one in found if one.current]
    versions.sort(
        key=lambda one: (one.category != old.category, abs(one.minutes - old.minutes), abs(one.difficulty - old.difficulty), one.pk)
    )
    return versions[:OFFERED]


@transaction.atomic
def replace(question: Question, new: QuestionVersion, *, by: User, why: str, now: datetime) -> Repaired:
    """Put `new` where `question` stood: new versions of the kits in force, adopted by every interview that has not begun.

    Refused for a question that cannot be picked. Twice changes nothing: nothing asks it any more.
    """
    access.write_questions(by)
    if not Question.objects.pickable().filter(current=new).exclude(family=question.family).exists():
        raise Refused("That question cannot be picked. Choose another one.")
    stages = list(stages_using(question).select_for_update(of=("self",)).select_related("kit_version__kit"))
    in_force = list(kits_using(question).values_list("current", flat=True))
    needed = KitVersion.objects.filter(Q(pk__in=in_force) | Q(pk__in={stage.kit_version_id for stage in stages}))
    mended = {old.pk: _without(old, question, new, by=by, why=why, now=now) for old in needed.with_plan().order_by("pk")}
    for kit in Kit.objects.filter(current__in=in_force):
        kit.current = mended[kit.current_id or 0]
        kit.save(update_fields=["current"])
    adopt(((stage, mended[stage.kit_version_id]) for stage in stages), by=by, why=why, now=now)
    return Repaired(kits=len(in_force), stages=len(stages))


def adopt(changes: Iterable[tuple[Stage, KitVersion]], *, by: User, why: str, now: datetime) -> None:
    """Give stages another version of their kit and what it looks for, each with a line that says so.

    For stages whose interview has not begun.
    """
    for stage, version in changes:
        before, stage.kit_version = stage.kit_version, version
        stage.save(update_fields=["kit_version"])
        _refocus(stage, version)
        KitAdoption.objects.create(stage=stage, before=before, after=version, at=now, by=by, why=why)


def _refocus(stage: Stage, version: KitVersion) -> None:
    """Look for what the version looks for; what was handed on with a reason stays."""
    wanted = {one.competency_id: one.place for one in KitFocus.objects.filter(version=version)}
    stage.focus.filter(reason="").exclude(competency__in=wanted).delete()
    there = set(stage.focus.values_list("competency_id", flat=True))
    StageFocus.objects.bulk_create(
        StageFocus(stage=stage, competency_id=pk, place=place) for pk, place in wanted.items() if pk not in there
    )


def _without(old: KitVersion, question: Question, new: QuestionVersion, *, by: User, why: str, now: datetime) -> KitVersion:
    """A copy of a kit version with the other question, not yet in force."""
    number = KitVersion.objects.filter(kit=old.kit).aggregate(most=Max("number"))["most"] + 1
    copy = KitVersion.objects.create(
        kit=old.kit,
        number=number,
        minutes=old.minutes,
        lowest_level=old.lowest_level,
        highest_level=old.highest_level,
        written_at=now,
        written_by=by,
        why=why,
    )
    KitFocus.objects.bulk_create(
        KitFocus(version=copy, competency_id=one.competency_id, place=one.place) for one in old.focus.all()
    )
    for section in old.sections.all():
        made = KitSection.objects.create(
            version=copy,
            place=section.place,
            title=section.title,
            minutes=section.minutes,
            is_protected=section.is_protected,
            note=section.note,
        )
        asked: dict[int, KitQuestion] = {}
        for one in section.questions.all():
            version = new if one.version.question_id == question.pk else one.version
            asked.setdefault(version.pk, KitQuestion(section=made, version=version, place=one.place, is_alternate=one.is_alternate))
        KitQuestion.objects.bulk_create(asked.values())
    return copy

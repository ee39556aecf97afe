"""Puts read kits and loop plans into the database, on top of the questions and the rubric."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from interviews.models import Kit, KitFocus, KitQuestion, KitSection, KitVersion, LoopPlan, PlanStage, PlanWeight
from interviews.reading import KitFile, PlanFile
from questionbank.models import Competency, Level, Question, QuestionVersion, StageKind


@dataclass(frozen=True)
class Known:
    """What a kit may name, by key: levels, competencies, kinds of interview, and questions in the words in force."""

    levels: dict[str, Level]
    competencies: dict[str, Competency]
    kinds: dict[str, StageKind]
    questions: dict[str, QuestionVersion]

    @classmethod
    def here(cls, questions: Iterable[str]) -> "Known":
        """All there is, of the questions those with these keys."""
        there = Question.objects.filter(key__in=set(questions), current__isnull=False).select_related("current__question")
        return cls(
            {one.key: one for one in Level.objects.all()},
            {one.key: one for one in Competency.objects.all()},
            {one.key: one for one in StageKind.objects.all()},
            {one.key: one.current for one in there if one.current},
        )


@transaction.atomic
def load_kits(parts: Iterable[KitFile], *, now: datetime, why: str = "Default content") -> int:
    """Each kit by its key; the number of new versions. A kit that says the same is left alone."""
    parts = list(parts)
    known = Known.here(key for part in parts for key in part.asked)
    frozen = {version.pk: version for version in KitVersion.objects.with_plan().filter(pk__in=Kit.objects.values("current"))}
    written = 0
    for part in parts:
        kit, _ = Kit.objects.get_or_create(key=part.key, defaults={"name": part.name, "kind": known.kinds[part.stage]})
        if write_version(kit, frozen.get(kit.current_id or 0), part, known, now=now, why=why):
            written += 1
    return written


def write_version(
    kit: Kit, before: KitVersion | None, part: KitFile, known: Known, *, now: datetime, why: str, by: User | None = None
) -> KitVersion | None:
    """Put a kit in force as `part` has it; None when `before`, which is in force, says the same. Questions get new words."""
    if before and said(before) == says(part, known):
        return None
    most = kit.versions.aggregate(most=Max("number"))["most"] or 0
    version = KitVersion.objects.create(
        kit=kit,
        number=most + 1,
        minutes=part.minutes,
        lowest_level=known.levels[part.lowest_level],
        highest_level=known.levels[part.highest_level],
        written_at=now,
        written_by=by,
        why=why,
    )
    KitFocus.objects.bulk_create(
        KitFocus(version=version, competency=known.competencies[key], place=place) for place, key in enumerate(part.focus)
    )
    sections = KitSection.objects.bulk_create(
        KitSection(
            version=version,
            place=place,
            title=section.title,
            minutes=section.minutes,
            is_protected=section.is_protected,
            note=section.note,
        )
        for place, section in enumerate(part.sections)
    )
    KitQuestion.objects.bulk_create(
        KitQuestion(section=made, version=known.questions[key], place=place, is_alternate=place >= len(section.questions))
        for made, section in zip(sections, part.sections, strict=True)
        for place, key in enumerate([*section.questions, *section.alternates])
    )
    kit.current = version
    kit.save(update_fields=["current"])
    return version


@transaction.atomic
def load_plans(parts: Iterable[PlanFile]) -> int:
    """Each loop plan by its key; how many were new or changed. A changed plan's rows are replaced; open loops keep theirs.

    Where a file names no pools for a stage, those that were named here stay.
    """
    written = 0
    competencies = {competency.key: competency for competency in Competency.objects.all()}
    present = {plan.key: plan for plan in LoopPlan.objects.with_stages()}
    kinds = {kind.key: kind for kind in StageKind.objects.all()}
    for part in parts:
        plan = present.get(part.key)
        if plan and _plan_said(plan, part) == _plan_says(part):
            continue
        level = Level.objects.get(key=part.level)
        facts = {"name": part.name, "level": level, "coverage_note": part.coverage_note, "short_debrief": part.short_debrief}
        before = {(stage.place, stage.kit.key): stage.pools for stage in plan.stages.all()} if plan else {}
        plan, _ = LoopPlan.objects.update_or_create(key=part.key, defaults=facts)
        plan.stages.all().delete()
        plan.weights.all().delete()
        kits = Kit.objects.in_bulk([stage.kit for stage in part.stages], field_name="key")
        PlanStage.objects.bulk_create(
            PlanStage(
                plan=plan,
                place=place,
                name=stage.name,
                kit=kits[stage.kit],
                roles=stage.seats,
                **_pools(before.get((place, stage.kit), {}) | {role: kinds[key] for role, key in stage.pools.items()}),
            )
            for place, stage in enumerate(part.stages)
        )
        PlanWeight.objects.bulk_create(
            PlanWeight(plan=plan, competency=competencies[key], weight=weight) for key, weight in part.weights.items()
        )
        written += 1
    return written


def says(part: KitFile, known: Known) -> dict[str, object]:
    """What a file says in the shape of `said`, so that the two compare."""
    return {
        "minutes": part.minutes,
        "levels": [part.lowest_level, part.highest_level],
        "focus": part.focus,
        "sections": [
            [
                section.title,
                section.minutes,
                section.is_protected,
                section.note,
                [known.questions[key].pk for key in section.questions],
                [known.questions[key].pk for key in section.alternates],
            ]
            for section in part.sections
        ],
    }


def said(version: KitVersion) -> dict[str, object]:
    """Everything that a version from `with_plan()` says, its parts in their order."""
    return {
        "minutes": version.minutes,
        "levels": [version.lowest_level.key, version.highest_level.key],
        "focus": [focus.competency.key for focus in version.focus.all()],
        "sections": [
            [
                section.title,
                section.minutes,
                section.is_protected,
                section.note,
                [question.version_id for question in section.questions.all() if not question.is_alternate],
                [question.version_id for question in section.questions.all() if question.is_alternate],
            ]
            for section in version.sections.all()
        ],
    }


def _plan_says(part: PlanFile) -> dict[str, object]:
    return {
        "facts": [part.name, part.level, part.coverage_note, part.short_debrief],
        "stages": [[stage.name, stage.kit, stage.seats, stage.pools] for stage in part.stages],
        "weights": dict(part.weights),
    }


def _pools(named: Mapping[str, StageKind]) -> dict[str, StageKind]:
    return {f"{role}_pool": kind for role, kind in named.items()}


def _plan_said(plan: LoopPlan, part: PlanFile) -> dict[str, object]:
    """The same of a plan from `with_stages()`; of its pools those that the file speaks of."""
    told = [set(stage.pools) for stage in part.stages]
    stages = [
        [
            stage.name,
            stage.kit.key,
            stage.roles,
            {role: kind.key for role, kind in stage.pools.items() if place < len(told) and role in told[place]},
        ]
        for place, stage in enumerate(plan.stages.all())
    ]
    return {
        "facts": [plan.name, plan.level.key, plan.coverage_note, plan.short_debrief],
        "stages": stages,
        "weights": {weight.competency.key: weight.weight for weight in plan.weights.all()},
    }

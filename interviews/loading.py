"""Puts read kits and loop plans into the database, on top of the questions and the rubric."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from interviews.models import Kit, KitFocus, KitQuestion, KitSection, KitVersion, LoopPlan, PlanStage, PlanWeight
from interviews.reading import KitFile, PlanFile, SectionPart
from questionbank.models import Competency, Level, Question, QuestionVersion, StageKind


@transaction.atomic
def load_kits(parts: Iterable[KitFile], *, now: datetime, why: str = "Default content") -> int:
    """Each kit by its key; the number of new versions. A kit that says the same is left alone."""
    written = 0
    questions = {question.key: question.current for question in Question.objects.select_related("current")}
    competencies = {competency.key: competency for competency in Competency.objects.all()}
    levels = {level.key: level for level in Level.objects.all()}
    kinds = {kind.key: kind for kind in StageKind.objects.all()}
    frozen = {version.pk: version for version in KitVersion.objects.with_plan().filter(pk__in=Kit.objects.values("current"))}
    for part in parts:
        kit, _ = Kit.objects.get_or_create(key=part.key, defaults={"name": part.name, "kind": kinds[part.stage]})
        before = frozen.get(kit.current_id)
        if before and _said(before) == _says(part, levels, questions):
            continue
        version = KitVersion.objects.create(
            kit=kit,
            number=before.number + 1 if before else 1,
            minutes=part.minutes,
            lowest_level=levels[part.lowest_level],
            highest_level=levels[part.highest_level],
            written_at=now,
            why=why,
        )
        KitFocus.objects.bulk_create(
            KitFocus(version=version, competency=competencies[key], place=place) for place, key in enumerate(part.focus)
        )
        for place, section in enumerate(part.sections):
            write_section(version, place, section, questions)
        version.publish(now=now)
        written += 1
    return written


def write_section(version: KitVersion, place: int, section: SectionPart, questions: dict[str, QuestionVersion]) -> None:
    """One section of a version that is not published yet, with its questions in these words."""
    made = KitSection.objects.create(
        version=version,
        place=place,
        title=section.title,
        minutes=section.minutes,
        is_protected=section.is_protected,
        note=section.note,
    )
    asked = [(key, False) for key in section.questions] + [(key, True) for key in section.alternates]
    KitQuestion.objects.bulk_create(
        KitQuestion(section=made, version=questions[key], place=n, is_alternate=is_alternate)
        for n, (key, is_alternate) in enumerate(asked)
    )


@transaction.atomic
def load_plans(parts: Iterable[PlanFile]) -> int:
    """Each loop plan by its key; how many were new or changed. A changed plan's rows are replaced; open loops keep theirs."""
    written = 0
    competencies = {competency.key: competency for competency in Competency.objects.all()}
    present = {plan.key: plan for plan in LoopPlan.objects.with_stages()}
    for part in parts:
        plan = present.get(part.key)
        if plan and _plan_said(plan) == _plan_says(part):
            continue
        level = Level.objects.get(key=part.level)
        facts = {"name": part.name, "level": level, "coverage_note": part.coverage_note}
        plan, _ = LoopPlan.objects.update_or_create(key=part.key, defaults=facts)
        plan.stages.all().delete()
        plan.weights.all().delete()
        kits = Kit.objects.in_bulk([stage.kit for stage in part.stages], field_name="key")
        PlanStage.objects.bulk_create(
            PlanStage(plan=plan, place=place, name=stage.name, kit=kits[stage.kit], roles=stage.seats)
            for place, stage in enumerate(part.stages)
        )
        PlanWeight.objects.bulk_create(
            PlanWeight(plan=plan, competency=competencies[key], weight=weight) for key, weight in part.weights.items()
        )
        written += 1
    return written


def _says(part: KitFile, levels: dict[str, Level], questions: dict[str, QuestionVersion]) -> dict[str, object]:
    """What a file says in the shape of `_said`, so that the two compare."""
    return {
        "minutes": part.minutes,
        "levels": [levels[part.lowest_level].pk, levels[part.highest_level].pk],
        "focus": part.focus,
        "sections": [
            [
                section.title,
                section.minutes,
                section.is_protected,
                section.note,
                [questions[key].pk for key in section.questions],
                [questions[key].pk for key in section.alternates],
            ]
            for section in part.sections
        ],
    }


def _said(version: KitVersion) -> dict[str, object]:
    return {
        "minutes": version.minutes,
        "levels": [version.lowest_level_id, version.highest_level_id],
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
        "facts": [part.name, part.level, part.coverage_note],
        "stages": [[stage.name, stage.kit, stage.seats] for stage in part.stages],
        "weights": dict(part.weights),
    }


def _plan_said(plan: LoopPlan) -> dict[str, object]:
    return {
        "facts": [plan.name, plan.level.key, plan.coverage_note],
        "stages": [[stage.name, stage.kit.key, stage.roles] for stage in plan.stages.all()],
        "weights": {weight.competency.key: weight.weight for weight in plan.weights.all()},
    }

"""Puts kit and plan files into the database, on top of the questions and the rubric."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from interviews.models import Kit, KitFocus, KitQuestion, KitSection, KitVersion, LoopPlan, PlanStage, PlanWeight
from questionbank.models import Competency, Level, Question, QuestionVersion, StageKind

Row = dict[str, Any]


@transaction.atomic
def load_kits(rows: Iterable[Row], *, now: datetime, why: str = "Default content") -> int:
    """Each kit by its key; the number of new versions. A kit that says the same is left alone."""
    written = 0
    questions = {question.key: question.current for question in Question.objects.select_related("current")}
    competencies = {competency.key: competency for competency in Competency.objects.all()}
    levels = {level.key: level for level in Level.objects.all()}
    kinds = {kind.key: kind for kind in StageKind.objects.all()}
    for row in rows:
        kit, _ = Kit.objects.get_or_create(key=row["key"], defaults={"name": row["name"], "kind": kinds[row["stage"]]})
        if kit.current and _said(kit.current) == _plain(row, questions):
            continue
        version = KitVersion.objects.create(
            kit=kit,
            number=kit.current.number + 1 if kit.current else 1,
            minutes=row["minutes"],
            lowest_level=levels[row["lowest_level"]],
            highest_level=levels[row["highest_level"]],
            written_at=now,
            why=why,
        )
        KitFocus.objects.bulk_create(
            KitFocus(version=version, competency=competencies[key], place=place) for place, key in enumerate(row["focus"])
        )
        for place, section in enumerate(row["sections"]):
            _write_section(version, place, section, questions)
        version.publish(now=now)
        written += 1
    return written


def _write_section(version: KitVersion, place: int, section: Row, questions: dict[str, QuestionVersion]) -> None:
    made = KitSection.objects.create(
        version=version,
        place=place,
        title=section["title"],
        minutes=section["minutes"],
        is_protected=section.get("is_protected", False),
        note=section.get("note", "").strip(),
    )
    asked = [(key, False) for key in section.get("questions", [])] + [(key, True) for key in section.get("alternates", [])]
    KitQuestion.objects.bulk_create(
        KitQuestion(section=made, version=questions[key], place=n, is_alternate=is_alternate)
        for n, (key, is_alternate) in enumerate(asked)
    )


@transaction.atomic
def load_plans(rows: Iterable[Row]) -> None:
    """Each loop plan by its key. A plan is what the next loop is opened from, so its rows are replaced; open loops keep theirs."""
    competencies = {competency.key: competency for competency in Competency.objects.all()}
    for row in rows:
        plan, _ = LoopPlan.objects.update_or_create(
            key=row["key"],
            defaults={
                "name": row["name"],
                "level": Level.objects.get(key=row["level"]),
                "coverage_note": row.get("coverage_note", "").strip(),
            },
        )
        plan.stages.all().delete()
        plan.weights.all().delete()
        kits = Kit.objects.in_bulk([stage["kit"] for stage in row["stages"]], field_name="key")
        PlanStage.objects.bulk_create(
            PlanStage(plan=plan, place=place, name=stage["name"], kit=kits[stage["kit"]], roles=stage["seats"])
            for place, stage in enumerate(row["stages"])
        )
        PlanWeight.objects.bulk_create(
            PlanWeight(plan=plan, competency=competencies[key], weight=weight) for key, weight in row["weights"].items()
        )


def _plain(row: Row, questions: dict[str, QuestionVersion]) -> dict[str, object]:
    return {
        "minutes": row["minutes"],
        "levels": [row["lowest_level"], row["highest_level"]],
        "focus": row["focus"],
        "sections": [
            [
                section["title"],
                section["minutes"],
                section.get("is_protected", False),
                section.get("note", "").strip(),
                [questions[key].pk for key in section.get("questions", [])],
                [questions[key].pk for key in section.get("alternates", [])],
            ]
            for section in row["sections"]
        ],
    }


def _said(version: KitVersion) -> dict[str, object]:
    version = KitVersion.objects.with_plan().select_related("lowest_level", "highest_level").get(pk=version.pk)
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

"""Kits in force and loop plans as files, in the shape that `load_content` reads."""

from interviews.models import Kit, KitVersion, LoopPlan
from interviews.reading import KitFile, PlanFile, PlanStagePart, SectionPart
from questionbank.exporting import Files


def kit_files() -> Files:
    """Every kit in force and every loop plan in use, by the name of its file."""
    files: Files = {}
    for version in (
        KitVersion.objects.with_plan().filter(pk__in=Kit.objects.filter(archived_at=None).values("current")).order_by("kit__key")
    ):
        files[f"kits/{version.kit.key}.toml"] = kit_file(version)
    for plan in LoopPlan.objects.in_use().with_stages().order_by("key"):
        files[f"plans/{plan.key}.toml"] = _plan(plan)
    return files


def kit_file(version: KitVersion) -> KitFile:
    """A version from `with_plan()` as a file says it."""
    return KitFile(
        key=version.kit.key,
        name=version.kit.name,
        stage=version.kit.kind.key,
        minutes=version.minutes,
        lowest_level=version.lowest_level.key,
        highest_level=version.highest_level.key,
        focus=[focus.competency.key for focus in version.focus.all()],
        sections=[
            SectionPart(
                title=section.title,
                minutes=section.minutes,
                is_protected=section.is_protected,
                note=section.note,
                questions=[one.version.question.key for one in section.questions.all() if not one.is_alternate],
                alternates=[one.version.question.key for one in section.questions.all() if one.is_alternate],
            )
            for section in version.sections.all()
        ],
    )


def _plan(plan: LoopPlan) -> PlanFile:
    return PlanFile(
        key=plan.key,
        name=plan.name,
        level=plan.level.key,
        coverage_note=plan.coverage_note,
        short_debrief=plan.short_debrief,
        weights={weight.competency.key: weight.weight for weight in plan.weights.all()},
        stages=[
            PlanStagePart(
                name=stage.name,
                kit=stage.kit.key,
                seats=stage.roles,
                pools={role: kind.key for role, kind in stage.pools.items()},
            )
            for stage in plan.stages.all()
        ],
    )

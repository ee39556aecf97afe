"""Where the versions of a kit are used: stages that have an older one, questions that have newer words, plans that name the kit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from interviews.models import Interview, Kit, KitQuestion, KitVersion, LoopPlan, Stage
from interviews.repair import adopt
from questionbank import difference
from questionbank.difference import Piece


def changed(before: KitVersion, after: KitVersion) -> list[tuple[str, list[Piece]]]:
    """What differs between two versions from `with_plan()`, part by part and word by word."""
    old, new = _told(before), _told(after)
    return [(label, difference.pieces(old[label], new[label])) for label in new if old[label] != new[label]]


def _told(version: KitVersion) -> dict[str, str]:
    """A version as lines of text by the label of each part."""
    sections = "\n".join(_section(section) for section in version.sections.all())
    levels = dict.fromkeys((version.lowest_level.name, version.highest_level.name))
    return {
        "Length": f"{version.minutes} minutes",
        "Levels": " to ".join(levels),
        "What it looks for": ", ".join(focus.competency.name for focus in version.focus.all()),
        "Plan": sections,
    }


def _section(section: Any) -> str:
    lines = [f"{section.title}, {section.minutes} minutes" + (", kept for the candidate" if section.is_protected else "")]
    lines += [section.note] if section.note else []
    for one in section.questions.all():
        words = f"{one.version.title}, version {one.version.number}"
        lines.append(f"  or {words}" if one.is_alternate else f"  {words}")
    return "\n".join(lines)


@dataclass(frozen=True)
class KitRow:
    """A kit in a list: its questions, those with newer words in the bank, and the interviews to come with an older version."""

    kit: Kit
    questions: int
    newer: int
    older: int


def rows_of(kits: list[Kit]) -> list[KitRow]:
    """Kits with their counts, in two statements for any number."""
    newer = Count("pk", filter=~Q(version=F("version__question__current")))
    asked = {
        row["section__version"]: (row["asked"], row["newer"])
        for row in KitQuestion.objects.filter(section__version__in=[kit.current_id for kit in kits if kit.current_id])
        .values("section__version")
        .annotate(asked=Count("pk", filter=Q(is_alternate=False)), newer=newer)
    }
    stages = behind().filter(kit_version__kit__in=kits).order_by()
    older = dict(stages.values_list("kit_version__kit").annotate(many=Count("pk")))
    return [KitRow(kit, *asked.get(kit.current_id or 0, (0, 0)), older.get(kit.pk, 0)) for kit in kits]


def behind() -> QuerySet[Stage]:
    """Stages of open loops with an older version of their kit than the one in force, whose interview has not begun."""
    begun = Interview.objects.taking_place().filter(stage=OuterRef("pk"), started_at__isnull=False)
    return Stage.objects.filter(
        ~Exists(begun), loop__closed_at=None, kit_version__kit__current__number__gt=F("kit_version__number")
    ).order_by("loop__opened_at", "loop", "place")


def versions_behind(stage: Stage) -> int:
    """How many versions of its kit came after the one it has, up to the one in force."""
    kit = stage.kit_version.kit
    newest = kit.current.number if kit.current else 0
    return max(0, kit.versions.filter(number__gt=stage.kit_version.number, number__lte=newest).count())


def renew(stages: QuerySet[Stage], *, by: User, why: str, now: datetime) -> int:
    """Give these stages, as far as they are behind, the version in force and what it looks for; the number of them.

    What a colleague handed on to a stage stays in its focus. Twice changes nothing.
    """
    with transaction.atomic():
        found = list(
            behind().filter(pk__in=stages.values("pk")).select_for_update(of=("self",)).select_related("kit_version__kit__current")
        )
        adopt([(stage, stage.kit_version.kit.current) for stage in found if stage.kit_version.kit.current], by=by, why=why, now=now)
        return len(found)


def newer_words(version: KitVersion) -> QuerySet[KitQuestion]:
    """Its questions that have newer words in the bank."""
    return (
        KitQuestion.objects.filter(section__version=version)
        .exclude(version=F("version__question__current"))
        .select_related("version__question__current")
        .order_by("section__place", "place")
    )


def gone(version: KitVersion) -> QuerySet[KitQuestion]:
    """Its questions that nobody should be asked now: retired, or suspected of a leak."""
    asked = KitQuestion.objects.filter(section__version=version)
    return (
        (asked.filter(version__question__retired_at__isnull=False) | asked.filter(version__question__suspected_at__isnull=False))
        .select_related("version__question")
        .order_by("section__place", "place")
    )


def plans_with(kit: Kit) -> QuerySet[LoopPlan]:
    """The plans in use that have it."""
    return LoopPlan.objects.in_use().filter(stages__kit=kit).distinct().in_order()

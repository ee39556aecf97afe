"""Reading kit and loop plan files, and what they say of the question bank."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from interviews.models.seat import Role
from interviews.models.seat_pools import POOLED
from questionbank.files import Keys, LongKey, Minutes, Part, Reader, Text, Words, one_of
from questionbank.reading import Bank, check_levels_of

CANDIDATES_MINUTES = 5


class SectionPart(Part):
    title: Annotated[Text, Field(max_length=120)]
    minutes: Minutes
    is_protected: bool = False
    note: Words = ""
    questions: Keys = []
    alternates: Keys = []


class KitFile(Part):
    key: LongKey
    name: Annotated[Text, Field(max_length=120)]
    stage: str
    minutes: Annotated[int, Field(ge=5, le=480)]
    lowest_level: str
    highest_level: str
    focus: Keys
    sections: Annotated[list[SectionPart], Field(min_length=1, max_length=40)]

    @property
    def asked(self) -> list[str]:
        """The keys of all its questions, alternates too."""
        return [key for section in self.sections for key in (*section.questions, *section.alternates)]


class PlanStagePart(Part):
    name: Annotated[Text, Field(max_length=120)]
    kit: str
    seats: Annotated[list[Annotated[str, one_of(Role.values)]], Field(min_length=1)]
    pools: dict[Annotated[str, one_of([role.value for role in POOLED])], str] = {}


class PlanFile(Part):
    key: LongKey
    name: Annotated[Text, Field(max_length=120)]
    level: str
    coverage_note: Words = ""
    short_debrief: bool = False
    weights: dict[str, Annotated[int, Field(ge=1, le=3)]]
    stages: Annotated[list[PlanStagePart], Field(min_length=1)]


def read_kits(
    reader: Reader, bank: Bank, *, competencies: set[str] | None, questions: set[str] | None, kits_here: Iterable[str] = ()
) -> tuple[list[KitFile], list[PlanFile]]:
    """Kits and plans, for use when the reader found no problems; `competencies`, `questions`: the keys there are, if known.

    `kits_here`: kits that plans may name though no file tells them.
    """
    kits, plans = reader.folder("kits", KitFile), reader.folder("plans", PlanFile)
    levels = [level.key for level in bank.levels]
    for file, kit in kits.values():
        reader.refer(file, "stage", [kit.stage], {stage.key for stage in bank.stages}, "stage")
        check_kit(reader, file, kit, levels=levels, competencies=competencies, questions=questions)
    known = reader.keys("kits")
    known = known if known is None else known | set(kits_here)
    for file, plan in plans.values():
        reader.refer(file, "level", [plan.level], levels, "level")
        reader.refer(file, "weights", plan.weights, competencies, "competency")
        for number, stage in enumerate(plan.stages, 1):
            reader.refer(file, f"stages[{number}].kit", [stage.kit], known, "kit")
            reader.refer(file, f"stages[{number}].pools", stage.pools.values(), {one.key for one in bank.stages}, "stage")
    return [kit for _, kit in kits.values()], [plan for _, plan in plans.values()]


def check_kit(
    reader: Reader,
    file: str,
    kit: KitFile,
    *,
    levels: list[str],
    competencies: set[str] | None,
    questions: set[str] | None,
) -> None:
    """Object to what it names that is not there, to minutes that do not add up, and to no time for the candidate's questions."""
    reader.refer(file, "focus", kit.focus, competencies, "competency")
    check_levels_of(reader, file, kit, levels)
    for number, section in enumerate(kit.sections, 1):
        for name in ("questions", "alternates"):
            reader.refer(file, f"sections[{number}].{name}", getattr(section, name), questions, "question")
        for both in sorted({*section.questions} & {*section.alternates}):
            reader.object(file, f"sections[{number}].alternates", f"“{both}” is among the questions already")
    if (total := sum(section.minutes for section in kit.sections)) != kit.minutes:
        reader.object(file, "sections", f"take {total} of {kit.minutes} minutes")
    if not any(section.is_protected and section.minutes >= CANDIDATES_MINUTES for section in kit.sections):
        reader.object(file, "sections", f"keep no {CANDIDATES_MINUTES} minutes for the candidate's own questions")

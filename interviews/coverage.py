"""Coverage of a loop plan: competency by stage, from the focus of the kits in force. Pure, once the plan is loaded."""

from dataclasses import dataclass

from interviews.models import LoopPlan, PlanStage
from interviews.models.plan import MUCH
from questionbank.models import Competency


@dataclass(frozen=True)
class Row:
    """A competency, its weight 1-3 (0: it does not count in this plan), and for each stage whether it looks for it."""

    competency: Competency
    weight: int
    cells: list[bool]

    @property
    def times(self) -> int:
        return sum(self.cells)

    @property
    def state(self) -> str:
        """How it stands: a gap counts much and nobody looks, open counts little, besides counts nothing and somebody looks."""
        if not self.times:
            return "gap" if self.weight >= MUCH else "open"
        if not self.weight:
            return "besides"
        return "once" if self.times == 1 else "doubled"


@dataclass(frozen=True)
class Coverage:
    """A plan as a table; its rows by weight, the heaviest first."""

    plan: LoopPlan
    stages: list[PlanStage]
    rows: list[Row]

    @property
    def gaps(self) -> list[Row]:
        """What counts much and is in the focus of no stage."""
        return [row for row in self.rows if row.state == "gap"]

    @property
    def doubled(self) -> list[Row]:
        """What more than one stage looks for."""
        return [row for row in self.rows if row.state == "doubled"]

    @property
    def once(self) -> list[Row]:
        """What counts most and a single stage looks for: one interviewer's word decides it."""
        return [row for row in self.rows if row.state == "once" and row.weight > MUCH]


def coverage_of(plan: LoopPlan) -> Coverage:
    """The table of a plan from `with_stages()`, without a further query."""
    stages = list(plan.stages.all())
    focus = [
        {one.competency_id: one.competency for one in stage.kit.current.focus.all()} if stage.kit.current else {}
        for stage in stages
    ]
    weights = {item.competency_id: item for item in plan.weights.all()}
    rows = [Row(item.competency, item.weight, [pk in one for one in focus]) for pk, item in weights.items()]
    besides = {pk: competency for one in focus for pk, competency in one.items() if pk not in weights}
    rows += [Row(competency, 0, [pk in one for one in focus]) for pk, competency in besides.items()]
    return Coverage(plan, stages, rows)

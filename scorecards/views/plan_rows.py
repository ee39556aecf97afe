"""The questions of the plan as the rows of the room show them, each a value of its own: equal ones are rendered once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from interviews import timing
from interviews.agenda import Agenda, Countdown
from interviews.models import AskedQuestion
from questionbank.models import QuestionVersion

SKIPPABLE = {timing.RUNNING, timing.AHEAD}


@dataclass(frozen=True)
class PlanRow:
    """One question: what it is, how it stands, and what may be done with it now."""

    interview: int
    version: int
    title: str
    minutes: int
    state: str
    """running, asked, skipped or planned."""
    spent: str
    """How long it took, once it is over."""
    box: Countdown | None
    """The time it has, while it runs."""
    is_alternate: bool
    warning: str
    """Why it should not be asked any more."""
    met: datetime | None
    """When the candidate was asked one like it elsewhere."""
    may_ask: bool
    may_skip: bool


def plan_rows(
    agenda: Agenda, beside: list[AskedQuestion], met: dict[str, AskedQuestion], troubled: dict[int, str], *, may_steer: bool
) -> dict[int, PlanRow]:
    """The rows of the plan and of what was asked beside it, by the number of their version."""
    steers = may_steer and agenda.interview.is_live
    rows = {}
    for version, is_alternate, section_state in _places(agenda, beside):
        state = agenda.states.get(version.pk, "planned")
        before = met.get(version.question.family)
        rows[version.pk] = PlanRow(
            interview=agenda.interview.pk,
            version=version.pk,
            title=version.title,
            minutes=version.minutes,
            state=state,
            spent=agenda.spent.get(version.pk, ""),
            box=agenda.question if state == "running" else None,
            is_alternate=is_alternate,
            warning=troubled.get(version.question_id, ""),
            met=before.started_at if before else None,
            may_ask=steers and state != "running",
            may_skip=steers and not is_alternate and (state == "skipped" or (state == "planned" and section_state in SKIPPABLE)),
        )
    return rows


def _places(agenda: Agenda, beside: list[AskedQuestion]) -> Iterator[tuple[QuestionVersion, bool, str]]:
    for line in agenda.lines:
        for one in (*line.questions, *line.alternates):
            yield one.version, one.is_alternate, line.stand.state
    for asked in beside:
        yield asked.version, False, ""

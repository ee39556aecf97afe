"""Coverage: what a plan looks for once, more than once, or not at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.coverage import coverage_of
from interviews.models import LoopPlan, PlanWeight
from tests.clients import signed_in
from tests.factories import make_competency, make_kit_version, make_plan

pytestmark = pytest.mark.django_db


def weigh(plan: LoopPlan, key: str, weight: int) -> None:
    competency = make_competency(key=key, name=key.title())
    PlanWeight.objects.create(plan=plan, competency=competency, weight=weight)


def states(plan: LoopPlan) -> dict[str, str]:
    coverage = coverage_of(LoopPlan.objects.with_stages().get(pk=plan.pk))
    return {row.competency.key: row.state for row in coverage.rows}


def test_each_competency_is_covered_once_doubled_open_or_a_gap(plan, levels):
    weigh(plan, "security", 3)
    weigh(plan, "style", 1)
    kit = make_kit_version(
        key="debugging",
        lowest=levels["mid"],
        highest=levels["staff"],
        focus=[make_competency(key="care", name="Care")],
        questions=[],
    )
    plan.stages.create(place=5, name="Debugging", kit=kit.kit, roles=["lead"])
    weigh(plan, "debugging", 2)
    plan.stages.get(name="Debugging").kit.current.focus.create(competency=plan.weights.get(competency__key="debugging").competency)

    assert states(plan) == {
        "problem_solving": "doubled",
        "communication": "doubled",
        "security": "gap",
        "style": "open",
        "debugging": "once",
        "care": "besides",
    }


def test_the_page_says_what_nobody_looks_for_and_what_to_do(plan, ivan):
    weigh(plan, "security", 3)
    client = signed_in(ivan)

    page = client.get(f"/coverage/{plan.key}/").content.decode()

    assert "Nobody looks for security" in page
    assert "1 uncovered" in client.get("/coverage/").content.decode()


def test_three_plans_cost_as_many_queries_as_one(plan, levels, ivan):
    client = signed_in(ivan)
    with CaptureQueriesContext(connection) as one:
        client.get("/coverage/")
    kit = plan.stages.first().kit
    for level in ("mid", "staff"):
        make_plan(level=levels[level], stages=[("Coding", kit, ["lead"])], weights={})
    with CaptureQueriesContext(connection) as three:
        client.get("/coverage/")

    assert len(three) == len(one)

"""The decision of a debrief: what each outcome takes, what it refuses, who may block it, and that another follows it."""

import pytest

from accounts.access import Refused
from interviews.models import Stage, StageFocus
from scorecards import verifying
from scorecards.models import Decision, debate, protocol
from tests.factories import make_competency
from tests.scorecards.debating import page_of, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def faults(answer) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in answer.context["form"].errors.items()}


def test_what_each_outcome_takes(over, loop, levels, lena, problem_solving):
    def asked(**said: object) -> dict[str, list[str]]:
        return faults(post(lena, "decision", loop, {"reason": "So", "dissent": "Carla holds the joins against it", **said}))

    senior, mid = levels["senior"].pk, levels["mid"].pk
    assert asked(outcome="hire") == {"level": ["Choose the level at which you hire"]}
    assert asked(outcome="exceptional", level=senior) == {"traits": ["Name what is exceptional"]}
    assert set(asked(outcome="hire_other_level", level=senior)) == {"level", f"reason_{problem_solving.pk}"}
    assert set(asked(outcome="hire_other_level", level=mid)) == {f"reason_{problem_solving.pk}"}
    assert asked(outcome="another_interview") == {"focus": ["Choose what one more interview looks at"]}
    assert set(asked(outcome="hold")) == {"missing_evidence", "review_on"}
    assert set(asked(outcome="no_hire")) == {"departure", "seconded_by"}
    assert asked(outcome="hire", level=senior, dissent="") == {"dissent": ["Write what speaks against it for Carla Committee"]}
    assert Decision.objects.count() == 0


def test_what_to_test_again_is_named_and_suggested(over, loop, levels, lena):
    met = page_of(lena, loop)
    loop.weights.create(competency=make_competency(key="depth", name="Depth"), weight=3)
    unrated = page_of(lena, loop)
    loop.level = levels["staff"]
    loop.save(update_fields=["level"])
    below = page_of(lena, loop)

    assert "To test again" not in met
    assert unrated.count("To test again for senior: Depth (not rated).") == 2, "beside the levels, and with the focus of one more"
    told = "To test again for staff: Problem solving (below Yes), Depth (not rated), Communication (below Yes)."
    assert below.count(told) == 2


def test_a_departure_from_the_composite_names_evidence_and_a_second_person(over, loop, lena, carla, ivan):
    said = {
        "outcome": "no_hire",
        "reason": "Not now",
        "dissent": "Ivan and Ines would hire",
        "departure": "Froze on the joins twice",
        "seconded_by": carla.pk,
    }

    assert post(lena, "decision", loop, said).status_code == 302

    found = Decision.objects.get()
    assert (found.departure, found.seconded_by, found.composite) == ("Froze on the joins twice", carla, pytest.approx(3))
    assert found.seal.content["seconded_by"] == "Carla Committee"
    assert list(verifying.faults(loop.pk)) == []
    assert "Carla Committee stands for it too." in page_of(ivan, loop)


def test_a_departure_is_refused_by_the_verb_too(over, lena, now):
    with pytest.raises(Refused, match="departs from the composite"):
        debate.decide(over, outcome="no_hire", reason="No", composite=3.0, departure="x", seconded_by=lena, by=lena, now=now)


def test_one_more_interview_adds_a_stage_that_looks_at_what_is_missing(over, loop, lena, communication):
    said = {"outcome": "another_interview", "reason": "Too thin", "focus": [communication.pk]}

    assert post(lena, "decision", loop, said).status_code == 302

    stage = Stage.objects.order_by("place").last()
    assert (stage.name, stage.place, stage.roles, stage.kit_version.kit.key) == ("Coding 2", 2, ["lead"], "coding")
    assert list(StageFocus.objects.filter(stage=stage).values_list("competency__name", "reason")) == [("Communication", "")]
    decision = Decision.objects.get()
    assert (decision.stage, decision.seal.content["focus"]) == (stage, [communication.pk])
    assert list(verifying.faults(loop.pk)) == []
    assert "book Coding 2" in page_of(lena, loop)


def test_the_bar_raiser_may_block_a_hire(over, loop, lena, ines, carla):
    blocked = post(ines, "block", loop, {"reason": "No evidence of depth"})
    hire = {"outcome": "hire", "level": loop.level_id, "reason": "Good", "dissent": "Carla holds the joins against it"}

    refused = post(lena, "decision", loop, hire)

    assert blocked.status_code == 302
    assert (refused.status_code, "blocks a hire: No evidence of depth" in refused.content.decode()) == (403, True)
    assert "blocks a hire" in page_of(carla, loop)
    assert post(carla, "block", loop, {"reason": "Me too"}).status_code == 403
    assert post(ines, "block_removal", loop).status_code == 302
    assert post(lena, "decision", loop, hire).status_code == 302


def test_the_bar_raiser_cannot_push_a_hire_through(over, loop, ines, now):
    ines.is_recruiter = True
    ines.save(update_fields=["is_recruiter"])

    with pytest.raises(Refused, match="can block a hire, but not record one"):
        debate.decide(over, outcome="hire", level=loop.level, reason="I say so", by=ines, now=now)


@pytest.mark.parametrize("stage", ["opened", "voted_again"])
def test_nobody_blocks_while_votes_are_hidden(request, stage, ines, now):
    debrief = request.getfixturevalue(stage)

    with pytest.raises(Refused, match="Vote first"):
        protocol.block(debrief, reason="No", by=ines, now=now)


def test_deciding_again_is_a_further_decision_with_its_reason(over, loop, lena, carla):
    first = {"outcome": "no_hire", "reason": "Not now", "dissent": "Two", "departure": "Joins", "seconded_by": carla.pk}
    post(lena, "decision", loop, first)

    silent = post(lena, "decision", loop, {"outcome": "hold", "missing_evidence": "Depth", "review_on": "2026-04-01"})
    post(lena, "decision", loop, {"outcome": "hold", "missing_evidence": "x", "review_on": "2026-04-01", "reason": "New evidence"})

    assert silent.status_code == 422
    assert list(Decision.objects.order_by("number").values_list("number", "reason")) == [(1, "Not now"), (2, "New evidence")]
    assert "superseded" in page_of(lena, loop)

"""Pages with arrivals and hand-overs cost the same for one of them and for three."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews import arriving
from interviews.models import HandOver
from tests.clients import signed_in
from tests.factories import make_candidate, make_competency, make_interview, make_job, make_loop
from tests.scorecards.planning import TEN, at

pytestmark = pytest.mark.django_db


def cost(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_todays_candidates_who_are_not_there(plan, lena, ivan, ines, carla):
    client = signed_in(lena)
    costs = []
    for number, lead in enumerate((ivan, ines, carla)):
        candidate = make_candidate(name=f"Candidate {number}", email=f"c{number}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=candidate, job=make_job(title=f"Job {number}", opened_by=lena), recruiter=lena)
        interview = make_interview(stage=loop.stages.first(), lead=lead, starts_at=TEN)
        arriving.report(interview, "late", minutes=10, by=lead, now=at(3))
        with time_machine.travel(at(5), tick=False):
            costs.append(cost(client, "/"))

    assert len(set(costs)) == 1


def test_what_a_loop_has_not_covered(ivans_interview, lena, ivan):
    client = signed_in(lena)
    costs = []
    for number in range(3):
        competency = make_competency(key=f"more_{number}", name=f"More {number}")
        HandOver.objects.create(interview=ivans_interview, competency=competency, minutes=10, offered_at=at(60), offered_by=ivan)
        costs.append(cost(client, f"/loops/{ivans_interview.stage.loop_id}/"))

    assert len(set(costs)) == 1

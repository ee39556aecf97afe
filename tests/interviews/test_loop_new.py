"""The page on which a loop is opened from a plan."""

import pytest
from django.urls import reverse

from interviews.models import Loop
from tests.clients import errors
from tests.factories import make_competency

pytestmark = pytest.mark.usefixtures("monday")


def test_loop_new_opens_a_loop_from_a_plan(client, lena, maya, job, plan):
    client.force_login(lena)
    page = client.get(reverse("loop_new"), {"candidate": maya.pk})

    answer = client.post(
        page.request["PATH_INFO"] + f"?candidate={maya.pk}", {"job": job.pk, "plan": plan.pk, "recruiter": lena.pk}
    )

    loop = Loop.objects.get()
    assert page.status_code == 200
    assert (answer.status_code, answer.url) == (302, reverse("loop", args=[loop.pk]))
    assert (loop.candidate, loop.job, loop.level, loop.recruiter, loop.opened_by) == (maya, job, plan.level, lena, lena)
    assert [stage.name for stage in loop.stages.order_by("place")] == ["Coding", "System design"]


def test_loop_new_leads_to_the_loop_that_is_open(client, lena, loop, maya, job, plan):
    client.force_login(lena)

    page = client.post(f"/loops/new/?candidate={maya.pk}", {"job": job.pk, "plan": plan.pk, "recruiter": lena.pk})

    assert page.status_code == 422
    assert errors(page) == {"job": ["Maya Chen has an open loop for this job already."]}
    assert f'href="/loops/{loop.pk}/"' in page.content.decode()


def test_loop_new_asks_why_a_plan_may_leave_a_gap(client, lena, maya, job, plan):
    plan.weights.create(competency=make_competency(key="databases", name="Databases"), weight=2)
    client.force_login(lena)
    typed = {"job": job.pk, "plan": plan.pk, "recruiter": lena.pk}

    refused = client.post(f"/loops/new/?candidate={maya.pk}", typed)
    taken = client.post(f"/loops/new/?candidate={maya.pk}", {**typed, "gap_reason": "Seen in the take-home"})

    assert refused.status_code == 422
    assert errors(refused) == {
        "gap_reason": ["No stage looks at Databases, which counts. Say why that is fine, or choose another plan."]
    }
    assert taken.status_code == 302
    assert Loop.objects.get().gap_reason == "Seen in the take-home"


def test_loop_new_says_what_is_missing(client, lena, maya, plan, job):
    client.force_login(lena)

    page = client.post(f"/loops/new/?candidate={maya.pk}", {"recruiter": "0"})

    assert page.status_code == 422
    assert errors(page) == {
        "job": ["Choose a job."],
        "plan": ["Choose a plan."],
        "recruiter": ["Choose a recruiter from the list."],
    }


@pytest.mark.parametrize("candidate", ["", "0", "x", "-1", "1e5", "²", "9" * 30, "999999"])
def test_loop_new_of_nobody_is_not_found(client, lena, candidate):
    client.force_login(lena)

    assert client.get("/loops/new/", {"candidate": candidate}).status_code == 404

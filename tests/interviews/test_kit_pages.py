"""What others see of a kit: the interviewer, the candidate, and whoever prints it; and what its pages cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.factories import make_question
from tests.interviews.kits import publish, words_in_force

pytestmark = pytest.mark.django_db


def test_the_candidate_sees_neither_points_nor_hints(coding, carla):
    page = signed_in(carla).get("/kits/coding/candidate/").content.decode()

    assert "Build this: Rate limiter for one endpoint." in page
    for word in ("first point", "Hint of strength", "Asks before building"):
        assert word not in page


def test_the_interviewer_sees_the_anchors_of_the_chosen_level(coding, carla):
    client = signed_in(carla)

    senior = client.get("/kits/coding/interviewer/?level=senior").content.decode()
    nonsense = client.get("/kits/coding/interviewer/?level=nobody")

    assert "Problem solving at step 5" in senior
    assert "Problem solving at step 0" not in senior
    assert nonsense.status_code == 200


def test_an_interview_prints_with_or_without_the_name(ivans_interview, ivan, maya):
    client = signed_in(ivan)

    named, nameless = (
        client.get(f"/interviews/{ivans_interview.pk}/sheet/{query}").content.decode() for query in ("", "?without_name")
    )

    assert maya.name in named
    assert maya.name not in nameless
    for page in (named, nameless):
        assert "Problem solving at step 4" in page


@pytest.mark.parametrize("path", ["/kits/", "/kits/coding/", "/kits/coding/interviewer/", "/kits/coding/plan/"])
def test_a_page_of_kits_asks_as_often_for_three_questions_as_for_one(path, coding, carla, levels, problem_solving):
    client = signed_in(carla)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    words = words_in_force(coding)
    for n in (1, 2):
        make_question(key=f"q{n}", title=f"Q {n}", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving])
        words["sections"][1]["questions"].append(f"q{n}")
    publish(carla, coding, words)
    with CaptureQueriesContext(connection) as three:
        client.get(path)

    assert len(three) == len(one)

"""The first page of each person, and the way they get about."""

from datetime import timedelta

import pytest
from django.test import Client

from interviews.models import Loop
from scorecards.models import Debrief, Member
from tests.clients import signed_in
from tests.conftest import NOW
from tests.factories import make_candidate, make_loop

pytestmark = pytest.mark.django_db


def waiting(client: Client) -> list[tuple[str, str]]:
    return [(row.loop.candidate.name, row.next.words) for row in client.get("/").context["waiting"]]


def test_a_recruiter_sees_the_loops_that_wait_for_them(loop, lena, ada, plan, job):
    noah = make_candidate(name="Noah Berg", email="noah@example.org", added_by=ada)
    make_loop(plan=plan, candidate=noah, job=job, recruiter=ada)

    assert waiting(signed_in(lena)) == [("Maya Chen", "Book Coding")]
    assert waiting(signed_in(ada)) == [("Noah Berg", "Book Coding")]


def test_a_loop_that_is_closed_or_waits_for_nobody_is_not_there(loop, lena):
    Loop.objects.get(pk=loop.pk).close(by=lena, now=NOW)

    assert waiting(signed_in(lena)) == []


def test_who_does_not_recruit_sees_no_loops(loop, ivan):
    assert "waiting" not in signed_in(ivan).get("/").context


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/", ("Today", "page")),
        ("/loops/", ("Loops", "page")),
        ("/loops/{loop}/", ("Loops", "true")),
        ("/jobs/", ("Loops", "true")),
        ("/candidates/import/", ("Candidates", "true")),
        ("/mails/", ("Today", "true")),
        ("/me/", None),
    ],
)
def test_the_navigation_says_where_one_is(loop, lena, address, here):
    entries = signed_in(lena).get(address.format(loop=loop.pk)).context["navigation"]

    assert [(entry.label, entry.current) for entry in entries if entry.current] == ([here] if here else [])


def test_debriefs_under_way_and_closed_are_two_lists_of_any_length(plan, job, lena, carla):
    for number in range(51):
        candidate = make_candidate(name=f"Candidate {number}", email=f"c{number}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena)
        debrief = Debrief.objects.create(loop=loop, opened_at=NOW + timedelta(minutes=number), opened_by=lena)
        Member.objects.create(debrief=debrief, person=carla, added_at=NOW, added_by=lena)
    over = Debrief.objects.filter(loop__candidate__name__in=["Candidate 7", "Candidate 8"])
    over.update(revealed_at=NOW + timedelta(hours=2), closed_at=NOW + timedelta(hours=3))
    client = signed_in(carla)

    under_way, closed = client.get("/debriefs/").context, client.get("/debriefs/?show=closed").context

    assert (len(under_way["debriefs"]), under_way["before"]) == (49, "")
    assert [str(one.loop.candidate) for one in closed["debriefs"]] == ["Candidate 8", "Candidate 7"]
    Debrief.objects.update(revealed_at=None, closed_at=None)
    first = client.get("/debriefs/").context
    second = client.get("/debriefs/", {"before": first["before"]}).context
    assert (len(first["debriefs"]), len(second["debriefs"])) == (50, 1)

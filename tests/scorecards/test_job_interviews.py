"""How a job's interviews were held: the spread between candidates, of decided loops alone."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.clients import signed_in
from tests.factories import make_seat, make_signal

pytestmark = pytest.mark.django_db


def rows(person, job) -> list[list[str]]:
    """The cells of the table, row by row."""
    page = signed_in(person).get(f"/jobs/{job.pk}/interviews/").content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in page.split("</tr>")[:-1]]
    return [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in cells]


def test_it_tells_the_spread_of_what_was_decided_from_two_interviews_on(went, job, lena, levels, now):
    signal = make_signal(key="help", name="Help needed", levels=levels, kind="strength_sum")
    at_most_two = {"senior": {"text": "At most two", "minimum": None, "maximum": 2}}
    signal.publish(signal.versions.get().words | {"expected": at_most_two}, why="Fewer", now=now)
    with time_machine.travel(now + timedelta(days=20)):
        went(minutes=10, step=4)
        alone = rows(lena, job)
        went(minutes=33, step=4, hints=2)
        went(minutes=40, step=4, hints=3, is_decided=False)
        told = rows(lena, job)
    with time_machine.travel(now + timedelta(days=400)):
        later = rows(lena, job)

    assert alone == [["Coding", "1", "Told from 2 interviews on."]]
    assert told == [["Coding", "2", "100 %", "not known", "1 of 2", "0 to 2", "1 of 2"]]
    assert later == []


def test_nothing_is_told_of_a_loop_in_which_somebody_owes_a_scorecard(went, job, lena, ines, now):
    with time_machine.travel(now + timedelta(days=20)):
        went(minutes=10, step=4)
        card = went(minutes=10, step=4, hints=2)
        assert [row[1] for row in rows(lena, job)] == ["2"]
        make_seat(interview=card.seat.interview, person=ines, role="shadow")

        assert [row[1] for row in rows(lena, job)] == ["1"]


def test_recruiters_alone_read_it(job, lena, ivan, carla):
    assert [signed_in(one).get(f"/jobs/{job.pk}/interviews/").status_code for one in (lena, ivan, carla)] == [200, 403, 403]


def test_three_interviews_cost_as_many_queries_as_one(went, job, lena, now):
    def cost() -> int:
        client = signed_in(lena)
        client.get(f"/jobs/{job.pk}/interviews/")
        with CaptureQueriesContext(connection) as asked:
            assert "<tbody>" in client.get(f"/jobs/{job.pk}/interviews/").content.decode()
        return len(asked)

    with time_machine.travel(now + timedelta(days=20)):
        went(minutes=10, step=4)
        before = cost()
        went(minutes=10, step=4, hints=1)
        went(minutes=10, step=4)
        assert cost() == before

"""Outage mode: the sheet has room to write and says where it is entered; what was written comes in afterwards, once, as later."""

from datetime import UTC, datetime

import pytest
import segno
from django.conf import settings

from interviews.models import AskedQuestion, HintGiven, PointTicked
from questionbank.models import Hint, Point
from scorecards.models import NoteLine, Rating, SignalMark
from tests.clients import signed_in

pytestmark = pytest.mark.django_db
ENTRY = "0195a000-0000-7000-8000-000000000001"


@pytest.fixture
def sheet(ivans_interview, rate_limiter, problem_solving, communication, hints_needed):
    """What Ivan wrote: two lines, a hint, a point, a rating with its reason, one ladder not observed, two strokes."""
    version, ladder, other = rate_limiter.pk, problem_solving.current_id, communication.current_id
    return {
        "entry": ENTRY,
        "began": "2026-03-02T10:01",
        "ended": "2026-03-02T10:55",
        f"lines_{version}": "+ asks about bursts\n\n! shouts at us\n+",
        f"hints_{version}": [str(Hint.objects.filter(version=version).first().pk)],
        f"points_{version}": [str(Point.objects.filter(step__version=version).first().pk)],
        "lines": "was five minutes late",
        f"step_{ladder}": "4",
        f"why_{ladder}": "+ compared two ways",
        f"step_{other}": "none",
        f"why_{other}": "No time",
        f"signal_{hints_needed.pk}": "2",
    }


def address(interview) -> str:
    return f"/interviews/{interview.pk}/paper/"


@pytest.mark.parametrize("times", [1, 2], ids=["once", "the same form twice"])
def test_what_stands_on_paper_comes_in_once_and_as_entered_later(ivans_interview, ivan, sheet, rate_limiter, communication, times):
    for _ in range(times):
        answer = signed_in(ivan).post(address(ivans_interview), sheet)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/interviews/{ivans_interview.pk}/scorecard/")

    ivans_interview.refresh_from_db()
    assert ivans_interview.started_at == datetime(2026, 3, 2, 10, 1, tzinfo=UTC)
    assert ivans_interview.ended_at == datetime(2026, 3, 2, 10, 55, tzinfo=UTC)
    lines = NoteLine.objects.in_order()
    assert {(line.mark, line.text, line.asked and line.asked.version) for line in lines} == {
        ("+", "asks about bursts", rate_limiter),
        ("!", "shouts at us", rate_limiter),
        ("", "was five minutes late", None),
        ("+", "compared two ways", None),
    }
    assert all(line.entered_later for line in lines)
    assert AskedQuestion.objects.get().entered_later_at is not None
    assert (HintGiven.objects.count(), PointTicked.objects.count(), SignalMark.objects.count()) == (1, 1, 2)
    assert {(one.ladder.competency.key, one.step, one.not_observed) for one in Rating.objects.all()} == {
        ("problem_solving", 4, ""),
        ("communication", None, "No time"),
    }


def test_a_line_put_right_in_the_same_form_replaces_it(ivans_interview, ivan, sheet, rate_limiter):
    signed_in(ivan).post(address(ivans_interview), sheet)
    signed_in(ivan).post(address(ivans_interview), sheet | {f"lines_{rate_limiter.pk}": "+ asks about bursts of ten"})

    assert "asks about bursts of ten" in set(NoteLine.objects.values_list("text", flat=True))
    assert NoteLine.objects.count() == 4


def test_with_a_mistake_nothing_is_entered_and_nothing_is_lost(ivans_interview, ivan, sheet, rate_limiter, communication):
    wrong = sheet | {"ended": "2026-03-02T09:00", f"why_{communication.current_id}": ""}

    answer = signed_in(ivan).post(address(ivans_interview), wrong)

    body = answer.content.decode()
    assert answer.status_code == 422
    assert "The end comes after the beginning" in body
    assert "Say why Communication was not observed" in body
    for typed in ("+ asks about bursts", "was five minutes late", "+ compared two ways", ENTRY):
        assert typed in body
    assert not NoteLine.objects.exists()


def test_the_sheet_says_where_it_is_entered_and_has_room_to_write(ivans_interview, ivan, hints_needed):
    page = signed_in(ivan).get(f"/interviews/{ivans_interview.pk}/sheet/").content.decode()

    where = f"{settings.BASE_URL}{address(ivans_interview)}"
    assert where in page
    assert segno.make(where, error="m", micro=False).svg_inline(scale=3, border=2, dark="#000", light="#fff") in page
    for room in ('<th scope="col">Time</th>', "Hints needed", "Not observed, because"):
        assert room in page


def test_who_has_no_seat_that_scores_enters_nothing(ivans_interview, otto, lena):
    assert [signed_in(who).get(address(ivans_interview)).status_code for who in (otto, lena)] == [404, 404]

"""Finding a question for one candidate: in the room, and in the list for an interview."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from interviews.models import asking
from questionbank import leaks
from tests.factories import make_interview, make_question

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def variant(levels, problem_solving, rate_limiter):
    """Another question of the rate limiter's family."""
    return make_question(
        key="rate-limiter-2",
        title="Rate limiter with bursts",
        lowest=levels["mid"],
        highest=levels["mid"],
        competencies=[problem_solving],
        family=rate_limiter.question.family,
    )


@pytest.fixture
def new(levels, problem_solving):
    """A question of its own."""
    made = make_question(
        key="rates", title="Exchange rate", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving]
    )
    made.question.pilot(why="New", now=BEFORE)
    return made


@pytest.fixture
def room(loop, ivan, ines, rate_limiter, variant, new):
    """Ines is in the room; Ivan asked the rate limiter in the interview before."""
    first, second = loop.stages.order_by("place")[:2]
    earlier = make_interview(stage=first, lead=ivan, starts_at=BEFORE)
    earlier.start(now=BEFORE)
    asking.ask(earlier, rate_limiter, by=ivan, now=BEFORE)
    earlier.end(now=BEFORE + timedelta(hours=1))
    now = make_interview(stage=second, lead=ines, starts_at=BEFORE + timedelta(hours=2))
    now.start(now=BEFORE + timedelta(hours=2))
    return now


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def said(answer) -> str:
    return " ".join(answer.content.decode().split())


def picked(room, person, **typed) -> list[tuple[str, str]]:
    rows = signed_in(person).get(f"/interviews/{room.pk}/room/search/", typed).context["found"].rows
    return [(row["key"], row["met"].version.title if row["met"] else "") for row in rows]


def test_the_picker_tells_what_the_candidate_met_and_leaves_it_out_by_choice(room, ines):
    met = "Rate limiter for one endpoint"

    assert sorted(picked(room, ines, q="rate")) == [("rate-limiter", met), ("rate-limiter-2", met), ("rates", "")]
    assert picked(room, ines, q="rate", repeats="without") == [("rates", "")]


def test_the_picker_says_length_level_competency_state_and_the_day_but_not_by_whom(room, ines):
    shown = said(signed_in(ines).get(f"/interviews/{room.pk}/room/search/", {"q": "rate"}))

    assert '<b>Exchange rate</b> <span class="nowrap">20 min</span>' in shown
    assert "Mid to staff, Problem solving" in shown
    assert "On trial" in shown
    assert "Asked on 2 Mar 2026" in shown
    assert "as “Rate limiter for one endpoint”" in shown
    assert "Ivan" not in shown
    assert "3 questions found" in shown


def test_what_was_asked_in_this_very_interview_is_told_as_that(room, ines, new):
    asking.ask(room, new, by=ines, now=BEFORE + timedelta(hours=2))

    assert "Asked in this interview" in said(signed_in(ines).get(f"/interviews/{room.pk}/room/search/", {"q": "exchange"}))


def test_the_picker_puts_typing_errors_right(room, ines):
    answer = signed_in(ines).get(f"/interviews/{room.pk}/room/search/", {"q": "exchnage"})

    assert "No question has “exchnage”. These have <b>exchange</b>" in said(answer)
    assert picked(room, ines, q="exchnage") == [("rates", "")]


def test_the_picker_hides_what_may_have_leaked_and_what_is_retired(room, ines, rate_limiter, variant):
    leaks.report(rate_limiter.question, "https://example.com", by=ines, now=timezone.now())
    variant.question.retire(why="Old", now=timezone.now())

    assert [key for key, _ in picked(room, ines, q="rate")] == ["rates"]


def test_nothing_is_found_for_nothing(room, ines):
    assert picked(room, ines, q=" ") == []


def test_the_list_for_an_interview_marks_and_leaves_out_what_was_asked(room, ines):
    client = signed_in(ines)

    everything = client.get("/questions/", {"interview": room.pk})
    rest = client.get("/questions/", {"interview": room.pk, "repeats": "without", "q": "rate"})

    assert [bool(row["met"]) for row in everything.context["found"].rows] == [False, True, True]
    assert "Asked on 2 Mar 2026" in said(everything)
    assert "For Maya Chen" in said(everything)
    assert [row["key"] for row in rest.context["found"].rows] == ["rates"]
    assert rest.context["counts"].of["repeats"]["without"] == 1


@pytest.mark.parametrize(("who", "knows"), [("ines", True), ("ivan", False), ("lena", True), ("otto", False), ("carla", False)])
def test_only_who_may_see_the_interview_learns_what_was_asked(room, request, who, knows):
    answer = signed_in(request.getfixturevalue(who)).get("/questions/", {"interview": room.pk, "repeats": "without"})

    assert (len(answer.context["found"].rows) == 1) == knows
    assert ("Maya" in answer.content.decode()) == knows


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30, "²"])
def test_an_interview_that_is_none_changes_nothing(room, ines, number):
    assert len(signed_in(ines).get("/questions/", {"interview": number}).context["found"].rows) == 3

"""Questions that a candidate met before: told before they are asked again, and asked only with a reason that stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from interviews.models import AskedQuestion, asking
from tests.factories import make_interview, make_question

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REASON = "They wanted to try it again"


@pytest.fixture
def variant(levels, problem_solving, rate_limiter):
    """Another question of the rate limiter's family."""
    return make_question(
        key="rate-limiter-2",
        title="Rate limiter with bursts",
        lowest=levels["mid"],
        highest=levels["staff"],
        competencies=[problem_solving],
        family=rate_limiter.question.family,
    )


@pytest.fixture
def room(loop, ivan, ines, rate_limiter):
    """Ines is in the room; Ivan asked the rate limiter in the interview before. Gives the interview and her client."""
    first, second = loop.stages.order_by("place")[:2]
    earlier = make_interview(stage=first, lead=ivan, starts_at=BEFORE)
    earlier.start(now=BEFORE)
    asking.ask(earlier, rate_limiter, by=ivan, now=BEFORE)
    earlier.end(now=BEFORE + timedelta(hours=1))
    now = make_interview(stage=second, lead=ines, starts_at=BEFORE + timedelta(hours=2))
    now.start(now=BEFORE + timedelta(hours=2))
    client = Client()
    client.force_login(ines, "allauth.account.auth_backends.AuthenticationBackend")
    return now, client


def ask(room, version, *, headers=None, **typed):
    interview, client = room
    return client.post(f"/interviews/{interview.pk}/asked/", {"version": version.pk, **typed}, headers=headers)


@pytest.mark.parametrize("headers", [None, {"hx-request": "true"}], ids=["plain", "htmx"])
def test_a_question_of_a_family_met_before_is_told_and_not_asked(room, variant, headers):
    answer = ask(room, variant, headers=headers)

    told = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "Maya Chen was asked “Rate limiter for one endpoint” on 2 Mar 2026. Choose another question" in told
    assert "Why ask “Rate limiter with bursts” all the same" in told
    assert not room[0].asked.exists()


def test_with_a_reason_it_is_asked_and_the_reason_stays(room, variant):
    for _ in range(2):
        ask(room, variant, reason=f"  {REASON} ")

    asked = AskedQuestion.objects.get(interview=room[0])
    assert (asked.version, asked.repeat_reason) == (variant, REASON)


def test_a_reason_of_blanks_is_none(room, variant):
    assert ask(room, variant, reason="   ").status_code == 422
    assert not room[0].asked.exists()


def test_a_question_that_is_new_to_the_candidate_needs_no_reason(room, levels, problem_solving):
    new = make_question(key="new", title="New", lowest=levels["mid"], highest=levels["staff"], competencies=[problem_solving])

    ask(room, new)

    assert AskedQuestion.objects.get(interview=room[0]).repeat_reason == ""

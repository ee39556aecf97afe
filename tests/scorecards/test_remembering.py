"""How long after the answer a rating was given, and what was not rated when the room moved on."""

from datetime import UTC, datetime, timedelta

import pytest

from interviews.models import asking
from scorecards.models import PassedOver, capture, remembering
from tests.factories import make_question, make_scorecard, make_seat

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (5, "Rated live"),
        (21, "Rated live, 1 min after the answer"),
        (59, "Rated live, 39 min after the answer"),
        (60, "Rated live, 40 min after the answer"),
        (61, "Rated right after the interview"),
        (70, "Rated 10 min after the interview"),
        (60 + 26 * 60, "Rated 26 h after the interview"),
        (60 + 49 * 60, "Rated 2 days after the interview"),
    ],
)
def test_the_age_of_a_rating_in_words(minutes, words):
    at, answered, over = (BEGAN + timedelta(minutes=minutes) for minutes in (minutes, 20, 60))

    assert remembering.age(at, answered_at=answered, over_at=over) == words


@pytest.mark.django_db
def test_going_on_is_a_fact_on_every_open_card_that_has_no_rating(
    ivans_interview, rate_limiter, problem_solving, communication, levels, ivan, ines
):
    ivans_interview.start(now=BEGAN)
    make_seat(interview=ivans_interview, person=ines, role="panel")
    mine, hers = (make_scorecard(interview=ivans_interview, person=who) for who in (ivan, ines))
    asked = asking.ask(ivans_interview, rate_limiter, by=ivan, now=BEGAN)
    capture.rate(hers, problem_solving.current, step=3, now=BEGAN)

    for _ in range(2):
        remembering.pass_over(asked, mine.seat, now=BEGAN + timedelta(minutes=9))

    assert [(one.scorecard, one.competency) for one in PassedOver.objects.all()] == [(mine, problem_solving)]


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "stays"), [(8, False), (10, True)], ids=["before, told later", "after"])
def test_a_rating_given_before_going_on_takes_the_fact_back(ivans_interview, rate_limiter, problem_solving, ivan, minutes, stays):
    ivans_interview.start(now=BEGAN)
    card = make_scorecard(interview=ivans_interview)
    asked = asking.ask(ivans_interview, rate_limiter, by=ivan, now=BEGAN)
    remembering.pass_over(asked, card.seat, now=BEGAN + timedelta(minutes=9))

    capture.rate(card, problem_solving.current, step=3, now=BEGAN + timedelta(minutes=minutes))

    assert PassedOver.objects.exists() == stays


@pytest.mark.django_db
def test_a_question_told_of_after_the_end_was_asked_until_the_end(ivans_interview, rate_limiter, levels, communication, ivan):
    later = make_question(key="later", title="Later", lowest=levels["mid"], highest=levels["staff"], competencies=[communication])
    over = BEGAN + timedelta(hours=1)
    ivans_interview.start(now=BEGAN)
    first = asking.ask(ivans_interview, rate_limiter, by=ivan, now=BEGAN)
    asking.finish(first, now=over)
    ivans_interview.end(now=over)

    second = asking.ask(ivans_interview, later, by=ivan, now=BEGAN + timedelta(minutes=30))

    first.refresh_from_db()
    assert (first.ended_at, second.ended_at) == (BEGAN + timedelta(minutes=30), over)

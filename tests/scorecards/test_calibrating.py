"""Severity, ease and agreement of a company: counted from what may tell, and shown beside the raw figure after the reveal."""

from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest

from interviews.models import Leaning, asking
from scorecards import calibrating, matrix
from scorecards.models import Agreement, Ease, Exposure, Scorecard, Severity, debate
from scorecards.models.capture import note, rate
from scorecards.models.exposure import What
from scorecards.models.sealing import submit
from scorecards.severity import FEWEST, Rating
from scorecards.tasks import count_severity
from tests.clients import signed_in
from tests.factories import LONG_AGO, make_candidate, make_interview, make_loop

TOO_FEW = "Adjusting takes 8 independent scorecards of each interviewer in loops that were decided before."


@pytest.fixture
def judged(plan, job, lena, ivan, ines, rate_limiter, now):
    """`judged(ivan=3, ines=5)`: one more candidate, Coding by ivan and System design by ines, each with this step everywhere."""
    count = 0

    def one_more(*, is_decided: bool = True, has_peeked: bool = False, **steps: int):
        nonlocal count
        count += 1
        begin = now + timedelta(days=count)
        candidate = make_candidate(name=f"Candidate {count}", email=f"c{count}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena)
        for stage, person, hours in zip(loop.stages.order_by("place"), (ivan, ines), (0, 2), strict=True):
            interview = make_interview(stage=stage, lead=person, starts_at=begin + timedelta(hours=hours))
            interview.start(now=interview.starts_at)
            asking.ask(interview, rate_limiter, by=person, now=interview.starts_at, repeat_reason="To compare")
            interview.end(now=interview.ends_at)
            if has_peeked and person == ines:
                Exposure.note(loop, ines, [What.AGGREGATE], now=interview.ends_at)
            sealed(interview, step=steps[person.name.split()[0].lower()])
        if is_decided:
            debrief = debate.open_debrief(loop, members=[lena], by=lena, now=begin)
            debate.vote(debrief, lena, verdict=3, level=loop.level, comment="", now=begin)
            debate.reveal(debrief, now=begin)
            debate.decide(debrief, outcome="no_hire", reason="Not now", by=lena, now=begin + timedelta(hours=4))
        return loop

    return one_more


def sealed(interview, *, step: int) -> Scorecard:
    card = Scorecard.of(interview.seats.get(role="lead"), now=interview.starts_at)
    for ladder in card.ladders():
        note(card, id=uuid4(), line="+ did it", competency=ladder.competency, offset=60, now=interview.starts_at)
        rate(card, ladder, step=step, now=interview.starts_at)
    card.summary, card.verdict, card.confidence, card.hire_level = "Did it", 3, 2, card.level
    card.save(update_fields=["summary", "verdict", "confidence", "hire_level"])
    return submit(card, now=interview.ends_at)


def known(person, *, value: float, cards: int = 12, group: int = 1) -> Severity:
    return Severity.objects.create(person=person, value=value, cards=cards, group=group, people=7, counted_at=LONG_AGO)


def composite_on(client, loop) -> str:
    """What the debrief's page says of composites."""
    page = " ".join(client.get(f"/loops/{loop.pk}/debrief/").content.decode().split())
    return page[page.index("Composite by") :] if "Composite by" in page else ""


@pytest.mark.django_db
def test_severity_is_counted_from_independent_cards_of_decided_loops(judged, ivan, ines, rate_limiter, now):
    for ivans, iness in ((2, 3), (3, 4), (3, 5)):
        judged(ivan=ivans, ines=iness)
    judged(ivan=5, ines=2, is_decided=False)
    judged(ivan=5, ines=2, has_peeked=True)

    calibrating.count(now=now + timedelta(days=30))

    of_ivan, of_ines = Severity.objects.get(person=ivan), Severity.objects.get(person=ines)
    assert of_ivan.value < -0.2
    assert of_ines.value == pytest.approx(-of_ivan.value, abs=1e-4)
    assert (of_ivan.cards, of_ines.cards) == (3, 3)
    assert of_ivan.group == of_ines.group
    assert list(Ease.objects.values_list("question", flat=True)) == [rate_limiter.question_id]


@pytest.mark.django_db
def test_counting_again_gives_the_same_and_forgets_what_is_too_old(judged, now):
    judged(ivan=2, ines=4)

    calibrating.count(now=now + timedelta(days=30))
    first = list(Severity.objects.order_by("person").values("person", "value", "cards"))
    calibrating.count(now=now + timedelta(days=30))

    assert list(Severity.objects.order_by("person").values("person", "value", "cards")) == first
    assert len(first) == 2
    count_severity()
    assert Severity.objects.count() == 2
    calibrating.count(now=now + timedelta(days=800))
    assert Severity.objects.count() == 0


@pytest.mark.django_db
def test_the_planner_learns_the_leaning_of_who_has_enough_cards(judged, ivan, now):
    for _ in range(FEWEST - 1):
        judged(ivan=4, ines=5)
    calibrating.count(now=now + timedelta(days=30))
    few = Leaning.objects.count()
    judged(ivan=4, ines=5)
    calibrating.count(now=now + timedelta(days=30))

    assert few == 0
    assert Leaning.objects.count() == 2
    assert Leaning.objects.get(person=ivan).points == Severity.objects.get(person=ivan).value


@pytest.mark.django_db
def test_the_debrief_shows_the_adjusted_composite_beside_the_raw_once_voting_is_over(judged, lena, ivan, ines, now):
    loop = judged(ivan=4, ines=5, is_decided=False)
    known(ivan, value=-0.5, cards=9)
    known(ines, value=0.1)
    debrief = debate.open_debrief(loop, members=[lena], by=lena, now=now)
    debate.vote(debrief, lena, verdict=3, level=loop.level, comment="", now=now)
    client = signed_in(lena)

    before = composite_on(client, loop)
    debate.reveal(debrief, now=now)
    talking = composite_on(client, loop)
    debate.end_voting(debrief, now=now)

    assert before == talking == ""
    said = composite_on(client, loop)
    assert "Composite by the loop's weights: 3.5 ± 0.6 of 4." in said
    assert "easy its questions are: 3.7 ± 0.6, higher than the raw one." in said
    assert "From 9 to 12 independent scorecards of each interviewer, compared within the 7 who share candidates." in said


@pytest.mark.django_db
def test_the_debrief_says_why_nothing_is_adjusted(judged, lena, ivan, ines, now):
    loop = judged(ivan=4, ines=5)
    client = signed_in(lena)

    assert TOO_FEW in composite_on(client, loop)
    known(ivan, value=-0.5)
    few = known(ines, value=0.1, cards=7)
    assert TOO_FEW in composite_on(client, loop)
    Severity.objects.filter(pk=few.pk).update(cards=8, group=2)
    assert "have rated no candidates in common" in composite_on(client, loop)


@pytest.mark.django_db
def test_the_ease_of_the_question_that_was_asked_is_taken_away_too(judged, lena, ivan, ines, rate_limiter, now):
    loop = judged(ivan=4, ines=4)
    known(ivan, value=0)
    known(ines, value=0)
    Ease.objects.create(question=rate_limiter.question, value=0.4, counted_at=now)

    found = calibrating.adjusted(matrix.table(loop, lena))

    raw = matrix.table(loop, lena).composite
    # The rate limiter tests problem solving, of weight 3 of 5.
    assert found.composite == pytest.approx(raw - 0.4 * 3 / 5)
    assert found.beside(raw) == "lower than the raw one"


@pytest.mark.django_db
def test_adjusting_takes_two_queries(judged, lena, ivan, ines, django_assert_num_queries):
    table = matrix.table(judged(ivan=4, ines=5), lena)
    known(ivan, value=0.1)
    known(ines, value=0.1)

    with django_assert_num_queries(2):
        assert calibrating.adjusted(table).refused == ""


@pytest.mark.django_db
def test_agreement_of_the_company_stands_below_the_composite(judged, lena, now):
    loop = judged(ivan=4, ines=5)
    Agreement.objects.create(alpha=0.1, low=0.05, high=0.15, candidates=80, counted_at=now)
    Agreement.objects.create(alpha=0.42, low=0.36, high=0.48, candidates=81, counted_at=now + timedelta(days=1))

    assert "0.42 (0.36 to 0.48, 81 candidates)" in composite_on(signed_in(lena), loop)


def rated_by_two(candidates: int) -> list[Rating]:
    """Two interviewers who mostly agree, on two competencies each."""
    random = Random(7)  # noqa: S311 -- the same ratings each time
    ratings = []
    for candidate in range(candidates):
        for competency in ("design", "code"):
            value = random.randint(1, 4)
            for person in ("ivan", "ines"):
                off = random.choice((0, 0, 0, 1, -1))
                ratings.append(Rating(candidate, person, competency, competency, (candidate, person), min(4, max(1, value + off))))
    return ratings


def test_agreement_is_told_with_its_range_from_fifty_candidates_on(now):
    found = calibrating._agreement(rated_by_two(50), now)

    assert found.candidates == 50
    assert 0.6 < found.low < found.alpha < found.high < 1
    assert calibrating._agreement(rated_by_two(50), now).low == found.low
    assert calibrating._agreement(rated_by_two(49), now) is None

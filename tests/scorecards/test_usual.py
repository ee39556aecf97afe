"""How interviewers rate otherwise: counts of decided loops beside a rating, from ten on, after the reveal."""

from datetime import timedelta

import pytest

from scorecards import matrix
from scorecards import usual as counting
from scorecards.models import Debrief, Scorecard, debate
from tests.clients import signed_in
from tests.factories import make_candidate, make_interview, make_loop, make_scorecard, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(plan, job, lena, ivan, carla, now):
    """`before(days)`: ivan rated somebody else's Coding at step 4, that is 3 for senior; it is decided, unless said."""

    def one_more(days: int, *, is_decided: bool = True) -> None:
        candidate = make_candidate(name=f"Candidate {days}", email=f"c{days}@example.org", added_by=lena)
        loop = make_loop(plan=plan, candidate=candidate, job=job, recruiter=lena)
        interview = make_interview(stage=loop.stages.get(name="Coding"), lead=ivan, starts_at=now - timedelta(days=days))
        make_scorecard(interview=interview, submitted=True)
        if is_decided:
            debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
            debate.vote(debrief, carla, verdict=3, level=None, comment="", now=now)
            debate.reveal(debrief, now=now)
            debate.decide(Debrief.objects.get(pk=debrief.pk), outcome="no_hire", reason="Not now", by=lena, now=now)

    return one_more


@pytest.fixture
def revealed(loop, ivans_interview, carla, lena, now):
    make_scorecard(interview=ivans_interview, submitted=True)
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="", now=now)
    debate.reveal(debrief, now=now)
    return debrief


@pytest.mark.parametrize(("fewest", "counts"), [(2, (0, 0, 2, 0)), (3, None)])
def test_decided_loops_are_counted_and_shown_from_enough_on(revealed, before, loop, lena, monkeypatch, fewest, counts):
    monkeypatch.setattr(counting, "FEWEST", fewest)
    before(1)
    before(2)
    before(3, is_decided=False)

    told = counting.usual(loop, matrix.table(loop, lena))

    assert [(one.competency, one.person, one.value, one.counts) for one in told] == [
        ("Problem solving", "Ivan Interviewer", 3, counts),
        ("Communication", "Ivan Interviewer", 3, counts),
    ]


def test_beside_the_evidence_of_a_cell_it_counts_for_that_cell_alone(
    revealed, before, loop, carla, monkeypatch, problem_solving, django_assert_num_queries
):
    monkeypatch.setattr(counting, "FEWEST", 2)
    before(1)
    before(2)
    client, page = signed_in(carla), f"/loops/{loop.pk}/debrief/"
    cell = f"{Scorecard.objects.get(seat__interview__stage__loop=loop).pk}-{problem_solving.pk}"
    closed = client.get(page).content.decode()

    shown = client.get(page, {"cell": cell})
    table = matrix.table(loop, carla)
    with django_assert_num_queries(1):
        [one] = counting.usual(loop, table, cell=tuple(map(int, cell.split("-"))))
    with django_assert_num_queries(0):
        nothing = counting.usual(loop, table, cell=(0, 0))

    assert (one.counts, nothing) == ((0, 0, 2, 0), [])
    words = "In decided loops before, Ivan Interviewer rated it 2 times:"
    assert (words in shown.content.decode(), words in closed, shown.context["usual"]) == (True, False, [one])


def test_below_ten_the_cell_says_so_and_before_the_reveal_nothing(loop, ivans_interview, problem_solving, lena, carla, now):
    card = make_scorecard(interview=ivans_interview, submitted=True)
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="", now=now)

    def page() -> str:
        return signed_in(carla).get(f"/loops/{loop.pk}/debrief/?cell={card.pk}-{problem_solving.pk}").content.decode()

    before = page()
    debate.reveal(debrief, now=now)
    assert ("rated it too few times" in before, "rated it too few times" in page()) == (False, True)


def test_below_ten_it_says_so(revealed, before, loop, carla):
    before(1)

    page = signed_in(carla).get(f"/loops/{loop.pk}/debrief/usual/").content.decode()

    assert "Of 2 ratings there is nothing to compare with: fewer than 10 ratings before." in page


def test_only_after_the_reveal_and_only_to_who_may_see_the_debrief(loop, ivans_interview, ines_interview, carla, otto, lena, now):
    make_scorecard(interview=ivans_interview, submitted=True)
    make_scorecard(interview=ines_interview, submitted=True)
    debate.open_debrief(loop, members=[carla], by=lena, now=now)

    def status(person) -> int:
        return signed_in(person).get(f"/loops/{loop.pk}/debrief/usual/").status_code

    assert (status(carla), status(otto)) == (403, 404)
    make_seat(interview=ines_interview, person=carla, role="panel")
    assert status(carla) == 404

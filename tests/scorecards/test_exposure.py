"""Every opening of what others wrote, rated, voted or decided is kept, and a seal tells what its author had opened."""

from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import Event
from scorecards import independence
from scorecards.models import Exposure, Seal, debate
from scorecards.models.exposure import ONE_OPENING, What, seen_by
from tests.clients import signed_in
from tests.factories import make_loop, make_scorecard

pytestmark = pytest.mark.django_db
AT = "2026-03-02T14:00:00+00:00"


def kept(person) -> list[tuple[str, int | None]]:
    """What this person has opened, in order."""
    return list(Exposure.objects.filter(person=person).order_by("at", "pk").values_list("what", "scorecard"))


@pytest.fixture
def ivans_card(ivans_interview, monday):
    return make_scorecard(interview=ivans_interview, submitted=True)


@pytest.fixture
def decided(loop, ivans_card, ines_interview, carla, lena, now):
    """Carla voted on both cards, the votes are shown, the decision waits for more."""
    make_scorecard(interview=ines_interview, submitted=True)
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="", now=now)
    debate.reveal(debrief, now=now)
    later = {"missing_evidence": "Depth", "review_on": date(2026, 4, 1)}
    return debate.decide(debrief, outcome="hold", reason="Not sure", by=lena, now=now, **later)


def test_each_opening_of_anothers_card_is_kept_and_noted(ivans_card, lena, ivan):
    for person in (lena, ivan):
        assert signed_in(person).get(f"/scorecards/{ivans_card.pk}/").status_code == 200

    assert (kept(lena), kept(ivan)) == ([("scorecard", ivans_card.pk)], [])
    assert list(Event.objects.filter(verb="read").values_list("who", "noun")) == [(lena.pk, f"scorecard {ivans_card.pk}")]


def test_the_same_within_five_minutes_is_one_opening(loop, ivans_card, lena, now):
    for minutes in (0, 4, 6):
        Exposure.note(loop, lena, [What.CARD], now=now + timedelta(minutes=minutes), cards=[ivans_card])

    assert timedelta(minutes=5) == ONE_OPENING
    assert [one.at for one in Exposure.objects.order_by("at")] == [now, now + timedelta(minutes=6)]


def test_the_debrief_exposes_to_what_it_shows(loop, decided, carla, ivan):
    mine, other = Seal.objects.filter(decision=None).order_by("place").values_list("scorecard", flat=True)

    signed_in(carla).get(f"/loops/{loop.pk}/debrief/")
    signed_in(ivan).get(f"/loops/{loop.pk}/debrief/")

    assert sorted(kept(carla), key=str) == [
        ("aggregate", None),
        ("decision", None),
        ("ratings", mine),
        ("ratings", other),
        ("votes", None),
    ]
    assert {scorecard for what, scorecard in kept(ivan) if what == "ratings"} == {other}


def test_who_has_not_voted_yet_is_exposed_to_nothing_by_the_table(loop, ivans_card, ines_interview, carla, lena, now):
    make_scorecard(interview=ines_interview, submitted=True)
    debate.open_debrief(loop, members=[carla], by=lena, now=now)

    page = signed_in(carla).get(f"/loops/{loop.pk}/debrief/").content.decode()

    assert "The ratings unfold here once you have voted" in page
    assert kept(carla) == []


def test_the_board_and_the_loop_expose_to_a_decision_once(loop, decided, ada):
    browser = signed_in(ada)

    for _ in range(3):
        assert "On hold until" in browser.get("/loops/").content.decode()
    assert kept(ada) == [("decision", None)]
    with time_machine.travel("2026-03-03T09:00:00+00:00", tick=False):
        signed_in(ada).get(f"/loops/{loop.pk}/")
    assert kept(ada) == [("decision", None)] * 2


def test_a_seal_keeps_what_its_author_had_opened(loop, ivans_card, ivans_interview, ines_interview, ines, now):
    Exposure.note(loop, ines, [What.CARD], now=now, cards=[ivans_card])
    make_scorecard(interview=ines_interview, submitted=True)

    first, second = Seal.objects.order_by("place")

    assert first.had_seen == []
    (seen,) = second.had_seen
    assert (seen["what"], seen["of"], seen["times"], seen["earlier"]) == ("scorecard", "Ivan Interviewer", 1, False)
    assert [independence.of(seal.had_seen).words for seal in (first, second)] == [
        "Independent",
        "Had seen 1 scorecard",
    ]


def test_the_debrief_shows_which_cards_are_independent(loop, ivans_card, ines_interview, ines, carla, lena, now):
    Exposure.note(loop, ines, [What.AGGREGATE], now=now)
    make_scorecard(interview=ines_interview, submitted=True)
    debate.open_debrief(loop, members=[carla], by=lena, now=now)

    page = signed_in(lena).get(f"/loops/{loop.pk}/debrief/").content.decode()

    assert page.count(">Independent</span>") == 1
    assert page.count(">Had seen the ranges of all ratings</span>") == 1


def test_a_card_says_what_its_author_had_opened(loop, ivans_card, ines_interview, ines, lena, now):
    Exposure.note(loop, ines, [What.CARD], now=now, cards=[ivans_card])
    card = make_scorecard(interview=ines_interview, submitted=True)
    browser = signed_in(lena)

    pages = [browser.get(f"/scorecards/{one.pk}/").content.decode() for one in (ivans_card, card)]

    assert "Sealed before its author had opened anything of this candidate" in pages[0]
    assert "<summary>Had seen 1 scorecard</summary>" in pages[1]
    assert "<li>Scorecard of Ivan Interviewer, first on Mon 2 Mar, 10:00 Berlin</li>" in pages[1]


def seen(what: str, *, of: str = "", times: int = 1, earlier: bool = False) -> dict:
    return {"what": what, "scorecard": 1 if of else None, "of": of, "at": AT, "times": times, "earlier": earlier}


@pytest.mark.parametrize(
    ("had_seen", "words"),
    [
        ([], "Independent"),
        ([seen("scorecard", of="Ines")], "Had seen 1 scorecard"),
        ([seen("scorecard", of="Ines", times=3), seen("scorecard", of="Otto")], "Had seen 2 scorecards"),
        ([seen("decision"), seen("scorecard", of="Ines")], "Had seen 1 scorecard and the decision"),
        (
            [seen("votes"), seen("ratings", of="Ines"), seen("ratings", of="Otto"), seen("aggregate")],
            "Had seen 2 others' ratings, the ranges of all ratings and the votes",
        ),
        ([seen("scorecard", of="Ines", earlier=True)], "Had seen 1 scorecard of an earlier loop"),
        ([seen("decision"), seen("decision", earlier=True)], "Had seen the decision, and the decision of an earlier loop"),
    ],
)
def test_independence_in_words(had_seen, words):
    assert independence.of(had_seen).words == words


def test_what_was_opened_is_said_one_by_one():
    told = independence.of([seen("scorecard", of="Ines Interviewer", times=3), seen("decision", earlier=True)])

    assert [str(one) for one in told.opened] == ["Scorecard of Ines Interviewer, 3 times", "Decision, in an earlier loop"]


def test_an_earlier_loop_of_the_same_candidate_counts(loop, plan, maya, lena, ines, now):
    Exposure.note(loop, ines, [What.DECISION], now=now)
    loop.close(by=lena, now=now)
    again = make_loop(plan=plan, candidate=maya, job=loop.job, recruiter=lena)

    assert [(one["what"], one["earlier"]) for one in seen_by(ines, again)] == [("decision", True)]

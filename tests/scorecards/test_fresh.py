"""After one more interview: its scorecard is read, the members vote again in private, and the decision rests on that."""

from datetime import timedelta

import pytest

from accounts.access import Refused
from accounts.models import Mail
from scorecards import reminding, verifying
from scorecards.models import Debrief, Decision, FreshRound, Seal, Vote, debate, fresh, protocol
from tests.clients import signed_in
from tests.factories import make_interview, make_scorecard, make_user
from tests.scorecards.debating import page_of, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
HOUR = timedelta(hours=1)


@pytest.fixture
def asked(over, loop, lena, problem_solving, now) -> Decision:
    """One more interview on problem solving is decided."""
    return debate.decide(
        over, outcome="another_interview", reason="We could not tell", focus=[problem_solving], by=lena, now=now + HOUR
    )


@pytest.fixture
def came(asked, olga, now):
    """Its scorecard is in: olga's, a 3 on problem solving."""
    interview = make_interview(stage=asked.stage, lead=olga, starts_at=now + timedelta(days=1))
    return make_scorecard(interview=interview, submitted=True)


@pytest.fixture
def olga(db):
    return make_user(name="Olga Onemore", email="olga@example.com")


@pytest.fixture
def again(came, lena, now) -> FreshRound:
    return fresh.open_round(Debrief.objects.get(), by=lena, now=now + 2 * HOUR)


def cast(person, verdict, now, **ratings) -> Vote:
    debrief = Debrief.objects.get()
    protocol.end_reading(debrief, person, now=now)
    return debate.vote(debrief, person, verdict=verdict, level=None, comment=f"{person} now", now=now, **ratings)


def test_it_waits_for_the_new_scorecard(asked, loop, lena, now):
    with pytest.raises(Refused, match="No scorecard came in"):
        fresh.open_round(Debrief.objects.get(), by=lena, now=now)

    assert "Let them vote again" not in page_of(lena, loop)


def test_nothing_is_decided_over_a_scorecard_that_nobody_voted_on(came, loop, lena, now):
    page = page_of(lena, loop)

    with pytest.raises(Refused, match="vote again first"):
        debate.decide(Debrief.objects.get(), outcome="hire", level=loop.level, reason="Now", by=lena, now=now + 2 * HOUR)

    assert ("Olga Onemore submitted the scorecard" in page, "Let them vote again" in page) == (True, True)
    assert "Decide again</h2>" not in page


def test_the_members_read_and_vote_on_what_is_new(again, loop, lena, carla, ivan, communication, problem_solving, now):
    waits = signed_in(carla).get("/").content.decode()
    before = page_of(carla, loop)
    refused = post(carla, "vote", loop, {"verdict": 3, "comment": "x"})
    post(carla, "reading", loop)
    form = signed_in(carla).get(f"/loops/{loop.pk}/debrief/").context["vote_form"]

    assert "Vote: Maya Chen" in waits
    assert ("I have read" in before, "Composite by" in before) == (True, False)
    assert refused.status_code == 403
    assert [one.name for one in form.competencies] == ["Problem solving"]
    with pytest.raises(Refused, match="Communication is not in the new scorecard"):
        cast(ivan, 3, now, ratings={communication: 1})
    assert post(lena, "decision", loop, {"outcome": "hire", "level": loop.level_id, "reason": "x"}).status_code == 403


def test_its_votes_are_hidden_until_all_are_shown(again, loop, lena, carla, ivan, ines, problem_solving, now):
    debrief = Debrief.objects.get()
    for person in (carla, ivan):
        cast(person, 3, now, ratings={problem_solving: 3})
    hidden = page_of(ines, loop)
    with pytest.raises(Refused, match="has not voted yet"):
        debate.reveal(debrief, by=lena, now=now + 3 * HOUR)
    cast(ines, 3, now, ratings={problem_solving: 4})
    assert set(Vote.objects.shown().values_list("round", flat=True)) == {1}
    debate.reveal(debrief, by=lena, now=now + 3 * HOUR)

    shown = signed_in(ines).get(f"/loops/{loop.pk}/debrief/")
    assert ("Carla Committee now" in hidden, "2 of 3 have voted" in hidden) == (False, True)
    assert "Carla Committee now" in shown.content.decode()
    assert [row.movement.words for row in shown.context["moved"]] == ["2 moved up", "", "1 moved up"]
    assert set(Vote.objects.shown().values_list("round", flat=True)) == {1, 3}
    assert [step.name for step in shown.context["steps"]] == ["One more interview", "Read", "Vote", "Decide"]


def test_the_decision_rests_on_the_last_round_and_earlier_votes_stay(again, loop, lena, carla, ivan, ines, now):
    for person in (carla, ivan, ines):
        cast(person, 3, now + 2 * HOUR)
    post(lena, "reveal", loop)
    first = Decision.objects.get()
    sent = post(lena, "decision", loop, {"outcome": "hire", "level": loop.level_id, "reason": "She showed it"})

    assert sent.status_code == 302  # carla voted no at first and yes now: no dissent is asked for
    last = Decision.objects.latest_first().first()
    assert [(vote["round"], vote["verdict"]) for vote in Seal.objects.get(decision=last).content["votes"]] == [
        (1, 1),
        (1, 3),
        (1, 3),
        (3, 3),
        (3, 3),
        (3, 3),
    ]
    assert {vote["round"] for vote in Seal.objects.get(decision=first).content["votes"]} == {1}
    assert list(verifying.faults(loop.pk)) == []
    packet = signed_in(lena).get(f"/loops/{loop.pk}/packet/").content.decode()
    assert packet.count("vote after one more interview") == 3


def test_a_vote_of_a_fresh_round_that_was_changed_past_the_program_is_found(again, loop, lena, carla, ivan, ines, now):
    for person in (carla, ivan, ines):
        cast(person, 3, now + 2 * HOUR)
    post(lena, "reveal", loop)
    post(lena, "decision", loop, {"outcome": "hire", "level": loop.level_id, "reason": "She showed it"})

    Vote.objects.filter(round=3, person=carla).update(verdict=4)

    assert [str(one) for one in verifying.faults(loop.pk)] == [
        f"Decision 2 of loop {loop.pk}: changed past the program after it was sealed: votes"
    ]


def test_it_opens_once_for_each_decision(again, lena, now):
    with pytest.raises(Refused, match="once the last decision asked for more"):
        fresh.open_round(Debrief.objects.get(), by=lena, now=now)


def test_each_member_is_told_and_reminded(again, carla, now):
    told = Mail.objects.filter(to=carla, key__endswith=":round-3")

    reminding.ask_for_votes(now=now + timedelta(days=1, hours=3))

    assert told.count() == 1
    assert Mail.objects.filter(to=carla, kind="loop.vote_due").count() == 1


def test_a_decision_that_asks_for_more_opens_a_closed_debrief_again(over, loop, lena, carla, problem_solving, now):
    debate.decide(over, outcome="no_hire", reason="Not now", by=lena, now=now)
    assert Debrief.objects.get().closed_at == now

    debate.decide(over, outcome="another_interview", reason="New facts", focus=[problem_solving], by=lena, now=now + HOUR)

    found = Debrief.objects.select_related("loop").get()
    assert (found.closed_at, found.loop.closed_at) == (None, None)

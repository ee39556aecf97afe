"""Who votes in a debrief that is open: somebody is added, or taken off with a reason that stays."""

import pytest
from django.db import Error, transaction

from accounts.access import Refused
from scorecards import verifying
from scorecards.models import Debrief, Member, Seal, TakenOff, Vote, VoteRating, debate, membership, protocol
from tests.clients import signed_in
from tests.factories import make_user
from tests.scorecards.debating import page_of, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def nora(db):
    return make_user(name="Nora Neutral", email="nora@example.com", is_committee=True)


def take_off(debrief, person, lena, now, reason="On leave until June") -> TakenOff:
    return membership.take_off(debrief, person, reason=reason, by=lena, now=now)


def test_who_has_not_voted_is_taken_off_with_a_reason_that_stays(opened, vote, lena, carla, ivan, now):
    vote(ivan, 3)

    take_off(opened, carla, lena, now)

    kept = TakenOff.objects.get()
    assert (kept.person, kept.reason, kept.had_voted, kept.was_bar_raiser, kept.taken_by, kept.taken_at) == (
        carla,
        "On leave until June",
        False,
        False,
        lena,
        now,
    )
    assert [one.person.name for one in opened.members.order_by("person__name")] == ["Ines Interviewer", "Ivan Interviewer"]
    assert not Debrief.objects.visible_to(carla).exists()
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        kept.delete()


def test_a_vote_that_nobody_has_seen_goes_with_its_voter(opened, vote, lena, carla, ivan, ines, now):
    for person, verdict in ((carla, 1), (ivan, 3), (ines, 3)):
        vote(person, verdict)

    take_off(opened, carla, lena, now)
    debate.reveal(opened, by=lena, now=now)

    assert set(Vote.objects.values_list("person", flat=True)) == {ivan.pk, ines.pk}
    assert VoteRating.objects.filter(vote__person=carla).count() == 0
    assert TakenOff.objects.get().had_voted is True


def test_whose_vote_was_shown_stays(revealed, lena, carla, now):
    with pytest.raises(Refused, match="The vote of Carla Committee was shown"):
        take_off(revealed, carla, lena, now)

    assert Member.objects.filter(person=carla).exists()


def test_who_did_not_vote_is_taken_off_after_the_reveal_too(opened, vote, lena, carla, ivan, ines, problem_solving, now):
    vote(ivan, 3)
    vote(carla, 1)
    debate.reveal(opened, by=lena, now=now, early_reason="Ines is ill")

    take_off(opened, ines, lena, now)
    protocol.talk(opened, problem_solving, why="bar", words="", by=lena, now=now)
    debate.vote_again(opened, by=lena, now=now)

    assert [person.name for person in debate.waiting_for(Debrief.objects.get())] == ["Carla Committee", "Ivan Interviewer"]
    assert Debrief.objects.get().bar_raiser is None
    assert TakenOff.objects.get().was_bar_raiser is True


def test_the_quorum_is_checked_anew(opened, lena, carla, ivan, nora, now):
    take_off(opened, carla, lena, now)
    with pytest.raises(Refused, match="2 have to vote, and 1 would be left"):
        take_off(opened, ivan, lena, now)

    membership.add_later(opened, nora, by=lena, now=now)
    take_off(opened, ivan, lena, now)

    assert Member.objects.count() == 2


def test_what_cannot_be(opened, over, loop, lena, ines, otto, now):
    with pytest.raises(Refused, match="does not vote"):
        take_off(opened, otto, lena, now)
    with pytest.raises(Refused, match="Who had no part in them"):
        membership.add_later(over, otto, by=lena, now=now)
    debate.decide(over, outcome="withdrawn", reason="Took another job", by=lena, now=now)
    with pytest.raises(Refused, match="closed"):
        take_off(opened, ines, lena, now)


def test_a_block_is_not_taken_away_with_its_bar_raiser(opened, vote, lena, carla, ivan, ines, now):
    vote(ivan, 3)
    vote(carla, 1)
    debate.reveal(opened, by=lena, now=now, early_reason="Ines is away")
    protocol.block(opened, reason="No evidence of depth", by=ines, now=now)

    with pytest.raises(Refused, match="Only they can take that back"):
        take_off(opened, ines, lena, now)


def test_who_is_added_again_is_told_again_and_both_facts_stay(opened, loop, lena, carla, now):
    take_off(opened, carla, lena, now)

    for _ in range(2):
        membership.add_later(opened, carla, by=lena, now=now)

    told = loop.reminders.filter(kind="debrief_open", mail__to=carla)
    assert (told.count(), TakenOff.objects.count(), Member.objects.filter(person=carla).count()) == (2, 1, 1)


def test_the_seal_of_the_decision_holds_it(opened, vote, loop, lena, carla, ivan, ines, now):
    take_off(opened, carla, lena, now)
    vote(ivan, 3)
    vote(ines, 3)
    debate.reveal(opened, by=lena, now=now)
    debate.end_voting(opened, by=lena, now=now)
    decision = debate.decide(opened, outcome="hire", level=loop.level, reason="Good", by=lena, now=now)

    sealed = Seal.objects.get(decision=decision).content["taken_off"]
    assert sealed == [{"person_id": carla.pk, "by_id": lena.pk, "reason": "On leave until June", "had_voted": False}]
    assert list(verifying.faults(loop.pk)) == []
    assert "On leave until June" in signed_in(lena).get(f"/loops/{loop.pk}/packet/").content.decode()
    hidden = signed_in(lena).get(f"/loops/{loop.pk}/packet/?names=no").content.decode()
    assert ("On leave until June" in hidden, "Carla" in hidden) == (True, False)


def test_the_recruiter_does_it_on_a_page_of_its_own(opened, loop, lena, carla, ines, nora, otto):
    client, address = signed_in(lena), f"/loops/{loop.pk}/debrief/members/"

    silent = client.post(address, {"off-person": carla.pk, "off-reason": "", "take_off": "1"})
    gone = client.post(address, {"off-person": carla.pk, "off-reason": "On leave", "take_off": "1"})
    few = client.post(address, {"off-person": ines.pk, "off-reason": "Is ill today", "take_off": "1"})
    added = client.post(address, {"add-person": nora.pk, "add": "1"})
    wrong = client.post(address, {"add-person": otto.pk, "add": "1"})

    assert (silent.status_code, "Say why they vote no more" in silent.content.decode()) == (422, True)
    assert (gone.status_code, added.status_code, wrong.status_code) == (302, 302, 422)
    assert (few.status_code, "Is ill today" in few.content.decode()) == (422, True)
    page = client.get(address).content.decode()
    assert ("On leave" in page, "They had not voted" in page) == (True, True)
    assert "Nora Neutral" in page_of(lena, loop)
    assert [signed_in(one).get(address).status_code for one in (ines, otto)] == [403, 404]


def test_who_leads_finds_the_page_in_the_debrief(opened, loop, lena, carla):
    words = f"/loops/{loop.pk}/debrief/members/"

    assert (words in page_of(lena, loop), words in page_of(carla, loop)) == (True, False)
    assert post(lena, "debrief_members", loop).status_code == 200


def test_who_interviewed_votes_only_for_a_reason_that_stands_in_the_packet(cards, loop, lena, carla, ivan, now):
    with pytest.raises(Refused, match="Ivan Interviewer interviewed in this loop"):
        debate.open_debrief(loop, members=[carla, ivan], by=lena, now=now)
    assert Debrief.objects.count() == 0

    opened = debate.open_debrief(loop, members=[carla, ivan], exception="Nobody else knows Rust", by=lena, now=now)
    debate.vote(opened, carla, verdict=3, level=None, comment="", now=now)
    debate.vote(opened, ivan, verdict=3, level=None, comment="", now=now)
    debate.reveal(opened, by=lena, now=now)

    assert dict(Member.objects.values_list("person__name", "exception")) == {
        "Carla Committee": "",
        "Ivan Interviewer": "Nobody else knows Rust",
    }
    client = signed_in(lena)
    said = "interviewed and votes by exception: Nobody else knows Rust"
    assert f"Ivan Interviewer {said}" in client.get(f"/loops/{loop.pk}/packet/").content.decode()
    assert f"Coding lead {said}" in client.get(f"/loops/{loop.pk}/packet/?names=no").content.decode()


def test_by_default_the_committee_votes_and_an_interviewer_takes_a_reason(cards, loop, lena, carla, ivan):
    client, opening = signed_in(lena), f"/loops/{loop.pk}/debrief/opening/"

    offered = client.get(f"/loops/{loop.pk}/debrief/")
    silent = client.post(opening, {"members": [carla.pk, ivan.pk]})
    said = client.post(opening, {"members": [carla.pk, ivan.pk], "exception": "Nobody else knows Rust"})

    assert offered.context["form"].fields["members"].initial == [carla]
    assert "Ivan Interviewer, interviewed" in offered.content.decode()
    assert (silent.status_code, "Ivan Interviewer interviewed. Say why they vote too" in silent.content.decode()) == (422, True)
    assert said.status_code == 302


def test_who_is_added_later_takes_a_reason_too(cards, loop, lena, carla, ivan, now):
    opened = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    client, address = signed_in(lena), f"/loops/{loop.pk}/debrief/members/"

    silent = client.post(address, {"add-person": ivan.pk, "add": "1"})
    said = client.post(address, {"add-person": ivan.pk, "add-exception": "Carla is alone", "add": "1"}, follow=True)

    assert (silent.status_code, "Ivan Interviewer interviewed. Say why" in silent.content.decode()) == (422, True)
    assert "Interviewed too: Carla is alone" in said.content.decode()
    assert opened.members.count() == 2

"""The debrief as a protocol: each step up to the decision, what it refuses, and what shows when."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import Refused
from scorecards import access, debriefing
from scorecards.models import Debrief, Decision, Member, Talk, Vote, VoteRating, debate, protocol
from tests.clients import signed_in
from tests.scorecards.debating import page_of, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
MINUTE = timedelta(minutes=1)


# Reading -----------------------------------------------------------------------------------------------------------------


def test_a_vote_opens_once_its_member_has_read(opened, loop, carla, now):
    before = page_of(carla, loop)
    refused = post(carla, "vote", loop, {"verdict": 3, "comment": "x"})
    sent = post(carla, "reading", loop)
    after = page_of(carla, loop)

    assert ("I have read" in before, "Your vote</h2>" in before) == (True, False)
    assert (refused.status_code, "Read the evidence first" in refused.content.decode()) == (403, True)
    assert sent.status_code == 302
    assert ("I have read" in after, "Your vote</h2>" in after) == (False, True)
    member = Member.objects.get(person=carla)
    assert (member.began_reading_at, member.read_at) == (now, now)


def test_the_time_to_read_runs_from_the_first_look_and_ends_nothing(opened, carla, now):
    member = Member.objects.get(person=carla)

    first = debriefing.reading(opened, member, now=now)
    later = debriefing.reading(opened, Member.objects.get(person=carla), now=now + 9 * MINUTE)

    assert (first.until, first.is_over, first.is_done) == (now + 5 * MINUTE, False, False)
    assert (later.until, later.is_over, later.is_done) == (now + 5 * MINUTE, True, False)
    protocol.end_reading(opened, carla, now=now + 9 * MINUTE)
    protocol.end_reading(opened, carla, now=now + 20 * MINUTE)
    assert Member.objects.get(person=carla).read_at == now + 9 * MINUTE


def test_who_does_not_vote_neither_reads_nor_votes(opened, loop, lena, otto):
    assert post(lena, "reading", loop).status_code == 403
    assert access.vote.refusal(lena, opened) == "You do not vote in this debrief."
    assert post(otto, "reading", loop).status_code == 404


def test_evidence_opens_beside_without_the_rating_until_one_has_voted(opened, loop, vote, carla, cards, problem_solving):
    cell = f"/loops/{loop.pk}/debrief/?cell={cards[0].pk}-{problem_solving.pk}"
    browser = signed_in(carla)

    before = browser.get(cell).content.decode()
    vote(carla, 3)
    after = browser.get(cell).content.decode()

    assert "Asked before building (Problem solving)" in before
    assert "Step 4: Problem solving at step 4" not in before
    assert "Step 4: Problem solving at step 4" in after
    for nonsense in ("x", "1-", "9" * 30, f"{cards[0].pk}-999999"):
        assert 'id="beside-name"' not in browser.get(f"/loops/{loop.pk}/debrief/?cell={nonsense}").content.decode()


def test_a_cell_says_how_far_from_the_bar_it_is_and_what_each_rating_stands_on(revealed, loop, carla, cards, problem_solving):
    address = f"/loops/{loop.pk}/debrief/?show=bar"
    plain = page_of(carla, loop)
    by_bar = signed_in(carla).get(address).content.decode()
    opened = signed_in(carla).get(f"{address}&cell={cards[0].pk}-{problem_solving.pk}").content.decode()

    assert "Meets mid on 2 of 2, Meets senior on 2 of 2, Meets staff on 0 of 2." in plain
    assert ("at the bar" in plain, by_bar.count('<span class="grade__word">at the bar</span>')) == (False, 4)
    assert f'href="?show=bar&amp;cell={cards[0].pk}-{problem_solving.pk}" aria-current="true"' in opened
    assert [f"Problem solving at step {step}</li>" in opened for step in range(7)] == [False, False, True, True, True, True, False]


# Votes -------------------------------------------------------------------------------------------------------------------


def test_a_vote_rates_each_competency_or_says_that_it_cannot(opened, loop, carla, problem_solving, communication, now):
    protocol.end_reading(opened, carla, now=now)
    said = {"verdict": 3, "comment": "Holds", f"rating_{problem_solving.pk}": 2}

    missing = post(carla, "vote", loop, said)
    sent = post(carla, "vote", loop, {**said, f"rating_{communication.pk}": "none"})

    assert missing.status_code == 422
    assert "Rate Communication, or say that you cannot tell" in missing.content.decode()
    assert sent.status_code == 302
    assert list(VoteRating.objects.values_list("competency__name", "rating")) == [("Problem solving", 2)]


def test_a_vote_that_is_sent_twice_is_one(opened, loop, carla, problem_solving, communication, now):
    protocol.end_reading(opened, carla, now=now)
    said = {"verdict": 3, "comment": "Holds", f"rating_{problem_solving.pk}": 3, f"rating_{communication.pk}": 3}

    for _ in range(2):
        assert post(carla, "vote", loop, said).status_code == 302

    vote = Vote.objects.get()
    assert vote.ratings.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(debrief=opened, person=carla, round=1, verdict=1, cast_at=now)


def test_nobody_sees_a_vote_before_the_reveal_and_all_do_after_it(opened, loop, vote, lena, carla, ivan, ines, now):
    vote(carla, 1)
    vote(ivan, 3)
    people = (lena, ivan, ines)

    before = [page_of(person, loop) for person in people]
    debate.reveal(opened, by=lena, now=now, early_reason="Ines is ill")
    after = [page_of(person, loop) for person in people]

    assert ["Carla Committee says so" in page for page in before] == [False, False, False]
    assert ["2 of 3 have voted" in page for page in before] == [True, True, True]
    assert ["Carla Committee says so" in page for page in after] == [True, True, True]


def test_the_part_with_who_votes_is_the_same_whatever_was_voted(opened, loop, vote, carla, lena):
    def part() -> str:
        lines = signed_in(lena).get(f"/loops/{loop.pk}/debrief/who/").content.decode().splitlines()
        return "\n".join(line for line in lines if "csrf" not in line)

    vote(carla, 1)
    low = part()
    vote(carla, 4)

    assert part() == low
    assert "1 of 3 have voted" in low


def test_below_the_quorum_no_reason_shows_the_votes(opened, vote, carla, lena, now):
    vote(carla, 1)

    with pytest.raises(Refused, match="1 of 2 have voted"):
        debate.reveal(opened, by=lena, now=now, early_reason="We are in a hurry")

    assert Debrief.objects.get().revealed_at is None


def test_opening_asks_for_a_quorum_a_time_and_a_bar_raiser(loop, cards, lena, carla, ivan, ines):
    said = {
        "members": [carla.pk, ivan.pk],
        "quorum": "all",
        "reading_minutes": 8,
        "bar_raiser": ines.pk,
        "exception": "Few are here",
    }

    refused = post(lena, "debrief_opening", loop, said)
    post(lena, "debrief_opening", loop, {**said, "bar_raiser": ivan.pk})

    assert (refused.status_code, "or let Ines Interviewer vote" in refused.content.decode()) == (422, True)
    found = Debrief.objects.get()
    assert (found.quorum, found.reading_minutes, found.bar_raiser, found.is_short) == (2, 8, ivan, False)


# Talk and second vote ----------------------------------------------------------------------------------------------------


def test_only_what_is_in_dispute_is_talked_about(revealed, loop, lena, carla):
    page = page_of(lena, loop)

    assert "Two or more points apart" in page
    assert "Speak in this order: Carla Committee, " in page
    points = signed_in(carla).get(f"/loops/{loop.pk}/debrief/").context["points"]
    assert [(point.row.competency.name, point.why) for point in points] == [("Problem solving", "Two or more points apart")]


def test_the_talk_is_written_down_with_what_made_the_difference(revealed, loop, lena, carla, problem_solving, now):
    prefix = f"talk-{problem_solving.pk}"
    at = {"competency_pk": problem_solving.pk}

    wrong = post(lena, "talk", loop, {f"{prefix}-words": "We heard other things"}, **at)
    post(lena, "talk", loop, {f"{prefix}-why": "evidence", f"{prefix}-words": "We heard other things"}, **at)
    post(lena, "talk", loop, {f"{prefix}-why": "bar", f"{prefix}-words": "Carla asks for more"}, **at)

    assert (wrong.status_code, "We heard other things" in wrong.content.decode()) == (422, True)
    found = Talk.objects.get()
    assert (found.why, found.words, found.talked_by, found.talked_at) == ("bar", "Carla asks for more", lena, now)
    assert post(carla, "talk", loop, {f"{prefix}-why": "bar"}, **at).status_code == 403
    assert post(lena, "talk", loop, {f"{prefix}-why": "bar"}, competency_pk=999999).status_code == 404


def test_the_second_vote_is_about_what_was_talked_about(revealed, loop, vote, lena, carla, problem_solving, communication, now):
    with pytest.raises(Refused, match="Write down what came out of the talk"):
        debate.vote_again(revealed, by=lena, now=now)
    protocol.talk(revealed, problem_solving, why="evidence", words="", by=lena, now=now)
    debate.vote_again(revealed, by=lena, now=now)

    form = signed_in(carla).get(f"/loops/{loop.pk}/debrief/").context["vote_form"]
    assert [one.name for one in form.competencies] == ["Problem solving"]
    with pytest.raises(Refused, match="Communication was not talked about"):
        debate.vote(revealed, carla, verdict=3, level=None, comment="", ratings={communication: 1}, now=now)
    with pytest.raises(Refused, match="The time to talk"):
        protocol.talk(revealed, communication, why="bar", words="", by=lena, now=now)


def test_second_votes_are_hidden_until_all_are_shown_and_both_are_kept(voted_again, loop, lena, ines, now):
    hidden = signed_in(ines).get(f"/loops/{loop.pk}/debrief/")
    debate.reveal(voted_again, by=lena, now=now)
    shown = signed_in(ines).get(f"/loops/{loop.pk}/debrief/")

    assert {vote.round for vote in hidden.context["votes"]} == {1}
    assert [row.movement.words for row in shown.context["moved"]] == ["1 moved up, 1 down", "", "1 moved up, 1 down"]
    assert "1 moved up, 1 down" not in hidden.content.decode()
    assert Vote.objects.count() == 6


def test_the_pack_of_the_candidate_holds_no_hidden_vote(voted_again, loop, lena, now):
    assert set(Vote.objects.shown().values_list("round", flat=True)) == {1}

    debate.reveal(voted_again, by=lena, now=now)

    assert set(Vote.objects.shown().values_list("round", flat=True)) == {1, 2}


def test_the_composite_and_the_decision_wait_for_the_end_of_the_votes(voted_again, loop, lena, now):
    before = page_of(lena, loop)
    refused = post(lena, "decision", loop, {"outcome": "hire", "level": loop.level_id, "reason": "Good"})
    with pytest.raises(Refused, match="A vote is under way"):
        debate.end_voting(voted_again, by=lena, now=now)
    debate.reveal(voted_again, by=lena, now=now)

    assert ("Composite by" in before, "Record the decision</h2>" in before) == (False, False)
    assert (refused.status_code, Decision.objects.count()) == (403, 0)
    after = page_of(lena, loop)
    assert ("Composite by" in after, "Record the decision</h2>" in after) == (True, True)


def test_each_step_names_who_took_it_and_when(voted_again, loop, lena, now):
    debate.reveal(voted_again, by=lena, now=now + MINUTE)
    found = Debrief.objects.get()

    assert (found.opened_by, found.revealed_by, found.second_vote_by, found.voted_by) == (lena, lena, lena, lena)
    assert (found.revealed_at, found.second_vote_at, found.voted_at) == (now, now, now + MINUTE)
    steps = signed_in(lena).get(f"/loops/{loop.pk}/debrief/").context["steps"]
    assert [(step.name, step.state) for step in steps] == [
        ("Collect", "done"),
        ("Read", "done"),
        ("Vote", "done"),
        ("Talk", "done"),
        ("Vote again", "done"),
        ("Decide", "now"),
    ]


def test_a_plan_may_choose_the_short_form(loop, plan, cards, lena, carla, now):
    plan.short_debrief = True
    plan.save(update_fields=["short_debrief"])
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    post(carla, "reading", loop)
    sent = post(carla, "vote", loop, {"verdict": 3, "comment": "Holds"})
    post(lena, "reveal", loop)

    page = signed_in(lena).get(f"/loops/{loop.pk}/debrief/")
    assert sent.status_code == 302
    assert [step.name for step in page.context["steps"]] == ["Collect", "Read", "Vote", "Decide"]
    assert page.context["points"] == []
    assert "Composite by" in page.content.decode()
    with pytest.raises(Refused, match="short form"):
        protocol.talk(debrief, loop.weights.first().competency, why="bar", words="", by=lena, now=now)


# What it costs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stage", "queries"), [("opened", 13), ("revealed", 16), ("over", 17)])
def test_the_page_costs_few_queries(request, stage, queries, loop, carla, lena, django_assert_num_queries):
    request.getfixturevalue(stage)
    person = lena if stage == "over" else carla
    page_of(person, loop)
    browser = signed_in(person)

    with django_assert_num_queries(queries):
        browser.get(f"/loops/{loop.pk}/debrief/")


def test_the_list_of_what_waits_names_both_votes(  # noqa: PLR0917 -- the whole cast votes
    opened, loop, vote, lena, carla, ivan, ines, problem_solving, now
):
    words = "Vote: Maya Chen"

    first = words in signed_in(carla).get("/").content.decode()
    for person in (carla, ivan, ines):
        vote(person, 1 if person == carla else 3)
    none = words in signed_in(carla).get("/").content.decode()
    debate.reveal(opened, by=lena, now=now)
    protocol.talk(opened, problem_solving, why="bar", words="", by=lena, now=timezone.now())
    debate.vote_again(opened, by=lena, now=now)
    second = words in signed_in(carla).get("/").content.decode()

    assert (first, none, second) == (True, False, True)

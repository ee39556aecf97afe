"""The packet: all that a decision rested on, kept with it, for whoever may see the debrief once the votes are open."""

from datetime import timedelta

import pytest
import time_machine
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Event
from interviews.models import Recusal, SetAside, asking
from scorecards import verifying
from scorecards.models import Debrief, Exposure, Packet, debate, protocol
from scorecards.models.packet import digest
from scorecards.withheld import left_out
from tests.blindness import masked
from tests.clients import signed_in
from tests.factories import make_flag_case, make_scorecard, make_seat, make_signal

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=1)


@pytest.fixture
def revealed(loop, maya, ivans_interview, ines_interview, carla, lena, otto, now):
    """Both cards are in, carla has voted, otto stepped back, a rule was set aside."""
    make_scorecard(interview=ivans_interview, submitted=True, words="Asked about bursts")
    make_scorecard(interview=ines_interview, submitted=True, words="Wants a salary of 90k EUR. Named three failure modes")
    Recusal.objects.create(person=otto, candidate=maya, said_at=now)
    words = "Ines is in no pool for System design."
    SetAside.objects.create(interview=ines_interview, person=lena, words=words, reason="Nobody else", at=now, by=lena)
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="The evidence holds", now=now)
    debate.reveal(debrief, now=now)
    return Debrief.objects.get()


def decide(debrief, by, now, **said):
    return debate.decide(
        debrief, by=by, now=now, **{"outcome": "hire", "level": debrief.loop.level, "reason": "Both say yes"} | said
    )


def page_of(person, loop, query="") -> str:
    answer = signed_in(person).get(f"/loops/{loop.pk}/packet/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_holds_all_that_the_committee_decides_on(revealed, loop, lena, now):
    decide(revealed, lena, now, dissent="Depth is thin")

    page = page_of(lena, loop)

    wanted = (
        "Hire at senior",
        "Both say yes",
        "Depth is thin",
        "Asked about bursts (Problem solving)",
        "Step 4",
        "The evidence holds",
        "Otto Outside stepped back",
        "Ines is in no pool for System design. Nobody else",
        "Nobody: every card is in.",
        "Composite 3.0",
        "No question was recorded.",
        "There is no resume.",
    )
    assert [words for words in wanted if words not in page] == []


def test_pay_and_other_offers_are_left_out_and_said_to_be(revealed, loop, lena, now):
    kept = decide(revealed, lena, now, reason="Yes. She has two offers elsewhere; be quick").packet

    page = page_of(lena, loop)

    assert "[pay is left out] Named three failure modes" in page
    assert "Yes. [another offer is left out] be quick" in page
    assert "sentences left out" in page
    assert [words for words in ("90k", "two offers") if words in page or words in str(kept.content)] == []


def test_evidence_that_sounds_like_money_stays():
    for text in (
        "Compensating transactions, then a saga; pays attention to retries",
        "Said it costs $500 a month for 50k requests",
        "The payment service offers idempotency keys. Made 3 copies",
        "Wants 3 replicas and expects 50 requests",
    ):
        assert left_out(text) == (text, 0)


def test_what_tells_pay_or_an_offer_goes():
    for text in (
        "Salary: 80,000",
        "Earns 85k now",
        "€95,000 per year",
        "a competing offer",
        "total compensation matters",
        "Offer from Globex",
    ):
        said, gone = left_out(f"Good. {text}. Calm")
        assert (said.startswith("Good. ["), said.endswith("left out] Calm"), gone) == (True, True, 1), text


def test_what_was_kept_stays_when_everything_changes(revealed, loop, maya, ivan, lena, carla, now):
    decide(revealed, lena, now)
    before = page_of(carla, loop)
    maya.name, ivan.name, loop.level.name = "Maya Lopez", "Ivan Renamed", "Principal"
    for one in (maya, ivan, loop.level):
        one.save(update_fields=["name"])

    after = page_of(carla, loop)

    assert "Ivan Interviewer" in after
    assert [words for words in ("Lopez", "Renamed", "Principal") if words in after] == []
    assert masked(before).partition("<main")[2] == masked(after).partition("<main")[2]


def test_each_decision_has_a_packet_of_its_own(revealed, loop, lena, now):
    missing = {"missing_evidence": "Depth", "review_on": now.date(), "level": None}
    decide(revealed, lena, now, outcome="hold", reason="Held for depth", **missing)
    assert "Not decided" in page_of(lena, loop)
    decide(revealed, lena, now + LATER, reason="Depth was shown")

    assert "Depth was shown" in page_of(lena, loop)
    first = page_of(lena, loop, "?decision=1")
    assert ("Held for depth" in first, "Depth was shown" in first) == (True, False)


def test_postgresql_refuses_to_change_what_was_kept(revealed, lena, now):
    kept = decide(revealed, lena, now).packet

    for change in (lambda: Packet.objects.update(digest="0" * 64), kept.delete):
        with pytest.raises(Error, match="append_only"), transaction.atomic():
            change()


def test_a_packet_that_was_tampered_with_is_found(revealed, lena, now):
    decide(revealed, lena, now)
    assert list(verifying.faults()) == []

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("""UPDATE scorecards_packet SET content = content || '{"early_reason": "None"}'""")
        cursor.execute("SET session_replication_role = origin")

    assert [str(fault) for fault in verifying.faults()] == [
        f"Decision 1 of loop {revealed.loop_id}: its packet is not the one that was kept with it"
    ]


def test_who_may_read_it(revealed, loop, lena, ada, carla, ivan, otto):
    people = (lena, ada, carla, ivan, otto)

    assert [signed_in(one).get(f"/loops/{loop.pk}/packet/").status_code for one in people] == [200, 200, 200, 200, 404]


def test_it_tells_the_talk_and_the_second_votes_and_the_composite_once_voting_is_over(
    revealed, loop, communication, carla, lena, now
):
    protocol.talk(revealed, communication, why="bar", words="Ivan asks for more", by=lena, now=now)
    debate.vote_again(revealed, now=now)
    debate.vote(revealed, carla, verdict=4, level=None, comment="Now I see", ratings={communication: 4}, now=now)
    before = page_of(carla, loop)
    debate.reveal(Debrief.objects.get(), now=now)
    after = page_of(carla, loop)

    told = ("Different bar", "Ivan asks for more", "Now I see", "Communication 4", "Composite 3.0")
    assert [words for words in told if words in before] == ["Different bar", "Ivan asks for more"]
    assert [words for words in told if words not in after] == []


def test_it_opens_with_the_votes(loop, ivans_interview, ines_interview, carla, lena, now):
    make_scorecard(interview=ivans_interview, submitted=True)
    make_scorecard(interview=ines_interview, submitted=True)
    debate.open_debrief(loop, members=[carla], by=lena, now=now)

    answer = signed_in(carla).get(f"/loops/{loop.pk}/packet/")

    assert answer.status_code == 403
    assert "The packet opens when the votes are revealed" in answer.content.decode()


def test_who_owes_a_scorecard_learns_nothing_of_it(revealed, loop, ines_interview, lena, now):
    decide(revealed, lena, now)
    make_seat(interview=ines_interview, person=lena, role="panel")

    assert signed_in(lena).get(f"/loops/{loop.pk}/packet/").status_code == 404


def test_it_says_how_closely_each_interview_kept_to_its_plan(
    revealed, loop, ivans_interview, rate_limiter, levels, ivan, lena, now
):
    signal = make_signal(key="help", name="Help needed", levels=levels, kind="strength_sum")
    at_most_two = {"text": "At most two", "minimum": None, "maximum": 2}
    words = signal.versions.get().words | {"expected": {"senior": at_most_two}}
    signal.publish(words, why="Fewer", now=ivans_interview.starts_at - LATER)
    signal.publish(words | {"expected": {"senior": at_most_two | {"maximum": 9}}}, why="More", now=now + 90 * LATER)
    begun = ivans_interview.starts_at
    asked = ivans_interview.asked.create(
        version=rate_limiter, asked_by=ivan, started_at=begun, ended_at=begun + timedelta(minutes=24)
    )
    for hint in rate_limiter.hints.filter(strength__lte=2):
        asking.give_hint(asked, hint, by=ivan, now=begun)

    decide(revealed, lena, now)

    told = "1 of 1 planned question asked; 1 ran 4 min over; 2 hints, more than expected at senior"
    kept = Packet.objects.get()
    assert [one["adherence"] for one in kept.content["interviews"]] == [told, ""]
    assert f"Against the plan: {told}." in page_of(lena, loop)
    assert "Against the plan" in page_of(lena, loop, "?names=no")


def test_a_packet_of_an_earlier_form_reads_as_it_did(revealed, loop, lena, now):
    kept = decide(revealed, lena, now).packet
    content = kept.content | {"form": 2}
    for one in content["interviews"]:
        del one["adherence"]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Packet.objects.filter(pk=kept.pk).update(content=content, digest=digest(content))
        cursor.execute("SET session_replication_role = origin")

    page = page_of(lena, loop)

    assert ("Interviews and questions" in page, "Against the plan" in page) == (True, False)
    assert Packet.objects.get().is_whole


def test_reading_it_is_written_down(revealed, loop, carla, lena, now):
    decide(revealed, lena, now)

    page_of(carla, loop)

    assert Event.objects.get(verb="read the packet of").who == carla
    opened = Exposure.objects.filter(person=carla).values_list("what", flat=True)
    assert sorted(set(opened)) == ["aggregate", "decision", "ratings", "scorecard", "votes"]


def test_a_red_flag_stands_with_its_finding_and_goes_when_it_is_over(
    loop, ivans_interview, ines_interview, demeaning, carla, lena, now
):
    case = make_flag_case(interview=ivans_interview, kind=demeaning)
    make_scorecard(interview=ines_interview, submitted=True)
    case.findings.create(number=1, finding="not_confirmed", reason="The recording shows no laugh", found_at=now, found_by=lena)
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="", now=now)
    debate.reveal(debrief, now=now)
    decide(Debrief.objects.get(), lena, now)

    with time_machine.travel(now + LATER, tick=False):
        there = page_of(lena, loop)
    with time_machine.travel(now + timedelta(days=900), tick=False):
        over = page_of(lena, loop)

    assert "The recording shows no laugh" in there
    assert "Laughed at the recruiter" in there.partition('id="flags"')[2].partition('id="votes"')[0]
    assert "1 red flag over since then" in over


def test_it_costs_the_same_for_one_interview_and_for_many(revealed, loop, ivans_interview, rate_limiter, lena, carla, now):
    def cost() -> int:
        client = signed_in(lena)
        client.get(f"/loops/{loop.pk}/packet/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/loops/{loop.pk}/packet/").status_code == 200
        return len(asked)

    before = cost()
    for person in (carla, lena):
        Recusal.objects.create(person=person, candidate=loop.candidate, said_at=now)
    ivans_interview.asked.create(version=rate_limiter, asked_by=lena, started_at=now, ended_at=now)

    assert cost() == before
    assert before <= 27

"""A drill: an old packet without names, dated anew, voted on again by people who had no part in it; in no real figure."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from accounts.models import Mail
from interviews.models import Resume
from scorecards import drilling
from scorecards.drilling import Agreement, agreement
from scorecards.models import Debrief, Drill, DrillVote, Exposure, MonthlyDrills, Vote, debate
from scorecards.tasks import begin_drill
from tests.clients import signed_in
from tests.factories import make_flag_case, make_scorecard, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora(db):
    return make_user(name="Nora Neutral", email="nora@example.com", is_committee=True)


@pytest.fixture
def omar(db):
    return make_user(name="Omar Outsider", email="omar@example.com", is_committee=True)


def decided(loop, interviews, carla, lena, now, outcome="hire"):
    for interview in interviews:
        make_scorecard(interview=interview, submitted=True, words="Maya asked about bursts")
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="voted with a sigh", now=now)
    debate.reveal(debrief, now=now)
    level = loop.level if outcome == "hire" else None
    return debate.decide(Debrief.objects.get(), outcome=outcome, level=level, reason="Above the bar", by=lena, now=now).packet


@pytest.fixture
def packet(loop, ivans_interview, ines_interview, carla, lena, now):
    return decided(loop, [ivans_interview, ines_interview], carla, lena, now)


@pytest.fixture
def later(now):
    """It is 40 days later."""
    with time_machine.travel(now + timedelta(days=40), tick=False):
        yield now + timedelta(days=40)


@pytest.fixture
def drill(packet, nora, omar, lena, later):
    return Drill.open(packet, drilling.prepared(packet, now=later), hired=True, members=[nora, omar], by=lena, now=later)


def page_of(person, drill) -> str:
    answer = signed_in(person).get(f"/drills/{drill.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_recruiter_chooses_a_packet_and_who_votes(packet, nora, omar, carla, lena, later):
    client = signed_in(lena)

    first = client.get("/drills/new/").content.decode()
    second = client.post("/drills/new/", {"packet": packet.pk}).content.decode()
    answer = client.post("/drills/new/", {"packet": packet.pk, "named": "1", "members": [nora.pk, omar.pk]})

    assert "Maya Chen for Backend engineer" in first
    assert [name for name in ("Nora", "Omar", "Carla", "Ivan") if name in second] == ["Nora", "Omar"]
    assert answer["Location"] == f"/drills/{Drill.objects.get().pk}/"
    assert "Vote: drill" in signed_in(nora).get("/").content.decode()
    had_a_part = {"packet": packet.pk, "named": "1", "members": [nora.pk, carla.pk]}
    assert client.post("/drills/new/", had_a_part).status_code == 422
    assert (
        "at least two people"
        in client.post("/drills/new/", {"packet": packet.pk, "named": "1", "members": [nora.pk]}).content.decode()
    )


def test_it_shows_the_packet_without_names_dates_votes_and_decision(drill, nora, later):
    page = page_of(nora, drill)

    assert "the candidate asked about bursts (Problem solving)" in page
    hidden = (
        "Maya",
        "Chen",
        "Ivan",
        "Ines",
        "Carla",
        "Lena",
        "voted with a sigh",
        "Above the bar<",
        "Composite",
        "2 Mar 2026",
        "fingerprint",
    )
    assert [words for words in hidden if words in page.partition("<main")[2]] == []
    dates = [datetime.fromisoformat(one["sealed_at"]).date() for one in drill.content["cards"]]
    assert dates == [later.date() - timedelta(days=1)] * 2


def test_the_last_vote_opens_what_came_of_it(drill, nora, omar):
    signed_in(nora).post(f"/drills/{drill.pk}/vote/", {"hires": "no", "why": "Thin on failure"})
    before = page_of(omar, drill)
    signed_in(nora).post(f"/drills/{drill.pk}/vote/", {"hires": "yes", "why": "Deep after all"})
    signed_in(omar).post(f"/drills/{drill.pk}/vote/", {"hires": "no", "why": "Thin on failure"})
    after = page_of(nora, drill)

    assert ("Thin on failure" in before, "1 of 2 have voted" in before) == (False, True)
    assert "1 of 2 votes say the same now; 0 of 1 pair of votes agree with each other." in after
    assert [name for name in ("Omar",) if name in after.partition("<main")[2]] == []
    assert signed_in(nora).post(f"/drills/{drill.pk}/vote/", {"hires": "no"}).status_code == 403
    assert "1 of 2 votes say what was decided" in signed_in(nora).get("/drills/").content.decode()


def test_who_began_it_closes_it_once_two_have_voted(drill, nora, omar, lena, later):
    client = signed_in(lena)
    third = make_user(name="Tara Third", email="tara@example.com", is_committee=True)
    drill.members.create(person=third)
    drill.vote(nora, hires=True, why="", now=later)

    assert client.post(f"/drills/{drill.pk}/closing/").status_code == 403
    drill.vote(omar, hires=True, why="", now=later)
    assert signed_in(nora).post(f"/drills/{drill.pk}/closing/").status_code == 403
    assert client.post(f"/drills/{drill.pk}/closing/").status_code == 302
    assert "2 of 2 votes say the same now; 1 of 1 pair" in page_of(third, drill)


def test_it_goes_into_no_figure_of_the_loop(drill, nora, omar, loop, lena, later):
    before = signed_in(lena).get(f"/loops/{loop.pk}/debrief/").content.decode().count("votes__vote")

    for person in (nora, omar):
        drill.vote(person, hires=False, why="No", now=later)

    assert signed_in(lena).get(f"/loops/{loop.pk}/debrief/").content.decode().count("votes__vote") == before
    assert (Vote.objects.count(), Debrief.objects.get().decisions.count()) == (1, 1)


def test_who_has_a_part_in_it(drill, nora, lena, carla, ada, ivan):
    people = (nora, lena, carla, ada, ivan)

    assert [signed_in(one).get(f"/drills/{drill.pk}/").status_code for one in people] == [200, 200, 404, 404, 404]


def test_who_then_gets_a_seat_in_the_loop_reads_it_no_more_and_had_read_it(drill, ines_interview, nora):
    page_of(nora, drill)
    make_seat(interview=ines_interview, person=nora, role="panel")

    assert signed_in(nora).get(f"/drills/{drill.pk}/").status_code == 404
    assert set(Exposure.objects.filter(person=nora).values_list("what", flat=True)) == {"scorecard", "ratings"}


def test_one_vote_each(drill, nora, later):
    drill.vote(nora, hires=True, why="", now=later)

    with pytest.raises(IntegrityError), transaction.atomic():
        DrillVote.objects.create(drill=drill, person=nora, hires=False, cast_at=later)


def test_what_cannot_be_drilled(loop, ivans_interview, ines_interview, demeaning, carla, lena, now):
    make_flag_case(interview=ivans_interview, kind=demeaning)
    flagged = decided(loop, [ines_interview], carla, lena, now)

    assert drilling.packets(lena, now + timedelta(days=40)) == []
    assert flagged.content["flags"] != []


def test_what_is_young_cannot_be_drilled(packet, lena, now):
    assert drilling.packets(lena, now + timedelta(days=13)) == []
    assert drilling.packets(lena, now + timedelta(days=14)) == [packet]


@pytest.mark.parametrize(
    ("hired", "votes", "found"),
    [
        (True, [True, True, False], Agreement(2, 3, 1, 3)),
        (False, [True, True, True, True], Agreement(0, 4, 6, 6)),
        (True, [False, True], Agreement(1, 2, 0, 1)),
        (True, [], Agreement(0, 0, 0, 0)),
    ],
)
def test_agreement_with_then_and_among_members(hired, votes, found):
    assert agreement(hired, votes) == found
    assert agreement(hired, votes[::-1]) == found


def test_one_begins_by_itself_each_month_once_it_is_switched_on(packet, nora, omar, lena, later):
    begin_drill()
    assert Drill.objects.count() == 0
    signed_in(lena).post("/drills/monthly/", {"on": "1"})

    for _ in range(2):
        begin_drill()

    begun = Drill.objects.get()
    assert (begun.packet, begun.opened_by, begun.month, begun.hired) == (packet, lena, later.date().replace(day=1), True)
    assert {one.person for one in begun.members.all()} == {nora, omar}
    page = signed_in(lena).get("/drills/").content.decode()
    assert ("began by itself" in page, "in the name of Lena Recruiter" in page) == (True, True)


def test_a_packet_that_was_in_a_drill_is_not_taken_again(drill, lena, later):
    MonthlyDrills.switch_on(by=lena, now=later)

    assert drilling.begin_monthly(now=later) is None


def test_none_begins_without_two_people_who_had_no_part(packet, nora, lena, later):
    MonthlyDrills.switch_on(by=lena, now=later)

    assert drilling.begin_monthly(now=later) is None


def test_none_begins_once_it_is_switched_off_or_who_switched_it_on_recruits_no_more(packet, nora, omar, lena, later):
    client = signed_in(lena)
    client.post("/drills/monthly/", {"on": "1"})
    client.post("/drills/monthly/")
    off = drilling.begin_monthly(now=later)
    client.post("/drills/monthly/", {"on": "1"})
    lena.is_recruiter = False
    lena.save(update_fields=["is_recruiter"])

    assert (off, drilling.begin_monthly(now=later), MonthlyDrills.objects.count()) == (None, None, 2)
    assert signed_in(nora).post("/drills/monthly/", {"on": "1"}).status_code == 403


def test_whoever_votes_in_one_finds_the_candidate_on_no_page_no_mail_and_no_file(packet, nora, omar, lena, maya, loop, later):
    """From their first page on along every link, before and after their vote and once it is closed."""
    Resume.objects.create(
        candidate=maya,
        file="resumes/x.pdf",
        name="Maya Chen CV.pdf",
        bytes=10,
        text=f"Maya Chen, {maya.email}",
        uploaded_at=later,
        uploaded_by=lena,
    )
    MonthlyDrills.switch_on(by=lena, now=later)
    drill = drilling.begin_monthly(now=later)
    client = signed_in(nora)
    found = []
    for vote in (None, nora, omar):
        if vote:
            drill.vote(vote, hires=True, why="Deep on failure", now=later)
        waiting, read = ["/"], set()
        while waiting:
            address = waiting.pop()
            answer = client.get(address)
            read.add(address)
            words = f"{answer.headers} {b''.join(answer).decode(errors='replace')}"
            found += [(address, word) for word in ("Maya", "Chen", maya.email, "maya") if word in words]
            if address == "/" or "drill" in address or "debrief" in address:
                links = set(re.findall(r'(?:href|action)="(/[^"#?]*)', words)) - read - set(waiting)
                waiting += [link for link in links if not link.startswith("/static/")]
        assert f"/drills/{drill.pk}/" in read

    assert found == []
    assert list(Mail.objects.filter(to=nora)) == []
    assert signed_in(nora).get(f"/loops/{loop.pk}/packet/?names=no").status_code == 404

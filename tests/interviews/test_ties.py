"""Whether somebody should judge a candidate: asked when they accept, kept with its time, and never in the way of the interview."""

from datetime import timedelta

import pytest

from interviews import booking
from interviews.models import Declaration, Recusal
from scorecards import packing
from scorecards.models import debate
from tests.clients import signed_in
from tests.conftest import NOW
from tests.factories import make_interview, make_scorecard

pytestmark = pytest.mark.usefixtures("monday")
ASKED = "Is there a reason you should not judge Maya Chen?"


def declared() -> list[tuple]:
    return list(Declaration.objects.order_by("pk").values_list("person__name", "loop", "said_at"))


def test_one_click_accepts_and_says_that_there_is_no_reason(ivan, loop, ivans_interview):
    client, page = signed_in(ivan), f"/interviews/{ivans_interview.pk}/"
    seat = ivans_interview.seats.get()
    asking = client.get(page).content.decode()

    for _ in range(2):
        client.post(f"/seats/{seat.pk}/answer/", {"answer": "accept", "tie": "none"})

    assert ASKED in asking
    assert 'name="tie" value="none"' in asking
    assert "Accept, there is none" in asking
    assert declared() == [("Ivan Interviewer", loop.pk, NOW)]
    assert ASKED not in client.get(page).content.decode()


def test_who_said_it_once_in_a_loop_only_accepts(ivan, loop, ivans_interview):
    Declaration.objects.create(person=ivan, loop=loop, said_at=NOW)

    page = signed_in(ivan).get(f"/interviews/{ivans_interview.pk}/").content.decode()

    assert ASKED not in page
    assert 'value="accept">Accept</button>' in page


def test_who_accepted_in_a_calendar_is_asked_on_the_next_page_and_not_held_up(ivan, loop, ivans_interview):
    seat = ivans_interview.seats.get()
    booking.answer(seat, by=ivan, accepts=True, now=NOW)
    ivans_interview.start(now=NOW)
    client = signed_in(ivan)
    kit, room = (client.get(f"/interviews/{ivans_interview.pk}/{page}") for page in ("", "room/"))

    answer = client.post(f"/seats/{seat.pk}/declaration/", headers={"HX-Request": "true"})
    again = client.post(f"/seats/{seat.pk}/declaration/")

    assert (kit.status_code, room.status_code) == (200, 200)
    assert [ASKED in page.content.decode() for page in (kit, room)] == [True, True]
    assert "If there is one, tell Lena Recruiter now." in kit.content.decode()
    assert "Kept: you know of no reason." in answer.content.decode()
    assert again.url == f"/interviews/{ivans_interview.pk}/"
    assert declared() == [("Ivan Interviewer", loop.pk, NOW)]
    assert ASKED not in client.get(f"/interviews/{ivans_interview.pk}/room/").content.decode()


def test_who_names_a_reason_leaves_all_that_is_ahead_with_the_candidate(ivan, ines, loop, ivans_interview):
    design = loop.stages.get(name="System design")
    other = make_interview(stage=design, lead=ivan, starts_at=NOW + timedelta(days=3))
    client = signed_in(ivan)

    client.post(f"/seats/{ivans_interview.seats.get().pk}/answer/", {"answer": "decline", "recuses": "on", "reason": "My sister"})

    assert list(Recusal.objects.values_list("person", "candidate", "said_at")) == [(ivan.pk, loop.candidate_id, NOW)]
    assert [one.seats.get().decline_reason for one in (ivans_interview, other)] == ["My sister", "My sister"]
    assert [client.get(f"/interviews/{one.pk}/").status_code for one in (ivans_interview, other)] == [404, 404]


def test_what_was_held_before_stays_as_it_was(ivan, loop, ivans_interview):
    ivans_interview.start(now=NOW)
    ivans_interview.end(now=NOW)
    later = make_interview(stage=loop.stages.get(name="System design"), lead=ivan, starts_at=NOW + timedelta(days=3))

    booking.answer(later.seats.get(), by=ivan, accepts=False, reason="My sister", recuses=True, now=NOW)

    assert [one.seats.get().answer for one in (ivans_interview, later)] == ["not answered", "declined"]


@pytest.mark.parametrize(
    ("who", "change", "status"),
    [
        ("ines", {}, 404),
        ("lena", {}, 404),
        ("ivan", {"ended_at": NOW, "started_at": NOW}, 403),
        ("ivan", {"cancelled_at": NOW, "cancel_reason": "Ill"}, 403),
    ],
)
def test_nobody_says_it_for_another_or_afterwards(request, lena, ivans_interview, who, change, status):
    for name, value in change.items():
        setattr(ivans_interview, name, value)
    ivans_interview.cancelled_by = lena if ivans_interview.cancelled_at else None
    ivans_interview.save()

    answer = signed_in(request.getfixturevalue(who)).post(f"/seats/{ivans_interview.seats.get().pk}/declaration/")

    assert (answer.status_code, declared()) == (status, [])


def test_it_stands_in_the_packet_beside_who_stepped_back(loop, ivans_interview, ines_interview, ivan, otto, carla, lena):
    for person in (ivan, otto):
        Declaration.objects.create(person=person, loop=loop, said_at=NOW)
    Recusal.objects.create(person=otto, candidate=loop.candidate, said_at=NOW)  # who thought of a reason later
    for one in (ivans_interview, ines_interview):
        make_scorecard(interview=one, submitted=True)
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=NOW)
    debate.vote(debrief, carla, verdict=3, level=None, comment="The evidence holds", now=NOW)
    debate.reveal(debrief, now=NOW)

    packet = packing.compose(debrief, lena, now=NOW)
    page = signed_in(lena).get(f"/loops/{loop.pk}/packet/").content.decode()
    masked = signed_in(lena).get(f"/loops/{loop.pk}/packet/?names=no").content.decode()

    assert packet["declared"] == [{"name": "Ivan Interviewer", "said_at": NOW.isoformat()}]
    assert packet["undeclared"] == [{"name": "Ines Interviewer"}]
    assert [one["name"] for one in packet["ties"]] == ["Otto Outside"]
    assert "Ivan Interviewer, 2 Mar 2026" in page
    assert "Not said: Ines Interviewer" in page
    assert [name for name in ("Ivan", "Ines", "Otto") if name in masked.partition('id="care"')[2].partition("Rules")[0]] == []

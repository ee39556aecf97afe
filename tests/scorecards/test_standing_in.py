"""Who was there writes the scorecard of somebody who does not: late enough, able to judge, and blind like every author."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core import mail as outbox

from accounts import post
from accounts.models import Mail
from interviews import owed
from interviews.models import Qualification, Recusal
from scorecards.models import Scorecard, Waiver
from scorecards.models.scorecard import missing_seats, owing_seats
from tests.clients import signed_in
from tests.factories import make_scorecard, make_seat, make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
TOLD = datetime(2026, 3, 6, 8, 30, tzinfo=UTC)  # the fourth business morning after it, in Lisbon


@pytest.fixture
def noor(db):
    return make_user(name="Noor Noted", email="noor@example.com")


@pytest.fixture
def late(ivans_interview, noor):
    """Ivan led Coding on Monday, noor took notes, and ivan's card is out; nobody is in the pool."""
    make_seat(interview=ivans_interview, person=noor, role="note_taker")
    ivans_interview.start(now=ivans_interview.starts_at)
    ivans_interview.end(now=MONDAY)
    owed.after_end(ivans_interview, now=MONDAY)
    return ivans_interview


@pytest.fixture
def at():
    """Sets the clock."""
    with time_machine.travel(TOLD, tick=False) as traveller:
        yield traveller.move_to


def click(late, by, other=None):
    seats = late.seats.order_by("pk")
    pks = seats.get(role="lead").pk, (other or seats.exclude(role="lead").first()).pk
    return signed_in(by).post(f"/loops/{late.stage.loop_id}/debrief/waivers/{pks[0]}/stand-ins/{pks[1]}/")


def offered(late, lena) -> list[str]:
    context = signed_in(lena).get(f"/loops/{late.stage.loop_id}/debrief/").context
    return [other.person.name for seat in context["missing"] for other in seat.stand_ins]


def test_with_one_click_somebody_who_was_there_writes_it(late, lena, ivan, noor, at):
    answers = [click(late, lena), click(late, lena)]

    loop = late.stage.loop
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (late.seats.get(person=noor).role, Waiver.objects.get().reason) == (
        "panel",
        "Noor Noted writes it instead, who was there as note-taker.",
    )
    assert [seat.person for seat in missing_seats(loop)] == [noor]
    due = Mail.objects.owed().filter(kind="loop.scorecard_due")
    assert set(due.values_list("to__email", flat=True)) == {"noor@example.com"}
    make_scorecard(interview=late, person=noor, submitted=True)
    assert missing_seats(loop) == []


def test_both_authors_are_blind_until_they_wrote(late, lena, ivan, noor, at):
    make_scorecard(interview=late)
    click(late, lena)

    page = signed_in(noor).get(f"/interviews/{late.pk}/scorecard/")
    assert [owing_seats(person).count() for person in (ivan, noor)] == [1, 1]
    assert ([card.seat.person for card in Scorecard.objects.visible_to(noor)], page.status_code) == ([noor], 200)


def test_nobody_is_offered_before_the_recruiter_is_told(late, lena, at):
    at(datetime(2026, 3, 6, 8, 29, tzinfo=UTC))
    before = offered(late, lena), click(late, lena).status_code
    at(TOLD)

    assert before == ([], 403)
    assert offered(late, lena) == ["Noor Noted"]


@pytest.mark.parametrize(
    "why", ["somebody else is in the pool", "in training", "a tie", "no access", "seat taken away", "the card is in", "owes one"]
)
def test_who_could_not_judge_is_not_offered(late, lena, ivan, noor, ada, at, why):
    seat, stage = late.seats.get(person=noor), late.stage
    if why == "somebody else is in the pool":
        Qualification.give(ivan, stage.kind, by=lena, now=MONDAY)
    elif why == "in training":
        Qualification.begin(noor, stage.kind, now=MONDAY)
    elif why == "a tie":
        Recusal.objects.create(person=noor, candidate=stage.loop.candidate, said_at=MONDAY)
    elif why == "no access":
        type(noor).objects.filter(pk=noor.pk).update(deactivated_at=MONDAY, deactivated_by=ada)
    elif why == "seat taken away":
        seat.remove(by=lena, now=MONDAY)
    elif why == "the card is in":
        make_scorecard(interview=late, submitted=True)
    else:
        make_seat(interview=late, person=lena, role="panel")

    answer = click(late, lena, seat)

    assert answer.status_code in {403, 404}
    assert (late.seats.get(pk=seat.pk).role, Waiver.objects.exists()) == ("note_taker", False)


@pytest.mark.parametrize(("who", "status"), [("ivan", 404), ("otto", 404), ("carla", 404)])
def test_only_who_runs_the_debrief_decides_it(request, late, at, who, status):
    assert click(late, request.getfixturevalue(who)).status_code == status
    assert not Waiver.objects.exists()


def test_the_mail_that_tells_of_it_leads_to_the_click(late, lena, at):
    mail = Mail.objects.get(kind="loop.scorecard_late")
    post.deliver(mail, outbox.get_connection(), now=TOLD)

    (message,) = outbox.outbox
    assert message.to == ["lena@example.com"]
    assert f"/loops/{late.stage.loop_id}/debrief/" in message.body
    page = signed_in(lena).get(f"/loops/{late.stage.loop_id}/debrief/").content.decode()
    assert 'Have Noor Noted write it<span class="unseen"> instead of Ivan Interviewer</span>' in page


def test_it_costs_the_same_for_one_and_for_three(late, lena, ines, otto, at, django_assert_num_queries):
    client = signed_in(lena)
    address = f"/loops/{late.stage.loop_id}/debrief/"
    client.get(address)
    with django_assert_num_queries(17):
        client.get(address)
    for person in (ines, otto):
        make_seat(interview=late, person=person, role="observer")
    assert offered(late, lena) == ["Ines Interviewer", "Noor Noted", "Otto Outside"]
    with django_assert_num_queries(17):
        client.get(address)

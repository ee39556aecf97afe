"""How useful each card was: said by who votes after the reveal, told to its author in counts."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from scorecards.models import Debrief, Usefulness, debate
from tests.clients import signed_in
from tests.factories import make_scorecard

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def that_day(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def ivans_card(loop, ivans_interview, ines_interview, carla, ines, ada, lena, now):
    """Carla, ada and ines vote; the votes are in, not yet shown."""
    card = make_scorecard(interview=ivans_interview, submitted=True)
    make_scorecard(interview=ines_interview, submitted=True)
    debrief = debate.open_debrief(loop, members=[carla, ines, ada], exception="Few are here", by=lena, now=now)
    for person in (carla, ines, ada):
        debate.vote(debrief, person, verdict=3, level=None, comment="", now=now)
    return card


@pytest.fixture
def revealed(ivans_card, now):
    debate.reveal(Debrief.objects.get(), now=now)
    return ivans_card


def decide(lena, now):
    debrief = Debrief.objects.get()
    debate.decide(debrief, outcome="hire", level=debrief.loop.level, reason="Both say yes", by=lena, now=now)


def say(person, card, said="helpful", **headers):
    return signed_in(person).post(f"/scorecards/{card.pk}/usefulness/", {"said": said}, headers=headers)


def test_its_author_learns_how_many_said_what_and_not_who(revealed, ivan, ines, carla, ada, lena, now):
    for person, said in ((carla, "helpful"), (ines, "helpful"), (ada, "thin")):
        assert say(person, revealed, said).status_code == 302
    decide(lena, now)
    author = signed_in(ivan)

    page, today = (author.get(address).content.decode() for address in (f"/scorecards/{revealed.pk}/", "/"))

    section = page.partition("How useful the committee found it")[2].partition("</section>")[0]
    assert "<b>2</b> helpful, <b>1</b> too thin." in section
    assert "2 helpful, 1 too thin" in today
    assert [name for name in ("Carla", "Ada") if name in page + today] == []


def test_its_author_learns_nothing_while_the_debrief_goes_on(revealed, ivan, carla):
    before = signed_in(ivan).get(f"/scorecards/{revealed.pk}/").content

    say(carla, revealed, "off_topic")

    assert b"How useful" not in before
    assert b"How useful" not in signed_in(ivan).get(f"/scorecards/{revealed.pk}/").content


def test_two_weeks_later_today_is_silent(revealed, ivan, carla, lena, now):
    say(carla, revealed)
    decide(lena, now)

    with time_machine.travel(now + timedelta(days=15), tick=False):
        assert "What committees said" not in signed_in(ivan).get("/").content.decode()


def test_what_one_said_can_be_said_otherwise_and_counts_once(revealed, carla):
    say(carla, revealed, "helpful")
    answer = say(carla, revealed, "thin", **{"hx-request": "true"})

    assert Usefulness.objects.get().said == "thin"
    assert 'value="thin" aria-pressed="true"' in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Usefulness.objects.create(card=revealed, person=carla, said="thin", said_at=Usefulness.objects.get().said_at)


def test_it_is_asked_on_the_card_and_in_the_packet_of_who_votes(revealed, loop, carla, ines, lena):
    addresses = (f"/scorecards/{revealed.pk}/", f"/loops/{loop.pk}/packet/")

    asked = {
        person.name.split()[0]: [
            signed_in(person).get(address).content.decode().count("How useful was this") for address in addresses
        ]
        for person in (carla, ines, lena)
    }

    assert asked == {"Carla": [1, 2], "Ines": [1, 1], "Lena": [0, 0]}


def test_not_before_the_reveal(ivans_card, carla):
    answer = say(carla, ivans_card)

    assert (answer.status_code, Usefulness.objects.count()) == (403, 0)
    assert "once the votes are revealed" in answer.content.decode()


def test_who_says_it_and_what(revealed, lena, ivan, otto, carla):
    said = [say(person, revealed).status_code for person in (lena, ivan, otto)]

    assert [*said, say(carla, revealed, "wonderful").status_code] == [403, 403, 404, 403]
    assert not Usefulness.objects.exists()

"""Plants a sentence in ivan's card and reads every address as everyone: nobody learns of it before they may."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import Mail
from accounts.post import Letter, writers
from interviews import handing
from interviews.models import asking
from scorecards.models import Scorecard, debate
from scorecards.models.capture import note, rate
from tests.factories import make_scorecard
from tests.places import places as all_places

pytestmark = pytest.mark.django_db
PLANTED = "froze on the joins"
NOWHERE = 987654


@pytest.fixture
def places(loop, ivans_interview, ines_interview, rate_limiter):
    """Ivan's draft, and for each name the addresses to read. A new name fails until it stands in `tests/places.py`."""
    card = make_scorecard(interview=ivans_interview, words="nothing yet")
    return card, all_places(loop=loop, mine=ivans_interview, other=ines_interview, question=rate_limiter, card=card)


def read_all(person, places) -> dict[str, str]:
    """Everything that a GET of every named address answers this person, by address."""
    client = Client()
    if person:
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    addresses = [reverse(name, kwargs=kwargs) for name, many in places.items() for kwargs in many]
    return {address: client.get(address, {"q": PLANTED, "candidate": "1"}).content.decode() for address in addresses}


def leaks(person, places) -> list[str]:
    """The addresses whose answer holds the planted sentence, other than by repeating the search."""
    answers = read_all(person, places)
    return [address for address, body in answers.items() if f"{PLANTED} badly" in body]


def test_every_address_is_listed(places):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert names == set(places[1])


def test_a_draft_is_its_authors_alone(places, ivan, ines, lena, ada, carla, otto):
    card, addresses = places
    note(card, id=uuid4(), line=f"- {PLANTED} badly", offset=60, now=timezone.now())

    assert leaks(ivan, addresses) != []
    assert [leaks(person, addresses) for person in (ines, lena, ada, carla, otto, None)] == [[]] * 6


def test_a_submitted_card_stays_hidden_from_who_owes_one(places, ivans_interview, ines_interview, ines, lena, carla, otto):
    card, addresses = places
    Scorecard.objects.filter(pk=card.pk).delete()
    card = make_scorecard(interview=ivans_interview, submitted=True, words=f"{PLANTED} badly")
    addresses["card"] = [{"pk": card.pk}]

    assert leaks(lena, addresses) == [f"/scorecards/{card.pk}/"]
    assert [leaks(person, addresses) for person in (ines, carla, otto, None)] == [[]] * 4

    make_scorecard(interview=ines_interview, submitted=True)
    assert leaks(ines, addresses) == [f"/scorecards/{card.pk}/"]


def test_a_recruiter_who_interviews_is_an_interviewer_first(places, ivans_interview, ines_interview, ines):
    card, addresses = places
    Scorecard.objects.filter(pk=card.pk).delete()
    card = make_scorecard(interview=ivans_interview, submitted=True, words=f"{PLANTED} badly")
    addresses["card"] = [{"pk": card.pk}]
    ines.is_recruiter = ines.is_administrator = True
    ines.save(update_fields=["is_recruiter", "is_administrator"])

    assert leaks(ines, addresses) == []


def test_what_who_owes_receives_does_not_depend_on_others(places, ivans_interview, ines):
    card, addresses = places
    del addresses["me"]  # lists the sessions of ines, and each reading of all addresses is a session of its own
    del addresses["readyz"]  # tells of beat, whose tick the tests that run beside this one write
    Scorecard.objects.filter(pk=card.pk).delete()

    before = {address: masked(body) for address, body in read_all(ines, addresses).items()}
    make_scorecard(interview=ivans_interview, submitted=True, words=f"{PLANTED} badly")
    after = {address: masked(body) for address, body in read_all(ines, addresses).items()}

    assert before == after


def test_no_mail_holds_a_word_of_a_card(places, loop, ivans_interview, ines_interview, lena, carla):
    card, _ = places
    Scorecard.objects.filter(pk=card.pk).delete()
    make_scorecard(interview=ivans_interview, submitted=True, words=f"{PLANTED} badly")
    make_scorecard(interview=ines_interview, submitted=True, words=f"{PLANTED} badly")
    now = timezone.now()
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=loop.level, comment=f"{PLANTED} badly", now=now)
    debate.reveal(debrief, now=now)
    debate.decide(debrief, outcome="hire", level=loop.level, reason=f"{PLANTED} badly", by=lena, now=now)

    letters = [writers[mail.kind](mail, now) for mail in Mail.objects.all()]

    written = [letter for letter in letters if isinstance(letter, Letter)]
    assert len(written) >= 3
    assert [letter for letter in written if PLANTED in letter.subject + letter.text + letter.calendar] == []


def test_unknown_foreign_and_hidden_are_the_same_404(places, ivans_interview, ines, otto):
    card, _ = places
    client = Client()
    client.force_login(otto, "allauth.account.auth_backends.AuthenticationBackend")

    hidden = client.get(f"/scorecards/{card.pk}/")
    unknown = client.get(f"/scorecards/{NOWHERE}/")

    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert masked(hidden.content.decode()) == masked(unknown.content.decode())


def masked(body: str) -> str:
    """An answer without what differs from one request to the next: tokens, and the second it was made in."""
    import re  # noqa: PLC0415 -- only this needs it

    body = re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", body)
    body = re.sub(r'X-CSRFToken": "[^"]+"', "", body)
    body = re.sub(r'"token": "[^"]+", "now": [0-9]+', "", body)
    body = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", "", body)
    return re.sub(r"data-server-now=\"[^\"]+\"", "", body)


def test_what_is_not_covered_does_not_depend_on_any_card(places, loop, ivans_interview, ivan, rate_limiter, communication):
    card, _ = places
    now = timezone.now()
    ivans_interview.start(now=now)
    asked = asking.ask(ivans_interview, rate_limiter, by=ivan, now=now)
    before = [str(one) for one in handing.uncovered(ivans_interview)], handing.sittings(loop.pk)

    note(card, id=uuid4(), line=f"+ {PLANTED} badly", competency=communication, offset=60, now=now)
    for ladder in card.ladders():
        rate(card, ladder, step=4, now=now)
    asking.tick(asked, rate_limiter.steps.first().points.first(), is_ticked=True, by=ivan, now=now)

    assert before[0] == ["Communication"]
    assert ([str(one) for one in handing.uncovered(ivans_interview)], handing.sittings(loop.pk)) == before

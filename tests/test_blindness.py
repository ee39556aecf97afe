"""Nobody who owes a scorecard learns anything of another: every cell of docs/reference/blindness.md over every channel."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from accounts.models import Mail
from accounts.post import Letter, writers
from interviews import handing
from interviews.models import asking
from scorecards.models import Scorecard
from scorecards.models.capture import note, rate
from tests.blindness import AT, MARKS, NOWHERE, ROLES, Row, Scene, all_of, channels, opened, rows
from tests.clients import signed_in
from tests.factories import make_user
from tests.places import places

pytestmark = pytest.mark.django_db
RULER = Row("Everything", "lead", "draft", {})
LEFT_OUT = {
    "me": "lists the sessions of its reader, and each reading is one of its own",
    "readyz": "tells of beat, whose tick the tests that run beside this one write",
}


@pytest.fixture(autouse=True)
def evening():
    """The clock stands at Monday 2 March 2026, 18:00 UTC: every interview was held."""
    with time_machine.travel(AT, tick=False):
        yield


def test_the_table_has_a_line_for_everybody():
    lines = [(row.role, row.part, row.card) for row in rows()]
    parts = {(part, card) for _, part, card in lines}

    assert (len(lines), len(parts)) == (54, 19)
    assert len(set(lines)) == len(lines)
    assert all({line[1:] for line in lines if line[0] == role} == parts for role in ("Interviewers", "Recruiters"))
    assert {frozenset(row.cells) for row in rows()} == {frozenset(MARKS)}


@pytest.mark.parametrize("role", ROLES)
def test_each_cell_is_so_through_every_channel(role):
    lines = [row for row in rows() if row.role == role]
    scene = Scene(lines)
    with scene.gone_on():
        after = {row: scene.seen_by(person) for row, person in scene.people.items()}

    found = {str(row): opened(seen) for row, seen in after.items()}
    changed = {
        f"{row}: {name}"
        for row, person in scene.people.items()
        if row.learns_nothing
        for name, before in scene.seen_by(person, is_there(after[row], scene.not_found(person))).items()
        if before != after[row][name]
    }

    assert [sorted(seen) for seen in after.values()] == [sorted(channels())] * len(lines)
    assert found == {str(row): row.cells for row in lines}
    assert changed == set()


def is_there(seen: dict[str, str], not_found: str) -> set[str]:
    """The channels that gave something: whatever else was there before, these are to be the same."""
    return {name for name, answer in seen.items() if answer != not_found}


def test_every_address_is_listed(scene):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert {address.split()[0] for address in addresses_of(scene)} | set(LEFT_OUT) == names


def places_of(scene: Scene) -> dict[str, list[dict]]:
    """The keys of every named address that lead to the things of this scene."""
    card = Scorecard.of(scene.coding.seats.get(), now=AT)
    return places(loop=scene.loop, mine=scene.coding, other=scene.panel, question=scene.question, card=card)


def addresses_of(scene: Scene) -> dict[str, str]:
    """Every named address of the site with the things of this scene, by its name and how many of that name were before."""
    return {
        f"{name} {place}": reverse(name, kwargs=kwargs)
        for name, many in places_of(scene).items()
        for place, kwargs in enumerate(many)
        if name not in LEFT_OUT
    }


@pytest.fixture
def scene() -> Scene:
    """With one reader who may do everything in the company, and owes a scorecard."""
    return Scene([RULER], is_recruiter=True, is_committee=True, is_administrator=True)


def test_no_address_tells_who_owes_anything_of_others(scene):
    ruler, addresses = scene.people[RULER], addresses_of(scene)

    with scene.gone_on():
        after = all_of(signed_in(ruler), addresses, "froze on the joins")
    before = all_of(signed_in(ruler), addresses, "froze on the joins")

    assert [name for name, answer in before.items() if answer != after[name]] == []


def test_what_is_hidden_is_looked_for_no_longer_than_what_is_not_there(scene):
    """Time cannot be tested honestly; what takes it can: the same questions to the database, in the same order.

    Of addresses that nobody should guess each miss is counted in the database, so the second asks other questions than the first.
    """
    ruler, addresses = signed_in(scene.people[RULER]), addresses_of(scene)

    with scene.gone_on():
        card = asked(ruler, f"/scorecards/{scene.card.pk}/")
        hidden = {
            name: cost
            for name, address in addresses.items()
            if not name.startswith(("candidate_room", "candidate_page", "interviews_feed"))
            and (cost := asked(ruler, address))[0] == 404
        }
    before = {name: asked(ruler, addresses[name]) for name in hidden}

    assert {"card 0", "card_version 0", "debrief 0", "red_flag 0"} <= set(hidden)
    assert {name: (cost, before[name]) for name, cost in hidden.items() if cost != before[name]} == {}
    assert card == asked(ruler, f"/scorecards/{NOWHERE}/")


def asked(client: Client, address: str) -> tuple[int, list[str]]:
    """The status of the answer, and what was asked of the database for it, without the values."""
    with CaptureQueriesContext(connection) as queries:
        status = client.get(address).status_code
    return status, [re.sub(r"'[^']*'|\b\d+\b", "?", one["sql"]) for one in queries.captured_queries]


def test_words_of_a_card_stand_nowhere_but_where_it_is_read(scene):
    addresses, words = addresses_of(scene), "froze on the joins (Problem solving)"
    strangers = {name: addresses[name] for name in ("card 0", "access_pack 0", "debrief 0")}
    otto = make_user(name="Otto Outside", email="otto@example.com")

    scene.go_on()
    seen = {"lena": (scene.lenas_browser, addresses), "otto": (signed_in(otto), addresses), "a stranger": (Client(), strangers)}
    told = {
        f"{name}: {where}"
        for name, (client, those) in seen.items()
        for where, said in all_of(client, those, "x").items()
        if words in said
    }

    assert told == {"lena: card 0", "lena: card_version 0", "lena: access_pack 0", "lena: packet 0"}


def test_no_mail_holds_a_word_of_a_card(scene):
    scene.go_on()
    letters = [letter for mail in Mail.objects.all() if isinstance(letter := writers[mail.kind](mail, AT), Letter)]

    words = [words for words, _ in MARKS.values() if "Carla" not in words]
    assert len(letters) >= 2
    assert [letter for letter in letters if any(one in letter.subject + letter.text + letter.calendar for one in words)] == []


def test_what_is_not_covered_does_not_depend_on_any_card(loop, ivans_interview, ivan, rate_limiter, communication):
    ivans_interview.start(now=AT)
    asked = asking.ask(ivans_interview, rate_limiter, by=ivan, now=AT)
    card = Scorecard.of(ivans_interview.seats.get(), now=AT)
    before = [str(one) for one in handing.uncovered(ivans_interview)], handing.sittings(loop.pk)

    note(card, id=uuid4(), line="+ Froze on the joins", competency=communication, offset=60, now=AT)
    for ladder in card.ladders():
        rate(card, ladder, step=4, now=AT)
    asking.tick(asked, rate_limiter.steps.first().points.first(), is_ticked=True, by=ivan, now=AT)

    assert before[0] == ["Communication"]
    assert ([str(one) for one in handing.uncovered(ivans_interview)], handing.sittings(loop.pk)) == before

"""The access pack: all that is sealed and decided of a candidate, by part and not by name, for who may read it."""

import pytest

from accounts.models import Event
from scorecards.masking import Mask, perhaps_names
from scorecards.models import Exposure, Scorecard, debate
from tests.clients import signed_in
from tests.factories import make_candidate, make_scorecard, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(loop, ivans_interview, ines_interview, otto, carla, lena, now):
    """Ivan wrote of Ines, of Otto and of another candidate; it is decided."""
    make_candidate(name="Nils Berg", email="nils@example.org", added_by=lena)
    words = "Weaker than Nils Berg, said Ines; Otto Outside and otto@example.com agree. Maya asked why"
    card = make_scorecard(interview=ivans_interview, submitted=True, words=words)
    make_scorecard(interview=ines_interview, submitted=True, words="Named three failure modes")
    debrief = debate.open_debrief(loop, members=[carla], by=lena, now=now)
    debate.vote(debrief, carla, verdict=3, level=None, comment="As Ivan says", now=now)
    debate.reveal(debrief, now=now)
    debate.decide(debrief, outcome="hire", level=loop.level, reason="Carla and Ines agree", by=lena, now=now)
    return card


def page_of(client, maya) -> str:
    answer = client.get(f"/candidates/{maya.pk}/access-pack/")
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def test_everybody_else_stands_as_their_part(decided, maya, lena):
    page = page_of(signed_in(lena), maya)

    assert "Weaker than another candidate, said Interviewer 2; Colleague 1 and Colleague 1 agree. Maya asked why" in page
    assert "As Interviewer 1 says" in page
    assert "Voter 1 and Interviewer 2 agree" in page
    assert [name for name in ("Ivan", "Ines", "Otto", "Carla", "Lena", "Nils", "example.com") if name in page] == []


def test_looking_is_kept_and_exposes(decided, loop, maya, lena):
    page_of(signed_in(lena), maya)

    noted = Event.objects.get(verb="read the access pack of")
    assert (noted.who, noted.noun) == (lena, f"candidate {maya.pk}")
    opened = Exposure.objects.filter(person=lena, loop=loop).values_list("what", flat=True)
    assert sorted(opened) == ["access_pack", "access_pack", "decision", "votes"]


def test_who_owes_finds_a_pack_without_the_loops_judgements(loop, maya, ivans_interview, ines_interview, lena):
    make_seat(interview=ines_interview, person=lena, role="panel")
    before = page_of(signed_in(lena), maya)

    make_scorecard(interview=ivans_interview, submitted=True, words="Froze on the joins")

    assert page_of(signed_in(lena), maya) == before
    assert "Froze" not in before


def test_drafts_training_records_and_scratch_are_in_no_pack(maya, ivans_interview, ines_interview, otto, lena):
    draft = make_scorecard(interview=ines_interview)
    Scorecard.objects.filter(pk=draft.pk).update(summary="A draft", scratch="A doubt")
    make_seat(interview=ivans_interview, person=otto, role="shadow")
    make_scorecard(interview=ivans_interview, person=otto, submitted=True, words="A shadow's words")
    card = make_scorecard(interview=ivans_interview, submitted=True, words="The lead's words")
    Scorecard.objects.filter(pk=card.pk).update(scratch="A doubt")

    page = page_of(signed_in(lena), maya)

    assert [words for words in ("A draft", "A doubt", "shadow&#x27;s words", "lead&#x27;s words") if words in page] == [
        "lead&#x27;s words"
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("lena", 200), ("ada", 200), ("ivan", 403), ("ines", 404), ("carla", 404), ("otto", 404)]
)
def test_who_may_look(ivans_interview, maya, request, who, status):
    assert signed_in(request.getfixturevalue(who)).get(f"/candidates/{maya.pk}/access-pack/").status_code == status


def test_a_colleague_who_applies_does_not_read_their_own_pack(ivans_interview, maya, lena):
    maya.employee = lena
    maya.save(update_fields=["employee"])

    assert signed_in(lena).get(f"/candidates/{maya.pk}/access-pack/").status_code == 404


NAMES = {
    "Ivan Petrov": "Interviewer 1",
    "ivan@example.com": "Interviewer 1",
    "Al Gore": "Interviewer 2",
    "Chen Wu": "Interviewer 3",
}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ivan Petrov asked", "Interviewer 1 asked"),
        ("ivan asked, IVAN nodded", "Interviewer 1 asked, Interviewer 1 nodded"),
        ("Petrov's hint", "Interviewer 1's hint"),
        ("mail ivan@example.com now", "mail Interviewer 1 now"),
        ("mail someivan@example.com", "mail someivan@example.com"),
        ("Ivanhoe is a book", "Ivanhoe is a book"),
        ("Al said so, Al Gore too", "Al said so, Interviewer 2 too"),
        ("also general", "also general"),
        ("Maya Chen and Chen Wu", "Maya Chen and Interviewer 3"),
        ("Wu wrote", "Wu wrote"),
        ("", ""),
    ],
)
def test_names_are_masked_and_words_are_not(text, masked):
    assert Mask(NAMES, spared=["Maya Chen"])(text) == masked


def test_nothing_to_mask_changes_nothing():
    assert Mask({})("Ivan asked") == "Ivan asked"


def test_runs_of_capitals_may_be_names():
    assert perhaps_names(["Then Ana Maria Silva spoke to nils berg. Kafka"]) == {
        "Then Ana",
        "Then Ana Maria",
        "Then Ana Maria Silva",
        "Ana Maria",
        "Ana Maria Silva",
        "Maria Silva",
    }

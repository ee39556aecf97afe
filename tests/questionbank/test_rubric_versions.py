"""Published words of the rubric: who publishes makes a version, no version changes, and a card reads the words of its time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from questionbank.models import CompetencyVersion, RedFlagVersion, RubricMove, SignalVersion
from questionbank.rubric import writing
from scorecards.models import capture, sealing
from scorecards.models.counting import signals_on
from tests.clients import signed_in
from tests.factories import LONG_AGO, make_scorecard

pytestmark = pytest.mark.django_db
LATER = LONG_AGO + timedelta(days=400)


def republish_all(problem_solving, hints_needed, demeaning):
    """Everything gets other words, long after the cards were begun."""
    current = problem_solving.current
    problem_solving.publish(
        name="Puzzling", definition="Other", ladder=[f"Other {n}" for n in range(7)], probes=[], why="Better", now=LATER
    )
    hints_needed.publish(
        hints_needed.versions.get().words
        | {"name": "Help", "expected": {"senior": {"text": "none", "minimum": None, "maximum": 0}}},
        why="Better",
        now=LATER,
    )
    demeaning.publish(demeaning.versions.get().words | {"name": "Rudeness"}, why="Better", now=LATER)
    return current


def test_the_same_words_again_make_no_version(problem_solving, hints_needed, demeaning):
    hints_needed.publish(hints_needed.versions.get().words, why="Again", now=LATER)
    demeaning.publish(demeaning.versions.get().words, why="Again", now=LATER)

    assert [version.number for version in (hints_needed.versions.get(), demeaning.versions.get())] == [1, 1]


def test_other_words_are_in_force_and_the_old_version_stays(problem_solving, hints_needed, demeaning):
    republish_all(problem_solving, hints_needed, demeaning)

    problem_solving.refresh_from_db()
    assert (problem_solving.name, problem_solving.versions.get(number=1).name) == ("Puzzling", "Problem solving")
    assert (hints_needed.name, hints_needed.versions.get(number=1).words["name"]) == ("Help", "Hints needed")
    assert [(one.level.key, one.text) for one in hints_needed.expectations.select_related("level")] == [("senior", "none")]
    assert (demeaning.name, demeaning.versions.get(number=1).words["name"]) == ("Rudeness", "Demeaning conduct")


@pytest.mark.parametrize("model", [CompetencyVersion, SignalVersion, RedFlagVersion, RubricMove])
def test_no_version_is_changed_not_even_by_sql(problem_solving, hints_needed, demeaning, model):
    writing.retire(writing.NOUNS["signals"], "hints", why="Old", by=None, now=LATER)
    assert model.objects.exists()

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        model.objects.update(why="Another reason")  # one plain UPDATE

    assert not model.objects.filter(why="Another reason").exists()


def test_a_card_that_was_begun_keeps_its_words_while_it_is_open(ivans_interview, problem_solving, hints_needed, demeaning, ivan):
    card = make_scorecard(interview=ivans_interview)
    capture.raise_flag(card, demeaning, id=uuid4(), behaviour="Laughed", words="", now=LONG_AGO)
    republish_all(problem_solving, hints_needed, demeaning)

    card = type(card).objects.with_seat().get(pk=card.pk)

    assert [ladder.name for ladder in card.ladders()] == ["Problem solving", "Communication"]
    assert [(one.name, one.expected) for one in signals_on(card)] == [("Hints needed", "2 or more")]
    assert [flag.called for flag in card.red_flags.standing().with_words()] == ["Demeaning conduct"]


def test_the_kit_page_shows_the_ladder_that_the_room_shows(ivans_interview, ivan, problem_solving, hints_needed, demeaning):
    make_scorecard(interview=ivans_interview)
    old = republish_all(problem_solving, hints_needed, demeaning)

    page = signed_in(ivan).get(f"/interviews/{ivans_interview.pk}/")

    assert page.context["focus"][0][0] == old


def test_a_card_that_is_begun_later_reads_what_is_in_force_then(ivans_interview, problem_solving, hints_needed, demeaning):
    republish_all(problem_solving, hints_needed, demeaning)
    card = make_scorecard(interview=ivans_interview)
    type(card).objects.filter(pk=card.pk).update(began_at=LATER + timedelta(days=1))

    card = type(card).objects.with_seat().get(pk=card.pk)

    assert [ladder.name for ladder in card.ladders()] == ["Puzzling", "Communication"]
    assert [(one.name, one.expected) for one in signals_on(card)] == [("Help", "none")]


def test_a_sealed_card_is_read_in_the_words_of_its_time(ivans_interview, ivan, problem_solving, hints_needed, demeaning):
    card = make_scorecard(interview=ivans_interview)
    capture.mark_signal(card, hints_needed, id=uuid4(), now=LONG_AGO)
    capture.raise_flag(card, demeaning, id=uuid4(), behaviour="Laughed", words="", now=LONG_AGO)
    sealed = make_scorecard(interview=ivans_interview, submitted=True)
    before = signed_in(ivan).get(f"/scorecards/{card.pk}/").content.decode()
    seal = sealed.seals.get()

    republish_all(problem_solving, hints_needed, demeaning)
    writing.retire(writing.NOUNS["signals"], "hints", why="Old", by=None, now=LATER)
    after = signed_in(ivan).get(f"/scorecards/{card.pk}/").content.decode()

    words = ("Problem solving</h2>", "Problem solving at step 4", "Hints needed</dt>", "2 or more", "Demeaning conduct</b>")
    assert [(word in before, word in after) for word in words] == [(True, True)] * len(words)
    assert [word for word in ("Puzzling", "Other 4", "Rudeness") if word in after] == []
    assert sealing.content(type(card).objects.with_seat().get(pk=card.pk)) == seal.content
    flag = {"kind": "demeaning", "name": "Demeaning conduct", "behaviour": "Laughed", "words": ""}
    assert seal.content["red_flags"] == [flag | {"id": str(card.red_flags.get().pk)}]


def test_what_is_retired_meanwhile_can_still_be_counted_in_a_room_that_is_open(
    ivans_interview, ivan, problem_solving, hints_needed
):
    ivans_interview.start(now=timezone.now())
    card = make_scorecard(interview=ivans_interview)
    writing.retire(writing.NOUNS["signals"], "hints", why="Old", by=None, now=timezone.now())

    answer = signed_in(ivan).post(f"/interviews/{ivans_interview.pk}/signals/{hints_needed.pk}/", {"id": str(uuid4())})

    assert answer.status_code == 302
    assert card.signal_marks.count() == 1

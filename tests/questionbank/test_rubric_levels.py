"""Levels: their four steps never change, a new one begins like its neighbour, and nothing in use is removed."""

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.access import Refused
from questionbank.models import Level, RubricMove
from questionbank.rubric import levels as writing
from tests.clients import errors, signed_in
from tests.conftest import NOW
from tests.factories import make_scorecard

pytestmark = pytest.mark.django_db


def test_the_steps_of_a_level_are_not_changed_not_even_by_sql(levels):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE questionbank_level SET window_start = 1 WHERE key = 'senior'")

    assert Level.objects.get(key="senior").window_start == 2


def test_who_asks_for_other_steps_is_told_to_make_a_new_level(levels, carla):
    form = {"name": "Senior", "after": "mid", "why": "Stricter", "seen": "0", "window_start": "3"}

    answer = signed_in(carla).post("/rubric/levels/senior/", form)

    assert answer.status_code == 422
    assert errors(answer) == {
        "__all__": ["The steps of Senior stay: ratings were given by them. Make a new level for other steps."]
    }


def test_an_old_card_reads_the_same_after_a_level_was_renamed_and_another_put_below_it(ivans_interview, levels, ivan, carla):
    card = make_scorecard(interview=ivans_interview, submitted=True)
    step = {rating.at(card.level) for rating in card.ratings.all()}

    writing.make(name="Lead", expects="", after=levels["mid"], window_start=1, why="Between", by=carla, now=NOW)
    senior = Level.objects.get(key="senior")
    lead = Level.objects.get(key="lead")
    writing.change(senior, name="Senior II", expects="", after=lead, why="Renamed", seen=0, by=carla, now=NOW)

    assert [level.key for level in Level.objects.order_by("rank")] == ["junior", "mid", "lead", "senior", "staff"]
    assert {rating.at(Level.objects.get(key="senior")) for rating in card.ratings.all()} == step == {3}


def test_a_new_level_begins_with_what_its_neighbour_is_expected_to_show(levels, hints_needed, carla):
    client = signed_in(carla)
    form = {"name": "Principal Engineer", "expects": "A company", "after": "staff", "window_start": "3", "why": "We hire one"}

    answer = client.post("/rubric/levels/new/", form)

    assert answer["Location"] == "/rubric/levels/principal_engineer/"
    level = Level.objects.get(key="principal_engineer")
    assert (level.name, level.expects, level.window_start, level.rank) == ("Principal Engineer", "A company", 3, 4)
    assert hints_needed.expectations.get(level=level).text == hints_needed.expectations.get(level=levels["staff"]).text
    assert hints_needed.versions.order_by("-number").first().why == (
        "Principal Engineer is new and begins with what is expected of Staff"
    )
    assert "We hire one" in client.get(answer["Location"]).content.decode()


def test_a_higher_level_never_asks_for_less(levels, carla):
    form = {"name": "Principal", "after": "staff", "window_start": "1", "why": "We hire one"}

    answer = signed_in(carla).post("/rubric/levels/new/", form)

    assert answer.status_code == 422
    assert errors(answer) == {"window_start": ["Staff, below it, opens at step 3: a higher level cannot ask for less."]}
    assert 'value="Principal"' in answer.content.decode()
    with pytest.raises(Refused, match="Junior, above it, opens at step 0"):
        writing.make(name="Intern", expects="", after=None, window_start=1, why="Less", by=carla, now=NOW)


def test_only_what_nothing_names_is_removed(levels, rate_limiter, carla):
    client = signed_in(carla)
    writing.make(name="Principal", expects="", after=levels["staff"], window_start=3, why="By mistake", by=carla, now=NOW)

    assert client.post("/rubric/levels/principal/removal/").status_code == 302
    answer = client.post("/rubric/levels/mid/removal/")

    assert answer.status_code == 403
    assert "Mid is in use: questions, kits, loops or scorecards name it, so it stays." in answer.content.decode()
    assert list(Level.objects.order_by("rank").values_list("key", flat=True)) == ["junior", "mid", "senior", "staff"]


def test_who_saves_a_level_second_is_told_what_the_first_did_and_keeps_the_typing(levels, carla, ada):
    form = {"after": "mid", "why": "Clearer", "seen": "0"}
    signed_in(ada).post("/rubric/levels/senior/", form | {"name": "Lead", "expects": "Leads"})

    answer = signed_in(carla).post("/rubric/levels/senior/", form | {"name": "Expert", "expects": "Knows"})

    assert answer.status_code == 422
    (told,) = errors(answer)["__all__"]
    assert told.startswith("Ada Administrator changed it meanwhile: Name: Senior → Lead; What it expects: nothing → Leads.")
    assert 'value="Expert"' in answer.content.decode()
    assert RubricMove.objects.count() == 1

    signed_in(carla).post("/rubric/levels/senior/", form | {"name": "Expert", "expects": "Knows", "seen": "1"})
    assert Level.objects.get(key="senior").name == "Expert"


@pytest.mark.parametrize("address", ["/rubric/levels/new/", "/rubric/levels/senior/"])
def test_only_who_keeps_the_rubric_changes_levels(levels, ivan, address):
    client = signed_in(ivan)

    assert client.post(address, {"name": "X", "why": "Y", "seen": "0"}).status_code == 403
    assert "Change it" not in client.get("/rubric/levels/senior/").content.decode()

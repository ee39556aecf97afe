"""How many questions would be left after each choice."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from questionbank import facets
from questionbank.models import Question
from questionbank.phrasing import terms
from questionbank.search import Scale, Wanted
from tests.factories import make_question


@pytest.fixture
def bank(levels, problem_solving, communication):
    """Three to pick, of which one is on trial, and a retired one."""
    cache.clear()
    for key, category, minutes, difficulty, lowest, competencies in (
        ("queue", "coding", 10, 2, "mid", [problem_solving]),
        ("cache", "coding", 30, 4, "senior", [problem_solving, communication]),
        ("talk", "behavioral", 20, 2, "junior", [communication]),
        ("old", "coding", 20, 2, "junior", [communication]),
    ):
        make_question(
            key=key,
            title=f"A {key} that waits",
            lowest=levels[lowest],
            highest=levels["senior"],
            competencies=competencies,
            category=category,
            minutes=minutes,
            difficulty=difficulty,
        )
    Question.objects.get(key="talk").pilot(why="New", now=timezone.now())
    Question.objects.get(key="old").retire(why="Old", now=timezone.now())


def counted(q: str = "", *, most: int | None = 1000, families: list[str] | None = None, leaves_out: bool = False, **chosen: object):
    wanted = Wanted(terms(q), chosen, Scale.here(), families=families or [], leaves_out=leaves_out)
    counts = facets.count(wanted, most=most)
    return counts.total, {name: {value: many for value, many in of.items() if many} for name, of in counts.of.items()}


def test_every_choice_is_counted_on_its_own(bank):
    total, of = counted()

    assert total == 3
    assert of == {
        "category": {"coding": 2, "behavioral": 1},
        "competency": {"problem_solving": 2, "communication": 2},
        "level": {"junior": 1, "mid": 2, "senior": 3},
        "difficulty": {"2": 2, "4": 1},
        "minutes": {"10": 1, "15": 1, "20": 2, "30": 3, "45": 3, "60": 3},
        "state": {"": 3, "active": 2, "pilot": 1, "retired": 1},
        "repeats": {"without": 3},
    }


def test_a_choice_leaves_its_own_facet_as_it_was_and_narrows_the_others(bank):
    total, of = counted(category="coding")

    assert total == 2
    assert of["category"] == {"coding": 2, "behavioral": 1}
    assert of["level"] == {"mid": 1, "senior": 2}
    assert of["state"] == {"": 2, "active": 2, "retired": 1}


def test_what_is_typed_and_every_other_choice_narrow_a_count(bank):
    total, of = counted("wait", category="coding", level="mid", minutes=30)

    assert total == 1
    assert of["category"] == {"coding": 1, "behavioral": 1}
    assert of["level"] == {"mid": 1, "senior": 2}
    assert of["minutes"] == {"10": 1, "15": 1, "20": 1, "30": 1, "45": 1, "60": 1}
    assert of["competency"] == {"problem_solving": 1}


@pytest.mark.parametrize(
    ("chosen", "total"),
    [
        ({"competency": "communication"}, 2),
        ({"difficulty": 4}, 1),
        ({"state": "retired"}, 1),
        ({"state": "unused"}, 0),
        ({"level": "staff"}, 0),
    ],
)
def test_the_total_is_that_of_all_choices(bank, chosen, total):
    assert counted(**chosen)[0] == total


@pytest.mark.parametrize(("leaves_out", "total"), [(True, 1), (False, 3)])
def test_what_a_candidate_met_is_counted_without(bank, leaves_out, total):
    found, of = counted(families=["queue", "talk"], leaves_out=leaves_out)

    assert (found, of["repeats"]) == (total, {"without": 1})


def test_too_many_are_not_counted(bank):
    assert counted(most=2) == (None, {})
    assert counted(most=4)[0] == 3


def test_what_was_counted_without_a_word_is_kept_and_told(bank):
    scale, now = Scale.here(), timezone.now()
    first = facets.kept(Wanted([], {}, scale), now=now)
    Question.objects.get(key="queue").retire(why="Old", now=now)

    again = facets.kept(Wanted([], {}, scale), now=now)
    with_a_word = facets.kept(Wanted(terms("waits"), {}, scale), now=now)

    assert (first.total, first.at) == (3, None)
    assert (again.total, again.at) == (3, now)
    assert (with_a_word.total, with_a_word.at) == (2, None)

"""Finding questions while typing."""

import pytest
from django.utils import timezone

from questionbank.models import Question
from tests.factories import make_question


@pytest.fixture
def bank(levels, problem_solving, rate_limiter):
    make_question(
        key="shortener",
        title="Shortener of links, not a rate limiter",
        lowest=levels["mid"],
        highest=levels["staff"],
        competencies=[problem_solving],
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("rate lim", ["rate-limiter", "shortener"]),
        ("Limiting RATES endp", ["rate-limiter"]),
        ("sho", ["shortener"]),
        ("links' & | ! ( ):*", ["shortener"]),
        ("build this", ["rate-limiter", "shortener"]),
        ("rate limiter for windows", []),
        ("<->", []),
        ("", []),
    ],
)
def test_every_word_begins_one_of_the_question(bank, typed, found):
    assert sorted(Question.objects.matching(typed).values_list("key", flat=True)) == found


def titles(client, **chosen) -> list[str]:
    return [question.current.title for question in client.get("/questions/", chosen).context["questions"]]


@pytest.fixture
def client(client, carla):
    client.force_login(carla, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        ({}, 2),
        ({"category": "coding"}, 2),
        ({"category": "databases"}, 0),
        ({"category": "nonsense"}, 2),
        ({"level": "junior"}, 0),
        ({"level": "senior"}, 2),
        ({"competency": "problem_solving"}, 2),
        ({"competency": "none such"}, 2),
        ({"minutes": "20"}, 2),
        ({"minutes": "10"}, 0),
        ({"minutes": "soon"}, 2),
        ({"difficulty": "3"}, 2),
        ({"difficulty": "5"}, 0),
        ({"q": "shortener", "level": "senior", "minutes": "60"}, 1),
        ({"state": "retired"}, 0),
    ],
)
def test_each_choice_narrows_the_list_and_what_is_no_choice_does_not(client, bank, chosen, count):
    assert len(titles(client, **chosen)) == count


def test_each_state_is_a_list_of_its_own(client, bank, levels, problem_solving):
    now = timezone.now()
    verbs = {"pilot": Question.pilot, "suspected": Question.suspect, "retired": Question.retire}
    for number, (state, verb) in enumerate(verbs.items()):
        version = make_question(
            key=state, title=f"In {number}", lowest=levels["mid"], highest=levels["mid"], competencies=[problem_solving]
        )
        verb(version.question, why="Because", now=now)

    assert {state: titles(client, state=state) for state in verbs} == {
        "pilot": ["In 0"],
        "suspected": ["In 1"],
        "retired": ["In 2"],
    }
    assert "In 0" in titles(client)
    assert titles(client, state="unused") == []

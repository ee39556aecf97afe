"""Finding questions while typing: what is found, in which order, and what narrows it."""

import pytest
from django.utils import timezone

from questionbank.models import Listed, Question, QuestionVersion
from questionbank.phrasing import terms
from questionbank.search import Scale, Wanted, find
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


@pytest.fixture
def add(levels, problem_solving):
    """Puts a question into the bank, with these words where a question has words."""

    def add(key: str, **words: str) -> QuestionVersion:
        return make_question(
            key=key,
            title=words.pop("title", key),
            lowest=levels["mid"],
            highest=levels["staff"],
            competencies=[problem_solving],
            words=words,
        )

    return add


def keys(q: str) -> list[str]:
    return [row["key"] for row in find(Wanted(terms(q), {}, Scale.here()), size=50, exactly=True).rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("rate lim", ["rate-limiter", "shortener"]),
        ("Limiting RATES endp", ["rate-limiter"]),
        ("sho", ["shortener"]),
        ("links' & | ! ( ):*", ["shortener"]),
        ("build this", ["rate-limiter", "shortener"]),
        ("rate limiter for windows", []),
        ("<->", ["rate-limiter", "shortener"]),
        ("", ["rate-limiter", "shortener"]),
        ("r", []),
        ("the rate limiter", ["rate-limiter", "shortener"]),
        ("\ufeff'; DROP TABLE questionbank_listed", []),
    ],
)
def test_every_word_is_in_the_question_and_the_last_may_go_on(bank, typed, found):
    assert sorted(keys(typed)) == found


def test_title_weighs_more_than_prompt_and_that_more_than_points_and_the_rest(add):
    add("in-rest", notes="idempotency " * 9)
    add("in-points", good="idempotency " * 9)
    add("in-prompt", prompt="Tell me of idempotency")
    add("in-title", title="Idempotency")
    add("nowhere")

    assert keys("idempotency") == ["in-title", "in-prompt", "in-points", "in-rest"]


def test_all_words_in_the_title_come_before_one_of_them_there(add):
    add("apart", title="Queues", prompt="Retry, retry and retry a queue")
    add("together", title="What happens when a message meets a broken consumer: queues that retry")

    assert keys("queue retry") == ["together", "apart"]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Sorting in O(n)", "O(n)"),
        ("Sorting in O(n)", "sort O(n"),
        ("Kafka", "kafka"),
        ("Idempotency keys", "idempotenc"),
        ("Idempotency keys", "idempotent"),
        ("Résumé of a crème brûlée", "creme resume"),
        ("A naive cache", "naïve"),
        ("Łódź", "lodz"),
        ("Read `user_id` from the token", "user_id"),
        ("Blue-green deployment", "blue-green"),
        ("Blue-green deployment", "blue green"),
        ("Moves in C++", "c++"),
        ("Moves in C++", "C++ mov"),
        ("Tasks in C#", "c#"),
        ("p95 of a page", "P95"),
        ("Out of order arrival", "out-of-order"),
        ("Кэш и очередь", "очер"),
    ],
)
def test_names_and_accents_are_found(add, title, typed):
    add("wanted", title=title)
    add("other", title="c and o and n, green after blue")

    assert keys(typed) == ["wanted"] or (typed == "blue green" and keys(typed)[0] == "wanted")


def test_points_steps_hints_and_follow_ups_are_searched(bank):
    assert [sorted(keys(q)) for q in ("clarify first point", "strength", "twelve nodes")] == [["rate-limiter", "shortener"]] * 3


def test_a_question_is_listed_in_its_new_words_and_state_at_once(add):
    version = add("moving", title="Elevator", prompt="Draw it.")
    later = QuestionVersion.objects.get(pk=version.pk)
    later.pk, later.number, later.title = None, 2, "Escalator"
    later.save(force_insert=True)

    Question.objects.filter(pk=version.question_id).update(current=later)

    assert (keys("elevator"), keys("escalator")) == ([], ["moving"])
    for verb, state in ((Question.pilot, "pilot"), (Question.suspect, "suspected"), (Question.retire, "retired")):
        verb(Question.objects.get(key="moving"), why="Because", now=timezone.now())
        assert Listed.objects.get().state == state
    assert keys("escalator") == []


def titles(client, **chosen) -> list[str]:
    return [row["title"] for row in client.get("/questions/", chosen).context["found"].rows]


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

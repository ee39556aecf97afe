"""Finding questions while typing."""

import pytest

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

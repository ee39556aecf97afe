"""Words that were typed wrongly, and the nearest words that questions have."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.models import Question, Word
from questionbank.phrasing import terms
from questionbank.search import Scale, Wanted, find
from questionbank.spelling import distances, nearest
from tests.factories import make_question

WORDS = st.text("abcd", max_size=7)


@pytest.fixture
def bank(levels, problem_solving, db):
    for key, title in (
        ("keys", "Idempotency keys"),
        ("cache", "Cache invalidation"),
        ("locks", "Locks"),
        ("logs", "Logs and logs"),
    ):
        make_question(key=key, title=title, lowest=levels["mid"], highest=levels["mid"], competencies=[problem_solving])


def search(q: str, *, exactly: bool = False):
    found = find(Wanted(terms(q), {}, Scale.here()), size=50, exactly=exactly)
    return [row["key"] for row in found.rows], {term.typed: term.instead for term in found.put_right}


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("idempotensy", "idempotency"),  # another letter
        ("idmepotency", "idempotency"),  # two letters swapped
        ("idempotncy", "idempotency"),  # a letter missing
        ("idemppotency", "idempotency"),  # a letter doubled
        ("odempotency", "idempotency"),  # the first letter wrong
        ("idempotenzi", "idempotency"),  # two errors in a long word
        ("idempotanc", "idempotency"),  # half typed
        ("cahce", "cache"),
        ("ache", "cache"),
        ("invaldiatoin", "invalidation"),
    ],
)
def test_a_typing_error_is_put_right_and_told(bank, typed, instead):
    keys, put_right = search(typed)

    assert keys == (["keys"] if instead == "idempotency" else ["cache"])
    assert put_right == {typed: (instead,)}


def test_only_the_wrong_word_of_several_is_replaced(bank):
    assert search("idempotensy keys") == (["keys"], {"idempotensy": ("idempotency",)})


def test_words_that_are_equally_near_are_all_searched(bank):
    keys, put_right = search("loks")

    assert (sorted(keys), put_right) == (["locks", "logs"], {"loks": ("locks", "logs")})


@pytest.mark.parametrize("typed", ["logs", "lock", "cach", "cache keys", "the", "key", "idempotancy"])
def test_a_right_word_is_never_replaced_nor_one_of_the_same_stem(bank, typed):
    assert search(typed)[1] == {}


@pytest.mark.parametrize("typed", ["kex", "xyzzyx", "idemxxxncy", "lxkx"])
def test_a_word_too_far_from_every_other_stays_as_it_is(bank, typed):
    assert search(typed) == ([], {})


def test_what_is_wanted_exactly_is_not_replaced(bank):
    assert search("idempotensy", exactly=True) == ([], {})


def test_a_word_that_no_question_has_any_more_is_offered_to_nobody(bank):
    Question.objects.get(key="keys").retire(why="Old", now=Question.objects.get(key="keys").created_at)

    assert Word.objects.filter(word="idempotency").exists()
    assert search("idempotensy") == ([], {})


def test_any_bytes_find_nothing_and_break_nothing(bank):
    chance = random.Random(7)  # noqa: S311 -- the same every time
    for _ in range(25):
        typed = chance.randbytes(100).decode(errors="ignore").replace("\0", "")
        search(typed)


@pytest.mark.parametrize(
    ("typed", "word", "whole", "begun"),
    [
        ("", "", 0, 0),
        ("", "abc", 3, 0),
        ("abc", "", 3, 3),
        ("cache", "cache", 0, 0),
        ("cahce", "cache", 1, 1),
        ("cach", "cache", 1, 0),
        ("caxhe", "cache", 1, 1),
        ("kitten", "sitting", 3, 2),
    ],
)
def test_the_errors_are_counted(typed, word, whole, begun):
    assert distances(typed, word) == (whole, begun)


@given(WORDS, WORDS)
def test_errors_are_the_same_in_both_directions_and_no_more_than_the_longer_word(one, other):
    whole, begun = distances(one, other)

    assert whole == distances(other, one)[0]
    assert abs(len(one) - len(other)) <= whole <= max(len(one), len(other))
    assert begun <= whole
    assert (whole == 0) == (one == other)


@given(WORDS.filter(len), st.integers(0, 6), st.sampled_from("abcd"))
def test_one_letter_more_is_one_error(word, at, letter):
    assert distances(word[:at] + letter + word[at:], word)[0] == 1


def test_a_half_typed_word_may_be_the_beginning_of_a_longer_one():
    assert nearest("idempotan", ["idempotency", "idem"], is_open=True) == {"idempotency": 1}
    assert nearest("idempotan", ["idempotency", "idem"], is_open=False) == {}

"""What a sentence of a ladder means at each level, and what is weak in a ladder."""

import pytest

from questionbank.models import Level
from questionbank.rubric import ladders

LEVELS = [
    Level(key=key, name=key.title(), rank=start, window_start=start)
    for start, key in enumerate(("junior", "mid", "senior", "staff"))
]
SENTENCES = ["Says nothing", "Names it", "Draws it", "Builds it", "Measures it", "Runs it", "Removes it"]


@pytest.mark.parametrize(
    ("step", "reading"),
    [
        (0, "1 for Junior"),
        (1, "2 for Junior · 1 for Mid"),
        (2, "3 for Junior · 2 for Mid · 1 for Senior"),
        (3, "3 for Mid · 4 for Junior · 2 for Senior · 1 for Staff"),
        (4, "3 for Senior · 4 for Mid · 2 for Staff"),
        (5, "3 for Staff · 4 for Senior"),
        (6, "4 for Staff"),
    ],
)
def test_a_sentence_says_which_rating_it_is_at_which_level(step, reading):
    assert ladders.rungs(SENTENCES, LEVELS)[step].reading == reading


def test_the_sentence_that_is_the_3_of_a_level():
    assert [(level.key, step, words) for level, step, words in ladders.bars(SENTENCES, LEVELS)] == [
        ("junior", 2, "Draws it"),
        ("mid", 3, "Builds it"),
        ("senior", 4, "Measures it"),
        ("staff", 5, "Runs it"),
    ]


def test_a_ladder_that_is_not_whole_yet_has_seven_steps_all_the_same():
    rungs = ladders.rungs(["Says nothing"], LEVELS)

    assert [rung.words for rung in rungs] == ["Says nothing", "", "", "", "", "", ""]


@pytest.mark.parametrize(
    ("ladder", "doubtful"),
    [
        (SENTENCES, []),
        (["Names it", "names  it.", "Draws it"], [1]),
        (["Names it", "", ""], []),
        (["Very good communication", "Draws it"], [0]),
        (["Says which part is good enough and which has to be rebuilt"], []),
    ],
)
def test_a_sentence_that_nobody_can_tell_from_its_neighbour_or_that_only_grades_is_pointed_out(ladder, doubtful):
    assert [step for step, _ in ladders.doubts(ladder)] == doubtful

"""What a debrief talks about, who speaks first, how votes moved, and the flags with their rules: tables of rows."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards import matrix, tally
from scorecards.talkpoints import ACROSS, APART, ORDER, UNCOVERED, in_order, movement, reason, speaking_order
from scorecards.tally import BAR_RAISER_RULE, HIRING_MANAGER_RULE, Line

few = settings(deadline=None, max_examples=30)
RATING = st.one_of(st.none(), st.integers(1, 4))
ROWS = st.lists(st.tuples(st.lists(RATING, max_size=5), st.integers(1, 3), st.lists(st.integers(1, 4), max_size=5)), max_size=6)


@pytest.mark.parametrize(
    ("ratings", "weight", "votes", "why"),
    [
        ((2, 4), 1, [], APART),
        ((3, 3), 1, [2, 4], APART),
        ((2, 3), 3, [], ACROSS),
        ((3, 3), 3, [2, 3], ACROSS),
        ((None, None), 1, [], UNCOVERED),
        ((None, 3), 2, [], UNCOVERED),
        ((None, 3), 1, [3, 3], ""),
        ((3, 4), 3, [3, 4], ""),
        ((3, 3), 3, [2, 2], ""),  # the votes agree with each other; that they are below the ratings is in sight
    ],
)
def test_why_a_competency_is_talked_about(ratings, weight, votes, why):
    assert reason(Line(ratings, weight), votes) == why


def test_the_order_of_the_talk():
    rows = [
        ("uncovered", Line((None,), 3), []),
        ("across", Line((2, 3), 3), []),
        ("agreed", Line((3, 3), 3), [3]),
        ("apart, light", Line((1, 3), 1), []),
        ("apart, heavy", Line((2, 4), 3), []),
    ]

    found = in_order(rows)

    assert found == [("apart, heavy", APART), ("apart, light", APART), ("across", ACROSS), ("uncovered", UNCOVERED)]


@few
@given(ROWS, st.randoms(use_true_random=False))
def test_what_is_talked_about_does_not_depend_on_the_order_of_cards_votes_or_gaps(rows, random):
    lines = [(place, Line(tuple(ratings), weight), votes) for place, (ratings, weight, votes) in enumerate(rows)]
    shuffled = [
        (place, Line((*random.sample(line.seen, len(line.seen)), None), line.weight), random.sample(votes, len(votes)))
        for place, line, votes in lines
    ]

    found = in_order(lines)

    assert in_order(shuffled) == found
    assert [ORDER.index(why) for _, why in found] == sorted(ORDER.index(why) for _, why in found)


@pytest.mark.parametrize(
    ("said", "cards", "last", "order"),
    [
        ({"ivan": 3, "ines": 3, "carla": 1}, {}, None, ["carla", "ivan", "ines"]),  # the dissent first
        ({"ivan": 4, "ines": 2}, {}, None, ["ines", "ivan"]),  # as far from each other: the lower first
        ({"ivan": 3, "ines": 3}, {"ivan": 40, "ines": 2}, None, ["ines", "ivan"]),  # the same: the newer first
        ({"ivan": 3, "ines": 3, "carla": 1}, {}, "carla", ["ivan", "ines", "carla"]),  # the hiring manager last
        ({"ivan": 3}, {}, None, ["ivan"]),
        ({}, {}, None, []),
    ],
)
def test_who_speaks_first(said, cards, last, order):
    assert speaking_order(said, cards=cards, last=last) == order


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"a": 2, "b": 2, "c": 4}, {"a": 3, "b": 4, "c": 3}, "2 moved up, 1 down"),
        ({"a": 2}, {"a": 3}, "1 moved up"),
        ({"a": 3}, {"a": 2}, "1 moved down"),
        ({"a": 3}, {"a": 3}, "Nobody moved"),
        ({"a": 3}, {"b": 1}, ""),
        ({}, {}, ""),
    ],
)
def test_how_votes_moved(first, second, words):
    assert movement(first, second).words == words


@pytest.mark.parametrize(
    ("said", "flags"),
    [
        ([(1, 1), (2, 3), (3, 3)], [BAR_RAISER_RULE]),  # person 1 is the bar raiser, person 2 the hiring manager
        ([(1, 2), (2, 3), (3, 4)], []),  # 1.5 below the mean of the others
        ([(1, 2), (2, 4), (3, 2)], [HIRING_MANAGER_RULE]),
        ([(1, 3), (2, 4), (3, 2)], []),  # 1 above the highest of the others
        ([(1, 1), (2, 3), (3, 1)], [HIRING_MANAGER_RULE]),
        ([(1, 1), (2, None), (3, None)], []),  # nothing to compare with
        ([(1, None), (2, 4), (3, 4)], []),
        ([], []),
    ],
)
def test_the_flags_of_the_offices(said, flags):
    assert tally.role_flags(said, bar_raiser=1, hiring_manager=2) == flags
    assert tally.role_flags(said) == []


@few
@given(st.lists(st.tuples(st.integers(1, 4), RATING), max_size=6), st.randoms(use_true_random=False))
def test_the_flags_of_the_offices_do_not_depend_on_order_or_gaps(said, random):
    shuffled = [*random.sample(said, len(said)), (3, None)]

    assert tally.role_flags(shuffled, bar_raiser=1, hiring_manager=2) == tally.role_flags(said, bar_raiser=1, hiring_manager=2)


@pytest.mark.parametrize(("ranks", "apart"), [([0, 2], True), ([-1, 1, 0], True), ([1, 2], False), ([3], False), ([], False)])
def test_levels_two_apart(ranks, apart):
    assert tally.levels_apart(ranks) == apart


@pytest.mark.parametrize(
    ("composite", "hires", "departs"),
    [(2.4, True, True), (2.5, True, False), (2.5, False, True), (2.4, False, False), (None, True, False), (None, False, False)],
)
def test_a_decision_on_the_other_side_of_the_composite(composite, hires, departs):
    assert tally.departs(composite, hires=hires) == departs


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(minutes=-3), "0 min after"),
        (timedelta(minutes=89), "89 min after"),
        (timedelta(minutes=90), "2 h after"),
        (timedelta(hours=35), "35 h after"),
        (timedelta(hours=36), "2 days after"),
    ],
)
def test_the_age_of_a_card_in_words(after, words):
    assert matrix.age(after) == words

"""How closely an interview kept to its plan, from plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from interviews.adherence import Asked, Norm, Plan, Range, adherence, spread

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
BOX = timedelta(minutes=10)
PLAN = Plan((1, 2, 3, 4, 5, 6), frozenset({7}))
SENIOR = Norm("senior", 3)


def one(question: int, at: int, *, ran: int | None = 8, hints: int = 0, strength: int = 0) -> Asked:
    """A question asked some minutes after ten, in a box of ten minutes."""
    length = None if ran is None else timedelta(minutes=ran)
    return Asked(question, TEN + timedelta(minutes=at), BOX, length, hints, strength)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            [one(1, 0), one(2, 8, ran=14, hints=2, strength=3), one(3, 22), one(4, 30), one(6, 40)],
            "5 of 6 planned questions asked, in the plan's order; 1 ran 4 min over; 2 hints, as expected at senior",
        ),
        (
            [one(1, 20), one(2, 0, ran=11), one(3, 10, ran=17, hints=2, strength=4)],
            (
                "3 of 6 planned questions asked, 1 of 3 pairs in the plan's order; 2 ran over by 7, 1 min; "
                "2 hints, more than expected at senior"
            ),
        ),
        ([one(4, 0)], "1 of 6 planned questions asked; none ran over; no hints"),
        (
            [one(7, 0), one(9, 10, ran=None), one(8, 20, ran=None, hints=1, strength=1)],
            (
                "0 of 6 planned questions asked; beside them 1 alternate and 2 that the plan does not name; "
                "none ran over, 2 not timed; 1 hint, as expected at senior"
            ),
        ),
    ],
)
def test_an_interview_beside_its_plan_in_words(asked, words):
    assert adherence(PLAN, asked, SENIOR).words == words
    assert adherence(PLAN, asked[::-1], SENIOR).words == words, "the order of the rows says nothing"


def test_what_is_missing_has_no_figure():
    assert adherence(PLAN, [], SENIOR) is None

    single = adherence(PLAN, [one(2, 0, ran=None, hints=1, strength=1)], Norm("senior"))
    assert (single.order, single.helps_too_much) == (None, None)
    assert single.words == "1 of 6 planned questions asked; 1 not timed; 1 hint"

    unplanned = adherence(Plan(()), [one(2, 0)], SENIOR)
    assert (unplanned.share, unplanned.order) == (None, None)
    assert unplanned.words == "no question was planned; beside them 1 that the plan does not name; none ran over; no hints"


def test_a_part_of_a_minute_over_is_within_the_box_as_in_the_room():
    long = [Asked(1, TEN, BOX, BOX + timedelta(seconds=59)), Asked(2, TEN + BOX, BOX, BOX + timedelta(seconds=60))]

    assert adherence(PLAN, long, SENIOR).over == (1,)


@pytest.mark.parametrize(
    ("order", "share"),
    [
        ((1, 2, 3, 4, 5), 1.0),
        ((5, 4, 3, 2, 1), 0.0),
        ((3, 4, 1, 2, 5), 0.6),  # Kendall's distance between 1 2 3 4 5 and 3 4 1 2 5 is 4 of 10 pairs
        ((2, 1), 0.0),
    ],
)
def test_the_share_of_pairs_in_order_is_one_less_kendalls_distance(order, share):
    asked = [one(question, minute) for minute, question in enumerate(order)]

    assert adherence(PLAN, asked, SENIOR).order == share


def test_what_began_at_the_same_moment_has_no_order():
    kept = adherence(PLAN, [one(1, 0), one(2, 0), one(3, 5)], SENIOR)

    assert (kept.in_order, kept.pairs) == (2, 2)


def test_the_spread_between_candidates_needs_two_that_have_a_figure():
    whole = adherence(PLAN, [one(question, question) for question in PLAN.questions], SENIOR)
    short = adherence(PLAN, [one(2, 5, ran=12), one(1, 9), one(3, 12, hints=3, strength=6)], SENIOR)
    single = adherence(PLAN, [one(4, 0)], SENIOR)

    three = spread("Coding", [whole, short, single])
    assert (three.share, three.order) == (Range(1 / 6, 1.0, 3), Range(2 / 3, 1.0, 2))
    assert (three.hints, three.over, three.helped) == (Range(0, 3, 3), (1, 3), (1, 3))
    assert (three.share.percent, three.order.percent, three.hints.words) == ("17 to 100 %", "67 to 100 %", "0 to 3")
    assert spread("Coding", [whole, whole]).share.percent == "100 %"
    assert spread("Coding", [single, short]).order is None
    alone = spread("Coding", [whole])
    assert (alone.is_told, alone.share, alone.hints) == (False, None, None)
    unsaid = adherence(PLAN, [one(1, 0, ran=None)], Norm("senior"))
    both = spread("Coding", [unsaid, whole])
    assert (both.over, both.helped) == ((0, 1), (0, 1)), "of those only that have the figure"

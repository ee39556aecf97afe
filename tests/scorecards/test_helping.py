"""How much help a step allows, on the four levels as they are shipped. Pure: no database."""

import pytest

from scorecards.helping import Bar, Help, allowed, too_much

BARS = [Bar(0, 6), Bar(1, 3), Bar(2, 1), Bar(3, 0)]  # junior, mid, senior, staff


@pytest.mark.parametrize(("step", "most"), [(0, None), (1, None), (2, 6), (3, 3), (4, 1), (5, 0), (6, 0)])
def test_a_step_allows_what_the_highest_level_allows_whose_yes_it_is(step, most):
    assert allowed(step, BARS) == most


@pytest.mark.parametrize(
    ("step", "given", "asks"),
    [
        (4, 1, None),
        (4, 3, Help(given=3, allowed=1, step=4, fits=3)),
        (6, 1, Help(given=1, allowed=0, step=6, fits=4)),
        (5, 7, Help(given=7, allowed=0, step=5, fits=1)),
        (1, 9, None),
        (None, 9, None),
    ],
)
def test_a_rating_above_what_its_help_allows_is_asked_about(step, given, asks):
    assert too_much(step, given, BARS) == asks


def test_a_level_without_a_bound_asks_nothing():
    assert too_much(5, 9, [Bar(0, 6), Bar(3, None)]) is None

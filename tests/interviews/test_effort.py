"""What an interview costs its interviewer: what was opened and written, in minutes, and what it is counted as. No database."""

from datetime import UTC, datetime

import pytest

from interviews import effort
from interviews.effort import Effort, Parts


def at(hour: int, minute: int, second: int = 0) -> datetime:
    """An instant of 3 March 2026 in UTC."""
    return datetime(2026, 3, 3, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "minutes"),
    [
        ([], 0),
        ([at(9, 58)], 2),  # just before
        ([at(8, 0)], 10),  # opened and left
        ([at(8, 0), at(8, 4), at(8, 30)], 4 + 10 + 10),
        ([at(9, 57), at(9, 50)], 10),  # in whatever order
    ],
)
def test_preparing_is_counted_from_each_opening_to_the_next(opened, minutes):
    assert effort.preparing(opened, at(10, 0)) == minutes


@pytest.mark.parametrize(
    ("deeds", "minutes"),
    [
        ([], 5),  # nothing was changed: read, and submitted
        ([at(11, 2), at(11, 4), at(11, 6)], 6 + 5),
        ([at(11, 2), at(12, 58, 30)], 2 + 5 + 1.5),
        ([at(10, 30), at(11, 2), at(13, 30)], 2 + 5),  # the room before and the change of a later version do not count
    ],
)
def test_writing_is_counted_from_the_end_to_the_seal_without_what_lies_between(deeds, minutes):
    assert effort.writing(deeds, at(11, 0), at(13, 0)) == round(minutes)


def test_an_interview_is_its_kinds_medians_or_three_times_its_length():
    assert effort.parts_of(60, None) == Parts(sitting=60, around=120)
    assert effort.parts_of(45, Effort(preparing=20, writing=35)) == Parts(sitting=45, preparing=20, writing=35)


def test_parts_add_up_and_are_said_in_words():
    both = Parts(sitting=60, around=120).plus(Parts(sitting=60, preparing=20, writing=65, lost=30))

    assert both.total == 355
    assert both.words == (
        "2 h in interviews, 20 min preparing, 1 h 5 min writing up, 2 h around them by rule of thumb, "
        "30 min kept free and lost late"
    )
    assert (Parts().words, effort.hours(0), effort.hours(90)) == ("", "0 min", "1 h 30 min")

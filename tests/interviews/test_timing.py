"""Time boxes: minutes used, left and over, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from interviews.timing import Box, left_words, minutes_words, protected_from, stand

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR = [Box(1, 5), Box(2, 30), Box(3, 15), Box(4, 10, is_protected=True)]


def at(minute: float) -> datetime:
    return TEN + timedelta(minutes=minute)


def standing(moments, now, ended=None, started=TEN):
    stands = stand(HOUR, moments, started_at=started, ended_at=ended, now=now)
    return [(one.state, one.used // timedelta(minutes=1), one.over) for one in stands]


@pytest.mark.parametrize(
    ("moments", "minute", "expected"),
    [
        ([], 3, [("running", 3, 0), ("ahead", 0, 0), ("ahead", 0, 0), ("ahead", 0, 0)]),
        ([], 11, [("running", 11, 6), ("ahead", 0, 0), ("ahead", 0, 0), ("ahead", 0, 0)]),
        ([(at(4), 2)], 20, [("done", 4, 0), ("running", 16, 0), ("ahead", 0, 0), ("ahead", 0, 0)]),
        ([(at(4), 2), (at(20), 2)], 25, [("done", 4, 0), ("running", 21, 0), ("ahead", 0, 0), ("ahead", 0, 0)]),
        ([(at(20), 3), (at(4), 2)], 25, [("done", 4, 0), ("done", 16, 0), ("running", 5, 0), ("ahead", 0, 0)]),
        ([(at(4), 2), (at(20), 3), (at(30), 2)], 35, [("done", 4, 0), ("running", 21, 0), ("done", 10, 0), ("ahead", 0, 0)]),
        ([(at(4), 3)], 10, [("done", 4, 0), ("passed", 0, 0), ("running", 6, 0), ("ahead", 0, 0)]),
        ([(at(4), 99)], 10, [("running", 10, 5), ("ahead", 0, 0), ("ahead", 0, 0), ("ahead", 0, 0)]),
    ],
    ids=["at the start", "over", "second", "again", "out of order", "back", "passed over", "of another plan"],
)
def test_minutes_count_for_the_section_in_which_one_was(moments, minute, expected):
    assert standing(moments, at(minute)) == expected


def test_before_the_start_everything_is_ahead():
    assert standing([], at(-5), started=None) == [("ahead", 0, 0)] * 4


def test_after_the_end_nothing_runs_and_nothing_more_is_used():
    assert standing([(at(5), 2)], at(300), ended=at(40)) == [("done", 5, 0), ("done", 35, 5), ("ahead", 0, 0), ("ahead", 0, 0)]


def test_a_deed_from_before_the_start_counts_from_the_start():
    assert standing([(at(-3), 2)], at(10))[1] == ("running", 10, 0)


def test_the_protected_end_begins_so_early_that_all_behind_it_fits():
    assert protected_from(HOUR, at(60)) == (4, at(50))
    assert protected_from([*HOUR, Box(5, 5)], at(60)) == (4, at(45))
    assert protected_from(HOUR[:3], at(60)) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (600, "10 min left"),
        (541, "10 min left"),
        (1, "1 min left"),
        (0, "time is up"),
        (-59, "time is up"),
        (-60, "1 min over"),
        (-400, "6 min over"),
    ],
)
def test_what_is_left_in_words(seconds, words):
    assert left_words(timedelta(seconds=seconds)) == words


def test_minutes_that_have_passed_are_whole_ones():
    assert [minutes_words(timedelta(seconds=seconds)) for seconds in (-5, 59, 60, 3599)] == ["0 min", "0 min", "1 min", "59 min"]

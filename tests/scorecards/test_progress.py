"""What a loop waits for, in words: one row per state of a loop, for a reader who may count cards and for one who may not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scorecards.progress import Booked, Decided, Next, StageFacts, next_action, possessive

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")
LOOP = 7


def stage(name="Coding", *, at=None, **facts) -> StageFacts:
    """A stage to book, or booked for an hour at a time."""
    if at is None:
        return StageFacts(pk=1, name=name)
    return StageFacts(pk=1, name=name, booked=Booked(pk=5, starts_at=at, ends_at=at + timedelta(hours=1), **facts))


def held(name="Coding", **facts) -> StageFacts:
    return stage(name, at=NOW - timedelta(hours=3), started=True, ended=True, **facts)


def after(*stages, decided=None, in_debrief=False, may_count=True, is_closed=False) -> Next:
    return next_action(
        stages,
        loop=LOOP,
        decided=decided,
        in_debrief=in_debrief,
        may_count=may_count,
        is_closed=is_closed,
        now=NOW,
        zone=LISBON,
    )


SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
UNDER_WAY = stage(at=NOW - timedelta(minutes=10), started=True)


@pytest.mark.parametrize(
    ("stages", "next_one"),
    [
        ([stage(), stage("System design")], Next("Book Coding", "warn", "booking", 1)),
        ([held(), stage("System design")], Next("Book System design", "warn", "booking", 1)),
        ([stage(at=SOON, unanswered=["Ivan Interviewer"])], Next("Waiting for Ivan's answer", "part", "seats", 5)),
        ([stage(at=SOON)], Next("Coding today 10:00 Lisbon", "now")),
        ([stage("Design", at=LATER), stage(at=SOON)], Next("Coding today 10:00 Lisbon", "now")),
        ([stage(at=LATER)], Next("Coding on Tue 3 Mar, 09:00 Lisbon")),
        ([stage(at=LATER, declined=["Ivan Interviewer"])], Next("Ivan Interviewer declined Coding", "warn", "seats", 5)),
        ([stage(), stage("Design", at=LATER, declined=["Ines"])], Next("Ines declined Design", "warn", "seats", 5)),
        ([stage(at=NOW - timedelta(hours=2))], Next("Coding did not begin", "warn", "move", 5)),
        ([UNDER_WAY, stage("System design")], Next("In the room", "now")),
        ([held(cards_missing=1)], Next("Waiting for 1 scorecard", "warn", "debrief", LOOP)),
        ([held(cards_missing=1), held("Design", cards_missing=1)], Next("Waiting for 2 scorecards", "warn", "debrief", LOOP)),
        ([held()], Next("Open the debrief", "warn", "debrief", LOOP)),
    ],
)
def test_before_the_debrief(stages, next_one):
    assert after(*stages) == next_one


@pytest.mark.parametrize(
    ("decided", "is_closed", "next_one"),
    [
        (None, False, Next("Debrief under way", "now", "debrief", LOOP)),
        (Decided("hire at senior"), True, Next("Decided: hire at senior", "good", "debrief", LOOP)),
        (Decided("no hire"), True, Next("Decided: no hire", "good", "debrief", LOOP)),
        (
            Decided("hold", is_open=True, review_on=date(2026, 4, 3)),
            False,
            Next("On hold until 3 Apr 2026", "held", "debrief", LOOP),
        ),
        (Decided("one more interview", is_open=True), False, Next("Decided: one more interview", "held", "debrief", LOOP)),
    ],
)
def test_from_the_debrief_on(decided, is_closed, next_one):
    assert after(held(), decided=decided, in_debrief=not is_closed, is_closed=is_closed) == next_one


def test_one_more_interview_is_booked():
    asked = Decided("one more interview", is_open=True)

    assert after(held(), stage("Depth"), decided=asked, in_debrief=True) == Next("Book Depth", "warn", "booking", 1)


@pytest.mark.parametrize("cards_missing", [0, 1, 2])
@pytest.mark.parametrize("in_debrief", [False, True])
@pytest.mark.parametrize("decided", [None, Decided("hire at senior"), Decided("hold", is_open=True, review_on=date(2026, 4, 3))])
def test_who_owes_a_scorecard_learns_nothing_of_the_others(cards_missing, in_debrief, decided):
    known = after(held(cards_missing=cards_missing), decided=decided, in_debrief=in_debrief, may_count=False)

    assert known == Next("Interviews held")


def test_who_owes_a_scorecard_sees_that_the_loop_is_closed_and_no_more():
    assert after(held(), decided=Decided("no hire"), is_closed=True, may_count=False) == Next("Closed", "good")


@pytest.mark.parametrize(("name", "words"), [("Ivan Interviewer", "Ivan's"), ("Ines Interviewer", "Ines'"), ("Bo", "Bo's")])
def test_a_name_in_the_genitive(name, words):
    assert possessive(name) == words

"""Re-plans: those that are offered fit, and none touches what must be covered or the candidate's time. Without a database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.replanning import TOLERATED, Ask, Board, Part, Plan, Receiver, after, offers, problems

TEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
CODING, DATA, OPERATIONS = 1, 2, 3
LOOP_QUEUE, LOOP_MODEL, LOOP_RUN = 11, 12, 13
DESIGN = 7


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def board(*, left: int, elsewhere=(), receivers=(), covered=(), focus=(CODING, DATA, OPERATIONS)) -> Board:
    """Thirty minutes of questions run for 20, one being answered; 15 more minutes of one question and ten protected are ahead."""
    return Board(
        parts=(
            Part(
                2,
                30,
                used=minutes(20),
                asks=(Ask(LOOP_QUEUE, 10, frozenset({CODING})), Ask(LOOP_MODEL, 8, frozenset({CODING, DATA}))),
            ),
            Part(3, 15, asks=(Ask(LOOP_RUN, 15, frozenset({OPERATIONS})),)),
            Part(4, 10, is_protected=True),
        ),
        now=TEN,
        ends_at=TEN + minutes(left),
        focus=frozenset(focus),
        covered=frozenset(covered),
        elsewhere=frozenset(elsewhere),
        receivers=tuple(receivers),
    )


def test_while_it_fits_nothing_is_offered():
    assert [offers(board(left=left)) for left in (60, 43, 41)] == [[], [], []]


def test_a_question_is_dropped_when_another_tests_the_same():
    dropped = [plan for plan in offers(board(left=36)) if plan.kind == "drop"]

    assert [(plan.drops, plan.moves) for plan in dropped] == [((LOOP_QUEUE,), ())]


def test_the_only_question_of_a_competency_is_never_dropped():
    assert "It would drop the only question on something that this interview looks for." in problems(
        board(left=30, elsewhere=[OPERATIONS]), Plan("drop", drops=(LOOP_RUN,))
    )
    assert [plan.drops for plan in offers(board(left=28, elsewhere=[CODING, DATA, OPERATIONS])) if LOOP_RUN in plan.drops] == []


def test_what_nobody_else_looks_at_is_not_moved_either():
    design = Receiver(DESIGN, "System design", frozenset(), spare=60)

    assert [plan for plan in offers(board(left=30, receivers=[design])) if plan.kind == "move"] == []
    assert problems(board(left=30, receivers=[design]), Plan("move", moves=((LOOP_RUN, DESIGN),))) != []


@pytest.mark.parametrize(
    ("focus", "spare", "is_offered"),
    [({OPERATIONS}, 0, True), (set(), 15, True), (set(), 14, False), (set(), None, True)],
    ids=["looks for it anyway", "has the minutes", "has too few", "not booked yet"],
)
def test_a_question_moves_to_an_interview_that_can_take_it(focus, spare, is_offered):
    design = Receiver(DESIGN, "System design", frozenset(focus), spare)
    moves = [plan.moves for plan in offers(board(left=30, elsewhere=[OPERATIONS], receivers=[design])) if plan.kind == "move"]

    assert moves == ([((LOOP_RUN, DESIGN),)] if is_offered else [])


def test_sections_are_shortened_by_no_more_than_is_missing():
    (plan,) = [plan for plan in offers(board(left=40, elsewhere=[OPERATIONS])) if plan.kind == "shorten"]

    assert after(board(left=40, elsewhere=[OPERATIONS]), plan).missing == minutes(0)


def test_the_candidates_time_is_not_shortened_nor_its_questions_left_out():
    there = board(left=30)

    assert problems(there, Plan("shorten", minutes={4: 9})) == ["A section would have less time than it needs."]
    assert problems(there, Plan("shorten", minutes={99: 9})) == ["A section would have less time than it needs."]
    assert problems(there, Plan("drop", drops=(99,))) == ["One of its questions is no longer to be asked."]


def test_a_plan_is_kept_as_it_was():
    plan = Plan("move", drops=(3,), moves=((1, 2),), minutes={5: 10})

    assert Plan.of_fact(plan.fact()) == plan


COMPETENCIES = st.frozensets(st.integers(1, 5), max_size=3)


@st.composite
def boards(draw) -> Board:
    """Any plan at any time: up to five sections, the first of them running, the last one mostly the candidate's."""
    version = 0
    parts = []
    for pk in range(1, draw(st.integers(2, 5))):
        asks = []
        for tests in draw(st.lists(COMPETENCIES, max_size=3)):
            version += 1
            asks.append(Ask(version, draw(st.integers(3, 25)), tests))
        used = minutes(draw(st.integers(0, 50))) if pk == 1 else minutes(0)
        parts.append(
            Part(pk, draw(st.integers(1, 50)), is_protected=draw(st.booleans()) if pk > 1 else False, used=used, asks=tuple(asks))
        )
    parts.append(Part(9, draw(st.integers(5, 10)), is_protected=True))
    receivers = [
        Receiver(stage, f"Stage {stage}", draw(COMPETENCIES), draw(st.none() | st.integers(0, 30)))
        for stage in range(draw(st.integers(0, 2)))
    ]
    return Board(
        tuple(parts),
        now=TEN,
        ends_at=TEN + minutes(draw(st.integers(-10, 90))),
        focus=draw(COMPETENCIES),
        covered=draw(COMPETENCIES),
        elsewhere=draw(COMPETENCIES),
        receivers=tuple(receivers),
    )


@given(boards())
def test_whatever_happened_every_plan_that_is_offered_is_legal_and_fits(there):
    found = offers(there)

    assert len(found) <= 3
    assert len({plan.kind for plan in found}) == len(found)
    if there.missing <= TOLERATED:
        assert found == []
    protected = {part.pk: part for part in there.parts if part.is_protected}
    planned = {ask.version: ask.tests for part in there.parts for ask in part.asks}
    for plan in found:
        then = after(there, plan)
        stays = {pk for part in then.parts for ask in part.asks for pk in ask.tests}
        must = there.focus - there.covered - there.elsewhere
        # in words of its own, so that the rule is not asked whether it agrees with itself
        assert {pk for pk in must if any(pk in tests for tests in planned.values())} <= stays
        assert {part.pk: part for part in then.parts if part.is_protected} == protected
        assert sum((part.need for part in then.parts), minutes(0)) <= there.ends_at - there.now
        assert all(part.minutes >= 0 for part in then.parts)
        assert problems(there, plan) == []

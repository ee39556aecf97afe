"""Moving the parts of a plan: every action is a sentence, and none of them loses a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.kits.writing import asked, change, section


def plan(*sections: tuple[str, list[str], list[str]]) -> dict[str, object]:
    return {"sections": [section(title) | {"questions": asked, "alternates": others} for title, asked, others in sections]}


def lists(words) -> list[tuple[str, list[str], list[str]]]:
    return [(one["title"], one["questions"], one["alternates"]) for one in words["sections"]]


@pytest.fixture
def hour():
    return plan(("Welcome", [], []), ("First", ["a", "b"], ["x"]), ("Second", ["c"], []))


@pytest.mark.parametrize(
    ("action", "after", "place"),
    [
        ("up questions-2 2", [("Welcome", [], []), ("First", ["b", "a"], ["x"]), ("Second", ["c"], [])], "questions-2 1"),
        ("down questions-2 2", [("Welcome", [], []), ("First", ["a"], ["x"]), ("Second", ["b", "c"], [])], "questions-3 1"),
        ("up questions-3 1", [("Welcome", [], []), ("First", ["a", "b", "c"], ["x"]), ("Second", [], [])], "questions-2 3"),
        ("up questions-2 1", [("Welcome", ["a"], []), ("First", ["b"], ["x"]), ("Second", ["c"], [])], "questions-1 1"),
        ("down questions-3 1", [("Welcome", [], []), ("First", ["a", "b"], ["x"]), ("Second", ["c"], [])], ""),
        ("other questions-2 1", [("Welcome", [], []), ("First", ["b"], ["x", "a"]), ("Second", ["c"], [])], "alternates-2 2"),
        ("other alternates-2 1", [("Welcome", [], []), ("First", ["a", "b", "x"], []), ("Second", ["c"], [])], "questions-2 3"),
        ("remove questions-2 1", [("Welcome", [], []), ("First", ["b"], ["x"]), ("Second", ["c"], [])], "questions-2 1"),
        ("add questions-3 d", [("Welcome", [], []), ("First", ["a", "b"], ["x"]), ("Second", ["c", "d"], [])], "questions-3 2"),
        ("add questions-3 a", [("Welcome", [], []), ("First", ["a", "b"], ["x"]), ("Second", ["c"], [])], ""),
        ("down sections 1", [("First", ["a", "b"], ["x"]), ("Welcome", [], []), ("Second", ["c"], [])], "sections 2"),
        (
            "move questions-2 1 to questions-3 2",
            [("Welcome", [], []), ("First", ["b"], ["x"]), ("Second", ["c", "a"], [])],
            "questions-3 2",
        ),
        ("move sections 3 to sections 1", [("Second", ["c"], []), ("Welcome", [], []), ("First", ["a", "b"], ["x"])], "sections 1"),
        ("move questions-2 1 to sections 1", [("Welcome", [], []), ("First", ["a", "b"], ["x"]), ("Second", ["c"], [])], ""),
    ],
)
def test_an_action_moves_what_it_says(hour, action, after, place):
    words, now_at = change(hour, action)

    assert (lists(words), now_at) == (after, place)


def test_a_new_section_stands_before_the_candidates_own_time():
    words = {"sections": [section("Welcome"), section("Own", is_protected=True)]}

    after, place = change(words, "add sections")

    assert [one["title"] for one in after["sections"]] == ["Welcome", "", "Own"]
    assert place == "sections 2"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["up", "down", "other", "move"]),
            st.sampled_from(["sections", "questions-1", "questions-2", "alternates-1", "alternates-9"]),
            st.integers(0, 5),
            st.sampled_from(["", " to questions-2 1", " to alternates-1 9", " to sections 1", " to questions-77 1"]),
        ),
        max_size=12,
    )
)
def test_moving_loses_no_question_and_no_section(actions):
    words = plan(("One", ["a", "b", "c"], ["x"]), ("Two", ["d"], []))
    for verb, name, place, to in actions:
        words, _ = change(words, f"{verb} {name} {place}{to}")

    assert sorted(asked(words)) == ["a", "b", "c", "d", "x"]
    assert sorted(one["title"] for one in words["sections"]) == ["One", "Two"]


@given(st.text())
def test_nonsense_changes_nothing(action):
    words = plan(("One", ["a"], []))

    assert change(words, action)[0] == words or action.startswith("add sections")

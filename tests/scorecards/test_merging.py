"""Two changes of one text brought together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.merging import merged

texts = st.lists(st.sampled_from(["asked", "about", "bursts", "limits", "+", "at", "once"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "both"),
    [
        ("one two three", "one 2 three", "one two three four", "one 2 three four"),
        ("one two three", "zero one two three", "one two 3", "zero one two 3"),
        ("one two", "one", "one two", "one"),
        ("one  two", "one two", "one  two three", "one two three"),
        ("one two", "one 2", "one 2", "one 2"),
        ("", "one", "", "one"),
    ],
)
def test_changes_of_different_words_both_stay(base, ours, theirs, both):
    assert merged(base, ours, theirs) == both
    assert merged(base, theirs, ours) == both


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [("one two", "one 2", "one zwei"), ("one", "one two", "one three"), ("one two", "one", "one 2"), ("", "a", "b")],
)
def test_changes_of_the_same_words_are_for_a_person_to_choose(base, ours, theirs):
    assert merged(base, ours, theirs) is None


@given(base=texts, ours=texts, theirs=texts)
def test_no_word_that_somebody_wrote_goes_missing(base, ours, theirs):
    both = merged(base, ours, theirs)

    if both is not None:
        for text in (ours, theirs):
            written = [word for word in text.split() if word not in base.split()]
            assert set(written) <= set(both.split())


@given(base=texts, changed=texts)
def test_what_only_one_changed_is_taken_as_it_is(base, changed):
    assert merged(base, changed, base) == changed
    assert merged(base, base, changed) == changed
    assert merged(base, changed, changed) == changed

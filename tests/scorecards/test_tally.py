"""The debrief's figures: what must not change them, whatever was rated, and what a table of ratings comes to."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecards import matrix, tally
from scorecards.models import Scorecard
from scorecards.models.capture import rate
from scorecards.tally import Line, composite, composite_margin, contradicts, level_lens, meets
from tests.factories import make_scorecard

few = settings(deadline=None, max_examples=30)
RATING = st.one_of(st.none(), st.integers(1, 4))


@st.composite
def tables(draw) -> list[Line]:
    """Up to six competencies of weight 0 to 3, each with what up to five cards say of it, None where it was not observed."""
    cards = draw(st.integers(1, 5))
    row = st.tuples(st.lists(RATING, min_size=cards, max_size=cards), st.integers(0, 3))
    return [Line(tuple(ratings), weight) for ratings, weight in draw(st.lists(row, min_size=1, max_size=6))]


def told(lines: list[Line]) -> tuple:
    """Everything that a debrief shows of these competencies, figures rounded as far as floats may differ."""
    rows = [
        (line.count, line.spread, line.words, line.flags, line.mean and round(line.mean, 9), line.margin and round(line.margin, 9))
        for line in lines
    ]
    figures = [None if figure is None else round(figure, 9) for figure in (composite(lines), composite_margin(lines))]
    return rows, figures


@few
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_cards_changes_nothing(lines, random):
    order = random.sample(range(len(lines[0].ratings)), len(lines[0].ratings))

    assert told([Line(tuple(line.ratings[place] for place in order), line.weight) for line in lines]) == told(lines)


@few
@given(tables())
def test_the_order_of_competencies_changes_no_composite(lines):
    assert told(lines[::-1])[1] == told(lines)[1]


@few
@given(tables(), st.integers(1, 3))
def test_cards_that_rate_nothing_change_nothing(lines, more):
    assert told([Line((*line.ratings, *[None] * more), line.weight) for line in lines]) == told(lines)


@few
@given(tables())
def test_what_was_not_observed_is_never_filled_in(lines):
    assert told([Line(tuple(line.seen), line.weight) for line in lines]) == told(lines)


@few
@given(tables(), st.integers(0, 3))
def test_a_competency_that_nobody_rated_changes_no_composite(lines, weight):
    assert told([*lines, Line((None,), weight)])[1] == told(lines)[1]


@few
@given(tables(), st.lists(RATING, min_size=1, max_size=5))
def test_a_competency_that_weighs_nothing_changes_no_composite(lines, ratings):
    assert told([*lines, Line(tuple(ratings), 0)])[1] == told(lines)[1]


@few
@given(tables(), st.integers(2, 5))
def test_weights_count_against_each_other_alone(lines, times):
    assert told([Line(line.ratings, line.weight * times) for line in lines])[1] == told(lines)[1]


@few
@given(tables())
def test_the_composite_lies_among_the_ratings_and_is_there_when_one_counts(lines):
    counted = [rating for line in lines if line.weight for rating in line.seen]

    found = composite(lines)

    assert (found is None) == (counted == []) == (composite_margin(lines) is None)
    if found is not None:
        assert min(counted) - 1e-9 <= found <= max(counted) + 1e-9


@few
@given(tables(), st.data())
def test_a_higher_rating_never_lowers_the_composite(lines, data):
    place = data.draw(st.sampled_from(range(len(lines))))
    card = data.draw(st.sampled_from(range(len(lines[place].ratings))))
    if lines[place].ratings[card] in (None, 4):
        return
    raised = list(lines[place].ratings)
    raised[card] += 1

    higher = [*lines[:place], Line(tuple(raised), lines[place].weight), *lines[place + 1 :]]

    assert (composite(higher) or 0) >= (composite(lines) or 0) - 1e-9


@few
@given(tables(), st.integers(1, 4))
def test_one_more_rating_makes_a_range_narrower(lines, rating):
    for line in lines:
        if line.margin is not None:
            assert Line((*line.ratings, rating), line.weight).margin < line.margin


@few
@given(st.lists(st.lists(st.integers(0, 6), max_size=4), max_size=6), st.integers(0, 3), st.randoms(use_true_random=False))
def test_levels_are_met_whatever_the_order_and_a_lower_one_is_met_as_often(steps, start, random):
    rated = {str(place): seen for place, seen in enumerate(steps)}
    shuffled = {place: random.sample(seen, len(seen)) for place, seen in reversed(rated.items())}

    met, of = meets(rated, start)

    assert meets(shuffled, start) == (met, of)
    assert met <= of == sum(bool(seen) for seen in steps)
    assert start == 0 or meets(rated, start - 1)[0] >= met


@few
@given(st.one_of(st.none(), st.integers(1, 4)), st.lists(RATING, max_size=6))
def test_a_verdict_is_compared_with_what_was_rated_alone(verdict, ratings):
    seen = [rating for rating in ratings if rating is not None]

    assert contradicts(verdict, ratings) == contradicts(verdict, seen[::-1])


@pytest.mark.parametrize(
    ("ratings", "weight", "words", "flags"),
    [
        ((4, 4, 4, 4), 3, "above the bar", []),
        ((3, 3), 3, "around the bar", []),
        ((1, 1), 3, "below the bar", []),
        ((2, 4), 1, "around the bar", ["Ratings are 2 or more points apart"]),
        ((None, 3), 2, "around the bar", ["Weight 2 or more, but one rating only"]),
        ((None, 3), 1, "around the bar", []),
        ((None, None), 1, "no rating", ["Nobody rated it"]),
    ],
)
def test_a_line_in_words_with_what_deserves_talk(ratings, weight, words, flags):
    line = Line(ratings, weight)

    assert (line.words, line.flags) == (words, flags)


def test_a_table_comes_to_what_one_works_out_by_hand():
    lines = [Line((3, 4, None), 3), Line((2,), 2), Line((1, 1), 0), Line((None,), 3)]

    assert composite(lines) == pytest.approx((3.5 * 3 + 2 * 2) / 5)
    assert composite_margin(lines) == pytest.approx(1.645 * 0.71 * (0.6**2 / 2 + 0.4**2) ** 0.5)
    assert tally.composite([]) is None


def test_levels_in_words():
    assert level_lens([4, 5, 3], [("Senior", 2), ("Mid", 1)]) == "meets Senior on 2 of 3, Mid on 3 of 3"
    assert level_lens([], [("Senior", 2)]) == ""


@pytest.mark.django_db
def test_drafts_are_not_in_the_table(loop, lena, ivans_interview, ines_interview, now):
    make_scorecard(interview=ivans_interview, submitted=True)
    before = matrix.table(loop, lena)
    draft = make_scorecard(interview=ines_interview)
    for ladder in draft.ladders():
        rate(draft, ladder, step=0, now=now)

    after = matrix.table(loop, lena)

    assert Scorecard.objects.count() == 2
    assert [card.seat.person.name for card in after.cards] == ["Ivan Interviewer"]
    assert told([row.line for row in after.rows]) == told([row.line for row in before.rows])
    assert (after.composite, after.margin) == (before.composite, before.margin)

"""Agreement of raters against worked examples that were published, to the digits that are printed there."""

import pytest

from scorecards.agreement import NotEnoughError, alpha, intraclass, mean_squares, of_mean
from scorecards.distributions import f_quantile

NONE = None

#: Four observers and twelve units with gaps: K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of
#: Pennsylvania, section E, https://repository.upenn.edu/asc_papers/43
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
    [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
]

#: Three coders and fifteen units with gaps: Wikipedia, "Krippendorff's alpha", A computational example (read 2026-11).
THREE_CODERS = [
    [NONE, NONE, NONE, NONE, NONE, 3, 4, 1, 2, 1, 1, 3, 3, NONE, 3],
    [1, NONE, 2, 1, 3, 3, 4, 3, NONE, NONE, NONE, NONE, NONE, NONE, NONE],
    [NONE, NONE, 2, 1, 3, 4, 4, NONE, 2, 1, 1, 3, 3, NONE, 4],
]

#: Six targets and four judges: P. E. Shrout and J. L. Fleiss (1979), Intraclass correlations: uses in assessing rater reliability,
#: Psychological Bulletin 86, 420-428, table 2.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


@pytest.mark.parametrize(("metric", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)])
def test_alpha_is_as_krippendorff_prints_it(metric, printed):
    assert round(alpha(zip(*KRIPPENDORFF, strict=True), metric), 3) == printed


@pytest.mark.parametrize(("metric", "printed"), [("nominal", 0.691), ("interval", 0.811)])
def test_alpha_of_three_coders_with_many_gaps(metric, printed):
    assert round(alpha(zip(*THREE_CODERS, strict=True), metric), 3) == printed


def test_alpha_does_not_depend_on_who_rated_nor_on_what_nobody_else_rated():
    units = [list(unit) for unit in zip(*KRIPPENDORFF, strict=True)]

    assert alpha([sorted(unit, key=str) for unit in reversed(units)]) == pytest.approx(alpha(units))
    assert alpha([*units, [4], [NONE, 1, NONE], []]) == alpha(units)


def test_alpha_is_one_for_full_agreement_and_below_zero_for_the_contrary():
    assert alpha([[1, 1], [4, 4], [2, 2]]) == 1
    assert alpha([[1, 4], [4, 1]]) < 0


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([[1], [2, NONE]], "Agreement takes at least two ratings of the same thing."),
        ([[3, 3], [3, 3, 3]], "All ratings are the same, so it cannot be told whether raters tell things apart."),
    ],
)
def test_alpha_says_why_there_is_none(given, sentence):
    with pytest.raises(NotEnoughError) as refused:
        alpha(given)

    assert str(refused.value) == sentence


def test_mean_squares_are_those_of_table_3():
    squares = mean_squares(SHROUT_FLEISS)

    assert [round(square, 2) for square in squares] == [11.24, 6.26, 32.49, 1.02]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("ICC(1,1)", 0.17),
        ("ICC(2,1)", 0.29),
        ("ICC(3,1)", 0.71),
        ("ICC(1,k)", 0.44),
        ("ICC(2,k)", 0.62),
        ("ICC(3,k)", 0.91),
    ],
)
def test_the_six_correlations_are_those_of_table_4(form, printed):
    assert round(intraclass(SHROUT_FLEISS, form).value, 2) == printed


@pytest.mark.parametrize(
    ("form", "f", "df", "low", "high"),
    [
        ("ICC(1,1)", 1.8, (5, 18), -0.133, 0.72),
        ("ICC(2,1)", 11.0, (5, 15), 0.019, 0.76),
        ("ICC(3,1)", 11.0, (5, 15), 0.342, 0.95),
        ("ICC(1,k)", 1.8, (5, 18), -0.884, 0.91),
        ("ICC(2,k)", 11.0, (5, 15), 0.071, 0.93),
        ("ICC(3,k)", 11.0, (5, 15), 0.676, 0.99),
    ],
)
def test_f_and_ranges_are_those_that_psych_prints_for_the_same_table(form, f, df, low, high):
    """W. Revelle, psych: Procedures for Psychological, Psychometric, and Personality Research (R package), `ICC`, of this table."""
    found = intraclass(SHROUT_FLEISS, form)

    assert (round(found.f, 1), found.df, round(found.low, 3), round(found.high, 2)) == (f, df, low, high)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ([[1, 2, 3]], "An intraclass correlation takes at least two things and two raters."),
        ([], "An intraclass correlation takes at least two things and two raters."),
        (
            [[1, 2], [1]],
            "An intraclass correlation takes a rating of every thing by every rater; alpha allows for gaps.",
        ),
        (
            [[2, 2], [2, 2]],
            "These ratings do not vary between things and raters, so there is nothing to correlate.",
        ),
    ],
)
def test_a_correlation_says_why_there_is_none(table, sentence):
    with pytest.raises(NotEnoughError) as refused:
        intraclass(table, "ICC(1,1)")

    assert str(refused.value) == sentence


def test_how_many_interviews_a_reliability_takes():
    """Of interviews held separately one has .44: A. I. Huffcutt, S. S. Culbertson and W. S. Weyhrauch (2013); of five, .80."""
    assert round(of_mean(0.44, 5), 2) == 0.80


@pytest.mark.parametrize(
    ("probability", "above", "below", "printed"),
    [(0.95, 5, 10, 3.33), (0.95, 1, 1, 161.45), (0.975, 5, 18, 3.38), (0.975, 18, 5, 6.36), (0.95, 120, 1, 253.25)],
)
def test_quantiles_of_f_are_those_of_printed_tables(probability, above, below, printed):
    """NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.3, and R's `qf` for those of 0.975."""
    assert f_quantile(probability, above, below) == pytest.approx(printed, abs=0.01)

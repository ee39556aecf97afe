"""Severity of interviewers: against a published example of crossed random effects, and what it must and must not do."""

import csv
from itertools import product
from pathlib import Path
from statistics import correlation, fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.severity import Company, gains, met
from scorecards import crossed
from scorecards.severity import FEWEST, Rating, Severity, estimate, groups, refusal

#: Diameters of six samples on 24 plates: O. L. Davies and P. L. Goldsmith (eds, 1972), Statistical Methods in Research and
#: Production, 4th ed., Oliver and Boyd, section 6.6, as the R package lme4 has them in `Penicillin`.
PENICILLIN = Path(__file__).parent / "data" / "penicillin.csv"


def penicillin() -> crossed.Fit:
    rows = list(csv.reader(PENICILLIN.read_text().splitlines()))[1:]
    plates = crossed.Factor([place for place in range(24) for _ in range(6)], 24)
    samples = crossed.Factor([*range(6)] * 24, 6)
    values = [float(value) for row in rows for value in row[1:]]
    return crossed.fit(values, [plates, samples], crossed.Factor([0] * 144, 1))


def test_variances_are_those_that_lme4_prints_of_penicillin():
    """D. M. Bates (2010), lme4: Mixed-effects modeling with R, chapter 2, `lmer(diameter ~ 1 + (1|plate) + (1|sample))` by REML."""
    found = penicillin()

    assert round(found.levels[0], 4) == 22.9722
    assert [round(variance**0.5, 4) for variance in found.variances] == [0.8467, 1.9316]
    assert round(found.noise**0.5, 4) == 0.5499


def test_effects_are_those_that_lme4_finds_in_penicillin():
    """`ranef` of the same fit, as the tests of the R package LMMstar (B. Ozenne) keep them."""
    plates, samples = penicillin().effects

    assert [round(effect, 4) for effect in samples] == [2.1871, -1.0105, 1.9379, -0.0969, -0.0138, -3.0037]
    assert [round(effect, 4) for effect in plates] == [
        *(0.8045, 0.8045, 0.1817, 0.3374, 0.0260, -0.4412, -1.3755, 0.8045, -0.7526, -0.7526, 0.9603, 0.4931),
        *(1.4274, 0.4931, 0.9603, 0.0260, -0.2855, -0.2855, -1.3755, 0.9603, -0.9084, -0.2855, -0.5969, -1.2198),
    ]


def test_effects_of_unequal_numbers_are_those_of_robinsons_example():
    """Yields of nine cows of three herds, taken as they are, and four bulls, drawn with a tenth of the variance of the noise.

    G. K. Robinson (1991), That BLUP is a good thing: the estimation of random effects, Statistical Science 6, 15-32, section 1.
    """
    herds = crossed.Factor([0, 0, 1, 1, 1, 2, 2, 2, 2], 3)
    bulls = crossed.Factor([0, 3, 1, 3, 3, 2, 2, 3, 3], 4)

    found = crossed.predict([110, 100, 110, 100, 100, 110, 110, 100, 100], [bulls], herds, [0.1], 1.0)

    assert [round(level, 2) for level in found.levels] == [105.64, 104.28, 105.46]
    assert [round(effect, 2) for effect in found.effects[0]] == [0.40, 0.52, 0.76, -1.67]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 3)), min_size=1, max_size=15))
def test_a_variance_adds_to_each_quadratic_form_what_is_expected_of_it(seats):
    """Over all ways in which effects can be 1 or -1, whose variance is 1: the exact mean, whatever the design."""
    columns = [sorted(set(column)) for column in zip(*seats, strict=True)]
    people, questions, levels = (
        crossed.Factor([names.index(seat[place]) for seat in seats], len(names)) for place, names in enumerate(columns)
    )

    def form(effects) -> float:
        values = [effects[place] for place in questions.places]
        means = [total / size for total, size in zip(levels.sums(values), levels.counts, strict=True)]
        apart = people.sums([value - means[place] for value, place in zip(values, levels.places, strict=True)])
        return sum(total**2 / size for total, size in zip(apart, people.counts, strict=True))

    expected = fmean(form(effects) for effects in product((-1, 1), repeat=questions.levels))
    assert crossed._shared(people, questions, levels) == pytest.approx(expected)


@st.composite
def companies(draw) -> list[Rating]:
    """A few interviewers who rated a few candidates on a few questions, each on a card of its own, as it happened."""
    seats = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 2), st.integers(1, 4)), max_size=40))
    return [
        Rating(candidate, f"person {person}", "design", question, (candidate, person), value)
        for candidate, person, question, value in seats
    ]


def severities(ratings: list[Rating]) -> dict[object, float]:
    return {person: round(severity.value, 4) + 0.0 for person, severity in estimate(ratings, tolerance=1e-12).people.items()}


@settings(deadline=None, max_examples=25)
@given(companies(), st.randoms(use_true_random=False))
def test_the_order_of_ratings_changes_nothing(ratings, random):
    shuffled = random.sample(ratings, len(ratings))

    assert severities(shuffled) == pytest.approx(severities(ratings), abs=2e-4)


@settings(deadline=None, max_examples=25)
@given(companies(), st.lists(st.floats(-3, 3), min_size=6, max_size=6))
def test_how_good_the_candidates_were_whom_one_met_changes_nothing(ratings, better):
    moved = [rating._replace(value=rating.value + better[rating.candidate]) for rating in ratings]

    assert severities(moved) == pytest.approx(severities(ratings), abs=2e-4)


@settings(deadline=None, max_examples=25)
@given(companies(), st.integers(1, 4))
def test_a_candidate_whom_nobody_else_rated_changes_nothing(ratings, value):
    alone = [Rating("alone", "person 1", "design", question, "alone", value) for question in range(3)]

    assert severities([*ratings, *alone]) == severities(ratings)


@settings(deadline=None, max_examples=25)
@given(companies())
def test_in_each_group_severities_balance(ratings):
    found = estimate(ratings, tolerance=1e-12).people

    for group in {severity.group for severity in found.values()}:
        assert sum(severity.value for severity in found.values() if severity.group == group) == pytest.approx(0, abs=1e-5)


@settings(deadline=None, max_examples=25)
@given(companies(), st.sampled_from([0.02, -0.02]))
def test_no_other_effects_fit_better(ratings, step):
    """What best linear unbiased predictions are: the least of squares plus shrinkage, whichever effect one moves."""
    if not ratings:
        return
    people = crossed.Factor([int(rating.interviewer[-1]) for rating in ratings], 5)
    asked = crossed.Factor([rating.asked for rating in ratings], 3)
    levels = crossed.Factor([rating.candidate for rating in ratings], 6)
    values = [rating.value for rating in ratings]
    terms, ridges = [levels, people, asked], [0.0, 4.0, 9.0]
    if 0 in levels.counts:
        return

    found = crossed.solve(values, terms, ridges, tolerance=1e-12)

    def cost(effects):
        fitted = [sum(effect[term.places[n]] for effect, term in zip(effects, terms, strict=True)) for n in range(len(values))]
        shrunken = sum(ridge * value**2 for ridge, effect in zip(ridges, effects, strict=True) for value in effect)
        return sum((value - fit) ** 2 for value, fit in zip(values, fitted, strict=True)) + shrunken

    for number, effect in enumerate(found):
        for place in range(len(effect)):
            moved = [list(part) for part in found]
            moved[number][place] += step
            assert cost(moved) > cost(found)


def test_who_rates_lower_than_the_others_comes_out_below_them():
    ratings = [
        Rating(candidate, person, "design", 1, (candidate, person), value)
        for candidate, values in enumerate([(4, 4, 2), (3, 3, 2), (2, 3, 1), (3, 2, 1), (4, 3, 3), (2, 2, 1)])
        for person, value in zip(("ivan", "ines", "otto"), values, strict=True)
    ]

    found = estimate(ratings).people

    assert found["otto"].value < -0.5
    assert found["ivan"].value == pytest.approx(found["ines"].value, abs=0.2)
    assert {severity.cards for severity in found.values()} == {6}


def test_cards_are_counted_and_not_their_ratings():
    ratings = [Rating(1, person, "design", question, person, 3) for person in ("ivan", "ines") for question in range(5)]

    assert [severity.cards for severity in estimate(ratings).people.values()] == [1, 1]


def test_nothing_is_known_without_ratings_nor_when_nobody_met_the_same_candidate():
    apart = [Rating("Maya", "ivan", "design", 1, 1, 4), Rating("Noor", "ines", "design", 1, 2, 1)]

    assert estimate([]).people == {}
    assert estimate(apart).people == {}


def test_ratings_that_are_all_the_same_make_nobody_severe():
    same = [Rating(candidate, person, "design", 1, (candidate, person), 3) for candidate in range(9) for person in ("ivan", "ines")]

    assert [severity.value for severity in estimate(same).people.values()] == [0, 0]


def test_groups_are_those_who_share_candidates_if_only_through_others():
    pairs = [("ivan", "Maya"), ("ines", "Maya"), ("ines", "Noor"), ("otto", "Noor"), ("carla", "Sam"), ("ada", "Sam")]

    assert groups(pairs) == {"ivan": "ivan", "ines": "ivan", "otto": "ivan", "carla": "carla", "ada": "carla"}


WELL_KNOWN = Severity(value=0.3, cards=FEWEST, group="ivan", people=3)
OF_ANOTHER_GROUP = Severity(value=0.3, cards=FEWEST, group="carla", people=2)
TOO_FEW = "Adjusting takes 8 independent scorecards of each interviewer in loops that were decided before."


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ([WELL_KNOWN, WELL_KNOWN], ""),
        ([WELL_KNOWN, None], TOO_FEW),
        ([WELL_KNOWN, Severity(value=0.3, cards=FEWEST - 1, group="ivan", people=3)], TOO_FEW),
        (
            [WELL_KNOWN, OF_ANOTHER_GROUP],
            "These interviewers have rated no candidates in common, not even through others, so they cannot be compared.",
        ),
        ([WELL_KNOWN], "With one interviewer the difference would tell how severe that person is, which is theirs to know."),
    ],
)
def test_ratings_are_adjusted_or_it_is_said_why_not(known, sentence):
    assert refusal(known) == sentence


def test_groups_that_share_no_candidates_are_never_compared():
    """Two pods of a hundred, of which one meets better candidates: each is measured against itself."""
    company = Company.founded(1, pods=2, apart=1.0)

    found = estimate([rating for _, panel in met(company, 10) for rating in panel]).people

    assert {severity.people for severity in found.values()} == {100}
    assert refusal([found[0], found[199]])
    assert refusal([found[0], found[99]]) == ""
    assert fmean(found[person].value for person in range(100)) == pytest.approx(0, abs=1e-4)


def test_severity_is_found_among_many_causes():
    company = Company.founded(3)

    found = estimate([rating for _, panel in met(company, 20) for rating in panel])

    assert correlation(company.severities, [found.people[person].value for person in range(200)]) > 0.8
    assert found.variances.interviewer == pytest.approx(0.07, abs=0.02)
    assert found.variances.asked == pytest.approx(0.01, abs=0.01)


@pytest.mark.parametrize(("past", "least"), [(1, -0.002), (10, 0.003), (40, 0.005)])
def test_adjusting_never_harms_and_gains_with_past_interviews(past, least):
    """A short run of `python -m benchmarks.severity`, which has all of them."""
    _, better = gains(past, seeds=range(2), rounds=15)

    assert fmean(better) >= least


def test_pods_that_hardly_meet_do_not_harm():
    """One seat in fifty is across two pods of which one meets better candidates: shrinking candidates too would cost 0.014."""
    _, better = gains(20, seeds=range(2), rounds=15, pods=2, apart=1.0, mixed=0.02)

    assert fmean(better) >= -0.002

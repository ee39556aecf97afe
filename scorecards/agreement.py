"""How far independent raters agree: Krippendorff's alpha and the six intraclass correlations of Shrout and Fleiss. Pure functions.

Missing is missing: a rater who did not rate something adds nothing to it, and nothing is filled in.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import fmean
from typing import Literal, NamedTuple

from scorecards.distributions import f_quantile

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
Form = Literal["ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)"]


class NotEnoughError(ValueError):
    """What was given says nothing of agreement, in a sentence."""


@dataclass
class Coincidences:
    """How often values met in things that were rated twice or more: all that alpha is made of. They can be added up."""

    pairs: dict[tuple[float, float], float] = field(default_factory=dict)
    """For two different values, the lower first, how often they met; a thing with m ratings counts each pair 1/(m - 1)."""
    many: Counter[float] = field(default_factory=Counter)
    """How often each value was given."""

    @classmethod
    def of(cls, things: Iterable[Sequence[float | None]]) -> "Coincidences":
        """One sequence for each thing: what its raters gave, None or left out where one gave nothing."""
        found = cls()
        for given in things:
            seen = sorted(value for value in given if value is not None)
            if len(seen) > 1:
                found.many.update(seen)
                for low, high in combinations(seen, 2):
                    if low != high:
                        found.pairs[low, high] = found.pairs.get((low, high), 0) + 1 / (len(seen) - 1)
        return found

    def add(self, other: "Coincidences") -> None:
        """Count what met elsewhere too."""
        self.many.update(other.many)
        for pair, times in other.pairs.items():
            self.pairs[pair] = self.pairs.get(pair, 0) + times

    def alpha(self, metric: Metric = "ordinal") -> float:
        """As `alpha()` below."""
        total = sum(self.many.values())
        if not total:
            raise NotEnoughError("Agreement takes at least two ratings of the same thing.")
        if len(self.many) == 1:
            raise NotEnoughError("All ratings are the same, so it cannot be told whether raters tell things apart.")
        apart = {pair: _distance(*pair, self.many, metric) ** 2 for pair in combinations(sorted(self.many), 2)}
        observed = sum(times * apart[pair] for pair, times in self.pairs.items())
        expected = sum(self.many[low] * self.many[high] * far for (low, high), far in apart.items())
        return 1 - (total - 1) * observed / expected


def alpha(things: Iterable[Sequence[float | None]], metric: Metric = "ordinal") -> float:
    """Krippendorff's alpha: 1 is full agreement, 0 what chance gives, below 0 is systematic disagreement.

    One sequence for each thing that was rated: what its raters gave, in any order, None or left out where one gave nothing. A thing
    with one rating tells nothing of agreement and is left out. Refused without two ratings of one thing, or when all are the same.

    Source: K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.
    """
    return Coincidences.of(things).alpha(metric)


def _distance(low: float, high: float, many: Counter[float], metric: Metric) -> float:
    if metric == "nominal":
        return 1
    if metric == "ordinal":
        between = sum(count for value, count in many.items() if low <= value <= high)
        return between - (many[low] + many[high]) / 2
    return high - low if metric == "interval" else (high - low) / (high + low)


class Correlation(NamedTuple):
    """An intraclass correlation with its F test and range: `low` and `high` hold it with the confidence that was asked for."""

    form: Form
    value: float
    f: float
    df: tuple[int, int]
    low: float
    high: float


class Squares(NamedTuple):
    """Mean squares of things × raters: between things, within things, between raters, and what is left."""

    between: float
    within: float
    raters: float
    rest: float


def mean_squares(table: Sequence[Sequence[float]]) -> Squares:
    """Of a whole table, a row for each thing and a column for each rater. Refused for fewer than two of either, or with gaps."""
    things, raters = len(table), len(table[0]) if table else 0
    if things < 2 or raters < 2:
        raise NotEnoughError("An intraclass correlation takes at least two things and two raters.")
    if any(len(row) != raters for row in table):
        raise NotEnoughError("An intraclass correlation takes a rating of every thing by every rater; alpha allows for gaps.")
    middle = fmean(value for row in table for value in row)
    all_ = sum((value - middle) ** 2 for row in table for value in row)
    between = raters * sum((fmean(row) - middle) ** 2 for row in table)
    judges = things * sum((fmean(column) - middle) ** 2 for column in zip(*table, strict=True))
    return Squares(
        between / (things - 1),
        (all_ - between) / (things * (raters - 1)),
        judges / (raters - 1),
        max(0.0, all_ - between - judges) / ((things - 1) * (raters - 1)),
    )


def intraclass(table: Sequence[Sequence[float]], form: Form, *, confidence: float = 0.95) -> Correlation:
    """An intraclass correlation of a whole table, a row for each thing and a column for each rater.

    Form 1: other raters for each thing; 2: the same raters for all, drawn from many; 3: the same raters, who are all there are.
    1 after the comma is of a single rating, k of the mean of all raters. Refused with gaps, or when nothing varies.

    Source: P. E. Shrout and J. L. Fleiss (1979), Intraclass correlations: uses in assessing rater reliability, Psychological
    Bulletin 86, 420-428.
    """
    squares = mean_squares(table)
    things, raters = len(table), len(table[0])
    noise = squares.within if form.startswith("ICC(1") else squares.rest
    if not noise or not squares.between:
        raise NotEnoughError("These ratings do not vary between things and raters, so there is nothing to correlate.")
    free = things * (raters - 1) if form.startswith("ICC(1") else (things - 1) * (raters - 1)
    f = squares.between / noise
    tail = (1 + confidence) / 2
    if form.startswith("ICC(2"):
        value = _agreement(squares, things, raters)
        low, high = _agreement_range(squares, things, raters, tail)
    else:
        value = (f - 1) / (f + raters - 1)
        least, most = f / f_quantile(tail, things - 1, free), f * f_quantile(tail, free, things - 1)
        low, high = ((edge - 1) / (edge + raters - 1) for edge in (least, most))
    if form.endswith("k)"):
        value, low, high = (of_mean(one, raters) for one in (value, low, high))
    return Correlation(form, value, f, (things - 1, free), low, high)


def of_mean(single: float, raters: float) -> float:
    """Reliability of the mean of so many raters, from that of one: Spearman (1910) and Brown (1910)."""
    return raters * single / (1 + (raters - 1) * single)


def _agreement(squares: Squares, things: int, raters: int) -> float:
    between, _, judges, rest = squares
    return (between - rest) / (between + (raters - 1) * rest + raters * (judges - rest) / things)


def _agreement_range(squares: Squares, things: int, raters: int, tail: float) -> tuple[float, float]:
    """By Satterthwaite's degrees of freedom, as Shrout and Fleiss give it for form 2."""
    between, _, judges, rest = squares
    single = _agreement(squares, things, raters)
    judged = raters * single * judges / rest
    others = things * (1 + (raters - 1) * single) - raters * single
    free = (raters - 1) * (things - 1) * (judged + others) ** 2 / ((things - 1) * judged**2 + others**2)
    pooled = raters * judges + (raters * things - raters - things) * rest
    upper, lower = f_quantile(tail, things - 1, free), f_quantile(tail, free, things - 1)
    return (
        things * (between - upper * rest) / (upper * pooled + things * between),
        things * (lower * between - rest) / (pooled + things * lower * between),
    )

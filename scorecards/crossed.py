"""Crossed random effects of unbalanced data, in time and memory that grow with the ratings: variances, then shrunken effects.

A value is a level that is taken as it is (of the candidate, say), plus one effect of each factor (who rated, what was asked …),
plus noise. Effects of a factor are taken as drawn with one variance; levels are not, so nothing is assumed of who is rated by whom.

Variances are estimated without iteration, by quadratic forms of the deviations from the levels' means, set equal to what is
expected of them: C. R. Henderson (1953), Estimation of variance and covariance components, Biometrics 9, 226-252; S. R. Searle, G.
Casella and C. E. McCulloch (1992), Variance Components, Wiley, chapter 5. Where every combination occurs equally often these are
the figures of analysis of variance, and those of REML as long as none is negative. Effects are best linear unbiased predictions,
see G. K. Robinson (1991), That BLUP is a good thing, Statistical Science 6, 15-32, by Henderson's mixed model equations, which
conjugate gradients solve.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from operator import add, eq, mul, sub, truediv
from typing import NamedTuple

Vector = list[float]
NEXT_TO_NOTHING = 1e-9


@dataclass(frozen=True)
class Factor:
    """For each value the number of its level, from 0 on, and how many levels there are. Every level has a value."""

    places: Sequence[int]
    levels: int

    @cached_property
    def counts(self) -> list[int]:
        """How many values each level has."""
        found = Counter(self.places)
        return [found[level] for level in range(self.levels)]

    def sums(self, values: Sequence[float]) -> Vector:
        """The sum of the values at each level."""
        totals = [0.0] * self.levels
        for value, place in zip(values, self.places, strict=True):
            totals[place] += value
        return totals


class Fit(NamedTuple):
    """What was found: the value of each level, and for each factor its effects and their variance; `noise` is what is left.

    A factor whose effects cannot be told from the noise, or vary no more than noise alone would let them, has variance 0.
    """

    levels: Vector
    effects: list[Vector]
    variances: Vector
    noise: float


def fit(values: Sequence[float], factors: Sequence[Factor], levels: Factor, *, tolerance: float = 1e-10) -> Fit:
    """Variances and shrunken effects. `tolerance` is how small the rest of the equations has to be against their right side."""
    return predict(values, factors, levels, *components(values, factors, levels), tolerance=tolerance)


def predict(
    values: Sequence[float],
    factors: Sequence[Factor],
    levels: Factor,
    variances: Vector,
    noise: float,
    *,
    tolerance: float = 1e-10,
) -> Fit:
    """Effects shrunken by variances that are known."""
    active = [number for number, variance in enumerate(variances) if variance > 0]
    terms = [levels, *(factors[number] for number in active)]
    ridges = [0.0, *(noise / variances[number] for number in active)]
    found, *drawn = solve(values, terms, ridges, tolerance=tolerance)
    effects = [[0.0] * factor.levels for factor in factors]
    for number, effect in zip(active, drawn, strict=True):
        effects[number] = effect
    return Fit(found, effects, variances, noise)


def components(values: Sequence[float], factors: Sequence[Factor], levels: Factor) -> tuple[Vector, float]:
    """The variance of each factor, none below 0, and that of the noise.

    A factor that comes out negative is left out and the others are estimated again without it.
    """
    many = len(values)
    middle = [total / size for total, size in zip(levels.sums(values), levels.counts, strict=True)]
    apart = [value - middle[place] for value, place in zip(values, levels.places, strict=True)]
    whole = sum(value * value for value in apart)
    left = [_left(factor, levels) for factor in factors]
    rows = [
        [*(_shared(factor, other, levels) for other in factors), sum(map(truediv, rest, factor.counts))]
        for factor, rest in zip(factors, left, strict=True)
    ]
    rows.append([*map(sum, left), float(many - levels.levels)])
    right = [sum(map(truediv, map(mul, totals, totals), factor.counts)) for factor in factors for totals in [factor.sums(apart)]]
    right.append(whole)
    kept = [number for number, factor in enumerate(factors) if factor.levels < many and rows[number][-1] > NEXT_TO_NOTHING]
    while True:
        chosen = [*kept, len(factors)]
        solved = _eliminate([[*(rows[row][column] for column in chosen), right[row]] for row in chosen])
        if solved is None and not kept:
            return [0.0] * len(factors), NEXT_TO_NOTHING  # one value at each level
        if solved is None:
            kept.pop()  # the last of factors that cannot be told apart
            continue
        worst = min(range(len(kept)), key=solved.__getitem__, default=0)
        if not kept or solved[worst] > 0:
            break
        del kept[worst]
    found = [0.0] * len(factors)
    for number, variance in zip(kept, solved, strict=False):
        found[number] = variance
    return found, max(solved[-1], NEXT_TO_NOTHING * whole / many, NEXT_TO_NOTHING)


def solve(values: Sequence[float], terms: Sequence[Factor], ridges: Sequence[float], *, tolerance: float) -> list[Vector]:
    """The effects of each term, shrunken by its ridge: the ratio of the noise's variance to the term's, 0 for one that is fixed."""
    sizes = [[size + ridge for size in term.counts] for term, ridge in zip(terms, ridges, strict=True)]
    right = [term.sums(values) for term in terms]
    effects = [[0.0] * term.levels for term in terms]
    rest = [list(part) for part in right]
    limit = tolerance**2 * sum(_dot(part, part) for part in right)
    finest = max(terms, key=lambda term: term.levels)
    inside = _inside(terms, finest)
    step: list[Vector] = []
    before = 0.0
    for _ in range(sum(term.levels for term in terms) + 1):
        if sum(_dot(part, part) for part in rest) <= limit:
            break
        eased = [[value / size for value, size in zip(part, sized, strict=True)] for part, sized in zip(rest, sizes, strict=True)]
        now = sum(_dot(one, other) for one, other in zip(rest, eased, strict=True))
        step = [_plus(part, now / before, last) for part, last in zip(eased, step, strict=True)] if step else eased
        moved = _applied(step, terms, ridges, finest, inside)
        length = now / sum(_dot(one, other) for one, other in zip(step, moved, strict=True))
        effects = [_plus(part, length, far) for part, far in zip(effects, step, strict=True)]
        rest = [_plus(part, -length, far) for part, far in zip(rest, moved, strict=True)]
        before = now
    return effects


def _left(factor: Factor, levels: Factor) -> Vector:
    """How many values each level of a factor has beyond what the means of `levels` take away."""
    left = [float(count) for count in factor.counts]
    for (place, level), times in Counter(zip(factor.places, levels.places, strict=True)).items():
        left[place] -= times * times / levels.counts[level]
    return left


def _shared(factor: Factor, other: Factor, levels: Factor) -> float:
    """What a variance of 1 of another factor adds to the quadratic form of this one."""
    both: dict[tuple[int, int], float] = dict(Counter(zip(factor.places, other.places, strict=True)))
    for (mine, theirs), size in zip(zip(_within(factor, levels), _within(other, levels), strict=True), levels.counts, strict=True):
        for place, times in mine.items():
            for beside, often in theirs.items():
                both[place, beside] = both.get((place, beside), 0) - times * often / size
    return sum(share * share / factor.counts[place] for (place, _), share in both.items())


def _within(factor: Factor, levels: Factor) -> list[Counter[int]]:
    found: list[Counter[int]] = [Counter() for _ in range(levels.levels)]
    for place, level in zip(factor.places, levels.places, strict=True):
        found[level][place] += 1
    return found


def _inside(terms: Sequence[Factor], finest: Factor) -> dict[int, Factor]:
    """The terms whose levels are made of whole levels of the finest, as factors of those, of which there are fewer to add up."""
    found = {}
    for number, term in enumerate(terms):
        level_of = dict(zip(finest.places, term.places, strict=True))
        if all(map(eq, map(level_of.__getitem__, finest.places), term.places)):
            found[number] = Factor([level_of[level] for level in range(finest.levels)], term.levels)
    return found


def _applied(
    effects: Sequence[Vector], terms: Sequence[Factor], ridges: Sequence[float], finest: Factor, inside: dict[int, Factor]
) -> list[Vector]:
    """The left side of the mixed model equations at these effects."""
    base: Sequence[float] = [0.0] * finest.levels
    for number, factor in inside.items():
        base = list(map(add, base, map(effects[number].__getitem__, factor.places)))
    fitted = list(map(base.__getitem__, finest.places))
    for number, term in enumerate(terms):
        if number not in inside:
            fitted = list(map(add, fitted, map(effects[number].__getitem__, term.places)))
    summed = finest.sums(fitted)
    sums = [inside[number].sums(summed) if number in inside else term.sums(fitted) for number, term in enumerate(terms)]
    return [_plus(total, ridge, effect) if ridge else total for total, ridge, effect in zip(sums, ridges, effects, strict=True)]


def _dot(one: Vector, other: Vector) -> float:
    return sum(map(mul, one, other))


def _plus(one: Vector, times: float, other: Vector) -> Vector:
    return list(map(add, one, map(mul, repeat(times), other)))


def _eliminate(rows: list[Vector]) -> Vector | None:
    """The solution of equations whose right side is their last column, None when they do not have one alone."""
    size = len(rows)
    scale = [max(map(abs, row[:size]), default=0.0) for row in rows]
    for place in range(size):
        best = max(range(place, size), key=lambda row: abs(rows[row][place]))
        if abs(rows[best][place]) <= NEXT_TO_NOTHING * max(scale):
            return None
        rows[place], rows[best] = rows[best], rows[place]
        for row in range(size):
            if row != place:
                share = rows[row][place] / rows[place][place]
                rows[row] = list(map(sub, rows[row], map(mul, repeat(share), rows[place])))
    return [rows[place][size] / rows[place][place] for place in range(size)]

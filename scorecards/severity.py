"""How severe interviewers are, from who rated whom on what: pure functions, ratings in, shrunken estimates out.

It is for a second number beside the raw one, never instead of it, and for nobody's appraisal. Formulas and sources:
docs/explanation/scoring.md
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scorecards import crossed

FEWEST = 8
"""Independent scorecards of an interviewer below which their severity is not used: it would be mostly noise."""

ROUNDED = 1 / 12
"""Noise that ratings have at least, because they are whole points: the variance of what rounding takes away."""
SAMPLE = 20_000
"""So many ratings tell the variances well enough: what limits them is how many interviewers there are."""


class Rating(NamedTuple):
    """One rating of one scorecard, 1 to 4 at the target level; `asked` is the question, or what stands for it.

    `candidate` is a candidate in one loop: in another loop they are measured against another level, or years later.
    """

    candidate: Hashable
    interviewer: Hashable
    competency: Hashable
    asked: Hashable
    card: Hashable
    value: float


@dataclass(frozen=True)
class Severity:
    """By how many points this interviewer rates above (+) or below (-) their group, from so many scorecards of their own.

    `group` are the interviewers who can be compared, because they share candidates, if only through others: its first member stands
    for it, `people` says how many they are. Only scorecards of candidates whom somebody else rated too are counted.
    """

    value: float
    cards: int
    group: Hashable
    people: int


@dataclass(frozen=True)
class Variances:
    """Where ratings of one candidate differ from, in squared points: `card` is what all ratings of one scorecard share."""

    interviewer: float
    competency: float
    asked: float
    card: float
    rest: float


@dataclass(frozen=True)
class Estimates:
    """`eases` says by how many points what was asked leads to higher ratings than its competency has anyhow."""

    people: dict[Hashable, Severity]
    eases: dict[Hashable, float]
    variances: Variances


def groups(pairs: Iterable[tuple[Hashable, Hashable]]) -> dict[Hashable, Hashable]:
    """For each interviewer the first of their group, from pairs of interviewer and candidate.

    Two are in one group when they rated a candidate in common, or a chain of such candidates links them. Between groups nothing
    tells whether candidates or interviewers differ.
    """
    above: dict[tuple[bool, Hashable], tuple[bool, Hashable]] = {}

    def top(one: tuple[bool, Hashable]) -> tuple[bool, Hashable]:
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    people: dict[Hashable, None] = {}
    for person, candidate in pairs:
        people.setdefault(person)
        above[top((False, candidate))] = top((True, person))
    first: dict[tuple[bool, Hashable], Hashable] = {}
    return {person: first.setdefault(top((True, person)), person) for person in people}


def estimate(ratings: Iterable[Rating], *, tolerance: float = 1e-5) -> Estimates:
    """Severity of each interviewer against their group, and ease of what was asked, from how ratings of one candidate differ.

    A candidate whom one interviewer rated tells nothing of severity and is left out. So does how good the candidates were whom
    somebody met: only differences within a candidate count. Variances are taken from the last 20,000 ratings.
    """
    first: dict[Hashable, Hashable] = {}
    given = list(ratings)
    met_by_more = {
        rating.candidate for rating in given if first.setdefault(rating.candidate, rating.interviewer) != rating.interviewer
    }
    given = [rating for rating in given if rating.candidate in met_by_more]
    if not given:
        return Estimates({}, {}, Variances(0, 0, 0, 0, 0))
    people, factors, candidates, asked = _designed(given)
    some = _designed(given[-SAMPLE:])
    values = [rating.value for rating in given]
    variances, rest = crossed.components(values[-SAMPLE:], some.factors, some.candidates)
    interviewer, competency, question, card = variances
    noise = max(rest, ROUNDED)
    found = crossed.predict(values, factors, candidates, variances, noise, tolerance=tolerance)
    group_of = groups((rating.interviewer, rating.candidate) for rating in given)
    sizes = Counter(group_of.values())
    written = Counter(person for _, person in {(rating.card, rating.interviewer) for rating in given})
    return Estimates(
        people={
            person: Severity(value, written[person], group_of[person], sizes[group_of[person]])
            for person, value in zip(people, found.effects[0], strict=True)
        },
        eases=dict(zip(asked, found.effects[2], strict=True)),
        variances=Variances(interviewer, competency, question, card, noise),
    )


class _Design(NamedTuple):
    """Who and what has which number, for the factors of `Variances` and for the candidates."""

    people: dict[Hashable, int]
    factors: list[crossed.Factor]
    candidates: crossed.Factor
    asked: dict[Hashable, int]


def _designed(given: Sequence[Rating]) -> _Design:
    people, by = _numbered(rating.interviewer for rating in given)
    competencies, about = _numbered(rating.competency for rating in given)
    asked, on = _numbered(rating.asked for rating in given)
    cards, of = _numbered(rating.card for rating in given)
    candidates, whom = _numbered(rating.candidate for rating in given)
    numbered = [(by, people), (about, competencies), (on, asked), (of, cards)]
    factors = [crossed.Factor(places, len(names)) for places, names in numbered]
    return _Design(people, factors, crossed.Factor(whom, len(candidates)), asked)


def refusal(known: Sequence[Severity | None]) -> str:
    """Why ratings of these interviewers are not adjusted, in a sentence, "" when they can be; None stands for who is not known."""
    if len(known) < 2:
        return "With one interviewer the difference would tell how severe that person is, which is theirs to know."
    if any(one is None or one.cards < FEWEST for one in known):
        return f"Adjusting takes {FEWEST} independent scorecards of each interviewer in loops that were decided before."
    if len({one.group for one in known if one}) > 1:
        return "These interviewers have rated no candidates in common, not even through others, so they cannot be compared."
    return ""


def _numbered(names: Iterable[Hashable]) -> tuple[dict[Hashable, int], list[int]]:
    """Each different name with its number, from 0 on, and the numbers in the order of the names."""
    numbers: dict[Hashable, int] = {}
    return numbers, [numbers.setdefault(name, len(numbers)) for name in names]

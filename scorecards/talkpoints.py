"""What a debrief talks about after the reveal, in which order, and who speaks first: pure functions, rows in, values out.

The order follows the protocol of Kahneman, Lovallo and Sibony (2019), estimate, talk, estimate: only what is in dispute is talked
about, and those who see it otherwise speak before the others are heard. Why: docs/explanation/debrief.md
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Generic, TypeVar

from scorecards.tally import BAR, SPREAD, Line

Person = TypeVar("Person", bound=Hashable)

APART = "Two or more points apart"
ACROSS = "On both sides of the bar"
UNCOVERED = "Too few ratings for its weight"
ORDER = (APART, ACROSS, UNCOVERED)


def reason(line: Line, votes: Sequence[int]) -> str:
    """Why a competency is talked about: `APART`, `ACROSS` or `UNCOVERED`; "" when nothing calls for it.

    Apart and across are looked for among the interviewers' ratings and among the votes, each by themselves.
    """
    sides: list[Sequence[float]] = [line.seen, list(votes)]
    if any(max(side) - min(side) >= SPREAD for side in sides if side):
        return APART
    if any(min(side) < BAR < max(side) for side in sides if side):
        return ACROSS
    if line.count == 0 or (line.count == 1 and line.weight >= SPREAD):
        return UNCOVERED
    return ""


def in_order(rows: Iterable[tuple[Person, Line, Sequence[int]]]) -> list[tuple[Person, str]]:
    """What is talked about, each with why: apart first, then across the bar, then uncovered; within that the weightiest dispute."""
    found = [(one, reason(line, votes), line, votes) for one, line, votes in rows]

    def urgency(row: tuple[Person, str, Line, Sequence[int]]) -> tuple[int, float]:
        _, why, line, votes = row
        apart = max(line.spread, max(votes) - min(votes) if votes else 0)
        return ORDER.index(why), -(max(line.weight, 1) * max(apart, 1))

    return [(one, why) for one, why, _, _ in sorted((row for row in found if row[1]), key=urgency)]


def speaking_order(
    said: Mapping[Person, int], *, cards: Mapping[Person, int] | None = None, last: Person | None = None
) -> list[Person]:
    """Who speaks first about a competency: whoever lies furthest from the others' mean, then the lowest, then the newest.

    `cards`: how many scorecards somebody has sealed so far, the nearest that is known to seniority. `last` speaks last in any case.
    """

    def place(person: Person) -> tuple[bool, float, int, int]:
        others = [value for other, value in said.items() if other != person]
        distance = abs(said[person] - fmean(others)) if others else 0
        return person == last, -round(distance, 6), said[person], (cards or {}).get(person, 0)

    return sorted(said, key=place)


@dataclass(frozen=True)
class Movement(Generic[Person]):
    """How votes moved from the first to the second round, of those who voted in both."""

    up: int
    down: int
    stayed: int

    @property
    def words(self) -> str:
        """As "2 moved up, 1 down"; "Nobody moved"; nothing when nobody voted twice."""
        if not (self.up or self.down):
            return "Nobody moved" if self.stayed else ""
        parts = [f"{self.up} moved up"] if self.up else []
        parts += [f"{self.down} {'down' if parts else 'moved down'}"] if self.down else []
        return ", ".join(parts)


def movement(first: Mapping[Person, int], second: Mapping[Person, int]) -> Movement:
    """How the second votes differ from the first ones; who voted once only is left out."""
    both = [(first[one], second[one]) for one in first if one in second]
    return Movement(
        up=sum(after > before for before, after in both),
        down=sum(after < before for before, after in both),
        stayed=sum(after == before for before, after in both),
    )

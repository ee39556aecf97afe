"""How closely an interview kept to its plan: what was asked of it, in which order, within which time, with how much help.

Pure functions over plain values. They measure how the interview was held, not how its form was filled, and need no recording.
What is missing stays missing: where nothing was asked there is no figure, and a question entered from paper has no time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

MINUTE = timedelta(minutes=1)
FEWEST = 2
"""From how many interviews on a spread is told: one has none."""


@dataclass(frozen=True)
class Plan:
    """What a kit plans to ask, questions by number: the planned ones in order, and those to ask in their place."""

    questions: tuple[int, ...]
    alternates: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Asked:
    """One question that was asked: its box, and how long the answer ran, None where nobody timed it."""

    question: int
    started_at: datetime
    box: timedelta
    ran: timedelta | None = None
    hints: int = 0
    strength: int = 0
    """The strengths of its hints added: nudge 1, hint 2, step shown 3."""


@dataclass(frozen=True)
class Norm:
    """How much help a level is expected to need at most, as added strengths of hints; None where nobody said so."""

    level: str
    most: int | None = None


@dataclass(frozen=True)
class Adherence:
    """One interview beside its plan."""

    planned: int
    asked: int
    """How many of the planned questions were asked."""
    alternates: int
    besides: int
    """How many were asked that the plan does not name at all."""
    pairs: int
    in_order: int
    """Of all pairs of planned questions that were asked, those asked in the plan's order."""
    timed: int
    over: tuple[int, ...]
    """By how many whole minutes those ran over that did, the longest first."""
    untimed: int
    hints: int
    strength: int
    norm: Norm

    @property
    def share(self) -> float | None:
        """The share of the planned questions that was asked, 0 to 1; None where none was planned."""
        return self.asked / self.planned if self.planned else None

    @property
    def order(self) -> float | None:
        """The share of pairs in the plan's order, 0 to 1; None where fewer than two planned questions were asked.

        It is 1 less Kendall's distance divided by the number of pairs: M. G. Kendall, A New Measure of Rank Correlation,
        Biometrika 30 (1938), 81-93, whose tau is 2 × share − 1.
        """
        return self.in_order / self.pairs if self.pairs else None

    @property
    def helps_too_much(self) -> bool | None:
        """Whether more help was given than the level is expected to need; None where nothing is expected."""
        return None if self.norm.most is None else self.strength > self.norm.most

    @property
    def words(self) -> str:
        """In words: "5 of 6 planned questions asked, in the plan's order; 1 ran 4 min over; 2 hints, as expected at senior"."""
        return "; ".join(part for part in (self._asked(), self._beside(), self._time(), self._help()) if part)

    def _asked(self) -> str:
        if not self.planned:
            return "no question was planned"
        said = f"{self.asked} of {self.planned} planned question{'' if self.planned == 1 else 's'} asked"
        if not self.pairs:
            return said
        kept = self.in_order == self.pairs
        return f"{said}, in the plan's order" if kept else f"{said}, {self.in_order} of {self.pairs} pairs in the plan's order"

    def _beside(self) -> str:
        parts = [f"{self.alternates} alternate{'' if self.alternates == 1 else 's'}"] if self.alternates else []
        parts += [f"{self.besides} that the plan does not name"] if self.besides else []
        return f"beside them {' and '.join(parts)}" if parts else ""

    def _time(self) -> str:
        parts = []
        if self.over:
            minutes = ", ".join(map(str, self.over))
            parts.append(f"{len(self.over)} ran {'' if len(self.over) == 1 else 'over by '}{minutes} min")
            parts[0] += " over" if len(self.over) == 1 else ""
        elif self.timed:
            parts.append("none ran over")
        parts += [f"{self.untimed} not timed"] if self.untimed else []
        return ", ".join(parts)

    def _help(self) -> str:
        said = f"{self.hints or 'no'} hint{'' if self.hints == 1 else 's'}"
        if not self.hints or self.helps_too_much is None:
            return said
        return f"{said}, {'more than' if self.helps_too_much else 'as'} expected at {self.norm.level}"


def adherence(plan: Plan, asked: Sequence[Asked], norm: Norm) -> Adherence | None:
    """One interview beside its plan; None where nothing was asked, or nobody wrote down what.

    An alternate counts beside the plan: it does not make a planned question asked. A pair that began at the same moment has
    no order and is left out.
    """
    if not asked:
        return None
    place = {question: number for number, question in reversed(list(enumerate(plan.questions)))}
    began: dict[int, datetime] = {}
    for one in asked:
        if one.question in place:
            began[one.question] = min(one.started_at, began.get(one.question, one.started_at))
    pairs = [(began[a], began[b]) for a, b in combinations(sorted(began, key=place.__getitem__), 2) if began[a] != began[b]]
    others = {one.question for one in asked} - set(place)
    ran = [(one.ran - one.box) // MINUTE for one in asked if one.ran is not None]
    return Adherence(
        planned=len(place),
        asked=len(began),
        alternates=len(others & plan.alternates),
        besides=len(others - plan.alternates),
        pairs=len(pairs),
        in_order=sum(first < second for first, second in pairs),
        timed=len(ran),
        over=tuple(sorted((minutes for minutes in ran if minutes > 0), reverse=True)),
        untimed=len(asked) - len(ran),
        hints=sum(one.hints for one in asked),
        strength=sum(one.strength for one in asked),
        norm=norm,
    )


@dataclass(frozen=True)
class Range:
    """From the lowest to the highest of what is known, and of how many interviews."""

    low: float
    high: float
    count: int

    @property
    def words(self) -> str:
        """In words: "0 to 3", or "2" where all are alike."""
        return f"{self.low:.0f}" if self.low == self.high else f"{self.low:.0f} to {self.high:.0f}"

    @property
    def percent(self) -> str:
        """Of shares, in words: "67 to 100 %"."""
        return f"{Range(round(100 * self.low), round(100 * self.high), self.count).words} %"


@dataclass(frozen=True)
class Spread:
    """How differently one kind of interview was held for different candidates.

    A range is None where fewer than two have the figure; counts are (how many, of how many that have the figure).
    """

    name: str
    count: int
    share: Range | None
    order: Range | None
    hints: Range | None
    over: tuple[int, int]
    """In how many an answer ran over its box."""
    helped: tuple[int, int]
    """In how many more help was given than the level is expected to need."""

    @property
    def is_told(self) -> bool:
        """Whether there are enough interviews to speak of a spread."""
        return self.count >= FEWEST


def spread(name: str, held: Sequence[Adherence]) -> Spread:
    """The spread between candidates of one kind of interview. What has no figure is left out of it, never guessed."""
    helped = [one.helps_too_much for one in held if one.helps_too_much is not None]
    timed = [bool(one.over) for one in held if one.timed]
    return Spread(
        name=name,
        count=len(held),
        share=_range(one.share for one in held),
        order=_range(one.order for one in held),
        hints=_range(one.hints for one in held),
        over=(sum(timed), len(timed)),
        helped=(sum(helped), len(helped)),
    )


def _range(values: Iterable[float | None]) -> Range | None:
    known = [value for value in values if value is not None]
    return Range(min(known), max(known), len(known)) if len(known) >= FEWEST else None

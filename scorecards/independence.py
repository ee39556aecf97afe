"""How independent a scorecard is of others: in words, from what its author had opened of the loop before sealing it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.listing import listed
from scorecards.models.exposure import What

#: What was seen: of one scorecard, and of more. What is of a whole loop is there once, or once for each earlier one.
WORDS: dict[What, tuple[str, str]] = {
    What.CARD: ("1 scorecard", "{} scorecards"),
    What.PACK: ("1 scorecard in an access pack", "{} scorecards in an access pack"),
    What.FLAG: ("1 red flag", "{} red flags"),
    What.RATINGS: ("1 other's ratings", "{} others' ratings"),
    What.AGGREGATE: ("the ranges of all ratings", "the ranges of all ratings"),
    What.VOTES: ("the votes", "the votes"),
    What.DECISION: ("the decision", "the decisions"),
}


@dataclass(frozen=True)
class Opened:
    """One thing that was opened: what, whose ("" for what is of the whole loop), when first, and how often."""

    what: What
    of: str
    at: datetime
    times: int
    earlier: bool

    def __str__(self) -> str:
        whose = f" of {self.of}" if self.of else ""
        loop = ", in an earlier loop" if self.earlier else ""
        often = f", {self.times} times" if self.times > 1 else ""
        return f"{self.what.label.capitalize()}{whose}{loop}{often}"


@dataclass(frozen=True)
class Independence:
    """What a seal tells of its author's independence: what they had opened of this candidate's loops, the first opened first."""

    opened: Sequence[Opened]

    @property
    def is_independent(self) -> bool:
        """Whether its author had opened nothing."""
        return not self.opened

    @property
    def words(self) -> str:
        """One line: "Independent", or "Had seen 2 scorecards and the decision"."""
        if self.is_independent:
            return "Independent"
        here, before = ([one for one in self.opened if one.earlier is earlier] for earlier in (False, True))
        said = [_counted(here)] if here else []
        said += [f"{_counted(before)} of an earlier loop"] if before else []
        return f"Had seen {', and '.join(said)}"


def of(had_seen: Iterable[dict]) -> Independence:
    """Of what a seal keeps in `had_seen`."""
    return Independence(
        [Opened(What(one["what"]), one["of"], datetime.fromisoformat(one["at"]), one["times"], one["earlier"]) for one in had_seen]
    )


def _counted(opened: Iterable[Opened]) -> str:
    many = Counter(one.what for one in opened)
    said = [one if many[what] == 1 else more.format(many[what]) for what, (one, more) in WORDS.items() if many[what]]
    return listed(said)

"""What the picture of a week is made of: lanes, times to begin at, cells and rows, and the words for each way of not being free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from interviews.schedule import Why

SEEN_AS = {
    Why.ACCESS: "never", Why.CANDIDATE: "never", Why.RECUSED: "never", Why.TAKEN: "taken", Why.AWAY: "away",
    Why.HOLIDAY: "holiday", Why.BUSY: "busy", Why.POOL: "never", Why.DAY: "full", Why.WEEK: "full", Why.MONTH: "full",
    Why.LOAD: "full", Why.GAP: "gap", Why.HOURS: "off",
}  # fmt: skip
"""How a bar is drawn. Of two in one place that which weighs more."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the picture: the candidate (`pk` 0) or somebody of the pool. `week`: interviews they have, and take, in it."""

    pk: int
    name: str
    mark: str
    zone: str
    week: tuple[int, int]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A time to begin at. `crew` is who it costs least to ask then, empty when it does not fit; `others`: how many more could.

    `against`: what stands against it in a few words, empty when it fits. `proposals`: the numbers of those that have it.
    """

    starts_at: datetime
    crew: tuple[int, ...]
    others: int
    against: str
    label: str
    names: str
    proposals: tuple[tuple[int, str], ...] = ()
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Half an hour of a day. Without a slot where clocks skip it, with two where they show it twice."""

    day: date
    slots: tuple[Slot, ...]
    lanes: tuple[str, ...]
    sitting: str
    goes_on: bool
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Row:
    """Half an hour on the reader's clock, on the candidate's as far as it is another, and its cells day by day."""

    at: time
    theirs: str
    after_gap: bool
    cells: tuple[Cell, ...]


def marks(names: Sequence[str]) -> list[str]:
    """Two letters for each name, told apart by a number where two are alike."""
    found: list[str] = []
    for name in names:
        words = name.split() or ["?"]
        letters = (words[0][:1] + (words[-1][:1] if len(words) > 1 else words[0][1:2])).upper()
        same = sum(mark[:2] == letters for mark in found)
        found.append(f"{letters}{same + 1}" if same else letters)
    return found


def first_names(names: Sequence[str]) -> list[str]:
    """What the picture calls people where there is little room."""
    return [name.split()[0] if name.split() else name for name in names]


NAMES = {
    "taken": "interview", "away": "away", "holiday": "public holiday",
    "busy": "busy", "full": "as many as they take", "gap": "needs a pause",
    "off": "outside their hours", "never": "cannot sit in this loop",
}  # fmt: skip
SAID = {
    "taken": "has an interview", "away": "is away", "holiday": "has a public holiday",
    "busy": "is busy", "full": "has as many as they take", "gap": "needs a pause",
    "off": "is outside their hours", "never": "cannot sit in this loop",
}  # fmt: skip

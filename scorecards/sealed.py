"""A submitted scorecard as one reads it: from its seal, with the words of its time, never from rows that are being changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from interviews.models import Seat
from scorecards import independence
from scorecards.models import Scorecard, Seal
from scorecards.models.scorecard import Confidence, Verdict


@dataclass(frozen=True)
class Line:
    """One line of evidence; `offset` is None when it was entered later."""

    mark: str
    text: str
    offset: int | None
    question: str

    @property
    def is_code(self) -> bool:
        """Whether it is a piece of code, whose spaces count."""
        return self.text.startswith("```")

    @property
    def code(self) -> str:
        """The code without its fence."""
        return self.text.removeprefix("```").removesuffix("```").strip("\n")


@dataclass(frozen=True)
class Rated:
    """One competency: `value` 1-4 at the target level, None when it was not observed; `age` says how long after the answer."""

    competency: int
    name: str
    step: int | None
    value: int | None
    words: str
    not_observed: str
    age: str
    lines: list[Line]


@dataclass(frozen=True)
class Flag:
    id: str
    name: str
    behaviour: str
    words: str


@dataclass(frozen=True)
class Counted:
    name: str
    count: int
    expected: str


@dataclass(frozen=True)
class Sealed:
    """One version of a card; `seal` keeps it, `card` is whose it is, with its seat."""

    seal: Seal
    card: Scorecard

    @property
    def pk(self) -> int:
        """The number of the card, as addresses name it."""
        return self.card.pk

    @property
    def seat(self) -> Seat:
        return self.card.seat

    @property
    def said(self) -> dict[str, Any]:
        return self.seal.content

    @property
    def number(self) -> int:
        return self.seal.number

    @property
    def verdict(self) -> int | None:
        return self.said["verdict"]

    @property
    def verdict_words(self) -> str:
        """The verdict, or that it could not be assessed and why."""
        return Verdict(self.verdict).label if self.verdict else f"Could not assess: {self.said['not_assessed']}"

    @property
    def hire_level(self) -> str:
        """The name of the level at which its author would hire, "" without one."""
        return "Below every level" if self.said["below_ladder"] else self.said.get("hire_name") or self.said["hire_level"] or ""

    @property
    def confidence_words(self) -> str:
        return Confidence(self.said["confidence"]).label if self.said["confidence"] else ""

    @property
    def target(self) -> str:
        """The name of the level that the loop is for."""
        return self.said.get("target_name") or self.said["target_level"]

    @property
    def summary(self) -> str:
        return self.said["summary"]

    @property
    def look_again(self) -> list[str]:
        """Competencies that the next interviewer is asked to look at, in words."""
        return self.said.get("look_again_names", [])

    @property
    def hand_off(self) -> str:
        return self.said["hand_off"]

    @property
    def independence(self) -> independence.Independence:
        """What its author had opened of this candidate's loops before this version."""
        return independence.of(self.seal.had_seen)

    @cached_property
    def ratings(self) -> list[Rated]:
        """In the order of the rubric, each with its evidence."""
        lines = {one["id"]: _line(one) for one in self.said["notes"]}
        return [
            Rated(
                competency=one["competency_id"],
                name=one["name"],
                step=one["step"],
                value=one["at_target"],
                words=one["words"],
                not_observed=one["not_observed"],
                age=one["age"],
                lines=[lines[number] for number in one["evidence"]],
            )
            for one in self.said["ratings"]
        ]

    def rated(self, competency: int) -> "Rated | None":
        """What it says of one competency, by its number; None where that was not in focus."""
        return next((one for one in self.ratings if one.competency == competency), None)

    @cached_property
    def loose(self) -> list[Line]:
        """Lines that are evidence for no rating."""
        used = {number for one in self.said["ratings"] for number in one["evidence"]}
        return [_line(one) for one in self.said["notes"] if one["id"] not in used]

    @property
    def flags(self) -> list[Flag]:
        return [Flag(one["id"], one["name"], one["behaviour"], one["words"]) for one in self.said["red_flags"]]

    @property
    def signals(self) -> list[Counted]:
        return [Counted(one["name"], one["count"], one["expected"]) for one in self.said["signals"]]


def _line(one: dict[str, Any]) -> Line:
    return Line(one["mark"], one["text"], one["offset"], one["question"])


def last_of(cards: Iterable[Scorecard]) -> list[Sealed]:
    """These cards as they were last sealed, in the order in which they come; one that was never sealed is left out. One query."""
    cards = list(cards)
    seals = {seal.scorecard_id: seal for seal in Seal.objects.latest_of(cards)}
    return [Sealed(seals[card.pk], card) for card in cards if card.pk in seals]


def versions_of(card: Scorecard) -> Sequence[Sealed]:
    """Every version of a card, the first one first."""
    return [Sealed(seal, card) for seal in card.seals.order_by("number")]

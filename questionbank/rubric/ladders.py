"""What a sentence of a ladder means at each level, in words, and what is weak in a ladder. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questionbank.models import Level
from questionbank.models.competency import STEPS

BAR = 3  # the rating that says yes
GRADES = {
    "bad",
    "basic",
    "excellent",
    "fair",
    "good",
    "great",
    "high",
    "low",
    "outstanding",
    "poor",
    "solid",
    "strong",
    "superb",
    "very",
    "weak",
    "adequate",
    "some",
}


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: its number 0-6, its sentence, and for each level its rating 1-4, None outside the level's window."""

    step: int
    words: str
    ratings: list[tuple[Level, int | None]]

    @property
    def reading(self) -> str:
        """As "3 for Senior · 4 for Mid · 2 for Staff": the level whose bar it is first, then from the highest rating down."""
        found = [(rating, level) for level, rating in self.ratings if rating is not None]
        found.sort(key=lambda one: (one[0] != BAR, -one[0]))
        return " · ".join(f"{rating} for {level.name}" for rating, level in found)


def rungs(ladder: Sequence[str], levels: Iterable[Level]) -> list[Rung]:
    """The seven steps of a ladder, lowest first, with what each is worth at these levels."""
    levels = list(levels)
    padded = [*ladder, *[""] * STEPS][:STEPS]
    return [Rung(step, words, [(level, level.steps[step][1]) for level in levels]) for step, words in enumerate(padded)]


def bars(ladder: Sequence[str], levels: Iterable[Level]) -> list[tuple[Level, int, str]]:
    """For each level the step that is its 3, and the sentence that stands there."""
    padded = [*ladder, *[""] * STEPS][:STEPS]
    return [(level, level.window[BAR - 1], padded[level.window[BAR - 1]]) for level in levels]


def doubts(ladder: Sequence[str]) -> list[tuple[int, str]]:
    """What a reader may stumble over, as (step, words): sentences that say the same, or how well instead of what is seen."""
    found = []
    for step, words in enumerate(ladder):
        plain = _plain(words)
        if step and plain and plain == _plain(ladder[step - 1]):
            found.append((step, f"Steps {step - 1} and {step} say the same, so nobody can tell them apart."))
        elif plain and len(plain) <= 5 and GRADES & set(plain):
            found.append((step, f"Step {step} says how well, not what one sees. What does the candidate do or say?"))
    return found


def _plain(words: str) -> list[str]:
    return re.findall(r"\w+", words.casefold())

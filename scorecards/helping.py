"""How much help a step of a ladder allows: pure functions. Hints count by their strength: nudge 1, hint 2, step shown 3."""

from collections.abc import Sequence
from dataclasses import dataclass

YES = 2
"""So far above the start of a level's window stands the step that is a Yes there."""
STEPS = range(7)


@dataclass(frozen=True)
class Bar:
    """What one level expects: from where its window starts, and the most help that it allows, None for any."""

    window_start: int
    most: int | None


@dataclass(frozen=True)
class Help:
    """That more help was given than the chosen step allows. `fits` is the highest step that allows it."""

    given: int
    allowed: int
    step: int
    fits: int


def allowed(step: int, bars: Sequence[Bar]) -> int | None:
    """The most help that a step allows: what the highest level expects at which this step is a Yes. None below every such level."""
    reached = [bar for bar in bars if bar.window_start + YES <= step]
    return max(reached, key=lambda bar: bar.window_start).most if reached else None


def too_much(step: int | None, given: int, bars: Sequence[Bar]) -> Help | None:
    """The question to ask where more help was given than the step allows; None where there is nothing to ask."""
    if step is None:
        return None
    most = allowed(step, bars)
    if most is None or given <= most:
        return None
    limits = {one: allowed(one, bars) for one in STEPS}
    return Help(given, most, step, max(one for one, limit in limits.items() if limit is None or given <= limit))

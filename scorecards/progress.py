"""What a loop waits for, in words: a pure function over its facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class StageFacts:
    """One stage as far as its next action depends on it."""

    name: str
    starts_at: datetime | None = None
    started: bool = False
    ended: bool = False
    unanswered: Sequence[str] = ()
    cards_missing: int = 0
    seats_empty: bool = False


@dataclass(frozen=True)
class Next:
    """The next action in words, and how much it presses: "now", "warn", "good", "held" or "part"."""

    words: str
    tone: str = "part"


def next_action(stages: Sequence[StageFacts], *, decided: str, is_on_hold: bool, in_debrief: bool, may_count: bool) -> Next:
    """What has to happen next in a loop.

    `may_count` is False for a reader who owes a scorecard in it: they learn nothing from which others' progress follows.
    """
    if decided:
        return Next(decided, "held" if is_on_hold else "good")
    if in_debrief and may_count:
        return Next("Debrief under way")
    if unbooked := [stage for stage in stages if stage.starts_at is None]:
        return Next(f"Book {unbooked[0].name}", "warn")
    if empty := [stage for stage in stages if stage.seats_empty]:
        return Next(f"Find somebody for {empty[0].name}", "warn")
    if any(stage.started and not stage.ended for stage in stages):
        return Next("In the room", "now")
    if waiting := [stage for stage in stages if stage.unanswered and not stage.started]:
        return Next(f"Waiting for {waiting[0].unanswered[0]} to answer")
    if ahead := [stage for stage in stages if not stage.ended]:
        first = min(ahead, key=lambda stage: stage.starts_at)
        return Next(f"{first.name} is next")
    if not may_count:
        return Next("Interviews held")
    if missing := sum(stage.cards_missing for stage in stages):
        return Next(f"Waiting for {missing} scorecard{'s' if missing > 1 else ''}", "warn")
    return Next("Open the debrief", "warn")

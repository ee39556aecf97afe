"""What was counted of each seniority signal, beside what the level is expected to show, in the words of the card's time."""

from dataclasses import dataclass

from interviews.models import HintGiven
from questionbank.models import Signal, SignalVersion
from scorecards.models.scorecard import Scorecard


@dataclass(frozen=True)
class Counted:
    """One signal on one card: `expected` is what its target level is expected to show, in words."""

    signal_id: int
    name: str
    kind: str
    expected: str
    count: int


def signals_on(card: Scorecard) -> list[Counted]:
    """Every signal that was in use when this card was begun and says something of its target level, in order."""
    marks = list(card.signal_marks.filter(undone_at=None).values_list("signal", flat=True))
    hints = sum(HintGiven.objects.filter(asked__interview=card.seat.interview_id).values_list("hint__strength", flat=True))
    listened = Signal.objects.in_use_at(card.began_at)
    versions = SignalVersion.objects.filter(signal__in=listened).in_force_at(card.began_at).select_related("signal")
    return [
        Counted(
            signal_id=version.signal_id,
            name=version.words["name"],
            kind=version.words["kind"],
            expected=version.words["expected"][card.level.key]["text"],
            count=hints if version.words["kind"] == Signal.Kind.STRENGTH_SUM else marks.count(version.signal_id),
        )
        for version in sorted(versions, key=lambda version: (version.signal.place, version.signal_id))
        if card.level.key in version.words["expected"]
    ]

"""What was counted of each seniority signal, beside what the level is expected to show, in the words of the card's time."""

from dataclasses import dataclass, replace
from datetime import datetime

from interviews.models import HintGiven
from questionbank.models import Level, Signal, SignalVersion
from scorecards.models.scorecard import Scorecard


@dataclass(frozen=True)
class Counted:
    """One signal on one card: `expected` is what its target level is expected to show, in words."""

    signal_id: int
    name: str
    kind: str
    expected: str
    count: int
    least: int | None = None
    most: int | None = None
    key: str = ""

    @property
    def is_tapped(self) -> bool:
        """Whether it is counted by hand; the hints count themselves."""
        return self.kind != Signal.Kind.STRENGTH_SUM

    @property
    def stands(self) -> str:
        """Where the count stands against the level, once it says something."""
        if self.most is not None and self.count > self.most:
            return ", more than expected"
        return ", as expected" if self.least and self.count >= self.least else ""


def signals_on(card: Scorecard, *, hint_sum: int | None = None) -> list[Counted]:
    """Every signal that was in use when this card was begun and says something of its target level, in order.

    `hint_sum` is the sum of the strengths of the hints given, for who knows it already.
    """
    marks = list(card.signal_marks.filter(undone_at=None).values_list("signal", flat=True))
    if hint_sum is None:
        hint_sum = sum(HintGiven.objects.filter(asked__interview=card.seat.interview_id).values_list("hint__strength", flat=True))
    return [
        replace(one, count=marks.count(one.signal_id) if one.is_tapped else hint_sum)
        for one in signals_for(card.level, card.began_at)
    ]


def signals_for(level: Level, moment: datetime) -> list[Counted]:
    """Every signal that is in use at a moment and says something of a level, none counted yet, in order."""
    listened = Signal.objects.in_use_at(moment)
    versions = SignalVersion.objects.filter(signal__in=listened).in_force_at(moment).select_related("signal")
    return [
        Counted(
            signal_id=version.signal_id,
            name=version.words["name"],
            kind=version.words["kind"],
            expected=version.words["expected"][level.key]["text"],
            count=0,
            least=version.words["expected"][level.key].get("minimum"),
            most=version.words["expected"][level.key].get("maximum"),
        )
        for version in sorted(versions, key=lambda version: (version.signal.place, version.signal_id))
        if level.key in version.words["expected"]
    ]

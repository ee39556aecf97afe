"""What was heard and decided."""

from scorecards.models.debrief import Debrief, Decision, DecisionReason, Member, Vote, Waiver
from scorecards.models.entry import Entry
from scorecards.models.exposure import Exposure
from scorecards.models.note import NoteLine
from scorecards.models.passed import PassedOver
from scorecards.models.rating import Rating, RedFlag, SignalMark
from scorecards.models.scorecard import Scorecard
from scorecards.models.seal import Seal

__all__ = [
    "Debrief",
    "Decision",
    "DecisionReason",
    "Entry",
    "Exposure",
    "Member",
    "NoteLine",
    "PassedOver",
    "Rating",
    "RedFlag",
    "Scorecard",
    "Seal",
    "SignalMark",
    "Vote",
    "Waiver",
]

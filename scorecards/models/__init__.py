"""What was heard and decided."""

from scorecards.models.debrief import Debrief, Decision, DecisionReason, Member, Vote, Waiver
from scorecards.models.drill import Drill, DrillMember, DrillVote, MonthlyDrills
from scorecards.models.entry import Entry
from scorecards.models.exposure import Exposure
from scorecards.models.flag_case import FlagCase, FlagCheck, FlagFinding, FlagReview
from scorecards.models.fresh import FreshFocus, FreshRound
from scorecards.models.membership import TakenOff
from scorecards.models.note import NoteLine
from scorecards.models.packet import Packet, Veiled
from scorecards.models.passed import PassedOver
from scorecards.models.rating import Rating, SignalMark
from scorecards.models.red_flag import RedFlag
from scorecards.models.report import MisconductReport
from scorecards.models.returned import Return
from scorecards.models.scorecard import Scorecard, Unscored
from scorecards.models.seal import Seal, SealedRating
from scorecards.models.severity import Agreement, Ease, Severity
from scorecards.models.talking import DecisionFocus, Talk, VoteRating, Why
from scorecards.models.usefulness import Usefulness
from scorecards.models.voiding import QuestionVoid, VoidEnd

__all__ = [
    "Agreement",
    "Debrief",
    "Decision",
    "DecisionFocus",
    "DecisionReason",
    "Drill",
    "DrillMember",
    "DrillVote",
    "Ease",
    "Entry",
    "Exposure",
    "FlagCase",
    "FlagCheck",
    "FlagFinding",
    "FlagReview",
    "FreshFocus",
    "FreshRound",
    "Member",
    "MisconductReport",
    "MonthlyDrills",
    "NoteLine",
    "Packet",
    "PassedOver",
    "QuestionVoid",
    "Rating",
    "RedFlag",
    "Return",
    "Scorecard",
    "Seal",
    "SealedRating",
    "Severity",
    "SignalMark",
    "TakenOff",
    "Talk",
    "Unscored",
    "Usefulness",
    "Veiled",
    "VoidEnd",
    "Vote",
    "VoteRating",
    "Waiver",
    "Why",
]

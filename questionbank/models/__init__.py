"""What we ask and what we listen for."""

from questionbank.models.competency import Competency, CompetencyVersion, Level
from questionbank.models.draft import QuestionDraft
from questionbank.models.imported import QuestionImport
from questionbank.models.leak import LeakReport
from questionbank.models.listed import Listed, Word
from questionbank.models.question import Hint, Point, Question, QuestionMove, QuestionVersion, Step, Tested, Twist
from questionbank.models.signal import Expectation, RedFlagKind, Signal
from questionbank.models.stage_kind import StageKind

__all__ = [
    "Competency",
    "CompetencyVersion",
    "Expectation",
    "Hint",
    "LeakReport",
    "Level",
    "Listed",
    "Point",
    "Question",
    "QuestionDraft",
    "QuestionImport",
    "QuestionMove",
    "QuestionVersion",
    "RedFlagKind",
    "Signal",
    "StageKind",
    "Step",
    "Tested",
    "Twist",
    "Word",
]

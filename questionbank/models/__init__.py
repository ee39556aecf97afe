"""What we ask and what we listen for."""

from questionbank.models.competency import Competency, CompetencyVersion, Level
from questionbank.models.draft import Draft, QuestionDraft, Stale
from questionbank.models.exported import QuestionExport
from questionbank.models.imported import ImportedRow, QuestionImport
from questionbank.models.leak import LeakReport
from questionbank.models.listed import Listed, Word
from questionbank.models.published import RubricDraft, RubricMove, RubricNoun
from questionbank.models.question import Hint, Point, Question, QuestionMove, QuestionVersion, Step, Tested, Twist
from questionbank.models.signal import Expectation, RedFlagKind, RedFlagVersion, Signal, SignalVersion
from questionbank.models.stage_kind import StageKind
from questionbank.models.use import QuestionUse

__all__ = [
    "Competency",
    "CompetencyVersion",
    "Draft",
    "Expectation",
    "Hint",
    "ImportedRow",
    "LeakReport",
    "Level",
    "Listed",
    "Point",
    "Question",
    "QuestionDraft",
    "QuestionExport",
    "QuestionImport",
    "QuestionMove",
    "QuestionUse",
    "QuestionVersion",
    "RedFlagKind",
    "RedFlagVersion",
    "RubricDraft",
    "RubricMove",
    "RubricNoun",
    "Signal",
    "SignalVersion",
    "StageKind",
    "Stale",
    "Step",
    "Tested",
    "Twist",
    "Word",
]

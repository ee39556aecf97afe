"""Who meets whom, when, with what plan, and what was asked."""

from interviews.models.agenda import AgendaDeed
from interviews.models.arrival import ArrivalReport
from interviews.models.asked import AskedQuestion, HintGiven, PointTicked, TwistGiven
from interviews.models.calendar_feed import CalendarFeed
from interviews.models.calendar_link import CalendarLink
from interviews.models.candidate import Candidate, Resume
from interviews.models.handover import HandOver
from interviews.models.hold import ReapplicationHold
from interviews.models.interview import Interview, InterviewMove
from interviews.models.invitation import Invitation
from interviews.models.job import Job
from interviews.models.kit import Kit, KitAdoption, KitDraft, KitFocus, KitQuestion, KitSection, KitVersion
from interviews.models.link import CandidateLink
from interviews.models.loop import Loop, LoopWeight, Stage, StageFocus
from interviews.models.person import Away, Busy, LoadLimit, Qualification, Recusal
from interviews.models.plan import LoopPlan, PlanStage, PlanWeight
from interviews.models.reminder import Reminder
from interviews.models.seat import Role, Seat
from interviews.models.set_aside import SetAside
from interviews.models.sharing import FocusTime, LeadTaken, Shown

__all__ = [
    "AgendaDeed",
    "ArrivalReport",
    "AskedQuestion",
    "Away",
    "Busy",
    "CalendarFeed",
    "CalendarLink",
    "Candidate",
    "CandidateLink",
    "FocusTime",
    "HandOver",
    "HintGiven",
    "Interview",
    "InterviewMove",
    "Invitation",
    "Job",
    "Kit",
    "KitAdoption",
    "KitDraft",
    "KitFocus",
    "KitQuestion",
    "KitSection",
    "KitVersion",
    "LeadTaken",
    "LoadLimit",
    "Loop",
    "LoopPlan",
    "LoopWeight",
    "PlanStage",
    "PlanWeight",
    "PointTicked",
    "Qualification",
    "ReapplicationHold",
    "Recusal",
    "Reminder",
    "Resume",
    "Role",
    "Seat",
    "SetAside",
    "Shown",
    "Stage",
    "StageFocus",
    "TwistGiven",
]

"""Who meets whom, when, with what plan, and what was asked."""

from interviews.models.agenda import AgendaDeed
from interviews.models.arrival import ArrivalReport
from interviews.models.asked import AskedQuestion, HintGiven, PointTicked, TwistGiven
from interviews.models.calendar_feed import CalendarFeed
from interviews.models.calendar_link import CalendarLink
from interviews.models.candidate import Candidate, Resume
from interviews.models.choosing import CandidateDeed, PageLink, TimeOffer
from interviews.models.contact import Contact
from interviews.models.effort import KindEffort, Opening
from interviews.models.handover import HandOver
from interviews.models.hold import ReapplicationHold
from interviews.models.holiday import HolidayPlace
from interviews.models.house_rules import Asks, HouseRules
from interviews.models.interview import Interview, InterviewMove
from interviews.models.invitation import Invitation
from interviews.models.job import Job
from interviews.models.kit import Kit, KitAdoption, KitDraft, KitFocus, KitQuestion, KitSection, KitVersion
from interviews.models.link import CandidateLink
from interviews.models.loop import Loop, LoopWeight, Stage, StageFocus
from interviews.models.mail_wish import MailWish
from interviews.models.person import Away, Busy, Declaration, Leaning, LoadLimit, Qualification, Recusal
from interviews.models.plan import LoopPlan, PlanStage, PlanWeight
from interviews.models.promise import Promise
from interviews.models.reminder import Reminder
from interviews.models.replacement import Replacement
from interviews.models.reply_address import ReplyAddress
from interviews.models.seat import Role, Seat
from interviews.models.set_aside import SetAside
from interviews.models.sharing import FocusTime, LeadTaken, Shown
from interviews.models.training import Retake, TrainingPath

__all__ = [
    "AgendaDeed",
    "ArrivalReport",
    "AskedQuestion",
    "Asks",
    "Away",
    "Busy",
    "CalendarFeed",
    "CalendarLink",
    "Candidate",
    "CandidateDeed",
    "CandidateLink",
    "Contact",
    "Declaration",
    "FocusTime",
    "HandOver",
    "HintGiven",
    "HolidayPlace",
    "HouseRules",
    "Interview",
    "InterviewMove",
    "Invitation",
    "Job",
    "KindEffort",
    "Kit",
    "KitAdoption",
    "KitDraft",
    "KitFocus",
    "KitQuestion",
    "KitSection",
    "KitVersion",
    "LeadTaken",
    "Leaning",
    "LoadLimit",
    "Loop",
    "LoopPlan",
    "LoopWeight",
    "MailWish",
    "Opening",
    "PageLink",
    "PlanStage",
    "PlanWeight",
    "PointTicked",
    "Promise",
    "Qualification",
    "ReapplicationHold",
    "Recusal",
    "Reminder",
    "Replacement",
    "ReplyAddress",
    "Resume",
    "Retake",
    "Role",
    "Seat",
    "SetAside",
    "Shown",
    "Stage",
    "StageFocus",
    "TimeOffer",
    "TrainingPath",
    "TwistGiven",
]

"""Reminder: the ledger of what we owe people about a loop: what, to whom, when, why, sent or dropped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import Mail, User
from interviews.models.arrival import ArrivalReport
from interviews.models.interview import Interview
from interviews.models.invitation import Invitation
from interviews.models.loop import Loop
from interviews.models.seat import Seat


class Kind(models.TextChoices):
    INVITATION = "invitation", "Invitation"
    UPCOMING_DAY = "upcoming_day", "The day before"
    UPCOMING_HOUR = "upcoming_hour", "An hour before"
    TIMES_OFFERED = "times_offered", "Times to choose from"
    CANDIDATE_CHANGED = "candidate_changed", "What the candidate changed"
    SEAT_DECLINED = "seat_declined", "Seat declined"
    UPCOMING_SOON = "upcoming_soon", "Ten minutes before"
    ANSWER_DUE = "answer_due", "Answer missing"
    ARRIVAL = "arrival", "Candidate not there"
    SCORECARD_DUE = "scorecard_due", "Scorecard due"
    SCORECARD_LATE = "scorecard_late", "Scorecard late"
    SCORECARD_RETURNED = "scorecard_returned", "Scorecard sent back"
    DEBRIEF_DUE = "debrief_due", "Debrief to open"
    DEBRIEF_OPEN = "debrief_open", "Debrief is open"
    VOTE_DUE = "vote_due", "Vote missing"
    DECIDED = "decided", "Decision recorded"
    RED_FLAG = "red_flag", "Red flag to check"
    CANDIDATE_WAITS = "candidate_waits", "Candidate waits for a word"


@dataclass(frozen=True)
class Line:
    """A mail about an interview that is to be owed. `key` is its own among those of its kind."""

    kind: str
    key: str
    interview: Interview
    seat: Seat | None
    why: str
    to: User | None
    address: str
    due_at: datetime
    not_after: datetime


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def with_mail(self) -> "ReminderQuerySet":
        return self.select_related("mail__to", "seat")

    def in_order(self) -> "ReminderQuerySet":
        return self.order_by("mail__due_at", "pk")


class Reminder(models.Model):
    kind = models.CharField(max_length=20, choices=Kind)
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="reminders")
    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="reminders")
    seat = models.ForeignKey(Seat, models.CASCADE, null=True, blank=True, related_name="reminders")
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, blank=True, related_name="reminders")
    report = models.ForeignKey(ArrivalReport, models.CASCADE, null=True, blank=True, related_name="reminders")
    version = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=200)
    mail = models.OneToOneField(Mail, models.PROTECT, related_name="reminder")
    digest = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reminder_of_an_interview_names_it",
                condition=~Q(kind__in=["invitation", "upcoming_day", "upcoming_hour", "scorecard_due", "arrival"])
                | Q(interview__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.why}"

    @property
    def is_owed(self) -> bool:
        """Whether it is still to be sent."""
        return self.mail.state in {"planned", "retrying"}

    @classmethod
    def owe(
        cls,
        kind: str,
        *,
        key: str,
        loop: Loop,
        why: str,
        now: datetime,
        to: User | None = None,
        address: str = "",
        due_at: datetime | None = None,
        not_after: datetime | None = None,
        **about: object,
    ) -> "Reminder":
        """Write down a mail about a loop, once per key; `why` is the line of the ledger that people read."""
        mail = Mail.owe(
            key=f"{kind}:{key}",
            kind=f"loop.{kind}",
            to=to,
            address=address,
            due_at=due_at,
            not_after=not_after,
            now=now,
        )
        reminder, _ = cls.objects.get_or_create(mail=mail, defaults={"kind": kind, "loop": loop, "why": why, **about})
        return reminder

    @classmethod
    def owe_all(cls, lines: Iterable[Line], *, now: datetime) -> None:
        """Write many mails about interviews down in three statements, each once per key. What is there is left as it is."""
        wanted = {f"{line.kind}:{line.key}": line for line in lines}
        Mail.objects.bulk_create(
            (
                Mail(
                    key=key,
                    kind=f"loop.{line.kind}",
                    to=line.to,
                    address=line.to.email if line.to else line.address,
                    planned_at=now,
                    due_at=line.due_at,
                    not_after=line.not_after,
                )
                for key, line in wanted.items()
            ),
            ignore_conflicts=True,
        )
        rows = [
            Reminder(
                mail=mail,
                kind=line.kind,
                loop=line.interview.stage.loop,
                interview=line.interview,
                seat=line.seat,
                version=line.interview.version,
                why=line.why,
            )
            for mail in Mail.objects.filter(key__in=wanted).order_by("pk")
            for line in [wanted[mail.key]]
        ]
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)

"""Reminder: the ledger of what we owe people about a loop: what, to whom, when, why, sent or dropped."""

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
    ARRIVAL = "arrival", "Candidate not there"
    SCORECARD_DUE = "scorecard_due", "Scorecard due"
    SCORECARD_RETURNED = "scorecard_returned", "Scorecard sent back"
    DEBRIEF_OPEN = "debrief_open", "Debrief is open"
    DECIDED = "decided", "Decision recorded"
    RED_FLAG = "red_flag", "Red flag to check"


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

"""What everybody in the room knows besides the questions: who took the lead, what the candidate was shown, quiet time.

Facts with a time. What follows from them (who leads now, what is shown now) is asked of `leading` and `showing`.
"""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.constraints import together
from interviews.models.asked import AskedQuestion
from interviews.models.interview import Interview
from interviews.models.seat import Seat
from questionbank.models import Step

LONGEST_FOCUS = 30


class LeadTaken(models.Model):
    """That a seat took over the lead, from whom and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="leads")
    taken_from = models.ForeignKey(Seat, models.CASCADE, null=True, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seat} leads from {self.taken_at:%H:%M}"


class Shown(models.Model):
    """One thing on the candidate's page: the prompt of a question, one of its steps, or a block of code."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="shown")
    asked = models.ForeignKey(AskedQuestion, models.CASCADE, null=True, related_name="shown")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="+")
    code = models.TextField(blank=True)
    shown_at = models.DateTimeField()
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shown_is_words_or_code", condition=Q(code="", asked__isnull=False) | Q(~Q(code=""), step=None)
            ),
            models.UniqueConstraint(
                "interview", "asked", "step", name="shown_once", condition=Q(hidden_at=None, code=""), nulls_distinct=False
            ),
            models.UniqueConstraint("interview", name="shown_one_code", condition=Q(hidden_at=None) & ~Q(code="")),
            together("shown_hidden_by_whom", "hidden_at", "hidden_by"),
        ]

    def __str__(self) -> str:
        return "code" if self.code else str(self.step or self.asked)


class FocusTime(models.Model):
    """Quiet time for the candidate: the clock of the answer stands. Over after its minutes, or ended before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="focus_times")
    asked = models.ForeignKey(AskedQuestion, models.CASCADE, null=True, related_name="focus_times")
    minutes = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="focus_1_to_30_minutes", condition=Q(minutes__gte=1, minutes__lte=LONGEST_FOCUS)),
            models.CheckConstraint(name="focus_ends_after_it_begins", condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes from {self.begun_at:%H:%M}"

    @property
    def until(self) -> datetime:
        """When it is over: after its minutes, or when somebody ended it."""
        planned = self.begun_at + timedelta(minutes=self.minutes)
        return min(planned, self.ended_at) if self.ended_at else planned

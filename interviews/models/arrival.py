"""ArrivalReport: that the candidate is late, did not come, or asks for another time. Said in the room, for the recruiter."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.audit import audited
from accounts.constraints import together
from accounts.models import User
from interviews.models.interview import Interview


class Report(models.TextChoices):
    LATE = "late", "Late"
    NO_SHOW = "no_show", "Did not come"
    ANOTHER_TIME = "another_time", "Another time"


class ArrivalReportQuerySet(models.QuerySet["ArrivalReport"]):
    def standing(self) -> "ArrivalReportQuerySet":
        """Not taken back, and about the time for which the interview is still booked."""
        return self.filter(withdrawn_at=None, booked_for=F("interview__starts_at"), interview__cancelled_at=None)

    def waiting(self) -> "ArrivalReportQuerySet":
        """Standing, and nobody has come since: what a recruiter has to know, or to do something about."""
        unmet = Q(interview__arrived_at=None, interview__started_at=None, interview__stage__loop__closed_at=None)
        booked_again = Interview.objects.taking_place().filter(stage=models.OuterRef("interview__stage"))
        return self.standing().filter(unmet).exclude(models.Exists(booked_again), kind=Report.NO_SHOW)

    def with_interviews(self) -> "ArrivalReportQuerySet":
        """Together with the interview, its stage and its loop, and who said it."""
        loop = "interview__stage__loop"
        return self.select_related("reported_by", f"{loop}__candidate", f"{loop}__job", f"{loop}__recruiter")

    def in_order(self) -> "ArrivalReportQuerySet":
        return self.order_by("reported_at", "pk")


@audited
class ArrivalReport(models.Model):
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="arrival_reports")
    kind = models.CharField(max_length=20, choices=Report)
    minutes = models.PositiveSmallIntegerField("minutes late", null=True, blank=True)
    booked_for = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ArrivalReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("interview", "kind", "booked_for", name="arrival_report_once", condition=Q(withdrawn_at=None)),
            models.CheckConstraint(name="arrival_report_late_by_minutes", condition=Q(kind="late") ^ Q(minutes=None)),
            together("arrival_report_withdrawn_by_whom", "withdrawn_at", "withdrawn_by"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What was said, in a few words for a line that names the candidate."""
        return {
            Report.LATE: f"late by {self.minutes} min",
            Report.NO_SHOW: "did not come",
            Report.ANOTHER_TIME: "needs another time",
        }[Report(self.kind)]

    def withdraw(self, *, by: User, now: datetime) -> None:
        """It is no longer so. Twice changes nothing."""
        if self.withdrawn_at is None:
            self.withdrawn_at, self.withdrawn_by = now, by
            self.save(update_fields=["withdrawn_at", "withdrawn_by"])

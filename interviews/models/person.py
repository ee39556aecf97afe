"""What is known of an interviewer's time: imported busy times, limits of load, and qualification for a stage kind."""

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from accounts.constraints import together
from interviews.models.calendar_feed import CalendarFeed
from questionbank.models import StageKind


class Busy(models.Model):
    """A time in which a person's own calendar says they are taken: when, and nothing of what."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="busy")
    feed = models.ForeignKey(CalendarFeed, models.CASCADE, related_name="busy")
    during = DateTimeRangeField()

    class Meta:
        constraints = [models.UniqueConstraint("feed", "during", name="busy_once")]
        indexes = [GistIndex("during", name="busy_during")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.during}"


class LoadLimit(models.Model):
    """The most interviews a person takes in a day and in a week, by their own calendar."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="load_limit")
    per_day = models.PositiveSmallIntegerField(default=2)
    per_week = models.PositiveSmallIntegerField(default=5)

    class Meta:
        constraints = [models.CheckConstraint(name="load_limit_day_within_week", condition=Q(per_day__lte=models.F("per_week")))]

    def __str__(self) -> str:
        return f"{self.per_day} a day, {self.per_week} a week"


class Qualification(models.Model):
    """A person's way into the pool of a stage kind: being trained from `began_at`, qualified once somebody approved."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="qualifications")
    kind = models.ForeignKey(StageKind, models.CASCADE, related_name="qualifications")
    began_at = models.DateTimeField()
    qualified_at = models.DateTimeField(null=True, blank=True)
    qualified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "kind", name="qualification_once"),
            together("qualification_approved_by_whom", "qualified_at", "qualified_by"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.kind_id}"

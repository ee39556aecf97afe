"""What was done to the plan of an interview while it was held: deeds with a time, in the order in which they happened."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.constraints import together
from accounts.models import User
from interviews.models.interview import Interview
from interviews.models.kit import KitSection
from questionbank.models import QuestionVersion


class Deed(models.TextChoices):
    HERE = "here", "We are here now"
    SKIP = "skip", "Skipped"
    RESTORE = "restore", "Brought back"
    REPLAN = "replan", "Planned again"


class AgendaDeedQuerySet(models.QuerySet["AgendaDeed"]):
    def in_order(self) -> "AgendaDeedQuerySet":
        return self.order_by("at", "pk")


class AgendaDeed(models.Model):
    """One deed. Only a re-plan can be undone: the others are answered by a later one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="deeds")
    deed = models.CharField(max_length=10, choices=Deed)
    section = models.ForeignKey(KitSection, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.JSONField(null=True, blank=True)
    """What a re-plan changes, as `interviews.replanning.Plan` writes it."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AgendaDeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agenda_deed_says_what_about",
                condition=Q(deed="here", section__isnull=False, version=None, plan=None)
                | Q(deed__in=["skip", "restore"], section=None, version__isnull=False, plan=None)
                | Q(deed="replan", section=None, version=None, plan__isnull=False),
            ),
            together("agenda_deed_undone_by_whom", "undone_at", "undone_by"),
            models.CheckConstraint(name="agenda_deed_undoes_a_replan", condition=Q(undone_at=None) | Q(deed="replan")),
        ]
        indexes = [models.Index("interview", "at", name="agenda_deed_in_order")]

    def __str__(self) -> str:
        return self.get_deed_display()

    def undo(self, *, by: User, now: datetime) -> None:
        """The plan is again what it was without this re-plan. Twice changes nothing."""
        if self.undone_at is None:
            self.undone_at, self.undone_by = now, by
            self.save(update_fields=["undone_at", "undone_by"])

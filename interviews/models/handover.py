"""HandOver: a competency that an interview was to look at and did not, for another interview of the loop to take on."""

from django.conf import settings
from django.db import models

from accounts.audit import audited
from accounts.constraints import at_most_one, together
from interviews.models.interview import Interview
from interviews.models.loop import Stage
from questionbank.models import Competency


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def open(self) -> "HandOverQuerySet":
        """Neither taken on nor left."""
        return self.filter(accepted_at=None, declined_at=None)

    def accepted(self) -> "HandOverQuerySet":
        """Taken on by another stage."""
        return self.filter(accepted_at__isnull=False)

    def with_words(self) -> "HandOverQuerySet":
        """Together with what their lines say."""
        return self.select_related("interview__stage", "competency", "stage", "suggested", "accepted_by", "declined_by")

    def for_change(self) -> "HandOverQuerySet":
        return self.select_for_update(of=("self",))

    def in_order(self) -> "HandOverQuerySet":
        return self.order_by("offered_at", "competency__place", "pk")


@audited
class HandOver(models.Model):
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="handovers")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    suggested = models.ForeignKey(Stage, models.SET_NULL, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stage = models.ForeignKey(Stage, models.CASCADE, null=True, blank=True, related_name="taken_on")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("interview", "competency", name="hand_over_once"),
            together("hand_over_accepted_by_whom", "accepted_at", "accepted_by", "stage"),
            together("hand_over_declined_by_whom", "declined_at", "declined_by"),
            at_most_one("hand_over_ends_once", "accepted_at", "declined_at"),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id}: {self.competency_id}"

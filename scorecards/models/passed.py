"""PassedOver: that somebody moved on from a question before rating what it tests. A fact with a time; it blocks nothing."""

import uuid

from django.db import models

from interviews.models import AskedQuestion
from questionbank.models import Competency
from scorecards.models.scorecard import Scorecard


class PassedOver(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="passed_over")
    asked = models.ForeignKey(AskedQuestion, models.CASCADE, related_name="+")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "passed over"
        constraints = [models.UniqueConstraint("scorecard", "asked", name="passed_over_once")]

    def __str__(self) -> str:
        return f"{self.asked} not rated at the time"

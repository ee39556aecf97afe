"""Replacement: who took a seat that was declined, and why they; or why nobody was found, so that the recruiter looks."""

import pgtrigger
from django.db import models

from interviews.models.seat import Seat


class Replacement(models.Model):
    """What was done by itself about a declined seat. `number`: the how many-th it was for this seat of the interview."""

    declined = models.OneToOneField(Seat, models.CASCADE, related_name="replacement")
    seat = models.OneToOneField(Seat, models.CASCADE, null=True, blank=True, related_name="replaces")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    words = models.CharField(max_length=400)

    class Meta:
        constraints = [models.CheckConstraint(name="replacement_says_why", condition=~models.Q(words=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.words

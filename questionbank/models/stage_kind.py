"""StageKind: a kind of interview, its usual length and what the candidate is told of it."""

from django.db import models
from django.db.models import Q

from questionbank.models.competency import Competency
from questionbank.models.signal import InUse


class StageKind(models.Model):
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=300)
    candidate_text = models.TextField(blank=True)
    avoid = models.TextField(blank=True)
    competencies = models.ManyToManyField(Competency, related_name="+", blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = InUse.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="stage_kind_takes_time", condition=Q(minutes__gt=0))]

    def __str__(self) -> str:
        return self.name

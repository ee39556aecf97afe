"""Job: an opening that candidates apply for."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.audit import audited
from accounts.constraints import together


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        """Those that still take candidates."""
        return self.filter(closed_at=None)

    def in_order(self) -> "JobQuerySet":
        return self.order_by(Lower("title"), "pk")


@audited
class Job(models.Model):
    title = models.CharField("job title", max_length=120)
    team = models.CharField(max_length=120, blank=True)
    hiring_manager = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="job_has_title", condition=~Q(title="")),
            together("job_closed_by_whom", "closed_at", "closed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.team})" if self.team else self.title

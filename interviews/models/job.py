"""Job: an opening that candidates apply for."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.audit import audited
from accounts.constraints import together
from accounts.models import User


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        """Those that still take candidates."""
        return self.filter(closed_at=None)

    def with_people(self) -> "JobQuerySet":
        """Together with who opened and closed it."""
        return self.select_related("opened_by", "closed_by", "hiring_manager")

    def with_counts(self) -> "JobQuerySet":
        """Together with how many loops for it are open."""
        return self.annotate(open_loops=models.Count("loops", filter=Q(loops__closed_at=None)))

    def for_change(self) -> "JobQuerySet":
        return self.select_for_update(of=("self",))

    def newest_first(self) -> "JobQuerySet":
        return self.order_by("-opened_at", "-pk")

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

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    def close(self, *, by: User, now: datetime) -> None:
        """No further loop opens for it; those that are open go on. Twice changes nothing."""
        if self.closed_at is None:
            self.closed_at, self.closed_by = now, by
            self.save(update_fields=["closed_at", "closed_by"])

    def reopen(self) -> None:
        """Loops may open for it again."""
        self.closed_at = self.closed_by = None
        self.save(update_fields=["closed_at", "closed_by"])

"""QuestionExport: somebody took the bank out as files; the zip is kept for a day."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from questionbank.models.imported import LEASE

KEPT = timedelta(days=1)


class QuestionExportQuerySet(models.QuerySet["QuestionExport"]):
    def owed(self) -> "QuestionExportQuerySet":
        """To be written, and no worker holds them."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=Now()), done_at=None, trouble="")

    def stale(self, now: datetime) -> "QuestionExportQuerySet":
        """Asked for so long ago that their zip need not be kept."""
        return self.filter(asked_at__lt=now - KEPT)


class QuestionExport(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file = models.FileField(upload_to="exports", max_length=120)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=400, blank=True)

    objects = QuestionExportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Export of {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def percent(self) -> int:
        """How far it is, 0 to 99."""
        return min(99, 100 * self.done // self.total) if self.total else 0

    def claim(self) -> bool:
        """Take it for this worker alone, for the length of the lease."""
        return bool(QuestionExport.objects.owed().filter(pk=self.pk).update(claimed_until=Now() + LEASE, tries=F("tries") + 1))

    def tell(self, done: int, total: int) -> None:
        """So many files are written; hold the claim for another lease."""
        QuestionExport.objects.filter(pk=self.pk).update(done=done, total=total, claimed_until=Now() + LEASE)

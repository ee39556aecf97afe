"""Training: what somebody has to do before they are in the pool of a stage kind, and what was said of a seat they learnt in."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.audit import audited
from accounts.models import User
from interviews.models.seat import Seat
from questionbank.models import StageKind


@audited
class TrainingPath(models.Model):
    """The way into the pool of a stage kind: so many seats as shadow, then as reverse shadow, within so many weeks.

    `retakes`: how many of them may be taken again. Where nobody approves, the last seat that counts puts people in the pool; else
    `approver` does, who is told, or any recruiter. A kind without a path of its own goes the usual one.
    """

    kind = models.OneToOneField(StageKind, models.CASCADE, related_name="training_path")
    shadows = models.PositiveSmallIntegerField(default=2)
    reverse_shadows = models.PositiveSmallIntegerField(default=2)
    weeks = models.PositiveSmallIntegerField(default=12)
    retakes = models.PositiveSmallIntegerField(default=1)
    needs_approval = models.BooleanField(default=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="training_path_has_steps", condition=Q(shadows__gt=0) | Q(reverse_shadows__gt=0)),
            models.CheckConstraint(name="training_path_has_time", condition=Q(weeks__gt=0)),
            models.CheckConstraint(name="training_path_approver_approves", condition=Q(approver=None) | Q(needs_approval=True)),
        ]

    def __str__(self) -> str:
        return f"{self.shadows} as shadow, {self.reverse_shadows} as reverse shadow"

    @classmethod
    def of(cls, kind: StageKind) -> "TrainingPath":
        """The path of a kind, or the usual one."""
        return cls.objects.filter(kind=kind).select_related("approver").first() or cls(kind=kind)

    @property
    def named(self) -> User | None:
        """Who is named to approve and is still here."""
        return self.approver if self.approver and self.approver.is_active else None


class Retake(models.Model):
    """That a seat somebody learnt in does not count and is taken again, who said so and why. It is not about the candidate."""

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="retake")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(name="retake_says_why", condition=~Q(reason=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.reason

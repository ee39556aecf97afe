"""LeakReport: somebody saw a question where candidates read it; until it is decided the question is not picked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.audit import audited
from accounts.constraints import said, together
from questionbank.models.question import Question


@audited
class LeakReport(models.Model):
    question = models.ForeignKey(Question, models.CASCADE, related_name="leak_reports")
    where = models.TextField("where it was seen, or why you think so")
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    has_leaked = models.BooleanField(null=True)
    reason = models.CharField("why you decided so", max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="leak_report_says_where", condition=~Q(where="")),
            models.UniqueConstraint("question", name="leak_reported_once", condition=Q(decided_at=None)),
            together("leak_decided_by_whom", "decided_at", "decided_by", "has_leaked"),
            said("leak_decided_with_reason", "decided_at", "reason"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.where[:60]}"

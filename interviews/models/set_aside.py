"""SetAside: that somebody was booked although a rule spoke against it, and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.audit import audited
from interviews.models.interview import Interview


@audited
class SetAside(models.Model):
    """A rule that was set aside for one person in one interview; `words` say what was in the way, `reason` why it was booked."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="set_aside")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.CharField(max_length=400)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="set_aside_says_why", condition=~Q(reason=""))]
        indexes = [models.Index("interview", "id", name="set_aside_of_interview")]

    def __str__(self) -> str:
        return self.words

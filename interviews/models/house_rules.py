"""HouseRules: what the company chose for all candidates alike."""

from django.db import models
from django.db.models import Q

from accounts.audit import audited

NO_REASON = "no reason given"


class Asks(models.TextChoices):
    """Whether somebody who moves or cancels an interview says why."""

    REQUIRED = "required", "A reason has to be given"
    OPTIONAL = "optional", "A reason may be given"
    OFF = "off", "No reason is asked for"


@audited
class HouseRules(models.Model):
    """One row at most; without it the defaults hold.

    `tells_new_people`: the candidate gets a new invitation when who they meet changes. `days_without_word`: after so many days
    without one a candidate is taken to wait for us. `staff_reasons`, `candidate_reasons`: how a move and a cancellation ask why.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    tells_new_people = models.BooleanField(default=True)
    days_without_word = models.PositiveSmallIntegerField(default=5)
    staff_reasons = models.CharField(max_length=10, choices=Asks, default=Asks.REQUIRED)
    candidate_reasons = models.CharField(max_length=10, choices=Asks, default=Asks.REQUIRED)

    class Meta:
        constraints = [
            models.CheckConstraint(name="house_rules_are_one", condition=Q(id=1)),
            models.CheckConstraint(name="house_rules_wait_for_days", condition=Q(days_without_word__range=(2, 30))),
        ]

    def __str__(self) -> str:
        return "House rules"

    @classmethod
    def current(cls) -> "HouseRules":
        """What holds now. One query."""
        return cls.objects.first() or cls()

"""Return: that the loop's owner sent a submitted card back to its author, when and why."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from scorecards.models.scorecard import Scorecard


class Return(models.Model):
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="returns")
    reason = models.CharField("what to look at again", max_length=1000)
    returned_at = models.DateTimeField()
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="return_says_why", condition=~Q(reason=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reason


def returned(card: Scorecard) -> Return | None:
    """Why a card is with its author again, None for one that was not sent back."""
    return card.returns.select_related("returned_by").order_by("-returned_at", "-pk").first() if card.returned_at else None

"""Rating, SignalMark: the judgements of a scorecard, each with its evidence."""

import uuid

from django.db import models
from django.db.models import F, Q

from interviews.models import AskedQuestion
from questionbank.models import CompetencyVersion, Level, Signal
from scorecards.models.lock import entries_stay
from scorecards.models.scorecard import Scorecard


class Rating(models.Model):
    """The step of a competency's ladder that was seen, or why it was not observed. The ladder's words stay as they were."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="ratings")
    ladder = models.ForeignKey(CompetencyVersion, models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(null=True, blank=True)
    not_observed = models.CharField("why it was not observed", max_length=300, blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("scorecard", "ladder", name="rating_once"),
            models.CheckConstraint(name="rating_on_ladder", condition=Q(step=None) | Q(step__range=(0, 6))),
            models.CheckConstraint(
                name="rating_is_step_or_reason",
                condition=(Q(step__isnull=False) & Q(not_observed="")) | (Q(step__isnull=True) & ~Q(not_observed="")),
            ),
        ]
        triggers = [entries_stay("ladder_id", "step", "not_observed", "rated_at")]

    def __str__(self) -> str:
        return f"{self.ladder}: {self.step if self.step is not None else self.not_observed}"

    def at(self, level: Level) -> int | None:
        """The rating 1-4 that the step means at a level; None when it was not observed."""
        return None if self.step is None else level.rating(self.step)


class SignalMark(models.Model):
    """One sighting of a seniority signal; undone, not deleted, when it was a slip."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="signal_marks")
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="+")
    asked = models.ForeignKey(AskedQuestion, models.SET_NULL, null=True, blank=True, related_name="+")
    marked_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signal_undone_after_marked", condition=Q(undone_at=None) | Q(undone_at__gte=F("marked_at"))
            ),
        ]
        triggers = [entries_stay("signal_id", "marked_at", "undone_at")]

    def __str__(self) -> str:
        return str(self.signal)

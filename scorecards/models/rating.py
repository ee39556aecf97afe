"""Rating, SignalMark, RedFlag: the judgements of a scorecard, each with its evidence."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT

from accounts.constraints import at_most_one, together
from interviews.models import AskedQuestion
from questionbank.models import CompetencyVersion, Level, RedFlagKind, RedFlagVersion, Signal
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


class RedFlagQuerySet(models.QuerySet["RedFlag"]):
    def standing(self) -> "RedFlagQuerySet":
        """Not taken back by their author, in the order in which they were raised."""
        return self.filter(withdrawn_at=None).order_by("raised_at", "pk")

    def with_words(self) -> "RedFlagQuerySet":
        """Together with their kind, and `called`: its name when they were raised."""
        versions = RedFlagVersion.objects.filter(kind=OuterRef("kind")).in_force_at(OuterRef("raised_at"))
        return self.select_related("kind").annotate(called=Subquery(versions.values(name=KT("words__name"))))


class RedFlag(models.Model):
    """A kind of red flag with the behaviour seen and the words said. It stands once a second person confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="red_flags")
    kind = models.ForeignKey(RedFlagKind, models.PROTECT, related_name="+")
    behaviour = models.TextField("what you saw")
    words = models.TextField("what was said", blank=True)
    asked = models.ForeignKey(AskedQuestion, models.SET_NULL, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    second_source = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RedFlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="red_flag_says_what_was_seen", condition=~Q(behaviour="")),
            at_most_one("red_flag_ends_once", "confirmed_at", "dismissed_at", "withdrawn_at"),
            together("red_flag_confirmed_by_whom", "confirmed_at", "second_source"),
        ]
        triggers = [entries_stay("kind_id", "behaviour", "words", "raised_at")]

    def __str__(self) -> str:
        return str(self.kind)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        for fact, word in (
            (self.confirmed_at, "confirmed"),
            (self.dismissed_at, "not confirmed"),
            (self.withdrawn_at, "withdrawn"),
        ):
            if fact:
                return word
        return "raised"

"""RedFlag: what its author raised on a scorecard. What becomes of it once the card is submitted is a FlagCase."""

import uuid

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KT

from interviews.models import AskedQuestion
from questionbank.models import RedFlagKind, RedFlagVersion
from scorecards.models.lock import entries_stay
from scorecards.models.scorecard import Scorecard


class RedFlagQuerySet(models.QuerySet["RedFlag"]):
    def standing(self) -> "RedFlagQuerySet":
        """Not taken back by their author, in the order in which they were raised."""
        return self.filter(withdrawn_at=None).order_by("raised_at", "pk")

    def with_words(self) -> "RedFlagQuerySet":
        """Together with their kind, and `called`: its name when they were raised."""
        versions = RedFlagVersion.objects.filter(kind=OuterRef("kind")).in_force_at(OuterRef("raised_at"))
        return self.select_related("kind").annotate(called=Subquery(versions.values(name=KT("words__name"))))


class RedFlag(models.Model):
    """A kind of red flag with the behaviour seen and the words said. Nothing of it is changed; it can be taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="red_flags")
    kind = models.ForeignKey(RedFlagKind, models.PROTECT, related_name="+")
    behaviour = models.TextField("what you saw")
    words = models.TextField("what was said", blank=True)
    asked = models.ForeignKey(AskedQuestion, models.SET_NULL, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RedFlagQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="red_flag_says_what_was_seen", condition=~Q(behaviour=""))]
        triggers = [entries_stay("kind_id", "behaviour", "words", "raised_at")]

    def __str__(self) -> str:
        return str(self.kind)

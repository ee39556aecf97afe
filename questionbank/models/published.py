"""What the parts of the rubric share: versions that tell what was in force at a moment, drafts, and who moved what and why."""

from datetime import datetime
from typing import Self, TypeVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

Version = TypeVar("Version", bound=models.Model)


class Versions(models.QuerySet[Version]):
    """Published versions. Their model says in `part` which field names the thing they are versions of."""

    def in_force_at(self, moment: "datetime | F | models.OuterRef") -> Self:
        """One version of each thing: the last published up to a moment, or the first where none was published by then."""
        part: str = self.model.part  # type: ignore[attr-defined]
        rank = Case(When(published_at__lte=moment, then=F("number")), default=-F("number"), output_field=models.IntegerField())
        return self.annotate(nearness=rank).order_by(part, "-nearness").distinct(part)

    def newest_first(self) -> Self:
        """By number, each with who published it."""
        return self.select_related("published_by").order_by("-number")


class RubricNoun(models.TextChoices):
    """What the rubric is made of, by the word in its address."""

    COMPETENCY = "competencies", "competency"
    SIGNAL = "signals", "signal"
    RED_FLAG = "red-flags", "red-flag kind"
    LEVEL = "levels", "level"


class RubricDraft(models.Model):
    """The next words of a competency, a signal or a red-flag kind, as they are typed; the thing itself may not be there yet."""

    noun = models.CharField(max_length=20, choices=RubricNoun)
    key = models.SlugField(max_length=80)
    words = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("noun", "key", name="rubric_draft_once")]

    def __str__(self) -> str:
        return f"{self.noun} {self.key} draft {self.version}"


class RubricMove(models.Model):
    """What was done to a part of the rubric besides publishing its words: retired, brought back, a level changed; and why."""

    noun = models.CharField(max_length=20, choices=RubricNoun)
    key = models.SlugField(max_length=80)
    what = models.CharField(max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(name="rubric_move_says_why", condition=~Q(why=""))]
        indexes = [models.Index("noun", "key", "at", name="rubric_move_of_part")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.noun} {self.key}: {self.what}"

"""What happened in the room, as facts with a time. Each has an id made by the browser, so a replay changes nothing."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from interviews.models.interview import Interview
from questionbank.models import Hint, Point, QuestionVersion, Twist


class AskedQuestionQuerySet(models.QuerySet["AskedQuestion"]):
    def with_words(self) -> "AskedQuestionQuerySet":
        """Together with the words as they were asked."""
        return self.select_related("version__question")

    def in_order(self) -> "AskedQuestionQuerySet":
        return self.order_by("started_at", "pk")


class AskedQuestion(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="asked")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="asked")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    paused = models.DurationField("stood still for", default=timedelta)
    repeat_reason = models.CharField("why it was asked again", max_length=300, blank=True)

    objects = AskedQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("interview", "version", name="asked_once"),
            models.UniqueConstraint("interview", name="asked_one_at_a_time", condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="asked_ends_after_it_starts", condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)

    def ran(self, now: datetime) -> timedelta:
        """How long it was being answered, up to now; what lay between being over and going on is left out."""
        return max(timedelta(), (self.ended_at or now) - self.started_at - self.paused)


class HintGiven(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey(AskedQuestion, models.CASCADE, related_name="hints_given")
    hint = models.ForeignKey(Hint, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("asked", "hint", name="hint_given_once")]

    def __str__(self) -> str:
        return str(self.hint)


class TwistGiven(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey(AskedQuestion, models.CASCADE, related_name="twists_given")
    twist = models.ForeignKey(Twist, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("asked", "twist", name="twist_given_once")]

    def __str__(self) -> str:
        return str(self.twist)


class PointTicked(models.Model):
    """An observation that one interviewer ticked: theirs alone until the scorecards are open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey(AskedQuestion, models.CASCADE, related_name="ticks")
    point = models.ForeignKey(Point, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField()
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("asked", "point", "ticked_by", name="point_ticked_once")]

    def __str__(self) -> str:
        return str(self.point)

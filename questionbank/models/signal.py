"""Signal and RedFlagKind: what an interviewer counts, and what is reported when it was seen.

Their rows hold the words in force; every publication is a version that stays, and a card reads the one of its time.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.audit import audited
from accounts.models import User
from questionbank.models.competency import Level
from questionbank.models.published import Versions


class InUse(models.QuerySet):
    def in_use(self) -> "InUse":
        """Not retired."""
        return self.filter(retired_at=None)

    def in_use_at(self, moment: datetime) -> "InUse":
        """Not retired by then: who began before goes on with them."""
        return self.filter(Q(retired_at=None) | Q(retired_at__gt=moment))

    def in_order(self) -> "InUse":
        return self.order_by("place", "pk")


@audited
class Signal(models.Model):
    """A countable sign of seniority, with what each level is expected to show."""

    class Kind(models.TextChoices):
        COUNT = "count", "one tap adds one"
        STRENGTH_SUM = "strength_sum", "the strengths of the hints given are added"
        CHOICE = "choice", "one of its choices, from least to most"
        SHARE = "share", "the candidate's share in percent"

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.COUNT)
    choices = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    how_to_record = models.CharField(max_length=300)
    place = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = InUse.as_manager()

    def __str__(self) -> str:
        return self.name

    def publish(self, words: Mapping[str, Any], *, why: str, now: datetime, by: "User | None" = None) -> "SignalVersion":
        """Put new words in force: name, kind, choices, how_to_record, and expected: level key to text, minimum, maximum.

        The same words again change nothing; what was marked before keeps the words of its time.
        """
        last = self.versions.order_by("-number").first()
        if last and last.words == words:
            return last
        number = last.number + 1 if last else 1
        version = SignalVersion.objects.create(signal=self, number=number, words=words, published_at=now, published_by=by, why=why)
        for name in ("name", "kind", "choices", "how_to_record"):
            setattr(self, name, words[name])
        self.save(update_fields=["name", "kind", "choices", "how_to_record"])
        levels = {level.key: level for level in Level.objects.filter(key__in=words["expected"])}
        self.expectations.exclude(level__in=levels.values()).delete()
        for key, level in levels.items():
            Expectation.objects.update_or_create(signal=self, level=level, defaults=words["expected"][key])
        return version


class SignalVersion(models.Model):
    """A signal in the words of one time. It never changes."""

    part: ClassVar[str] = "signal"
    signal = models.ForeignKey(Signal, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    words = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)

    objects = Versions.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("signal", "number", name="signal_version_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.signal_id} v{self.number}"


class Expectation(models.Model):
    """What a level is expected to show of a signal: in words, and as bounds where it can be counted."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="expectations")
    level = models.ForeignKey(Level, models.CASCADE, related_name="+")
    text = models.CharField(max_length=200)
    minimum = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("signal", "level", name="expectation_once"),
            models.CheckConstraint(
                name="expectation_minimum_below_maximum",
                condition=Q(minimum=None) | Q(maximum=None) | Q(minimum__lte=F("maximum")),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def met(self, count: int) -> bool | None:
        """Whether a count meets the expectation; None where it is in words only."""
        if self.minimum is None and self.maximum is None:
            return None
        return (self.minimum is None or count >= self.minimum) and (self.maximum is None or count <= self.maximum)


@audited
class RedFlagKind(models.Model):
    """A kind of red flag: what it takes to raise one, what is not enough, and how long it may stand."""

    class Severity(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"
        PROCESS = "process", "Process"
        CONCERN = "concern", "Concern"

    WORDS = ("name", "definition", "evidence_required", "not_sufficient", "severity", "handling", "review_months", "expiry_months")

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    definition = models.TextField()
    evidence_required = models.TextField()
    not_sufficient = models.TextField(blank=True)
    severity = models.CharField(max_length=10, choices=Severity)
    handling = models.TextField(blank=True)
    review_months = models.PositiveSmallIntegerField()
    expiry_months = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = InUse.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="red_flag_review_before_expiry", condition=Q(review_months__lte=F("expiry_months"))),
            models.CheckConstraint(name="red_flag_expires", condition=Q(expiry_months__lte=24)),
        ]

    def __str__(self) -> str:
        return self.name

    def publish(self, words: Mapping[str, Any], *, why: str, now: datetime, by: "User | None" = None) -> "RedFlagVersion":
        """Put new words in force: those of `RedFlagKind.WORDS`. The same words again change nothing; flags keep theirs."""
        last = self.versions.order_by("-number").first()
        if last and last.words == words:
            return last
        number = last.number + 1 if last else 1
        version = RedFlagVersion.objects.create(kind=self, number=number, words=words, published_at=now, published_by=by, why=why)
        for name in self.WORDS:
            setattr(self, name, words[name])
        self.save(update_fields=self.WORDS)
        return version


class RedFlagVersion(models.Model):
    """A kind of red flag in the words of one time. It never changes."""

    part: ClassVar[str] = "kind"
    kind = models.ForeignKey(RedFlagKind, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    words = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)

    objects = Versions.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("kind", "number", name="red_flag_version_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind_id} v{self.number}"

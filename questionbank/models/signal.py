"""Signal and RedFlagKind: what an interviewer counts, and what is reported when it was seen."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from questionbank.models.competency import Level


class InUse(models.QuerySet):
    def in_use(self) -> "InUse":
        """Not retired."""
        return self.filter(retired_at=None)

    def in_order(self) -> "InUse":
        return self.order_by("place", "pk")


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


class RedFlagKind(models.Model):
    """A kind of red flag: what it takes to raise one, what is not enough, and how long it may stand."""

    class Severity(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"
        PROCESS = "process", "Process"
        CONCERN = "concern", "Concern"

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

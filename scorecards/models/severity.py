"""What the worker counted of ratings: how severe interviewers are, how easy questions, how far raters agree.

Nobody is listed by it, and no page shows one person's severity: it serves the second composite of a debrief, see `calibrating.py`.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from questionbank.models import Question
from scorecards import severity


class Severity(models.Model):
    """How severe an interviewer is, in points against their group, as the last nightly round found it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="severity", primary_key=True)
    value = models.FloatField()
    cards = models.PositiveIntegerField("independent scorecards of candidates whom others rated too")
    group = models.PositiveBigIntegerField("number of the person who stands for their group")
    people = models.PositiveIntegerField("how many are in the group")
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"severity of {self.person_id}"

    @property
    def known(self) -> severity.Severity:
        """As the pure functions take it."""
        return severity.Severity(self.value, self.cards, self.group, self.people)


class Ease(models.Model):
    """By how many points a question leads to higher ratings than others of its competency do."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="ease", primary_key=True)
    value = models.FloatField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ease of {self.question_id}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def latest_first(self) -> "AgreementQuerySet":
        return self.order_by("-counted_at", "-pk")


class Agreement(models.Model):
    """How far independent interviewers of one candidate agree on a competency, over the company: one row for each night."""

    alpha = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    candidates = models.PositiveIntegerField()
    counted_at = models.DateTimeField(unique=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="agreement_in_its_range", condition=Q(low__lte=F("high"), alpha__lte=1))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"agreement {self.alpha:.2f}"

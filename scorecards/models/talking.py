"""VoteRating, Talk, DecisionFocus: what is said of single competencies in a debrief, by votes, in the talk and by the decision."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from questionbank.models import Competency
from scorecards.models.debrief import Debrief, Decision, Vote


class VoteRating(models.Model):
    """What one vote says of one competency. Of what its voter could not tell there is no row: missing is missing."""

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="ratings")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    rating = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("vote", "competency", name="vote_rating_once"),
            models.CheckConstraint(name="vote_rating_1_to_4", condition=Q(rating__range=(1, 4))),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.rating}"


class Why(models.TextChoices):
    """What a talk found to be the reason of a difference."""

    EVIDENCE = "evidence", "Different evidence"
    BAR = "bar", "Different bar"
    DIFFICULTY = "difficulty", "Different difficulty of the question"
    MISSING = "missing", "Evidence is missing"


class Talk(models.Model):
    """That a competency was talked about after the reveal, and what came out. The second vote is about these."""

    debrief = models.ForeignKey(Debrief, models.PROTECT, related_name="talks")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=Why)
    words = models.CharField(max_length=1000, blank=True)
    talked_at = models.DateTimeField()
    talked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("debrief", "competency", name="talk_once")]

    def __str__(self) -> str:
        return self.get_why_display()


class DecisionFocus(models.Model):
    """What one more interview is to look at, as it was decided."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="focus")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("decision", "competency", name="decision_focus_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.competency)

"""QuestionUse: how a question went so far, in numbers. Counted again by the worker; a few minutes old at most."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from questionbank.models.competency import STEPS
from questionbank.models.question import Question

FEWEST = 5  # ratings below which a distribution would rather tell of people than of the question
TRIAL = 10  # times a question on trial is asked before what it says counts


def no_steps() -> list[int]:
    """Nobody was rated at any step."""
    return [0] * STEPS


class QuestionUse(models.Model):
    question = models.OneToOneField(Question, models.CASCADE, related_name="use", primary_key=True)
    asked = models.PositiveIntegerField(default=0)
    last_asked_at = models.DateTimeField(null=True)
    median_minutes = models.PositiveSmallIntegerField(null=True)
    told = models.PositiveIntegerField("times in a decided loop", default=0)
    hinted = models.PositiveIntegerField("times of those with a hint", default=0)
    steps = ArrayField(models.PositiveIntegerField(), size=STEPS, default=no_steps)
    by_level = models.JSONField(default=dict)
    counted_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(name="question_hinted_only_when_asked", condition=Q(hinted__lte=F("told")))]

    def __str__(self) -> str:
        return f"{self.question_id}: asked {self.asked} times"

    @property
    def rated(self) -> int:
        """How many ratings the steps are of."""
        return sum(self.steps)

    @property
    def shows_steps(self) -> bool:
        """Whether there are enough ratings to tell of the question and not of people."""
        return self.rated >= FEWEST

    @property
    def hint_percent(self) -> int:
        """In how many of a hundred times in decided loops it took a hint."""
        return round(100 * self.hinted / self.told) if self.told else 0

    @property
    def trial_left(self) -> int:
        """How many more times it has to be asked before a trial is over."""
        return max(0, TRIAL - self.asked)

    @classmethod
    def in_words(cls, questions: list[int]) -> dict[int, str]:
        """How each of these questions went, in half a line: "Asked 18 times, last in Nov 2026, median 25 min"."""
        rows = cls.objects.filter(question__in=questions, asked__gt=0).values_list(
            "question", "asked", "last_asked_at", "median_minutes"
        )
        said = {}
        for pk, asked, last, minutes in rows:
            often = "once" if asked == 1 else f"{asked} times"
            said[pk] = f"Asked {often}, last in {last:%b %Y}" + (f", median {minutes} min" if minutes is not None else "")
        return said

    def levels(self) -> list[tuple[str, list[int], int]]:
        """The name of each target level with its steps and how many of them are a yes there, only where there are enough."""
        rows = [(name, row["steps"], row["yes"]) for name, row in self.by_level.items()]
        return [(name, steps, yes) for name, steps, yes in rows if sum(steps) >= FEWEST]

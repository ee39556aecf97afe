"""Level and Competency: the company's ladder, and what it looks for on each rung.

One piece of evidence says both how well and at which level: the interviewer picks the step of behaviour that was seen,
and the rating for any level follows from the level's window of four steps.
"""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User

STEPS = 7
WINDOW = 4


class Level(models.Model):
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    expects = models.CharField(max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(unique=True)
    window_start = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="level_window_on_ladder", condition=Q(window_start__lte=STEPS - WINDOW)),
        ]

    def __str__(self) -> str:
        return self.name

    def rating(self, step: int) -> int:
        """What a ladder step 0-6 means at this level: 1 (strong no) to 4 (strong yes), by `step - window_start + 1` cut to 1-4."""
        return max(1, min(WINDOW, step - self.window_start + 1))

    @property
    def window(self) -> range:
        """The four steps that a rating at this level tells apart."""
        return range(self.window_start, self.window_start + WINDOW)


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def in_use(self) -> "CompetencyQuerySet":
        """Not retired."""
        return self.filter(retired_at=None)

    def with_ladders(self) -> "CompetencyQuerySet":
        """Together with the ladder in force."""
        return self.select_related("current")

    def in_order(self) -> "CompetencyQuerySet":
        return self.order_by("place", "pk")


class Competency(models.Model):
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    place = models.PositiveSmallIntegerField(default=0)
    current = models.ForeignKey("CompetencyVersion", models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = CompetencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "competencies"

    def __str__(self) -> str:
        return self.name

    def publish(
        self,
        *,
        definition: str,
        ladder: list[str],
        do_not_rate: str = "",
        probes: list[str],
        why: str,
        now: datetime,
        by: "User | None" = None,
    ) -> "CompetencyVersion":
        """Put a new version of the ladder in force. The same words again change nothing; cards keep the version they used."""
        words = {"definition": definition, "ladder": ladder, "do_not_rate": do_not_rate, "probes": probes}
        if self.current and all(getattr(self.current, name) == value for name, value in words.items()):
            return self.current
        number = self.current.number + 1 if self.current else 1
        self.current = CompetencyVersion.objects.create(
            competency=self, number=number, published_at=now, published_by=by, why=why, **words
        )
        self.save(update_fields=["current"])
        return self.current


class CompetencyVersion(models.Model):
    """A competency in the words of one time. It never changes."""

    competency = models.ForeignKey(Competency, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.TextField()
    ladder = ArrayField(models.TextField(), size=STEPS)
    do_not_rate = models.TextField(blank=True)
    probes = ArrayField(models.TextField(), default=list)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint("competency", "number", name="competency_version_once"),
            models.CheckConstraint(name="competency_ladder_has_seven_steps", condition=Q(ladder__len=STEPS)),
        ]
        triggers = [pgtrigger.Protect(name="words_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.competency_id} v{self.number}"

    def anchors(self, level: Level) -> list[tuple[int, int, str]]:
        """The four sentences of a level as (rating 1-4, step 0-6, words), lowest first."""
        return [(level.rating(step), step, self.ladder[step]) for step in level.window]

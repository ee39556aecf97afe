"""Level and Competency: the company's ladder, and what it looks for on each rung.

One piece of evidence says both how well and at which level: the interviewer picks the step of behaviour that was seen,
and the rating for any level follows from the level's window of four steps.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Deferrable, Exists, Func, OuterRef, ProtectedError, Q

from accounts.access import Refused
from accounts.audit import audited
from accounts.models import User
from questionbank.models.published import Versions

STEPS = 7
WINDOW = 4
MOST_COUNTED = 500  # questions of a competency; who reads a page of the rubric shall not wait for a count of all


@audited
class Level(models.Model):
    """A rung of the company. Its window never changes, since every rating that was ever given reads by it."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    expects = models.CharField(max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField()
    window_start = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="level_rank_once", fields=["rank"], deferrable=Deferrable.DEFERRED),
            models.CheckConstraint(name="level_window_on_ladder", condition=Q(window_start__lte=STEPS - WINDOW)),
        ]
        triggers = [pgtrigger.ReadOnly(name="window_stays", fields=["window_start"])]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def put_in_order(cls, keys: "Sequence[str]") -> None:
        """Rank these levels as they stand, lowest first; any other stays after the one that it came after."""
        levels = list(cls.objects.order_by("rank"))
        order = list(keys)
        for place, level in enumerate(levels):
            if level.key not in order:
                order.insert(order.index(levels[place - 1].key) + 1 if place else 0, level.key)
        for level in levels:
            if level.rank != order.index(level.key):
                level.rank = order.index(level.key)
                level.save(update_fields=["rank"])

    def remove(self) -> None:
        """Take away a level that was made by mistake. Refused once anything names it."""
        try:
            self.delete()
        except ProtectedError as error:
            raise Refused(f"{self.name} is in use: questions, kits, loops or scorecards name it, so it stays.") from error

    def rating(self, step: int) -> int:
        """What a ladder step 0-6 means at this level: 1 (strong no) to 4 (strong yes), by `step - window_start + 1` cut to 1-4."""
        return max(1, min(WINDOW, step - self.window_start + 1))

    @property
    def window(self) -> range:
        """The four steps that a rating at this level tells apart."""
        return range(self.window_start, self.window_start + WINDOW)

    @property
    def steps(self) -> list[tuple[int, int | None]]:
        """Each step 0-6 with what it is rated at this level, None outside the window."""
        return [(step, self.rating(step) if step in self.window else None) for step in range(STEPS)]


class CompetencyQuerySet(models.QuerySet["Competency"]):
    def in_use(self) -> "CompetencyQuerySet":
        """Published and not retired."""
        return self.filter(retired_at=None, current__isnull=False)

    def in_use_or(self, keys: Sequence[str]) -> "CompetencyQuerySet":
        """Those that may be chosen, and those that were chosen before they were retired."""
        return self.filter(Q(retired_at=None, current__isnull=False) | Q(key__in=keys))

    def with_ladders(self) -> "CompetencyQuerySet":
        """Together with the ladder in force."""
        return self.select_related("current")

    def with_question_counts(self) -> "CompetencyQuerySet":
        """Together with `tested`: how many questions that may be picked test it, counted up to `MOST_COUNTED`."""
        from questionbank.models.question import Question, Tested  # noqa: PLC0415 -- questions test competencies, not the other way

        asked = Question.objects.pickable().filter(current=OuterRef("version"))
        some = Tested.objects.filter(Exists(asked), competency=OuterRef("pk")).values("pk")[:MOST_COUNTED]
        return self.annotate(tested=Func(ArraySubquery(some), function="CARDINALITY", output_field=models.IntegerField()))

    def in_order(self) -> "CompetencyQuerySet":
        return self.order_by("place", "pk")


@audited
class Competency(models.Model):
    """Something we assess. Its name here is the one in force; each version keeps the name of its time."""

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
        name: str = "",
        by: "User | None" = None,
    ) -> "CompetencyVersion":
        """Put a new version of the ladder in force. The same words again change nothing; cards keep the version they used."""
        words: dict[str, Any] = {"name": name or self.name, "definition": definition, "ladder": ladder}
        words |= {"do_not_rate": do_not_rate, "probes": probes}
        if self.current and all(getattr(self.current, name) == value for name, value in words.items()):
            return self.current
        number = self.current.number + 1 if self.current else 1
        self.current = CompetencyVersion.objects.create(
            competency=self, number=number, published_at=now, published_by=by, why=why, **words
        )
        self.name = self.current.name
        self.save(update_fields=["current", "name"])
        return self.current


class CompetencyVersion(models.Model):
    """A competency in the words of one time. It never changes."""

    part: ClassVar[str] = "competency"
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    definition = models.TextField()
    ladder = ArrayField(models.TextField(), size=STEPS)
    do_not_rate = models.TextField(blank=True)
    probes = ArrayField(models.TextField(), default=list)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)

    objects = Versions.as_manager()

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

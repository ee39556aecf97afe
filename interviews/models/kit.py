"""Kit: what one kind of interview asks, in which order, with how many minutes. Published versions never change."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q, Sum

from accounts.audit import audited
from accounts.models import User
from questionbank.models import Competency, Level, QuestionVersion, StageKind


class Kit(models.Model):
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    kind = models.ForeignKey(StageKind, models.PROTECT, related_name="kits")
    current = models.ForeignKey("KitVersion", models.PROTECT, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class KitVersionQuerySet(models.QuerySet["KitVersion"]):
    def with_questions(self) -> "KitVersionQuerySet":
        """Together with the sections and their questions in the frozen words."""
        return self.prefetch_related(
            models.Prefetch("sections", KitSection.objects.order_by("place", "pk")),
            models.Prefetch("sections__questions", KitQuestion.objects.select_related("version__question").order_by("place", "pk")),
        )

    def with_plan(self) -> "KitVersionQuerySet":
        """All that it says: its kind, its sections with their questions, and its focus."""
        return (
            self.with_questions()
            .select_related("kit__kind")
            .prefetch_related(
                models.Prefetch("focus", KitFocus.objects.select_related("competency__current").order_by("place", "pk")),
            )
        )


class KitVersion(models.Model):
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField()
    lowest_level = models.ForeignKey(Level, models.PROTECT, related_name="+")
    highest_level = models.ForeignKey(Level, models.PROTECT, related_name="+")
    competencies: "models.ManyToManyField[Competency, KitFocus]" = models.ManyToManyField(
        Competency, through="KitFocus", related_name="+"
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = KitVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("kit", "number", name="kit_version_once"),
            models.CheckConstraint(name="kit_takes_time", condition=Q(minutes__range=(5, 480))),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kit_id} v{self.number}"

    def missing(self) -> list[str]:
        """What has to be put right before it can be published."""
        missing = []
        total = self.sections.aggregate(sum=Sum("minutes"))["sum"] or 0
        if total != self.minutes:
            missing.append(f"The sections take {total} of {self.minutes} minutes.")
        if not self.sections.filter(is_protected=True, minutes__gte=5).exists():
            missing.append("Keep at least 5 minutes for the candidate's own questions.")
        return missing

    def publish(self, *, now: datetime, by: User | None = None) -> None:
        """Freeze this version and put it in force. Twice changes nothing."""
        if self.published_at is None:
            self.published_at, self.published_by = now, by
            self.save(update_fields=["published_at", "published_by"])
        self.kit.current = self
        self.kit.save(update_fields=["current"])


class KitFocus(models.Model):
    """A competency that interviews with this kit are there to assess."""

    version = models.ForeignKey(KitVersion, models.CASCADE, related_name="focus")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("version", "competency", name="kit_focus_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.competency_id}"


class KitSection(models.Model):
    version = models.ForeignKey(KitVersion, models.CASCADE, related_name="sections")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField()
    is_protected = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("version", "place", name="kit_section_place_once"),
            models.CheckConstraint(name="kit_section_takes_time", condition=Q(minutes__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title


class KitQuestion(models.Model):
    """A question of a section in the words it had when the kit was written."""

    section = models.ForeignKey(KitSection, models.CASCADE, related_name="questions")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    is_alternate = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("section", "version", name="kit_question_once"),
            models.UniqueConstraint("section", "place", name="kit_question_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id} {self.version_id}"


@audited
class KitAdoption(models.Model):
    """A stage that was planned with one version of its kit took another, because of a named reason."""

    stage = models.ForeignKey("interviews.Stage", models.CASCADE, related_name="adoptions")
    before = models.ForeignKey(KitVersion, models.PROTECT, related_name="+")
    after = models.ForeignKey(KitVersion, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(name="kit_adoption_says_why", condition=~Q(why=""))]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.before_id} to {self.after_id}"

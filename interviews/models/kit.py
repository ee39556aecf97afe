"""Kit: what one kind of interview asks, in which order, with how many minutes. Published versions never change."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.audit import audited
from accounts.constraints import said, together
from accounts.models import User
from questionbank.models import Competency, Draft, Level, QuestionVersion, StageKind


class KitQuerySet(models.QuerySet["Kit"]):
    def in_use(self) -> "KitQuerySet":
        """In force and not archived: what a plan may name."""
        return self.filter(archived_at=None, current__isnull=False)

    def with_words(self) -> "KitQuerySet":
        """Together with their kind and the version in force."""
        return self.select_related("kind", "current__lowest_level", "current__highest_level")

    def in_order(self) -> "KitQuerySet":
        return self.order_by("kind__place", "name", "pk")


@audited
class Kit(models.Model):
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    kind = models.ForeignKey(StageKind, models.PROTECT, related_name="kits")
    current = models.ForeignKey("KitVersion", models.PROTECT, null=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    archive_reason = models.CharField(max_length=300, blank=True)

    objects = KitQuerySet.as_manager()

    class Meta:
        constraints = [
            together("kit_archived_by_whom", "archived_at", "archived_by"),
            said("kit_archived_says_why", "archived_at", "archive_reason"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("kit", args=[self.key])

    @property
    def state(self) -> str:
        """Where it stands, in a word."""
        if self.archived_at:
            return "archived"
        return "in force" if self.current_id else "draft"

    def archive(self, *, why: str, by: User, now: datetime) -> None:
        """No plan may take it any more; loops that have it keep it. Twice changes nothing."""
        if self.archived_at is None:
            self.archived_at, self.archived_by, self.archive_reason = now, by, why
            self.save(update_fields=["archived_at", "archived_by", "archive_reason"])

    def bring_back(self) -> None:
        """Plans may take it again."""
        self.archived_at, self.archived_by, self.archive_reason = None, None, ""
        self.save(update_fields=["archived_at", "archived_by", "archive_reason"])


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
            .select_related("kit__kind", "lowest_level", "highest_level")
            .prefetch_related(
                models.Prefetch("focus", KitFocus.objects.select_related("competency__current").order_by("place", "pk")),
            )
        )

    def with_everything(self) -> "KitVersionQuerySet":
        """The plan with all that its questions say."""
        return self.with_plan().prefetch_related(
            "sections__questions__version__steps__points", "sections__questions__version__hints"
        )


class KitVersion(models.Model):
    """A kit as it was planned at one time. It never changes."""

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

    objects = KitVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("kit", "number", name="kit_version_once"),
            models.CheckConstraint(name="kit_takes_time", condition=Q(minutes__range=(5, 480))),
        ]
        triggers = [pgtrigger.Protect(name="plan_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.kit_id} v{self.number}"


class KitFocus(models.Model):
    """A competency that interviews with this kit are there to assess."""

    version = models.ForeignKey(KitVersion, models.CASCADE, related_name="focus")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("version", "competency", name="kit_focus_once")]
        triggers = [pgtrigger.Protect(name="focus_stays", operation=pgtrigger.Update)]

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
        triggers = [pgtrigger.Protect(name="section_stays", operation=pgtrigger.Update)]

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
        triggers = [pgtrigger.Protect(name="question_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.section_id} {self.version_id}"


class KitDraft(Draft):
    """The next plan of a kit. Nobody interviews by it before it is published."""

    kit = models.OneToOneField(Kit, models.CASCADE, related_name="draft")

    def __str__(self) -> str:
        return f"{self.kit_id} draft {self.version}"


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

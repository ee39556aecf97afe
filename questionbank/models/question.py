"""Question: a lineage of immutable versions. What was asked keeps the words it was asked in."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import User
from questionbank.models.competency import Competency, Level


class Category(models.TextChoices):
    INTRODUCTION = "introduction", "Introduction"
    BACKGROUND = "background", "Technical background"
    MOTIVATION = "motivation", "Motivation"
    CONCEPTS = "concepts", "Concepts"
    CODING = "coding", "Coding"
    SYSTEM_DESIGN = "system_design", "System design"
    BEHAVIORAL = "behavioral", "Behavioral"
    DATABASES = "databases", "Databases and SQL"
    API_DESIGN = "api_design", "API design"
    SCALABILITY = "scalability", "Scalability and performance"
    SECURITY = "security", "Security"
    PRACTICES = "practices", "Practices and patterns"
    TECHNOLOGIES = "technologies", "Technologies"
    DEBUGGING = "debugging", "Debugging"
    OPERATIONS = "operations", "Operations"
    CLOSING = "closing", "Closing"


class QuestionQuerySet(models.QuerySet["Question"]):
    def pickable(self) -> "QuestionQuerySet":
        """Those that may be asked: active or on trial, neither suspected of a leak nor retired."""
        on = Q(activated_at__isnull=False) | Q(piloted_at__isnull=False)
        return self.filter(on, current__isnull=False, suspected_at=None, retired_at=None)

    def with_words(self) -> "QuestionQuerySet":
        """Together with the words in force."""
        return self.select_related("current__lowest_level", "current__highest_level")

    def in_order(self) -> "QuestionQuerySet":
        return self.order_by("current__title", "pk")


class Question(models.Model):
    key = models.SlugField(max_length=100, unique=True)
    family = models.SlugField(max_length=100, db_index=True)
    current = models.ForeignKey("QuestionVersion", models.PROTECT, null=True, related_name="current_of")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    piloted_at = models.DateTimeField(null=True, blank=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    suspected_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key

    @property
    def state(self) -> str:
        """Where it stands, in a word: the latest fact of its life."""
        for fact, word in (
            (self.retired_at, "retired"),
            (self.suspected_at, "suspected leak"),
            (self.activated_at, "active"),
            (self.piloted_at, "pilot"),
        ):
            if fact:
                return word
        return "draft"

    def pilot(self, *, why: str, now: datetime, by: "User | None" = None) -> None:
        """Let it be asked on trial; what it says of candidates does not count until it was asked ten times."""
        self._move("pilot", why=why, now=now, by=by, piloted_at=now, activated_at=None, suspected_at=None, retired_at=None)

    def activate(self, *, why: str, now: datetime, by: "User | None" = None) -> None:
        """Let it be picked."""
        self._move("active", why=why, now=now, by=by, activated_at=now, suspected_at=None, retired_at=None)

    def suspect(self, *, why: str, now: datetime, by: "User | None" = None) -> None:
        """Keep it out of the pickers while a leak is looked at."""
        self._move("suspected leak", why=why, now=now, by=by, suspected_at=now)

    def retire(self, *, why: str, now: datetime, by: "User | None" = None) -> None:
        """Take it out of the pickers for good; old interviews still show it."""
        self._move("retired", why=why, now=now, by=by, retired_at=now, suspected_at=None)

    def give_to(self, person: "User") -> None:
        """Let this person look after it from now on."""
        self.owner = person
        self.save(update_fields=["owner"])

    def _move(self, to: str, *, why: str, now: datetime, by: "User | None", **facts: datetime | None) -> None:
        if self.state == to:
            return
        for name, value in facts.items():
            setattr(self, name, value)
        self.save(update_fields=list(facts))
        QuestionMove.objects.create(question=self, to=to, at=now, by=by, why=why)


class QuestionMove(models.Model):
    """Who moved a question to another state, when and why."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="moves")
    to = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [models.CheckConstraint(name="question_move_says_why", condition=~Q(why=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.question_id} {self.to}"


class QuestionVersion(models.Model):
    """A question in the words of one time. It never changes."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    category = models.CharField(max_length=20, choices=Category, db_index=True)
    minutes = models.PositiveSmallIntegerField()
    difficulty = models.PositiveSmallIntegerField()
    lowest_level = models.ForeignKey(Level, models.PROTECT, related_name="+")
    highest_level = models.ForeignKey(Level, models.PROTECT, related_name="+")
    prompt = models.TextField()
    good = models.TextField(blank=True)
    mixed = models.TextField(blank=True)
    poor = models.TextField(blank=True)
    notes = models.TextField("for the interviewer", blank=True)
    follow_ups = ArrayField(models.TextField(), default=list)
    tags = ArrayField(models.CharField(max_length=40), default=list)
    competencies: "models.ManyToManyField[Competency, Tested]" = models.ManyToManyField(
        Competency, through="Tested", related_name="+"
    )
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint("question", "number", name="question_version_once"),
            models.CheckConstraint(name="question_difficulty_1_to_5", condition=Q(difficulty__range=(1, 5))),
            models.CheckConstraint(name="question_takes_time", condition=Q(minutes__range=(1, 480))),
            models.CheckConstraint(name="question_has_words", condition=~Q(title="") & ~Q(prompt="")),
        ]
        indexes = [models.Index("title", "id", name="question_by_title")]
        triggers = [pgtrigger.Protect(name="words_stay", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.title


class Tested(models.Model):
    """A competency that a question tests; the first is the main one."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="tested")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("version", "competency", name="tested_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.competency_id}"


class Step(models.Model):
    """One ordered part of a question, with points to tick."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint("version", "place", name="step_place_once")]

    def __str__(self) -> str:
        return self.title


class Point(models.Model):
    """One observation that an interviewer ticks."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="points")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint("step", "place", name="point_place_once")]

    def __str__(self) -> str:
        return self.text


class Hint(models.Model):
    """One rung of a question's hint ladder; its strength is what it costs."""

    class Strength(models.IntegerChoices):
        NUDGE = 1, "nudge"
        HINT = 2, "hint"
        STEP = 3, "step shown"

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="hints")
    place = models.PositiveSmallIntegerField()
    strength = models.PositiveSmallIntegerField(choices=Strength)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint("version", "place", name="hint_place_once"),
            models.CheckConstraint(name="hint_strength_1_to_3", condition=Q(strength__range=(1, 3))),
        ]

    def __str__(self) -> str:
        return self.text


class Twist(models.Model):
    """A harder or easier turn of a question."""

    class Kind(models.TextChoices):
        HARDER = "harder", "harder"
        EASIER = "easier", "easier"

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="twists")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("version", "place", name="twist_place_once")]

    def __str__(self) -> str:
        return self.text

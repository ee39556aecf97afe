"""Loop: one candidate's round for one job at one target level; Stage: one step of it."""

from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse

from accounts.audit import audited
from accounts.constraints import together
from accounts.models import User
from interviews.models.candidate import Candidate
from interviews.models.job import Job
from interviews.models.kit import KitVersion
from interviews.models.plan import LoopPlan
from interviews.models.seat import Role
from interviews.models.seat_pools import POOLS, SeatPools
from questionbank.models import Competency, Level, StageKind


class LoopQuerySet(models.QuerySet["Loop"]):
    def visible_to(self, user: User) -> "LoopQuerySet":
        """Recruiters and administrators see every loop but their own; others those in which they hold a seat."""
        others = self.exclude(candidate__employee=user)
        if user.is_recruiter or user.is_administrator:
            return others
        return others.filter(pk__in=Loop.objects.filter(stages__interviews__seats__in=user.seats.held()).values("pk"))

    def open(self) -> "LoopQuerySet":
        return self.filter(closed_at=None)

    def with_people(self) -> "LoopQuerySet":
        """Together with the candidate, the job, the level and the recruiter."""
        return self.select_related("candidate", "job", "level", "recruiter", "plan")

    def with_progress(self) -> "LoopQuerySet":
        """Together with the job, the level and how many stages there are, have an interview, and have had it."""
        there = Q(stages__interviews__isnull=False, stages__interviews__cancelled_at=None, stages__interviews__no_show_at=None)
        held = there & Q(stages__interviews__ended_at__isnull=False)
        return self.select_related("job", "level").annotate(
            stage_count=models.Count("stages", distinct=True),
            booked_count=models.Count("stages", filter=there, distinct=True),
            held_count=models.Count("stages", filter=held, distinct=True),
        )

    def for_change(self) -> "LoopQuerySet":
        return self.select_for_update(of=("self",))

    def newest_first(self) -> "LoopQuerySet":
        return self.order_by("-opened_at", "-pk")


@audited
class Loop(models.Model):
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="loops")
    job = models.ForeignKey(Job, models.PROTECT, related_name="loops")
    level = models.ForeignKey(Level, models.PROTECT, related_name="+")
    plan = models.ForeignKey(LoopPlan, models.PROTECT, related_name="+")
    recruiter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gap_reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = LoopQuerySet.as_manager()

    class Meta:
        constraints = [
            together("loop_closed_by_whom", "closed_at", "closed_by"),
            models.CheckConstraint(
                name="loop_closed_only_after_opened",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
            ),
            models.UniqueConstraint(
                "candidate",
                "job",
                name="loop_one_open_per_candidate_and_job",
                condition=Q(closed_at=None),
                violation_error_message="This candidate has an open loop for this job already.",
            ),
        ]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="loop_newest")]

    def __str__(self) -> str:
        return f"{self.candidate} for {self.job}"

    def get_absolute_url(self) -> str:
        return reverse("loop", args=[self.pk])

    @property
    def progress(self) -> str:
        """How far its interviews are, in words. Needs `with_progress()`."""
        if self.closed_at:
            return "Closed"
        stages, booked, held = self._counts
        if held:
            return f"{held} of {stages} held"
        if booked:
            return f"{booked} of {stages} booked"
        return "Nothing booked"

    @property
    def progress_tone(self) -> str:
        """The tone of the tag with that word: none, part, good, or "" when nothing has begun. Needs `with_progress()`."""
        if self.closed_at:
            return "none"
        stages, booked, held = self._counts
        if held and held == stages:
            return "good"
        return "part" if booked else ""

    @property
    def _counts(self) -> tuple[int, int, int]:
        """Stages, booked, held: from `with_progress()`."""
        return self.stage_count, self.booked_count, self.held_count  # type: ignore[attr-defined]

    @classmethod
    @transaction.atomic
    def open_from(
        cls,
        plan: LoopPlan,
        *,
        candidate: Candidate,
        job: Job,
        recruiter: User,
        by: User,
        now: datetime,
        gap_reason: str = "",
    ) -> "Loop":
        """Open a loop with the stages, seats, kits and weights that the plan has today; later edits of the plan do not touch it.

        `gap_reason` says why it may open although no stage looks at something that counts.
        """
        loop = cls.objects.create(
            candidate=candidate,
            job=job,
            level=plan.level,
            plan=plan,
            recruiter=recruiter,
            opened_at=now,
            opened_by=by,
            gap_reason=gap_reason,
        )
        for planned in plan.stages.select_related("kit__kind", "kit__current", *POOLS).order_by("place"):
            kit = cast(KitVersion, planned.kit.current)  # a plan names published kits
            stage = Stage.objects.create(
                loop=loop,
                place=planned.place,
                name=planned.name,
                kind=planned.kit.kind,
                kit_version=kit,
                roles=planned.roles,
                **{f"{role}_pool": kind for role, kind in planned.pools.items()},
            )
            StageFocus.objects.bulk_create(
                StageFocus(stage=stage, competency_id=focus.competency_id, place=focus.place)
                for focus in kit.focus.order_by("place", "pk")
            )
        LoopWeight.objects.bulk_create(
            LoopWeight(loop=loop, competency_id=weight.competency_id, weight=weight.weight) for weight in plan.weights.all()
        )
        return loop

    def close(self, *, by: User, now: datetime) -> None:
        """Nothing more is booked. Twice changes nothing."""
        if self.closed_at is None:
            self.closed_at, self.closed_by = now, by
            self.save(update_fields=["closed_at", "closed_by"])

    def reopen(self) -> None:
        """Interviews may be booked again."""
        self.closed_at = self.closed_by = None
        self.save(update_fields=["closed_at", "closed_by"])


class LoopWeight(models.Model):
    """How much a competency counts in this loop, fixed when it opens."""

    loop = models.ForeignKey(Loop, models.CASCADE, related_name="weights")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("loop", "competency", name="loop_weight_once"),
            models.CheckConstraint(name="loop_weight_1_to_3", condition=Q(weight__range=(1, 3))),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.weight}"


class Stage(SeatPools):
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="stages")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    kind = models.ForeignKey(StageKind, models.PROTECT, related_name="+")
    kit_version = models.ForeignKey(KitVersion, models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    competencies: "models.ManyToManyField[Competency, StageFocus]" = models.ManyToManyField(
        Competency, through="StageFocus", related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("loop", "place", name="stage_place_once"),
            models.CheckConstraint(name="stage_has_a_seat", condition=Q(roles__len__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name

    def pool_key(self, role: str) -> int:
        """The key of the kind whose qualified people fill seats of this role: the one that was named, else the stage's own."""
        return self.named_pool(role) or self.kind_id

    def pool(self, role: str) -> StageKind:
        """The same, as a kind."""
        return self.pools.get(role, self.kind)

    @property
    def has_older_kit(self) -> bool:
        """Whether its kit has a newer version in force than the one it has."""
        newest = self.kit_version.kit.current
        return newest is not None and newest.number > self.kit_version.number


class StageFocus(models.Model):
    """A competency this stage is there to assess; `reason` says why when it was handed on by a debrief or a colleague."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="focus")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("stage", "competency", name="stage_focus_once")]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.competency_id}"

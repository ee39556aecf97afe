"""LoopPlan: which interviews a loop for a level has, with which kits, seats and weights."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from interviews.models.kit import Kit
from interviews.models.seat import Role
from interviews.models.seat_pools import POOLS, SeatPools
from questionbank.models import Competency, Level

MUCH = 2  # from this weight on a competency has to be in the focus of a stage, or the gap needs a reason


class LoopPlanQuerySet(models.QuerySet["LoopPlan"]):
    def in_use(self) -> "LoopPlanQuerySet":
        """Not archived."""
        return self.filter(archived_at=None)

    def with_stages(self) -> "LoopPlanQuerySet":
        """Together with its stages, their kits and what those focus on."""
        return self.select_related("level").prefetch_related(
            models.Prefetch(
                "stages", PlanStage.objects.select_related("kit__kind", "kit__current", *POOLS).order_by("place", "pk")
            ),
            "stages__kit__current__focus__competency",
            models.Prefetch(
                "weights", PlanWeight.objects.select_related("competency").order_by("-weight", "competency__place", "pk")
            ),
        )

    def in_order(self) -> "LoopPlanQuerySet":
        return self.order_by("level__rank", "name", "pk")


class LoopPlan(models.Model):
    """`short_debrief`: its debriefs read, vote and decide, without a talk and a second vote."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    level = models.ForeignKey(Level, models.PROTECT, related_name="+")
    coverage_note = models.TextField(blank=True)
    short_debrief = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = LoopPlanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def minutes(self) -> int:
        """How long its interviews take together; from `with_stages()` without a further query."""
        return sum(stage.kit.current.minutes for stage in self.stages.all() if stage.kit.current)

    def gaps(self) -> list[Competency]:
        """What counts much (weight 2 or 3) but is in the focus of no stage; from `with_stages()` without a further query."""
        focus = {focus.competency_id for stage in self.stages.all() if stage.kit.current for focus in stage.kit.current.focus.all()}
        return [item.competency for item in self.weights.all() if item.weight >= MUCH and item.competency_id not in focus]


class PlanStage(SeatPools):
    plan = models.ForeignKey(LoopPlan, models.CASCADE, related_name="stages")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    kit = models.ForeignKey(Kit, models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint("plan", "place", name="plan_stage_place_once"),
            models.CheckConstraint(name="plan_stage_has_a_seat", condition=Q(roles__len__gt=0)),
        ]

    def __str__(self) -> str:
        return self.name


class PlanWeight(models.Model):
    plan = models.ForeignKey(LoopPlan, models.CASCADE, related_name="weights")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("plan", "competency", name="plan_weight_once"),
            models.CheckConstraint(name="plan_weight_1_to_3", condition=Q(weight__range=(1, 3))),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.weight}"

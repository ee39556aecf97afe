"""Interview: one sitting of a stage, when it is booked and what became of it."""

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.audit import audited
from accounts.constraints import said, together
from accounts.models import User
from interviews.models.loop import Stage

EARLY = 30  # minutes before the start and after the end in which an interview counts as "now"


class InterviewQuerySet(models.QuerySet["Interview"]):
    def visible_to(self, user: User) -> "InterviewQuerySet":
        """Recruiters and administrators see every interview but those of their own loop; others those in which they hold a seat."""
        others = self.exclude(stage__loop__candidate__employee=user)
        if user.is_recruiter or user.is_administrator:
            return others
        return others.filter(pk__in=user.seats.held().values("interview"))

    def standing(self) -> "InterviewQuerySet":
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def taking_place(self) -> "InterviewQuerySet":
        """Neither cancelled nor missed by the candidate: what holds its stage and the candidate's time."""
        return self.filter(cancelled_at=None, no_show_at=None)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> "InterviewQuerySet":
        """Those that take any of this time; touching is not overlapping."""
        return self.taking_place().filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def of(self, user: User) -> "InterviewQuerySet":
        """Those in which this person holds a seat."""
        return self.filter(pk__in=user.seats.held().values("interview"))

    def now_for(self, user: User, now: datetime) -> "InterviewQuerySet":
        """Interviews of this person that are going on, or start or ended within half an hour."""
        margin = timedelta(minutes=EARLY)
        soon = Q(ended_at=None, starts_at__lte=now + margin, ends_at__gte=now - margin)
        over = Q(ended_at__gte=now - margin)
        live = Q(started_at__isnull=False, ended_at=None)
        return self.of(user).taking_place().filter(soon | over | live).in_order()

    def next_for(self, user: User, now: datetime) -> "InterviewQuerySet":
        """Interviews of this person that start later than within half an hour, the next one first."""
        return self.of(user).taking_place().filter(started_at=None, starts_at__gt=now + timedelta(minutes=EARLY)).in_order()

    def with_people(self) -> "InterviewQuerySet":
        """Together with the stage, the loop, the candidate and everybody who holds a seat."""
        from interviews.models.seat import Seat  # noqa: PLC0415 -- Seat points at Interview

        seats = Seat.objects.held().select_related("person").order_by("pk")
        return self.select_related(
            "stage__kind",
            "stage__kit_version__kit",
            "stage__loop__candidate",
            "stage__loop__job",
            "stage__loop__level",
            "stage__loop__recruiter",
        ).prefetch_related(models.Prefetch("seats", seats, to_attr="held_seats"))

    def for_change(self) -> "InterviewQuerySet":
        return self.select_for_update(of=("self",))

    def in_order(self) -> "InterviewQuerySet":
        return self.order_by("starts_at", "pk")


@audited
class Interview(models.Model):
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="interviews")
    starts_at = models.DateTimeField("starts")
    ends_at = models.DateTimeField("ends")
    place = models.CharField("place or video link", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    arrived_at = models.DateTimeField(null=True, blank=True)
    no_show_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    cancel_reason = models.CharField(max_length=300, blank=True)
    was_cancelled_by_candidate = models.BooleanField(default=False, db_default=False)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="interview_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="interview_ended_only_after_started",
                condition=Q(ended_at=None) | Q(started_at__isnull=False, ended_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="interview_started_or_cancelled",
                condition=Q(started_at=None) | Q(cancelled_at=None),
            ),
            models.CheckConstraint(name="interview_started_or_no_show", condition=Q(started_at=None) | Q(no_show_at=None)),
            together("interview_cancelled_by_whom", "cancelled_at", "cancelled_by"),
            said("interview_cancelled_with_reason", "cancelled_at", "cancel_reason"),
            models.UniqueConstraint(
                "stage",
                name="interview_one_standing_per_stage",
                condition=Q(cancelled_at=None, no_show_at=None),
                violation_error_message="This stage has an interview already. Move or cancel that one.",
            ),
        ]
        indexes = [models.Index("starts_at", "id", name="interview_by_start")]
        triggers = [
            # The seats carry the range that the exclusion constraint compares; PostgreSQL itself keeps it true.
            pgtrigger.Trigger(
                name="seats_follow",
                operation=pgtrigger.UpdateOf("starts_at", "ends_at", "cancelled_at", "no_show_at"),
                when=pgtrigger.After,
                func="UPDATE interviews_seat SET during = tstzrange(NEW.starts_at, NEW.ends_at, '[)'), "
                "is_void = (NEW.cancelled_at IS NOT NULL OR NEW.no_show_at IS NOT NULL) WHERE interview_id = NEW.id; RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} on {self.starts_at:%d %b %H:%M} UTC"

    def get_absolute_url(self) -> str:
        return reverse("interview", args=[self.pk])

    @property
    def minutes(self) -> int:
        """Booked length in minutes."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_live(self) -> bool:
        """Started and not ended."""
        return self.started_at is not None and self.ended_at is None

    def was_live(self, at: datetime) -> bool:
        """Whether it had started and not ended at that time."""
        return self.started_at is not None and self.started_at <= at and (self.ended_at is None or at <= self.ended_at)

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        for fact, words in (
            (self.cancelled_at, "cancelled"),
            (self.no_show_at, "candidate did not come"),
            (self.ended_at, "held"),
            (self.started_at, "in the room"),
        ):
            if fact:
                return words
        return "booked"

    def offset(self, now: datetime) -> int:
        """Seconds since the start; 0 before it."""
        return max(0, int((now - self.started_at).total_seconds())) if self.started_at else 0

    def start(self, *, now: datetime) -> None:
        """Begin: the clock of time boxes and reminders. Twice changes nothing."""
        if self.started_at is None:
            self.started_at = now
            self.arrived_at = self.arrived_at or now
            self.save(update_fields=["started_at", "arrived_at"])

    def end(self, *, now: datetime) -> None:
        """Finish: what is owed for the scorecard counts from here. Twice changes nothing."""
        if self.ended_at is None:
            self.ended_at = now
            self.save(update_fields=["ended_at"])

    def arrive(self, *, now: datetime) -> None:
        """The candidate is here."""
        if self.arrived_at is None:
            self.arrived_at = now
            self.save(update_fields=["arrived_at"])


class InterviewMove(models.Model):
    """When a booking was moved, by whom and why: what the candidate was told before.

    Where the candidate did it by their link, `by` is the recruiter on whose offer of times it stands.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="moves")
    version = models.PositiveIntegerField()
    from_starts_at = models.DateTimeField()
    from_ends_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    was_by_candidate = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint("interview", "version", name="interview_move_version_once"),
            models.CheckConstraint(name="interview_move_says_why", condition=~Q(reason="")),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"moved on {self.at:%d %b}"

"""What interviews cost besides themselves: openings of what people prepare with, and medians of what each kind takes."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from interviews.models.seat import Seat
from questionbank.models import StageKind

KEPT_FOR = timedelta(days=90)


class OpeningQuerySet(models.QuerySet["Opening"]):
    def outdated(self, now: datetime) -> "OpeningQuerySet":
        """Those that nothing is counted from any more."""
        return self.filter(at__lt=now - KEPT_FOR)


class Opening(models.Model):
    """That somebody opened the kit, the sheet or the room of an interview of theirs before it began. For counting alone."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="openings")
    at = models.DateTimeField(db_index=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("seat", "at", name="opening_once_a_minute")]

    def __str__(self) -> str:
        return f"opening of seat {self.seat_id}"

    @staticmethod
    def note(seat: Seat, *, now: datetime) -> None:
        """Write down that the person of a seat prepares, to the minute. Nothing once it begins, or should; the seat's interview is
        read before.
        """
        interview = seat.interview
        if interview.started_at is None and now < interview.starts_at and interview.cancelled_at is None:
            minute = now.replace(second=0, microsecond=0)
            Opening.objects.bulk_create([Opening(seat=seat, at=minute)], ignore_conflicts=True)


class KindEffort(models.Model):
    """What an interview of a kind takes besides itself, in minutes: medians, never of one person. Written by whoever counts it."""

    kind = models.OneToOneField(StageKind, models.CASCADE, primary_key=True, related_name="effort")
    preparing = models.PositiveSmallIntegerField()
    writing = models.PositiveSmallIntegerField()
    interviews = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="kind_effort_of_several_people", condition=Q(people__gt=1))]

    def __str__(self) -> str:
        return f"{self.preparing} and {self.writing} minutes for {self.kind_id}"

"""Calendar feed: a calendar outside from which we read when its owner is busy, at an address again and again, or once a file."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.constraints import said

EVERY = timedelta(minutes=30)
#: A feed that fails is asked less often: its owner has to look at it.
WHEN_BROKEN = timedelta(hours=2)
LEASE = timedelta(minutes=2)
MOST = 5


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def due(self) -> "CalendarFeedQuerySet":
        """To be read by now, by the database's clock, of people with access, and no worker holds them."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
        return self.filter(free, due_at__lte=Now(), person__deactivated_at=None)

    def in_order(self) -> "CalendarFeedQuerySet":
        return self.order_by("due_at", "pk")


class CalendarFeed(models.Model):
    """What was read last holds until something else was read: a feed that breaks takes nothing back."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    address = models.CharField(max_length=2000, blank=True)
    file_name = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    known_until = models.DateTimeField(null=True, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "address", name="calendar_feed_once", condition=~Q(address="")),
            models.CheckConstraint(
                name="calendar_feed_is_an_address_or_a_file",
                condition=Q(address="", due_at=None) & ~Q(file_name="") | ~Q(address="") & Q(file_name="", due_at__isnull=False),
            ),
            said("calendar_feed_fails_with_a_reason", "failing_since", "problem"),
        ]
        indexes = [models.Index("due_at", name="calendar_feed_due", condition=Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return self.file_name or str(urlsplit(self.address).hostname)

    def claim(self) -> bool:
        """Take it for this worker alone, for the length of the lease."""
        return bool(CalendarFeed.objects.due().filter(pk=self.pk).update(claimed_until=Now() + LEASE))

    @transaction.atomic
    def keep(self, spans: Sequence[tuple[datetime, datetime]], *, left_out: int, until: datetime, now: datetime) -> None:
        """When its owner is busy, in place of what was read before. Only what differs is written."""
        from interviews.models.person import Busy  # noqa: PLC0415 -- Busy points at what it was read from

        if not CalendarFeed.objects.select_for_update().filter(pk=self.pk).exists():
            return  # its owner took it away meanwhile
        there = {(busy.during.lower, busy.during.upper): busy.pk for busy in self.busy.all()}
        self.busy.filter(pk__in=[pk for span, pk in there.items() if span not in set(spans)]).delete()
        Busy.objects.bulk_create(Busy(person_id=self.person_id, feed=self, during=span) for span in spans if span not in there)
        self.read_at, self.known_until, self.left_out = now, until, left_out
        self.failing_since, self.problem, self.claimed_until = None, "", None
        self.due_at = now + EVERY if self.address else None
        self.save(
            update_fields=["read_at", "known_until", "left_out", "failing_since", "problem", "claimed_until", "due_at"],
        )

    def fail(self, problem: str, *, now: datetime) -> None:
        """It could not be read: say why and try again later. What was read before still holds."""
        self.failing_since, self.problem = self.failing_since or now, problem[:200]
        self.due_at, self.claimed_until = now + WHEN_BROKEN, None
        CalendarFeed.objects.filter(pk=self.pk).update(
            failing_since=self.failing_since, problem=self.problem, due_at=self.due_at, claimed_until=None
        )

    def ask(self, *, now: datetime) -> None:
        """Have it read at once."""
        CalendarFeed.objects.filter(pk=self.pk, due_at__isnull=False).update(due_at=now)

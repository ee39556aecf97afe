"""Import: a table that somebody uploaded, what becomes of its rows, and how far its import is.

The file and the fates hold personal data, so they are erased when the import is done or was forgotten; the counts stay.
"""

import uuid
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models.user import User

LEASE = timedelta(minutes=1)  # given anew with every batch that is written
FORGOTTEN_AFTER = timedelta(days=1)
MOST_TRIES = 3


class ImportQuerySet(models.QuerySet["Import"]):
    def without_file(self) -> "ImportQuerySet":
        """Without the bytes of the file, which no page needs."""
        return self.defer("content")

    def asked_for(self) -> "ImportQuerySet":
        """To be carried out, and no worker holds them."""
        free = Q(claimed_until=None) | Q(claimed_until__lt=Now())
        return self.filter(free, asked_at__isnull=False, done_at=None, erased_at=None)

    def forgotten(self, now: datetime) -> "ImportQuerySet":
        """Looked at and left: what they hold is erased."""
        return self.filter(asked_at=None, erased_at=None, uploaded_at__lt=now - FORGOTTEN_AFTER)

    def in_order(self) -> "ImportQuerySet":
        return self.order_by("asked_at", "pk")


class Import(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    sends_invitations = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="imports")
    fates = models.JSONField(default=list)
    unused = ArrayField(models.CharField(max_length=60), default=list)
    counts = models.JSONField(default=dict)
    problem = models.CharField(max_length=400, blank=True)
    asked_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="import_done_only_when_asked", condition=Q(done_at=None) | Q(asked_at__isnull=False)),
            models.CheckConstraint(name="import_done_keeps_nothing", condition=Q(done_at=None) | Q(erased_at__isnull=False)),
            models.CheckConstraint(
                name="import_erased_is_empty",
                condition=Q(erased_at=None, content__isnull=False) | Q(erased_at__isnull=False, content=None, fates=[]),
            ),
        ]
        indexes = [
            models.Index(fields=["uploaded_by", "-uploaded_at"], name="import_of_person"),
            models.Index("asked_at", name="import_asked_for", condition=Q(asked_at__isnull=False, done_at=None)),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def total(self) -> int:
        """Rows in the file."""
        return sum(self.counts.values())

    @property
    def to_write(self) -> int:
        """Rows that are new or changed."""
        return self.counts.get("new", 0) + self.counts.get("changed", 0)

    @property
    def percent(self) -> int:
        """How far the import is, 0 to 100; 99 until everything is kept at once."""
        if self.done_at:
            return 100
        return min(99, 100 * self.written // self.to_write) if self.to_write else 0

    @property
    def may_start(self) -> bool:
        """Whether there is something to import and nothing in the way."""
        return self.asked_at is None and self.erased_at is None and self.to_write > 0 and not self.counts.get("wrong")

    def ask(self, *, sends_invitations: bool, now: datetime) -> bool:
        """Have it carried out. Twice is once; refused, by False, while a row is wrong or when there is nothing to do."""
        if not self.may_start:
            return False
        self.asked_at, self.sends_invitations, self.problem = now, sends_invitations, ""
        self.tries = self.written = 0
        self.save(update_fields=["asked_at", "sends_invitations", "problem", "tries", "written"])
        return True

    def claim(self) -> bool:
        """Take it for this worker alone, for the length of the lease."""
        taken = Import.objects.asked_for().filter(pk=self.pk)
        return bool(taken.update(claimed_until=Now() + LEASE, tries=F("tries") + 1, written=0))

    def finish(self, counts: dict[str, int], *, now: datetime) -> None:
        """All rows are kept: forget the file and the fates, keep the counts."""
        self.counts, self.done_at = counts, now
        self.erase(now=now, also=("counts", "done_at"))

    def erase(self, *, now: datetime, also: tuple[str, ...] = ()) -> None:
        """Forget what the file said."""
        self.content, self.fates, self.unused, self.erased_at = None, [], [], now
        self.save(update_fields=["content", "fates", "unused", "erased_at", *also])

    def hand_back(self, problem: str) -> None:
        """It could not be carried out: say why, and let the person look at the rows again."""
        self.asked_at, self.claimed_until, self.problem = None, None, problem[:400]
        self.save(update_fields=["asked_at", "claimed_until", "problem"])

"""What is known of an interviewer's time: imported busy times, days away, limits of load, pools, and whom they should not judge."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from accounts.audit import audited
from accounts.models import User
from interviews.models.calendar_feed import CalendarFeed
from interviews.models.candidate import Candidate
from questionbank.models import StageKind


class Busy(models.Model):
    """A time in which a person's own calendar says they are taken: when, and nothing of what."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="busy")
    feed = models.ForeignKey(CalendarFeed, models.CASCADE, related_name="busy")
    during = DateTimeRangeField()

    class Meta:
        constraints = [models.UniqueConstraint("feed", "during", name="busy_once")]
        indexes = [GistIndex("during", name="busy_during")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.during}"


class AwayQuerySet(models.QuerySet["Away"]):
    def by(self, user: User) -> "AwayQuerySet":
        """A person's own."""
        return self.filter(person=user)

    def from_day(self, day: date) -> "AwayQuerySet":
        """Those that are not over on this day."""
        return self.filter(last_on__gte=day)

    def in_order(self) -> "AwayQuerySet":
        return self.order_by("first_on", "pk")


class Away(models.Model):
    """Whole days, by a person's own calendar, on which they take no interviews. The reason is for their own eyes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="away")
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    objects = AwayQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="away_ends_after_it_begins", condition=Q(last_on__gte=models.F("first_on")))]
        indexes = [models.Index("person", "last_on", name="away_of_person")]

    def __str__(self) -> str:
        return f"{self.first_on} to {self.last_on}"


class FirstDay(models.IntegerChoices):
    MONDAY = 0, "Monday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class LoadLimit(models.Model):
    """The most interviews a person takes in a day, week and month of their own calendar, and the minutes they need around one.

    `hours_per_week`: the most work with interviews, preparing and writing up included.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="load_limit")
    per_day = models.PositiveSmallIntegerField(default=2)
    per_week = models.PositiveSmallIntegerField(default=5)
    per_month = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    gap_minutes = models.PositiveSmallIntegerField(default=0)
    week_starts = models.PositiveSmallIntegerField(choices=FirstDay, default=FirstDay.MONDAY, db_default=FirstDay.MONDAY)

    class Meta:
        constraints = [
            models.CheckConstraint(name="load_limit_day_within_week", condition=Q(per_day__lte=models.F("per_week"))),
            models.CheckConstraint(name="load_limit_week_starts_on_a_day", condition=Q(week_starts__in=[0, 5, 6])),
            models.CheckConstraint(
                name="load_limit_week_within_month",
                condition=Q(per_month=None) | Q(per_week__lte=models.F("per_month")),
            ),
            models.CheckConstraint(
                name="load_limit_hours_fit_a_week", condition=Q(hours_per_week=None) | Q(hours_per_week__range=(1, 60))
            ),
            models.CheckConstraint(name="load_limit_gap_is_possible", condition=Q(gap_minutes__lte=240)),
        ]

    def __str__(self) -> str:
        return f"{self.per_day} a day, {self.per_week} a week"


class Leaning(models.Model):
    """By how many points somebody rates above or below others: a figure for the planner alone, written by whoever counts it.

    No page, mail or export shows it, and nothing is said of it by name.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="leaning", primary_key=True)
    points = models.FloatField()

    def __str__(self) -> str:
        return f"leaning of {self.person_id}"


class QualificationQuerySet(models.QuerySet["Qualification"]):
    def qualified(self) -> "QualificationQuerySet":
        """In the pool; the others are in training."""
        return self.filter(qualified_at__isnull=False)

    def in_order(self) -> "QualificationQuerySet":
        return self.order_by("person__name", "pk")


@audited
class Qualification(models.Model):
    """A person's way into the pool of a stage kind: being trained from `began_at`, qualified once somebody approved.

    Without a name they are qualified by the path: nobody has to approve there.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="qualifications")
    kind = models.ForeignKey(StageKind, models.CASCADE, related_name="qualifications")
    began_at = models.DateTimeField()
    qualified_at = models.DateTimeField(null=True, blank=True)
    qualified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = QualificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "kind", name="qualification_once"),
            models.CheckConstraint(
                name="qualification_approved_when", condition=Q(qualified_by=None) | Q(qualified_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.kind_id}"

    @classmethod
    def begin(cls, person: User, kind: StageKind, *, now: datetime) -> "Qualification":
        """Begin somebody's training for a stage kind. Who is in the pool or on the way stays there."""
        return cls.objects.get_or_create(person=person, kind=kind, defaults={"began_at": now})[0]

    @classmethod
    def give(cls, person: User, kind: StageKind, *, by: User, now: datetime) -> "Qualification":
        """Put somebody in the pool of a stage kind. Twice changes nothing."""
        found, _ = cls.objects.get_or_create(person=person, kind=kind, defaults={"began_at": now})
        found.enter(by=by, now=now)
        return found

    def enter(self, *, by: User | None, now: datetime) -> None:
        """Be in the pool from now on, by somebody's word or, without one, by the path. Once: who is in it stays as they came."""
        type(self).objects.filter(pk=self.pk, qualified_at=None).update(qualified_at=now, qualified_by=by)
        self.refresh_from_db(fields=["qualified_at", "qualified_by"])


@audited
class Recusal(models.Model):
    """That a person should not judge a candidate, by their own word. They take no seat with that candidate again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="recusals")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("person", "candidate", name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.candidate_id}"


@audited
class Declaration(models.Model):
    """That a person knows of no reason not to judge the candidate of a loop, by their own word; said once for a loop."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="declarations")
    loop = models.ForeignKey("interviews.Loop", models.CASCADE, related_name="declarations")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("person", "loop", name="declaration_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.loop_id}"

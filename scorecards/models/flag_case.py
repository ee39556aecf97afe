"""FlagCase: a red flag of a submitted scorecard, with its checks by a second source, its finding, its review and its end.

The sealed card keeps what was raised; a case says what became of it. Nothing is averaged, and only a confirmed one counts.
"""

from datetime import date, datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse

from accounts.audit import audited
from accounts.constraints import said, together
from accounts.models import User
from interviews.models import Loop, ReapplicationHold, Stage
from questionbank.models import Competency, RedFlagKind, RedFlagVersion
from scorecards.models.red_flag import RedFlag
from scorecards.models.scorecard import Scorecard, owing_seats


class Finding(models.TextChoices):
    CONFIRMED = "confirmed", "Confirmed"
    NOT_CONFIRMED = "not_confirmed", "Not confirmed"
    WITHDRAWN = "withdrawn", "Withdrawn"


TONES = {"": "warn", Finding.CONFIRMED: "bad", Finding.NOT_CONFIRMED: "none", Finding.WITHDRAWN: "none"}


def _then() -> dict[str, Subquery]:
    """What the kind of the flag of a case was when the flag was raised."""
    versions = RedFlagVersion.objects.filter(kind=OuterRef("flag__kind")).in_force_at(OuterRef("flag__raised_at"))
    words = {"called": "name", "severity": "severity"}
    return {name: Subquery(versions.values(said=KT(f"words__{word}"))) for name, word in words.items()}


class FlagCaseQuerySet(models.QuerySet["FlagCase"]):
    def visible_to(self, user: User) -> "FlagCaseQuerySet":
        """Those of scorecards that they may read, once they owe none in that loop: what others saw decides about one's own too."""
        owing = Exists(owing_seats(user).filter(interview__stage__loop=OuterRef("loop")))
        cards = Scorecard.objects.visible_to(user)
        return self.filter(~owing, flag__scorecard__in=cards.values("pk")).exclude(loop__candidate__employee=user)

    def unexpired(self, today: date) -> "FlagCaseQuerySet":
        return self.filter(expires_on__gt=today)

    def expired(self, today: date) -> "FlagCaseQuerySet":
        """Over: nothing but the sealed card tells of them any more."""
        return self.filter(expires_on__lte=today)

    def with_finding(self) -> "FlagCaseQuerySet":
        """With `finding`: the last one recorded, None as long as there is none."""
        last = FlagFinding.objects.filter(case=OuterRef("pk")).order_by("-number")
        last_one = {"finding": Subquery(last.values("finding")[:1])}
        return self.annotate(**last_one)

    def to_decide(self) -> "FlagCaseQuerySet":
        """Nobody has recorded what was found, and the case was not ended."""
        return self.filter(~Exists(FlagFinding.objects.filter(case=OuterRef("pk"))), ended_at=None)

    def confirmed(self) -> "FlagCaseQuerySet":
        """Their last finding is that a second source confirms, and no review has ended them."""
        return self.with_finding().filter(finding=Finding.CONFIRMED, ended_at=None)  # type: ignore[misc]

    def to_review(self, today: date) -> "FlagCaseQuerySet":
        """Confirmed, and their day of review has come."""
        return self.confirmed().filter(review_on__lte=today)

    def in_brief(self) -> "FlagCaseQuerySet":
        """What a debrief shows of them: what was raised by whom in which interview, `called` as it was then, and the findings."""
        findings = FlagFinding.objects.select_related("found_by", "second_source").order_by("-number")
        raised = ("flag__behaviour", "flag__words", "flag__raised_at", "flag__asked__version__title")
        there = ("flag__scorecard__seat__person__name", "flag__scorecard__seat__interview__stage__name")
        return (
            self.with_finding()
            .select_related("flag__asked__version", "flag__scorecard__seat__person", "flag__scorecard__seat__interview__stage")
            .only("ended_at", *raised, *there)
            .annotate(**_then())
            .prefetch_related(models.Prefetch("findings", findings))
        )

    def with_words(self) -> "FlagCaseQuerySet":
        """Together with who raised what on whom, `called` and `severity` as they were then, and everything recorded since."""
        checks = FlagCheck.objects.select_related("stage", "competency", "asked_by").order_by("asked_at", "pk")
        findings = FlagFinding.objects.select_related("found_by", "second_source").order_by("-number")
        reviews = FlagReview.objects.select_related("reviewed_by").order_by("reviewed_at", "pk")
        return (
            self.with_finding()
            .select_related(
                "flag__kind",
                "flag__asked__version",
                "flag__scorecard__seat__person",
                "flag__scorecard__seat__interview__stage",
                "loop__candidate",
                "loop__job",
                "loop__level",
                "loop__recruiter",
                "hold",
            )
            .annotate(**_then())
            .prefetch_related(
                models.Prefetch("checks", checks), models.Prefetch("findings", findings), models.Prefetch("reviews", reviews)
            )
        )

    def for_change(self) -> "FlagCaseQuerySet":
        return self.select_for_update(of=("self",))

    def oldest_first(self) -> "FlagCaseQuerySet":
        return self.order_by("opened_at", "pk")


@audited
class FlagCase(models.Model):
    flag = models.OneToOneField(RedFlag, models.CASCADE, related_name="case")
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="flag_cases")
    opened_at = models.DateTimeField()
    review_on = models.DateField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    hold = models.ForeignKey(ReapplicationHold, models.SET_NULL, null=True, blank=True, related_name="cases")

    # What `in_brief()` and `with_words()` ask for besides.
    finding: str | None
    called: str
    severity: str

    objects = FlagCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="flag_reviewed_before_it_expires", condition=Q(review_on__lte=F("expires_on"))),
            together("flag_ended_by_whom", "ended_at", "ended_by"),
        ]
        indexes = [models.Index("opened_at", "id", name="flag_case_oldest"), models.Index("expires_on", name="flag_case_expires")]

    def __str__(self) -> str:
        return f"{self.flag.kind}: {self.loop.candidate}"

    def get_absolute_url(self) -> str:
        return reverse("red_flag", args=[self.pk])

    @property
    def state(self) -> str:
        """Where it stands, in words. Needs `with_finding()`."""
        if self.ended_at:
            return "Ended at a review"
        return Finding(self.finding).label if self.finding else "Not checked yet"

    @property
    def tone(self) -> str:
        """The tone of the tag with that word."""
        return "none" if self.ended_at else TONES[self.finding or ""]

    @property
    def counts(self) -> bool:
        """Whether it may be held against the candidate: a second source confirmed it, and no review has ended it."""
        return self.finding == Finding.CONFIRMED and self.ended_at is None

    @property
    def needs_hearing(self) -> bool:
        """Whether the candidate is heard before it can count. Needs `with_words()`."""
        return self.severity == RedFlagKind.Severity.HIGH

    def holds_at(self, now: datetime) -> bool:
        """Whether it is still kept; it ends by itself."""
        return now.date() < self.expires_on


class FlagCheck(models.Model):
    """Another interview of the loop was asked to look at an area, without being told why."""

    case = models.ForeignKey(FlagCase, models.CASCADE, related_name="checks")
    stage = models.ForeignKey(Stage, models.CASCADE, related_name="+")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("case", "stage", "competency", name="flag_check_once")]

    def __str__(self) -> str:
        return f"{self.stage}: {self.competency}"


class FlagFinding(models.Model):
    """What was found of a red flag, by whom and why. It never changes; a new one can follow."""

    case = models.ForeignKey(FlagCase, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    finding = models.CharField(max_length=20, choices=Finding)
    reason = models.TextField()
    second_source = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    record = models.CharField(max_length=500, blank=True)
    heard_on = models.DateField(null=True, blank=True)
    heard = models.TextField("what the candidate said", blank=True)
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("case", "number", name="flag_finding_number_once"),
            models.CheckConstraint(name="flag_finding_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="flag_confirmed_by_a_second_source",
                condition=~Q(finding="confirmed") | Q(second_source__isnull=False) | ~Q(record=""),
            ),
            said("flag_heard_with_answer", "heard_on", "heard"),
        ]
        # Not append-only: an expired case goes, with what was found of it.
        triggers = [pgtrigger.Protect(name="stays_as_recorded", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.get_finding_display()


class FlagReview(models.Model):
    """Somebody looked at a confirmed flag again: it stays until its next review, or it ends."""

    case = models.ForeignKey(FlagCase, models.CASCADE, related_name="reviews")
    is_kept = models.BooleanField()
    reason = models.CharField(max_length=500)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="flag_review_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.reason

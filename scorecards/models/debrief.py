"""Debrief: where a committee reads, votes in private, sees all votes at once, and records a decision that people made."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.audit import audited
from accounts.models import User
from interviews.models import Loop, Seat
from questionbank.models import Competency, Level
from scorecards.models.scorecard import Verdict, owing_seats


class DebriefQuerySet(models.QuerySet["Debrief"]):
    def visible_to(self, user: User) -> "DebriefQuerySet":
        """Recruiters, administrators, members and interviewers, unless they owe a scorecard in the loop or are its candidate."""
        owing = models.Exists(owing_seats(user).filter(interview__stage__loop=models.OuterRef("loop")))
        open_to = self.filter(~owing).exclude(loop__candidate__employee=user)
        if user.is_recruiter or user.is_administrator:
            return open_to
        sat = Seat.objects.held().filter(
            person=user, interview__stage__loop=models.OuterRef("loop"), scorecard__submitted_at__isnull=False
        )
        member = Member.objects.filter(person=user, debrief=models.OuterRef("pk"))
        return open_to.filter(models.Exists(member) | models.Exists(sat))

    def with_loop(self) -> "DebriefQuerySet":
        return self.select_related("loop__candidate", "loop__job", "loop__level", "loop__recruiter", "opened_by")

    def newest_first(self) -> "DebriefQuerySet":
        return self.order_by("-opened_at", "-pk")

    def for_change(self) -> "DebriefQuerySet":
        return self.select_for_update(of=("self",))


@audited
class Debrief(models.Model):
    loop = models.OneToOneField(Loop, models.PROTECT, related_name="debrief")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revealed_at = models.DateTimeField(null=True, blank=True)
    early_reason = models.CharField(max_length=300, blank=True)
    second_vote_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DebriefQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="debrief_steps_in_order",
                condition=(Q(revealed_at=None) | Q(revealed_at__gte=F("opened_at")))
                & (Q(second_vote_at=None) | Q(revealed_at__isnull=False, second_vote_at__gte=F("revealed_at")))
                & (Q(closed_at=None) | Q(revealed_at__isnull=False, closed_at__gte=F("revealed_at"))),
            ),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="debrief_newest"),
            models.Index(fields=["-opened_at", "-id"], name="debrief_under_way", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"Debrief of {self.loop}"


class Member(models.Model):
    """Somebody who votes in a debrief."""

    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("debrief", "person", name="member_once")]

    def __str__(self) -> str:
        return str(self.person)


class Waiver(models.Model):
    """The debrief goes on without this seat's scorecard, because of a named reason. Its holder stays blind."""

    seat = models.OneToOneField(Seat, models.PROTECT, related_name="waiver")
    reason = models.CharField("why the debrief goes on without it", max_length=300)
    waived_at = models.DateTimeField()
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="waiver_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.reason


class Vote(models.Model):
    """One member's vote of one round; both rounds are kept."""

    debrief = models.ForeignKey(Debrief, models.PROTECT, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    verdict = models.PositiveSmallIntegerField(choices=Verdict)
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("debrief", "person", "round", name="vote_once_per_round"),
            models.CheckConstraint(name="vote_1_to_4", condition=Q(verdict__range=(1, 4))),
            models.CheckConstraint(name="vote_round_1_or_2", condition=Q(round__range=(1, 2))),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()


class Outcome(models.TextChoices):
    HIRE = "hire", "Hire"
    HIRE_OTHER_LEVEL = "hire_other_level", "Hire at another level"
    EXCEPTIONAL = "exceptional", "Hire, exceptional"
    ANOTHER_INTERVIEW = "another_interview", "One more interview"
    HOLD = "hold", "Hold"
    NO_HIRE = "no_hire", "No hire"
    WITHDRAWN = "withdrawn", "Candidate withdrew"


HIRING = (Outcome.HIRE, Outcome.HIRE_OTHER_LEVEL, Outcome.EXCEPTIONAL)
OPEN_ENDED = (Outcome.ANOTHER_INTERVIEW, Outcome.HOLD)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: User) -> "DecisionQuerySet":
        """Those of debriefs that this person may see."""
        return self.filter(debrief__in=Debrief.objects.visible_to(user).values("pk"))

    def latest_first(self) -> "DecisionQuerySet":
        return self.order_by("-number", "-pk")


@audited
class Decision(models.Model):
    """What was decided, by whom and why. It never changes; deciding again is a further decision."""

    debrief = models.ForeignKey(Debrief, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=Outcome)
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    dissent = models.TextField(blank=True)
    missing_evidence = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("debrief", "number", name="decision_number_once"),
            models.CheckConstraint(name="decision_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="decision_to_hire_names_a_level",
                condition=~Q(outcome__in=["hire", "hire_other_level", "exceptional"]) | Q(level__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_to_hold_names_what_is_missing",
                condition=~Q(outcome="hold") | (~Q(missing_evidence="") & Q(review_on__isnull=False)),
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_outcome_display()


class DecisionReason(models.Model):
    """What a competency had to do with a decision."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="reasons")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint("decision", "competency", name="decision_reason_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text

"""Debrief: where a committee reads, votes in private, sees all votes at once, and records a decision that people made."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.audit import audited
from accounts.constraints import said
from accounts.models import User
from interviews.models import Loop, Seat, Stage
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
        return self.select_related("loop__candidate", "loop__job", "loop__level", "loop__recruiter", "bar_raiser", "fresh")

    def with_names(self) -> "DebriefQuerySet":
        """Together with what a line of a list says, and nothing else: whose debrief it is, for what, and how far."""
        loop = self.select_related("loop__candidate", "loop__job", "loop__level")
        own = ("opened_at", "revealed_at", "closed_at", "is_nameless")
        return loop.only(*own, "loop__candidate__name", "loop__job__title", "loop__level__name")

    def newest_first(self) -> "DebriefQuerySet":
        return self.order_by("-opened_at", "-pk")

    def for_change(self) -> "DebriefQuerySet":
        return self.select_for_update(of=("self",))


@audited
class Debrief(models.Model):
    """Its steps are facts with a time and a person: opened, revealed, second vote opened, voted (the votes are over), closed.

    `fresh` is the last round that followed one more interview; once there is one, it is the round under way. `is_nameless`: who
    only votes learns neither who the candidate is nor who interviewed, also after it is closed; `veiling` hides it.
    """

    loop = models.OneToOneField(Loop, models.PROTECT, related_name="debrief")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_short = models.BooleanField(default=False)
    is_nameless = models.BooleanField(default=False)
    reading_minutes = models.PositiveSmallIntegerField(default=5)
    quorum = models.PositiveSmallIntegerField(default=1)
    bar_raiser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    revealed_at = models.DateTimeField(null=True, blank=True)
    revealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    early_reason = models.CharField(max_length=300, blank=True)
    second_vote_at = models.DateTimeField(null=True, blank=True)
    second_vote_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    voted_at = models.DateTimeField(null=True, blank=True)
    voted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    second_early_reason = models.CharField(max_length=300, blank=True)
    blocked_at = models.DateTimeField(null=True, blank=True)
    block_reason = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    fresh = models.OneToOneField("scorecards.FreshRound", models.PROTECT, null=True, blank=True, related_name="+")

    objects = DebriefQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="debrief_steps_in_order",
                condition=(Q(revealed_at=None) | Q(revealed_at__gte=F("opened_at")))
                & (Q(second_vote_at=None) | Q(revealed_at__isnull=False, second_vote_at__gte=F("revealed_at")))
                & (Q(voted_at=None) | Q(revealed_at__isnull=False, voted_at__gte=F("revealed_at")))
                & (Q(voted_at=None) | Q(second_vote_at=None) | Q(voted_at__gte=F("second_vote_at")))
                & (Q(closed_at=None) | Q(revealed_at__isnull=False, closed_at__gte=F("revealed_at"))),
            ),
            models.CheckConstraint(name="debrief_quorum_and_minutes", condition=Q(quorum__gte=1, reading_minutes__range=(1, 60))),
            said("debrief_block_says_why", "blocked_at", "block_reason"),
        ]
        indexes = [
            models.Index(fields=["-opened_at", "-id"], name="debrief_newest"),
            models.Index(fields=["-opened_at", "-id"], name="debrief_under_way", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return f"Debrief of {self.loop}"

    @property
    def alias(self) -> str:
        """What the candidate is called before who only votes, where there are no names; the same everywhere."""
        return f"Candidate {self.loop_id}"

    @property
    def round(self) -> int:
        """The vote under way, or the last one: 1 or 2, from 3 on after one more interview."""
        return self.fresh.number if self.fresh else 2 if self.second_vote_at else 1

    @property
    def is_voting(self) -> bool:
        """Whether private votes are cast now, of whichever round."""
        if self.fresh:
            return self.closed_at is None and self.fresh.revealed_at is None
        return self.closed_at is None and self.voted_at is None and (self.revealed_at is None) == (self.second_vote_at is None)

    @property
    def votes_afresh(self) -> bool:
        """Whether the members vote after one more interview."""
        return self.fresh is not None and self.is_voting

    @property
    def is_talking(self) -> bool:
        """Whether the first votes are shown and a second vote may still come."""
        return self.revealed_at is not None and self.second_vote_at is None and self.voted_at is None and self.closed_at is None

    @property
    def shows_composite(self) -> bool:
        """Whether nobody votes any more, so that the composite cannot pull a vote its way."""
        return self.closed_at is not None or (self.voted_at is not None and not self.is_voting)

    @property
    def rounds_shown(self) -> tuple[int, ...]:
        """The rounds of which everybody sees the votes: none before the reveal, a later one only once it is over."""
        if self.revealed_at is None:
            return ()
        return tuple(range(1, self.round + 1 if self.round == 1 or self.shows_composite else self.round))


class Member(models.Model):
    """Somebody who votes in a debrief; of one who interviewed in its loop `exception` says why they do all the same."""

    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    exception = models.CharField(max_length=300, blank=True)
    began_reading_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("debrief", "person", name="member_once"),
            models.CheckConstraint(
                name="member_read_after_beginning",
                condition=Q(read_at=None) | Q(began_reading_at__isnull=False, read_at__gte=F("began_reading_at")),
            ),
        ]

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


class VoteQuerySet(models.QuerySet["Vote"]):
    def shown(self) -> "VoteQuerySet":
        """Those that everybody sees: the first round after the reveal, a later one once it is over. No others."""
        closed, voted = Q(debrief__closed_at__isnull=False), Q(debrief__voted_at__isnull=False)
        # Of several fresh rounds only the last one, which the debrief names, can still be hidden.
        last = Q(debrief__fresh=None) | Q(debrief__fresh__revealed_at__isnull=False)
        over = voted & (last | Q(round__lt=F("debrief__fresh__number")))
        return self.filter(Q(round=1, debrief__revealed_at__isnull=False) | closed | over)


class Vote(models.Model):
    """One member's vote of one round; all rounds are kept."""

    debrief = models.ForeignKey(Debrief, models.PROTECT, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    verdict = models.PositiveSmallIntegerField(choices=Verdict)
    level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.TextField(blank=True)
    cast_at = models.DateTimeField()

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("debrief", "person", "round", name="vote_once_per_round"),
            models.CheckConstraint(name="vote_1_to_4", condition=Q(verdict__range=(1, 4))),
            models.CheckConstraint(name="vote_round_from_1", condition=Q(round__gte=1)),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()

    @property
    def which(self) -> str:
        """Which vote it is, in words; "" for the first."""
        return ("", "second vote")[self.round - 1] if self.round < 3 else "vote after one more interview"


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
    traits = models.TextField(blank=True)
    composite = models.FloatField(null=True, blank=True)
    departure = models.TextField(blank=True)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.ForeignKey(Stage, models.PROTECT, null=True, blank=True, related_name="+")

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
            models.CheckConstraint(
                name="decision_departs_with_two_names",
                condition=Q(departure="", seconded_by=None)
                | (~Q(departure="") & Q(seconded_by__isnull=False) & ~Q(seconded_by=F("decided_by"))),
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

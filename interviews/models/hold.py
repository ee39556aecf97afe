"""ReapplicationHold: a coded, evidenced and expiring hold on new applications. Two people who did not report it decide.

It holds nobody before both agreed and the candidate was told, nor once its day of review passed unused, nor after its end.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import DateField, ExpressionWrapper, F, Q
from django.urls import reverse

from accounts.access import Refused
from accounts.audit import audited_without
from accounts.constraints import said, together
from accounts.models import User
from accounts.months import months_after
from interviews.models.candidate import Candidate
from interviews.models.job import Job
from questionbank.models import RedFlagKind

REVIEW_MONTHS = 6
"""At the latest after so many months a hold is looked at again."""
MOST_MONTHS = 24
"""After so many months every hold is over."""

hidden_from: list[Callable[[User], Q]] = []
"""What hides a hold from a person besides; for whoever knows of scorecards to fill."""


class ReapplicationHoldQuerySet(models.QuerySet["ReapplicationHold"]):
    def visible_to(self, user: User) -> "ReapplicationHoldQuerySet":
        """Recruiters and administrators know of every hold, others of those that they are asked to decide; nobody of their own."""
        found = self.exclude(candidate__employee=user)
        for hides in hidden_from:
            found = found.exclude(hides(user))
        return found if user.is_recruiter or user.is_administrator else found.filter(Q(decided_by=user) | Q(seconded_by=user))

    def standing(self) -> "ReapplicationHoldQuerySet":
        """Neither refused nor lifted."""
        return self.filter(refused_at=None, lifted_at=None)

    def in_force(self, now: datetime) -> "ReapplicationHoldQuerySet":
        """Those that hold a new application now. In words of Python: `holds`."""
        told = self.standing().filter(informed_on__isnull=False, informed_on__lte=now.date())
        return told.filter(review_on__gte=now.date(), expires_on__gt=now.date())

    def unexpired(self, now: datetime) -> "ReapplicationHoldQuerySet":
        return self.filter(Q(expires_on=None) | Q(expires_on__gt=now.date()))

    def expired(self, now: datetime) -> "ReapplicationHoldQuerySet":
        """Over for good: nothing of them is kept."""
        return self.filter(expires_on__lte=now.date())

    def for_job(self, job: Job | None) -> "ReapplicationHoldQuerySet":
        """Those of the whole company, and of this job."""
        return self.filter(Q(job=None) | Q(job=job))

    def with_words(self) -> "ReapplicationHoldQuerySet":
        """Together with what their page says."""
        people = ("reported_by", "decided_by", "seconded_by", "refused_by", "informed_by", "reviewed_by", "lifted_by")
        return self.select_related("candidate", "kind", "job", *people)

    def for_change(self) -> "ReapplicationHoldQuerySet":
        return self.select_for_update(of=("self",))

    def newest_first(self) -> "ReapplicationHoldQuerySet":
        return self.order_by("-reported_at", "-pk")


TWO_YEARS_ON = ExpressionWrapper(F("begins_on") + timedelta(days=731), output_field=DateField())


@audited_without("evidence", "decided_why", "seconded_why", "refused_why", "review_why", "lifted_why")
class ReapplicationHold(models.Model):
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="holds")
    kind = models.ForeignKey(RedFlagKind, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.TextField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.CharField(max_length=500, blank=True)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seconded_at = models.DateTimeField(null=True, blank=True)
    seconded_why = models.CharField(max_length=500, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    refused_why = models.CharField(max_length=500, blank=True)
    begins_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    informed_on = models.DateField(null=True, blank=True)
    informed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    review_why = models.CharField(max_length=500, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_why = models.CharField(max_length=500, blank=True)

    objects = ReapplicationHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="hold_has_evidence", condition=~Q(evidence="")),
            models.CheckConstraint(
                name="hold_needs_two_who_did_not_report",
                condition=~Q(decided_by=F("seconded_by")) & ~Q(decided_by=F("reported_by")) & ~Q(seconded_by=F("reported_by")),
            ),
            together("hold_refused_by_whom", "refused_at", "refused_by"),
            together("hold_candidate_informed_by_whom", "informed_on", "informed_by"),
            together("hold_reviewed_by_whom", "reviewed_at", "reviewed_by"),
            together("hold_lifted_by_whom", "lifted_at", "lifted_by"),
            together("hold_begins_with_its_end", "begins_on", "review_on", "expires_on"),
            said("hold_decided_with_reason", "decided_at", "decided_why"),
            said("hold_seconded_with_reason", "seconded_at", "seconded_why"),
            said("hold_refused_with_reason", "refused_at", "refused_why"),
            said("hold_reviewed_with_reason", "reviewed_at", "review_why"),
            said("hold_lifted_with_reason", "lifted_at", "lifted_why"),
            models.CheckConstraint(
                name="hold_begins_when_both_agreed",
                condition=Q(begins_on=None) | Q(decided_at__isnull=False, seconded_at__isnull=False, refused_at=None),
            ),
            models.CheckConstraint(name="hold_told_only_when_agreed", condition=Q(informed_on=None) | Q(begins_on__isnull=False)),
            models.CheckConstraint(name="hold_reviewed_before_it_expires", condition=Q(review_on__lte=F("expires_on"))),
            models.CheckConstraint(name="hold_expires_within_24_months", condition=Q(expires_on__lte=TWO_YEARS_ON)),
        ]
        indexes = [models.Index(fields=["-reported_at", "-id"], name="hold_newest")]

    def __str__(self) -> str:
        return f"hold until {self.expires_on}" if self.expires_on else "hold to be decided"

    def get_absolute_url(self) -> str:
        return reverse("hold", args=[self.pk])

    def holds(self, now: datetime) -> bool:
        """Whether a new application is held now. It ends by itself."""
        return self.state(now) == "in force"

    def state(self, now: datetime) -> str:
        """Where it stands, in words."""
        today = now.date()
        for fact, words in (
            (self.lifted_at, "lifted"),
            (self.refused_at, "refused"),
            (self.begins_on is None, "to decide"),
            (self.expires_on and self.expires_on <= today, "over"),
            (self.informed_on is None or self.informed_on > today, "to tell the candidate"),
            (self.review_on and self.review_on < today, "to review"),
        ):
            if fact:
                return words
        return "in force"

    def waits_for(self, user: User) -> bool:
        """Whether this person is asked to decide and has not yet."""
        if self.refused_at or self.lifted_at:
            return False
        return (self.decided_by_id == user.pk and not self.decided_at) or (self.seconded_by_id == user.pk and not self.seconded_at)

    @classmethod
    def propose(
        cls,
        candidate: Candidate,
        kind: RedFlagKind,
        *,
        evidence: str,
        deciders: Sequence[User],
        by: User,
        now: datetime,
        job: Job | None = None,
    ) -> "ReapplicationHold":
        """Ask two people whether new applications are to be held. Refused with fewer, and for a reason that holds nobody."""
        if not evidence.strip():
            raise Refused("Write what is on record.")
        if by in deciders or len({person.pk for person in deciders}) != 2:
            raise Refused("Choose two people who decide, neither of them you.")
        if candidate.employee_id in {person.pk for person in deciders}:
            raise Refused("The candidate works here and cannot decide on their own hold.")
        if kind.severity not in HOLDING or not kind.expiry_months:
            raise Refused(f"“{kind}” holds nobody. Only kinds of high severity and reasons of process do.")
        first, second = deciders
        return cls.objects.create(
            candidate=candidate,
            kind=kind,
            job=job,
            evidence=evidence.strip(),
            reported_at=now,
            reported_by=by,
            decided_by=first,
            seconded_by=second,
        )

    @transaction.atomic
    def decide(self, *, agrees: bool, why: str, by: User, now: datetime) -> None:
        """One of the two agrees, or ends it. When both agreed it has its days of review and of its end. Twice changes nothing."""
        hold = self._locked()
        if not why.strip():
            raise Refused("Say why, from the evidence.")
        if by.pk not in {hold.decided_by_id, hold.seconded_by_id}:
            raise Refused("Only the two people asked can decide.")
        if not hold.waits_for(by):
            return
        role = "decided" if hold.decided_by_id == by.pk else "seconded"
        setattr(hold, f"{role}_at", now)
        setattr(hold, f"{role}_why", why.strip())
        if not agrees:
            hold.refused_at, hold.refused_by, hold.refused_why = now, by, why.strip()
        elif hold.decided_at and hold.seconded_at:
            hold.begins_on = now.date()
            hold.expires_on = months_after(hold.begins_on, min(hold.kind.expiry_months, MOST_MONTHS))
            hold.review_on = hold.next_review(hold.begins_on)
        hold.save(
            update_fields=[
                f"{role}_at",
                f"{role}_why",
                "refused_at",
                "refused_by",
                "refused_why",
                "begins_on",
                "review_on",
                "expires_on",
            ]
        )
        self.refresh_from_db()

    @transaction.atomic
    def inform(self, on: date, *, by: User, now: datetime) -> None:
        """The candidate was told on this day; from then on it holds. Refused before both agreed, and for a day to come."""
        hold = self._locked()
        self._require_standing(hold)
        if hold.begins_on is None:
            raise Refused("Both have to decide first. Nobody is told of what is not decided.")
        if on > now.date():
            raise Refused("Choose the day on which the candidate was told, today or before.")
        if on < hold.begins_on:
            raise Refused(f"It was decided on {hold.begins_on:%-d %B %Y}. Choose that day or a later one.")
        if hold.informed_on is None:
            hold.informed_on, hold.informed_by = on, by
            hold.save(update_fields=["informed_on", "informed_by"])
        self.refresh_from_db()

    @transaction.atomic
    def review(self, why: str, *, by: User, now: datetime) -> None:
        """Somebody who did not report it looked again and keeps it, at most until its end. Refused without a reason."""
        hold = self._locked()
        self._require_standing(hold)
        if hold.begins_on is None or (hold.expires_on and hold.expires_on <= now.date()):
            raise Refused("There is nothing to review: it holds nobody.")
        if by.pk == hold.reported_by_id:
            raise Refused("You reported it. Somebody else looks at it again.")
        if not why.strip():
            raise Refused("Say why it should go on.")
        hold.reviewed_at, hold.reviewed_by, hold.review_why = now, by, why.strip()
        hold.review_on = hold.next_review(now.date())
        hold.save(update_fields=["reviewed_at", "reviewed_by", "review_why", "review_on"])
        self.refresh_from_db()

    @transaction.atomic
    def lift(self, why: str, *, by: User, now: datetime) -> None:
        """End it before its time, with a reason. Twice changes nothing."""
        hold = self._locked()
        if not why.strip():
            raise Refused("Say why it ends.")
        if hold.lifted_at is None:
            hold.lifted_at, hold.lifted_by, hold.lifted_why = now, by, why.strip()
            hold.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
        self.refresh_from_db()

    def next_review(self, today: date) -> date:
        """By which day somebody has to look at it again, counted from a day; never after its end."""
        end = self.expires_on or today
        return min(months_after(today, min(self.kind.review_months or REVIEW_MONTHS, REVIEW_MONTHS)), end)

    def _locked(self) -> "ReapplicationHold":
        return ReapplicationHold.objects.for_change().select_related("kind").get(pk=self.pk)

    @staticmethod
    def _require_standing(hold: "ReapplicationHold") -> None:
        if hold.lifted_at or hold.refused_at:
            raise Refused("This hold is over. Nothing in it changes any more.")


HOLDING = (RedFlagKind.Severity.HIGH, RedFlagKind.Severity.PROCESS)
"""Of kinds of red flag, those that may hold a new application: low scores and one person's impression never do."""

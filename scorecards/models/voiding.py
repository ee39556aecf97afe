"""QuestionVoid: that a question does not count in some interviews, for all their candidates alike; VoidEnd: that it does again."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef, Q

from accounts.access import Refused
from accounts.audit import audited
from accounts.models import User
from questionbank.models import Question


class QuestionVoidQuerySet(models.QuerySet["QuestionVoid"]):
    def standing(self) -> "QuestionVoidQuerySet":
        """Those that nobody took back."""
        return self.filter(end=None)

    def began_within(self, began: F | OuterRef) -> "QuestionVoidQuerySet":
        """Those that mean an interview that began then."""
        return self.filter(Q(since=None) | Q(since__lte=began), Q(until=None) | Q(until__gt=began))

    def newest_first(self) -> "QuestionVoidQuerySet":
        return self.order_by("-voided_at", "-pk")


@audited
class QuestionVoid(models.Model):
    """Interviews that began `since` and before `until` are meant; without one of them there is no such end. It never changes."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="voids")
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField("why it does not count", max_length=500)
    voided_at = models.DateTimeField()
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = QuestionVoidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="void_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="void_ends_after_it_begins", condition=Q(since=None) | Q(until=None) | Q(until__gt=F("since"))
            ),
        ]
        indexes = [models.Index(fields=["question", "-voided_at"], name="void_of_question")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reason

    def covers(self, at: datetime) -> bool:
        """Whether an interview that began then is meant."""
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

    @classmethod
    def record(
        cls, question: Question, *, since: datetime | None, until: datetime | None, reason: str, by: User, now: datetime
    ) -> "QuestionVoid":
        """From now on what rests on this question alone counts in no table. No decision changes by it."""
        return cls.objects.create(question=question, since=since, until=until, reason=reason, voided_by=by, voided_at=now)

    def take_back(self, *, reason: str, by: User, now: datetime) -> "VoidEnd":
        """From now on it counts again, for a reason; that it was voided stays. Refused without a reason, and the second time."""
        if not reason.strip():
            raise Refused("Say why it counts again.")
        try:
            with transaction.atomic():
                return VoidEnd.objects.create(void=self, reason=reason.strip(), ended_by=by, ended_at=now)
        except IntegrityError:
            raise Refused("It was taken back before.") from None


@audited
class VoidEnd(models.Model):
    """That a void was taken back, by whom and why. It never changes; to void again is a further void."""

    void = models.OneToOneField(QuestionVoid, models.PROTECT, related_name="end")
    reason = models.CharField("why it counts again", max_length=500)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="void_end_says_why", condition=~Q(reason=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reason

"""MisconductReport: what somebody tells the administrators in confidence. It is on no scorecard and in no debrief."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from accounts.access import Refused
from accounts.audit import audited_without
from accounts.constraints import said, together
from accounts.models import Mail, User
from interviews.models import Interview
from scorecards.models.scorecard import owing_seats

MAIL = "report.filed"


class MisconductReportQuerySet(models.QuerySet["MisconductReport"]):
    def visible_to(self, user: User) -> "MisconductReportQuerySet":
        """Your own; and for administrators all, but never the person it is about, its candidate, or who still owes a card there."""
        found = self.exclude(about=user).exclude(interview__stage__loop__candidate__employee=user)
        if not user.is_administrator:
            return found.filter(reported_by=user)
        owing = owing_seats(user).values("interview__stage__loop")
        return found.filter(Q(reported_by=user) | Q(interview=None) | ~Q(interview__stage__loop__in=owing))

    def to_take(self) -> "MisconductReportQuerySet":
        """Nobody has taken care of them yet."""
        return self.filter(taken_at=None)

    def with_people(self) -> "MisconductReportQuerySet":
        about = ("interview__stage__loop__candidate", "interview__stage__loop__job")
        return self.select_related("reported_by", "about", "taken_by", "closed_by", *about)

    def for_change(self) -> "MisconductReportQuerySet":
        return self.select_for_update(of=("self",))

    def newest_first(self) -> "MisconductReportQuerySet":
        return self.order_by("-reported_at", "-pk")


@audited_without("what", "witnesses", "wish", "answer")
class MisconductReport(models.Model):
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    interview = models.ForeignKey(Interview, models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.TextField("what happened")
    witnesses = models.CharField("who else was there", max_length=500, blank=True)
    wish = models.CharField("what you would like to happen", max_length=500, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField("what was done", blank=True)

    objects = MisconductReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="report_says_what_happened", condition=~Q(what="")),
            together("report_taken_by_whom", "taken_at", "taken_by"),
            together("report_closed_by_whom", "closed_at", "closed_by"),
            said("report_closed_with_answer", "closed_at", "answer"),
        ]
        indexes = [models.Index(fields=["-reported_at", "-id"], name="report_newest")]

    def __str__(self) -> str:
        return f"report {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.closed_at:
            return "Closed"
        return "Being looked into" if self.taken_at else "Waits for an administrator"

    @property
    def tone(self) -> str:
        """The tone of the tag with that word."""
        if self.closed_at:
            return "good"
        return "part" if self.taken_at else "warn"

    @classmethod
    @transaction.atomic
    def file(
        cls,
        *,
        what: str,
        by: User,
        now: datetime,
        interview: Interview | None = None,
        about: User | None = None,
        witnesses: str = "",
        wish: str = "",
    ) -> "MisconductReport":
        """Tell the administrators, except the one whom it is about. Refused when then nobody is left to read it."""
        if not what.strip():
            raise Refused("Write what happened.")
        readers = User.objects.administrators().exclude(pk=by.pk)
        if about:
            readers = readers.exclude(pk=about.pk)
        if not readers.exists():
            raise Refused("Nobody else here could read it. Tell somebody outside Fairloop: your employer's own office for reports.")
        report = cls.objects.create(
            reported_at=now,
            reported_by=by,
            interview=interview,
            about=about,
            what=what.strip(),
            witnesses=witnesses.strip(),
            wish=wish.strip(),
        )
        Mail.owe_all(readers, kind=MAIL, key=lambda person: f"{MAIL}:{report.pk}:{person.pk}", now=now)
        return report

    def take(self, *, by: User, now: datetime) -> None:
        """An administrator takes care of it; who reported it sees that. Whoever comes second changes nothing."""
        if by.pk == self.reported_by_id:
            raise Refused("You reported it. Another administrator takes care of it.")
        MisconductReport.objects.filter(pk=self.pk, taken_at=None).update(taken_at=now, taken_by=by)

    @transaction.atomic
    def close(self, answer: str, *, by: User, now: datetime) -> None:
        """Say what was done; who reported it reads that. Refused without words and for who reported it. Twice changes nothing."""
        report = MisconductReport.objects.for_change().get(pk=self.pk)
        if by.pk == report.reported_by_id:
            raise Refused("You reported it. Another administrator closes it.")
        if not answer.strip():
            raise Refused("Say what was done, for the person who reported it.")
        if report.closed_at is None:
            report.closed_at, report.closed_by, report.answer = now, by, answer.strip()
            if report.taken_at is None:
                report.taken_at, report.taken_by = now, by
            report.save(update_fields=["closed_at", "closed_by", "answer", "taken_at", "taken_by"])

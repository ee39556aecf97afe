"""Drill: an old packet, without names and dated anew, on which a committee votes again. Its figures stay by themselves."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from accounts.access import Refused
from accounts.audit import audited, audited_without
from accounts.constraints import together
from accounts.models import User
from scorecards.models.packet import Packet
from scorecards.models.scorecard import owing_seats

FEWEST = 2
"""So many have to vote in a drill."""


class DrillQuerySet(models.QuerySet["Drill"]):
    def visible_to(self, user: User) -> "DrillQuerySet":
        """Those in which one votes, and those that one began; none of a loop in which one owes a scorecard or is the candidate."""
        owing = Exists(owing_seats(user).filter(interview__stage__loop=OuterRef("packet__decision__debrief__loop")))
        part = Q(opened_by=user) | Q(pk__in=DrillMember.objects.filter(person=user).values("drill"))
        return self.filter(part, ~owing).exclude(packet__decision__debrief__loop__candidate__employee=user)

    def waiting_for(self, user: User) -> "DrillQuerySet":
        """Those that wait for the vote of this person, the oldest first."""
        mine = DrillMember.objects.filter(person=user, drill=OuterRef("pk"))
        cast = DrillVote.objects.filter(person=user, drill=OuterRef("pk"))
        return self.visible_to(user).filter(Exists(mine), ~Exists(cast), closed_at=None).order_by("opened_at", "pk")

    def newest_first(self) -> "DrillQuerySet":
        return self.order_by("-opened_at", "-pk")

    def for_change(self) -> "DrillQuerySet":
        return self.select_for_update(of=("self",))


@audited_without("content")
class Drill(models.Model):
    """`hired` is what was decided then; `content` the packet as the drill shows it."""

    packet = models.ForeignKey(Packet, models.PROTECT, related_name="drills")
    content = models.JSONField()
    hired = models.BooleanField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    month = models.DateField(null=True, blank=True, unique=True)
    """The first of the month for which it began by itself; None for one that somebody began."""

    objects = DrillQuerySet.as_manager()

    class Meta:
        constraints = [together("drill_closed_by_whom", "closed_at", "closed_by")]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="drill_newest")]

    def __str__(self) -> str:
        return f"Drill {self.pk}"

    @classmethod
    @transaction.atomic
    def open(
        cls,
        packet: Packet,
        content: dict[str, Any],
        *,
        hired: bool,
        members: list[User],
        by: User,
        now: datetime,
        month: date | None = None,
    ) -> "Drill":
        """Begin a drill with those who vote in it. Refused with fewer than two. `month`: its first day, if it begins by itself."""
        if len(members) < FEWEST:
            raise Refused("Choose at least two people who vote: one alone agrees with nobody.")
        drill = cls.objects.create(packet=packet, content=content, hired=hired, opened_by=by, opened_at=now, month=month)
        DrillMember.objects.bulk_create(DrillMember(drill=drill, person=person) for person in members)
        return drill

    @transaction.atomic
    def vote(self, person: User, *, hires: bool, why: str, now: datetime) -> "DrillVote":
        """Cast or, until it is closed, change one's own vote. The last of all who vote closes it."""
        drill = Drill.objects.for_change().get(pk=self.pk)
        if drill.closed_at:
            raise Refused("This drill is closed. Votes no longer change.")
        if not drill.members.filter(person=person).exists():
            raise Refused("You do not vote in this drill.")
        facts = {"hires": hires, "why": why.strip(), "cast_at": now}
        cast, _ = DrillVote.objects.update_or_create(drill=drill, person=person, defaults=facts)
        if drill.votes.count() == drill.members.count():
            drill.close(by=person, now=now)
        return cast

    def close(self, *, by: User, now: datetime) -> None:
        """Show what came of it. Refused before two have voted. Twice changes nothing."""
        if self.closed_at:
            return
        if self.votes.count() < 2:
            raise Refused("Fewer than two have voted. Wait for them: one alone agrees with nobody.")
        self.closed_at, self.closed_by = now, by
        self.save(update_fields=["closed_at", "closed_by"])


class DrillMember(models.Model):
    """Somebody who votes in a drill."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("drill", "person", name="drill_member_once")]
        indexes = [models.Index("person", "drill", name="drill_of_person")]

    def __str__(self) -> str:
        return str(self.person)


class DrillVote(models.Model):
    """One member's private vote: hire or not, and why."""

    drill = models.ForeignKey(Drill, models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    hires = models.BooleanField()
    why = models.TextField(blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("drill", "person", name="drill_vote_once")]

    def __str__(self) -> str:
        return "Hire" if self.hires else "No hire"


@audited
class MonthlyDrills(models.Model):
    """That a drill begins by itself once a month: switched on by whom, and off again. Of the rows one at most is on."""

    on_at = models.DateTimeField()
    on_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    off_at = models.DateTimeField(null=True, blank=True)
    off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            together("monthly_drills_off_by_whom", "off_at", "off_by"),
            models.UniqueConstraint(models.Value(1), name="monthly_drills_on_once", condition=Q(off_at=None)),
        ]

    def __str__(self) -> str:
        return "Monthly drills"

    @classmethod
    def current(cls) -> "MonthlyDrills | None":
        """The switch, where it is on."""
        return cls.objects.select_related("on_by").filter(off_at=None).first()

    @classmethod
    def switch_on(cls, *, by: User, now: datetime) -> None:
        """From now on. Twice changes nothing; the drills are begun in the name of who switched it on."""
        MonthlyDrills.objects.bulk_create([MonthlyDrills(on_by=by, on_at=now)], ignore_conflicts=True)

    @classmethod
    def switch_off(cls, *, by: User, now: datetime) -> None:
        """None begins by itself any more. Twice changes nothing."""
        cls.objects.filter(off_at=None).update(off_at=now, off_by=by)

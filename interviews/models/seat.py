"""Seat: one person's place in an interview. The database refuses that anybody sits in two at once."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q

from accounts.audit import audited
from accounts.constraints import at_most_one, said, together
from accounts.models import User


class Role(models.TextChoices):
    LEAD = "lead", "Lead"
    PANEL = "panel", "Panel"
    NOTE_TAKER = "note_taker", "Note-taker"
    SHADOW = "shadow", "Shadow"
    REVERSE_SHADOW = "reverse_shadow", "Reverse shadow"
    OBSERVER = "observer", "Observer"


#: Whose scorecard counts; a shadow's is a training record; note-takers and observers write none.
SCORING = (Role.LEAD, Role.PANEL, Role.REVERSE_SHADOW)
WRITING = (*SCORING, Role.SHADOW)


class OneValueRange(Func):
    """A number as a range of itself: core PostgreSQL can exclude equal ranges without an extension."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"

    def __init__(self, field: str) -> None:
        super().__init__(F(field), F(field))


class SeatQuerySet(models.QuerySet["Seat"]):
    def held(self) -> "SeatQuerySet":
        """Neither declined nor taken away."""
        return self.filter(declined_at=None, removed_at=None)

    def held_by(self, user: User) -> "SeatQuerySet":
        """Seats of this person, but none in a loop in which they are the candidate themselves."""
        return self.held().filter(person=user).exclude(interview__stage__loop__candidate__employee=user)

    def standing(self) -> "SeatQuerySet":
        """Held, in an interview that was not cancelled and that the candidate came to, or still may."""
        return self.held().filter(is_void=False)

    def empty(self) -> "SeatQuerySet":
        """Declined, and nobody was found for it yet."""
        return self.filter(declined_at__isnull=False, removed_at=None)

    def scoring(self) -> "SeatQuerySet":
        """Whose scorecard counts."""
        return self.filter(role__in=SCORING)

    def writing(self) -> "SeatQuerySet":
        """Who fills a scorecard at all, shadows included."""
        return self.filter(role__in=WRITING)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> "SeatQuerySet":
        """Those that take any of this time; touching is not overlapping."""
        return self.standing().filter(during__overlap=(starts_at, ends_at))

    def with_loops(self) -> "SeatQuerySet":
        """Together with the interview, its stage and its loop with candidate, job and level: what a line about a seat says."""
        loop = "interview__stage__loop"
        return self.select_related(f"{loop}__candidate", f"{loop}__job", f"{loop}__level")

    def with_interviews(self) -> "SeatQuerySet":
        return self.select_related(
            "person",
            "interview__stage__kind",
            "interview__stage__kit_version",
            "interview__stage__loop__candidate",
            "interview__stage__loop__job",
            "interview__stage__loop__level",
        )

    def with_company(self) -> "SeatQuerySet":
        """With `is_alone`, `has_link`, `has_focus` and `has_declared`: whether there is anything to ask or to say about them."""
        from interviews.models.link import CandidateLink  # noqa: PLC0415 -- both point at what points at Seat
        from interviews.models.person import Declaration  # noqa: PLC0415 -- it knows what points at Seat
        from interviews.models.sharing import FocusTime  # noqa: PLC0415 -- as above

        others = Seat.objects.standing().filter(interview=OuterRef("interview")).exclude(pk=OuterRef("pk"))
        asked = {
            "is_alone": ~Exists(others),
            "has_link": Exists(CandidateLink.objects.filter(interview=OuterRef("interview"), revoked_at=None)),
            "has_declared": Exists(Declaration.objects.filter(person=OuterRef("person"), loop=OuterRef("interview__stage__loop"))),
            "has_focus": Exists(FocusTime.objects.filter(interview=OuterRef("interview"))),
        }
        return self.annotate(**asked)

    def in_order(self) -> "SeatQuerySet":
        return self.order_by("interview__starts_at", "pk")


@audited
class Seat(models.Model):
    interview = models.ForeignKey("interviews.Interview", models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=20, choices=Role)
    during = DateTimeRangeField(editable=False, null=True)
    is_void = models.BooleanField(default=False, editable=False)
    seated_at = models.DateTimeField()
    seated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    # What `with_company()` and `leading.panel()` ask for besides.
    is_alone: bool
    has_link: bool
    has_focus: bool
    has_declared: bool
    led_at: datetime | None

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="nobody_in_two_places",
                expressions=[(OneValueRange("person"), RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(is_void=False, declined_at=None, removed_at=None),
                violation_error_message="This person has another interview at that time.",
            ),
            models.UniqueConstraint(
                "interview",
                "person",
                name="seat_once",
                condition=Q(declined_at=None, removed_at=None),
                violation_error_message="This person has a seat in this interview already.",
            ),
            at_most_one("seat_accepted_or_declined", "accepted_at", "declined_at"),
            said("seat_declined_with_reason", "declined_at", "decline_reason"),
            together("seat_removed_by_whom", "removed_at", "removed_by"),
        ]
        indexes = [
            models.Index("person", "interview", name="seat_of_person", condition=Q(declined_at=None, removed_at=None)),
            models.Index("declined_at", name="seat_empty", condition=Q(declined_at__isnull=False, removed_at=None)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="takes_its_interviews_time",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("interview_id"),
                when=pgtrigger.Before,
                func="SELECT tstzrange(i.starts_at, i.ends_at, '[)'), i.cancelled_at IS NOT NULL OR i.no_show_at IS NOT NULL "
                "INTO NEW.during, NEW.is_void FROM interviews_interview i WHERE i.id = NEW.interview_id FOR SHARE; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    @property
    def scores(self) -> bool:
        """Whether a scorecard of this seat counts."""
        return self.role in SCORING

    @property
    def writes(self) -> bool:
        """Whether this seat fills a scorecard at all."""
        return self.role in WRITING

    @property
    def receives(self) -> bool:
        """Whether this seat interviews or keeps the record, and so says whether the candidate came."""
        return self.role not in (Role.SHADOW, Role.OBSERVER)

    @property
    def answer(self) -> str:
        """What the person said to the invitation, in words."""
        if self.declined_at:
            return "declined"
        return "accepted" if self.accepted_at else "not answered"

    def accept(self, *, now: datetime) -> None:
        """The person will be there. Twice changes nothing."""
        if self.accepted_at is None and self.declined_at is None:
            self.accepted_at = now
            self.save(update_fields=["accepted_at"])

    def decline(self, reason: str, *, now: datetime) -> None:
        """The person cannot be there, and says why; their time is free again."""
        if self.declined_at is None:
            self.accepted_at, self.declined_at, self.decline_reason = None, now, reason
            self.save(update_fields=["accepted_at", "declined_at", "decline_reason"])

    def remove(self, *, by: User, now: datetime) -> None:
        """Take the person out of the interview; what they wrote stays theirs."""
        if self.removed_at is None:
            self.removed_at, self.removed_by = now, by
            self.save(update_fields=["removed_at", "removed_by"])

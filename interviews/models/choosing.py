"""What a candidate chooses by themselves: the secret address of their page, times offered for a stage, and what they did there.

Why it is as it is: docs/explanation/candidate-page.md
"""

from datetime import date, datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from accounts.audit import audited
from accounts.constraints import said, together
from accounts.models import User
from interviews.models.interview import Interview
from interviews.models.link import SecretLink, digest_of
from interviews.models.loop import Loop, Stage


class PageLink(SecretLink):
    """The address of the candidate's own page of a loop."""

    salt = "interviews.PageLink"
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="page_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("loop", name="page_link_one_standing", condition=Q(revoked_at=None)),
            together("page_link_revoked_by_whom", "revoked_at", "revoked_by"),
        ]

    def __str__(self) -> str:
        return f"page made on {self.made_at:%d %b %Y}"

    @property
    def is_over(self) -> bool:
        """Whether it opens nothing any more: revoked, or the loop closed."""
        return bool(self.revoked_at or self.loop.closed_at)


@transaction.atomic
def page_of(loop: Loop, *, by: User, now: datetime, is_new: bool = False) -> PageLink:
    """The standing link to the candidate's page of this loop, made if need be. `is_new` closes the one before."""
    Loop.objects.for_change().get(pk=loop.pk)
    links = PageLink.objects.filter(loop=loop, revoked_at=None)
    link = links.first()
    if link and link.token and not is_new:
        return link
    links.update(revoked_at=now, revoked_by=by)
    return PageLink.objects.create(loop=loop, **PageLink.fresh(), made_at=now, made_by=by)


def page_by(token: str) -> PageLink | None:
    """The link whose token this is, whatever became of it; found by the digest, as the link into the room is."""
    whole = PageLink.objects.select_related("loop__candidate", "loop__job", "loop__level", "loop__recruiter")
    return whole.filter(digest=digest_of(token)).first()


class TimeOfferQuerySet(models.QuerySet["TimeOffer"]):
    def standing(self) -> "TimeOfferQuerySet":
        """Neither taken back nor ended by a cancellation."""
        return self.filter(ended_at=None)

    def with_stages(self) -> "TimeOfferQuerySet":
        """Together with what choosing asks for: the stage, its kit, the loop and its people."""
        loop = "stage__loop"
        return self.select_related(
            "made_by",
            "stage__kind",
            "stage__kit_version",
            f"{loop}__candidate",
            f"{loop}__job",
            f"{loop}__level",
            f"{loop}__recruiter",
        )


@audited
class TimeOffer(models.Model):
    """That the candidate may choose a time for a stage, between two days and by their own clock, and change it within limits."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="time_offers")
    first_on = models.DateField("from")
    last_on = models.DateField("to")
    opens = models.TimeField("not before")
    closes = models.TimeField("not after")
    place = models.CharField("place or video link", max_length=300, blank=True)
    most_moves = models.PositiveSmallIntegerField(default=3)
    notice_hours = models.PositiveSmallIntegerField(default=24)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    objects = TimeOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("stage", name="time_offer_one_standing", condition=Q(ended_at=None)),
            models.CheckConstraint(name="time_offer_ends_after_it_begins", condition=Q(last_on__gte=models.F("first_on"))),
            models.CheckConstraint(name="time_offer_closes_after_it_opens", condition=Q(closes__gt=models.F("opens"))),
            models.CheckConstraint(name="time_offer_within_reason", condition=Q(most_moves__lte=9, notice_hours__range=(2, 168))),
            said("time_offer_ended_with_reason", "ended_at", "end_reason"),
        ]

    def __str__(self) -> str:
        return f"times for {self.stage}"

    @property
    def notice(self) -> timedelta:
        """How long before an interview the candidate may still choose, move or cancel it."""
        return timedelta(hours=self.notice_hours)

    def is_past(self, today: date) -> bool:
        """Whether its last day, by the candidate's calendar, is over."""
        return self.last_on < today


class DeedKind(models.TextChoices):
    CHOSE = "chose", "chose a time"
    MOVED = "moved", "moved it"
    CANCELLED = "cancelled", "cancelled it"


class CandidateDeed(models.Model):
    """What a candidate did by their link: the time they chose, or that they moved or cancelled it, and why."""

    offer = models.ForeignKey(TimeOffer, models.CASCADE, related_name="deeds")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="candidate_deeds")
    kind = models.CharField(max_length=20, choices=DeedKind)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    from_starts_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="candidate_deed_says_why", condition=Q(kind="chose") | ~Q(reason="")),
            models.CheckConstraint(name="candidate_deed_moved_from", condition=Q(kind="moved") ^ Q(from_starts_at=None)),
            models.UniqueConstraint("interview", "kind", "version", name="candidate_deed_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.get_kind_display()

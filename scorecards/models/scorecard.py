"""Scorecard: what one seat heard and judges. A draft is its author's alone; what is sealed never changes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import cached_property

from accounts.access import Refused
from accounts.constraints import said
from accounts.models import User
from interviews.models import Loop, Seat, StageFocus
from interviews.models.seat import WRITING, SeatQuerySet
from questionbank.models import Competency, CompetencyVersion, Level
from scorecards.models.lock import card_stays

if TYPE_CHECKING:
    from scorecards.models.rating import Rating


SCRATCH_KEPT_FOR = timedelta(days=14)
"""So long after the decision what was private stays."""


class Verdict(models.IntegerChoices):
    STRONG_NO = 1, "Strong no"
    NO = 2, "No"
    YES = 3, "Yes"
    STRONG_YES = 4, "Strong yes"


class Unscored(models.TextChoices):
    """Why there is nothing to score."""

    NOT_HELD = "not_held", "It was not held"
    NO_SHOW = "no_show", "The candidate did not come"
    DID_NOT_ATTEND = "did_not_attend", "The interviewer was not there"
    DUPLICATE = "duplicate", "It is a duplicate"


#: A card that nobody waits for: it is in and was not sent back, or there is nothing to score.
SETTLED = Q(submitted_at__isnull=False, returned_at=None) | Q(declined_at__isnull=False)


class Confidence(models.IntegerChoices):
    LOW = 1, "Low"
    MEDIUM = 2, "Medium"
    HIGH = 3, "High"


class Gap(NamedTuple):
    """One thing that a scorecard still needs: what to do, and the place where to do it (`rating-7`, `evidence-3`, `summary` …)."""

    sentence: str
    place: str


def owing_seats(user: User) -> SeatQuerySet:
    """Seats for which this person still owes a scorecard: the reason why they learn nothing of others' in the same loop."""
    settled = Scorecard.objects.filter(SETTLED, seat=OuterRef("pk"))
    return Seat.objects.standing().filter(~Exists(settled), person=user, role__in=WRITING)


def missing_seats(loop: Loop) -> list[Seat]:
    """Seats whose scorecard the debrief waits for: it counts, and the card is neither in, declined nor waived."""
    settled = Scorecard.objects.filter(SETTLED)
    seats = Seat.objects.standing().scoring().filter(interview__stage__loop=loop, waiver=None)
    return list(seats.exclude(pk__in=settled.values("seat")).with_interviews().in_order())


class ScorecardQuerySet(models.QuerySet["Scorecard"]):
    def visible_to(self, user: User) -> "ScorecardQuerySet":
        """Your own at any time; others' once submitted, once you owe none in that loop, and if you have a part in its decision.

        Nothing of a loop in which you are the candidate yourself.

        The only way to another person's scorecard. Why: docs/explanation/blind-scoring.md
        """
        loop = OuterRef("seat__interview__stage__loop")
        owing = Exists(owing_seats(user).filter(interview__stage__loop=loop))
        took_part = Exists(
            Scorecard.objects.filter(
                seat__person=user, seat__interview__stage__loop=loop, submitted_at__isnull=False, seat__removed_at=None
            ),
        )
        recruits = user.is_recruiter or user.is_administrator
        part = Q(pk__isnull=False) if recruits else Q(took_part) | Q(Exists(_debriefs_with(user).filter(debrief__loop=loop)))
        others = Q(~owing, submitted_at__isnull=False) & part
        return self.filter(Q(seat__person=user) | others).exclude(seat__interview__stage__loop__candidate__employee=user)

    def by(self, user: User) -> "ScorecardQuerySet":
        """Written by this person."""
        return self.filter(seat__person=user)

    def submitted(self) -> "ScorecardQuerySet":
        return self.filter(submitted_at__isnull=False)

    def with_outlived_scratch(self, now: datetime) -> "ScorecardQuerySet":
        """With private scratch left though their loop was decided, and so closed, two weeks ago."""
        return self.filter(seat__interview__stage__loop__closed_at__lte=now - SCRATCH_KEPT_FOR).exclude(scratch="")

    def counting(self) -> "ScorecardQuerySet":
        """Submitted, and not a shadow's training record."""
        return self.submitted().exclude(seat__role="shadow")

    def declined(self) -> "ScorecardQuerySet":
        """There is nothing to score, as their authors said."""
        return self.filter(declined_at__isnull=False)

    def for_change(self) -> "ScorecardQuerySet":
        return self.select_for_update(of=("self",))

    def with_seat(self) -> "ScorecardQuerySet":
        """Together with its author, interview, stage, loop, candidate and level."""
        return self.select_related(
            "seat__person",
            "seat__interview__stage__kind",
            "seat__interview__stage__loop__candidate",
            "seat__interview__stage__loop__job",
            "seat__interview__stage__loop__level",
        )

    def with_author(self) -> "ScorecardQuerySet":
        """Together with its author, interview and stage, where the loop is known."""
        return self.select_related("seat__person", "seat__interview__stage")

    def in_order(self) -> "ScorecardQuerySet":
        return self.order_by("seat__interview__starts_at", "seat__pk", "pk")


def _debriefs_with(user: User) -> models.QuerySet:
    from scorecards.models.debrief import Member  # noqa: PLC0415 -- a debrief is decided on scorecards, not the other way round

    return Member.objects.filter(person=user)


class Scorecard(models.Model):
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="scorecard")
    began_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    verdict = models.PositiveSmallIntegerField(choices=Verdict, null=True, blank=True)
    not_assessed = models.CharField("why you could not assess", max_length=300, blank=True)
    hire_level = models.ForeignKey(Level, models.PROTECT, null=True, blank=True, related_name="+")
    below_ladder = models.BooleanField("below every level", default=False)
    confidence = models.PositiveSmallIntegerField(choices=Confidence, null=True, blank=True)
    summary = models.TextField(blank=True)
    hand_off = models.TextField("hand-off to the next interviewer", blank=True)
    look_again = ArrayField(models.CharField(max_length=40), verbose_name="what to look at again", default=list, blank=True)
    """Keys of competencies."""
    scratch = models.TextField("private scratch", blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_as = models.CharField("why there is nothing to score", max_length=20, choices=Unscored, blank=True)
    decline_reason = models.CharField("in your own words", max_length=300, blank=True)

    objects = ScorecardQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="verdict_1_to_4", condition=Q(verdict=None) | Q(verdict__range=(1, 4))),
            models.CheckConstraint(name="confidence_1_to_3", condition=Q(confidence=None) | Q(confidence__range=(1, 3))),
            models.CheckConstraint(name="verdict_or_not_assessed", condition=Q(verdict=None) | Q(not_assessed="")),
            models.CheckConstraint(name="level_or_below", condition=Q(hire_level=None) | Q(below_ladder=False)),
            models.CheckConstraint(
                name="submitted_with_a_verdict",
                condition=Q(submitted_at=None) | Q(reopened_at__isnull=False) | Q(verdict__isnull=False) | ~Q(not_assessed=""),
            ),
            models.CheckConstraint(name="submitted_or_declined", condition=Q(submitted_at=None) | Q(declined_at=None)),
            models.CheckConstraint(
                name="reopened_only_after_submitted", condition=Q(reopened_at=None) | Q(submitted_at__isnull=False)
            ),
            models.CheckConstraint(name="returned_is_reopened", condition=Q(returned_at=None) | Q(reopened_at__isnull=False)),
            said("scorecard_declined_with_reason", "declined_at", "declined_as"),
        ]
        indexes = [models.Index(fields=["-declined_at", "-id"], name="scorecard_declined", condition=Q(declined_at__isnull=False))]
        triggers = [card_stays()]

    def __str__(self) -> str:
        return f"{self.seat.person} on {self.seat.interview.stage}"

    @classmethod
    def of(cls, seat: Seat, *, now: datetime) -> "Scorecard":
        """The scorecard of this seat, begun if need be. Refused for a seat that writes none."""
        if not seat.writes:
            raise Refused("Your seat does not score. Your notes are not kept here.")
        card, _ = cls.objects.get_or_create(seat=seat, defaults={"began_at": now})
        return card

    @property
    def is_open(self) -> bool:
        """Whether its author may still write in it: it is not in yet, or was reopened. The decision ends that too: `sealing`."""
        return self.declined_at is None and (self.submitted_at is None or self.reopened_at is not None)

    @property
    def is_settled(self) -> bool:
        """Whether nobody waits for it: it is in and was not sent back, or was declined. In SQL: `SETTLED`."""
        return self.declined_at is not None or (self.submitted_at is not None and self.returned_at is None)

    @property
    def said_of_decline(self) -> str:
        """Why there is nothing to score, as others read it: "It was not held. The line broke"."""
        return ". ".join(filter(None, (self.get_declined_as_display(), self.decline_reason)))

    @property
    def level(self) -> Level:
        """The target level of the loop."""
        return self.seat.interview.stage.loop.level

    def ladders(self) -> "list[CompetencyVersion]":
        """The ladders this card rates by, in the order of the stage's focus: those in force when it was begun.

        What is published meanwhile changes no card, not even one that is still open.
        """
        return self._ladders

    def competency(self, number: str) -> Competency | None:
        """The competency of this id, if lines of this card may be evidence for it."""
        if not (number.isascii() and number.isdigit() and len(number) < 10):
            return None
        here = Q(pk__in=self.seat.interview.stage.focus.values("competency")) | Q(pk__in=self.ratings.values("ladder__competency"))
        return Competency.objects.filter(here, pk=int(number)).first()

    def rated(self) -> "dict[int, Rating]":
        """What was rated by competency, each with its ladder, as it was when first asked for."""
        return self._rated

    @cached_property
    def _rated(self) -> "dict[int, Rating]":
        return {rating.ladder.competency_id: rating for rating in self.ratings.select_related("ladder__competency")}

    @cached_property
    def _ladders(self) -> "list[CompetencyVersion]":
        used = {competency: rating.ladder for competency, rating in self._rated.items()}
        focus = StageFocus.objects.filter(stage=self.seat.interview.stage_id)
        here = focus.filter(competency=OuterRef("competency"))
        versions = CompetencyVersion.objects.filter(competency__in=focus.values("competency")).in_force_at(self.began_at)
        placed = versions.annotate(focus_place=Subquery(here.values("place")), focus_pk=Subquery(here.values("pk")))
        begun = sorted(placed.select_related("competency"), key=lambda version: (version.focus_place, version.focus_pk))
        return [*(used.pop(version.competency_id, version) for version in begun), *used.values()]

    def missing(self) -> list[str]:
        """What still has to be filled in before this can be submitted, in page order."""
        return [gap.sentence for gap in self.gaps()]

    def gaps(self) -> list[Gap]:
        """What still has to be filled in, in page order, each with its place. Who could not assess rates nothing."""
        rated = {rating.ladder.competency_id: rating for rating in self.ratings.select_related("ladder")}
        evidenced = set(self.notes.standing().values_list("competency", flat=True))
        gaps = []
        for ladder in self.ladders():
            rating = rated.get(ladder.competency_id)
            if rating is None and not self.not_assessed:
                gaps.append(Gap(f"Rate {ladder.name}, or say why it was not observed", f"rating-{ladder.pk}"))
            elif rating and rating.step is not None and ladder.competency_id not in evidenced:
                gaps.append(Gap(f"Link a line of evidence to {ladder.name}", f"evidence-{ladder.competency_id}"))
        if not self.summary.strip():
            gaps.append(Gap("Write a summary", "summary"))
        if not self.not_assessed:
            if self.hire_level_id is None and not self.below_ladder:
                gaps.append(Gap("Choose the level at which you would hire", "level"))
            if self.confidence is None:
                gaps.append(Gap("Say how sure you are", "confidence"))
            if self.verdict is None:
                gaps.append(Gap("Choose a verdict", "verdict"))
        return gaps

"""FreshRound: after one more interview the members read its scorecard and vote again, privately, on what it covers."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from accounts.access import Refused
from accounts.audit import audited
from accounts.models import User
from interviews.models import Reminder
from interviews.models.reminder import Kind
from questionbank.models import Competency
from scorecards.models.debrief import OPEN_ENDED, Debrief, Decision
from scorecards.models.scorecard import Scorecard, missing_seats
from scorecards.models.seal import SealedRating

FIRST = 3
"""The number of the first fresh round: 1 and 2 are the votes around the talk."""


@audited
class FreshRound(models.Model):
    """One more private vote, because of a decision that asked for more evidence. Earlier rounds stay as they are."""

    debrief = models.ForeignKey(Debrief, models.PROTECT, related_name="fresh_rounds")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="fresh_round")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revealed_at = models.DateTimeField(null=True, blank=True)
    revealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    early_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("debrief", "number", name="fresh_round_once"),
            models.CheckConstraint(name="fresh_round_from_3", condition=Q(number__gte=FIRST)),
        ]

    def __str__(self) -> str:
        return f"Round {self.number} of {self.debrief}"


class FreshFocus(models.Model):
    """A competency that the new scorecards rated: what a fresh round votes on, besides overall."""

    fresh = models.ForeignKey(FreshRound, models.PROTECT, related_name="focus")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("fresh", "competency", name="fresh_focus_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.competency)


def awaited(debrief: Debrief) -> Decision | None:
    """The last decision, where it asked for more and nobody voted since; None otherwise."""
    last = debrief.decisions.select_related("seal", "fresh_round").latest_first().first()
    if last is None or last.outcome not in OPEN_ENDED or hasattr(last, "fresh_round"):
        return None
    return last


def news(debrief: Debrief, decision: Decision) -> list[Scorecard]:
    """The scorecards that count and were first sealed after this decision, in the order of their interviews."""
    cards = Scorecard.objects.counting().filter(
        seat__interview__stage__loop=debrief.loop_id, seals__number=1, seals__place__gt=decision.seal.place
    )
    return list(cards.with_seat().in_order())


@transaction.atomic
def open_round(debrief: Debrief, *, by: User, now: datetime) -> FreshRound:
    """Let the members vote again, on what the new scorecards rated and overall, once each has read anew. They are told by mail.

    Refused unless the last decision asked for more, a scorecard came in since, and none is out. Before anybody voted there is
    nothing to vote on again.
    """
    debrief = Debrief.objects.for_change().select_related("loop").get(pk=debrief.pk)
    decision = awaited(debrief)
    if decision is None or debrief.is_voting or not debrief.shows_composite:
        raise Refused("The members vote again once the last decision asked for more and what it asked for is in.")
    cards = news(debrief, decision)
    if not cards:
        raise Refused("No scorecard came in since the decision. There is nothing new to vote on.")
    if missing := missing_seats(debrief.loop):
        seat = missing[0]
        raise Refused(f"{seat.person.name} still owes the scorecard of {seat.interview.stage.name}. Wait for it, or waive it.")
    last = debrief.fresh_rounds.order_by("-number").first()
    number = last.number + 1 if last else FIRST
    fresh = FreshRound.objects.create(debrief=debrief, decision=decision, number=number, opened_at=now, opened_by=by)
    rated = SealedRating.objects.filter(seal__scorecard__in=cards).values("competency")
    weighed = Competency.objects.filter(pk__in=debrief.loop.weights.values("competency")).filter(pk__in=rated)
    FreshFocus.objects.bulk_create(FreshFocus(fresh=fresh, competency=one) for one in weighed.order_by("place", "pk"))
    debrief.fresh = fresh
    debrief.save(update_fields=["fresh"])
    for member in debrief.members.select_related("person").order_by("pk"):
        Reminder.owe(
            Kind.DEBRIEF_OPEN,
            key=f"{debrief.pk}:{member.person_id}:round-{number}",
            loop=debrief.loop,
            to=member.person,
            why=f"{member.person.name} votes again in the debrief",
            now=now,
        )
    debrief.members.update(began_reading_at=None, read_at=None)
    return fresh

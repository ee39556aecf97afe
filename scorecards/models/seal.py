"""Seal: a submitted scorecard or a decision as an immutable, chained version, with what its author had read by then."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from accounts.models import Event, User
from interviews.models import Loop
from questionbank.models import Competency
from scorecards.models.exposure import seen_by
from scorecards.models.lock import versions_end
from scorecards.models.scorecard import Scorecard

if TYPE_CHECKING:
    from scorecards.models.debrief import Decision

SEALED = "sealed"
"""The verb by which the audit trail names every seal."""


class SealQuerySet(models.QuerySet["Seal"]):
    def visible_to(self, user: User) -> "SealQuerySet":
        """The versions of the cards that this person may read."""
        return self.filter(scorecard__in=Scorecard.objects.visible_to(user))

    def latest_of(self, cards: "Iterable[Scorecard] | models.QuerySet[Scorecard]") -> "SealQuerySet":
        """The last version of each of these cards: what others read."""
        return self.filter(scorecard__in=cards).order_by("scorecard", "-number").distinct("scorecard")

    def first_versions(self) -> "SealQuerySet":
        """As each card was first submitted, before its author could have read others: what statistics use."""
        return self.filter(number=1)

    def with_cards(self) -> "SealQuerySet":
        """Together with whose it is, and the interview, stage and loop it is about."""
        return self.select_related(
            "sealed_by",
            "decision",
            "loop__candidate",
            "scorecard__seat__person",
            "scorecard__seat__interview__stage__loop__candidate",
            "scorecard__seat__interview__stage__loop__job",
            "scorecard__seat__interview__stage__loop__level",
        )


class Seal(models.Model):
    loop = models.ForeignKey(Loop, models.PROTECT, related_name="seals")
    place = models.PositiveIntegerField()
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, null=True, related_name="seals")
    decision = models.OneToOneField("scorecards.Decision", models.PROTECT, null=True, related_name="seal")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    had_seen = models.JSONField(default=list)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    mark = models.CharField(max_length=64, blank=True)

    objects = SealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("loop", "place", name="seal_place_once"),
            models.UniqueConstraint("scorecard", "number", name="seal_number_once"),
            models.CheckConstraint(
                name="seal_of_a_card_or_a_decision",
                condition=models.Q(scorecard=None, decision__isnull=False) | models.Q(scorecard__isnull=False, decision=None),
            ),
        ]
        indexes = [models.Index("hash", name="seal_by_fingerprint")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete), versions_end()]

    def __str__(self) -> str:
        return f"seal {self.number} of {f'decision {self.decision_id}' if self.decision_id else self.scorecard_id}"

    @classmethod
    def stamp(cls, card: Scorecard, content: dict[str, Any], *, by: User, now: datetime) -> "Seal":
        """Append a version of a card to its loop's chain, with the steps that statistics count."""
        loop = card.seat.interview.stage.loop
        seal = cls(scorecard=card, number=cls.objects.filter(scorecard=card).count() + 1, had_seen=seen_by(by, loop))
        seal._append(loop.pk, content, by=by, now=now)
        SealedRating.objects.bulk_create(SealedRating.rows_of(seal))
        return seal

    @classmethod
    def stamp_decision(cls, decision: "Decision", content: dict[str, Any], *, by: User, now: datetime) -> "Seal":
        """Append a decision to its loop's chain."""
        seal = cls(decision=decision, number=decision.number)
        seal._append(decision.debrief.loop_id, content, by=by, now=now)
        return seal

    def _append(self, loop: int, content: dict[str, Any], *, by: User, now: datetime) -> None:
        """Take the next place. The loop is locked, so two never share one."""
        self.loop = Loop.objects.for_change().get(pk=loop)
        last = Seal.objects.filter(loop=loop).order_by("-place").first()
        self.place, self.previous = (last.place + 1, last.hash) if last else (1, "")
        self.content, self.sealed_at, self.sealed_by = content, now, by
        self.hash = self.digest()
        self.mark = self.signature()
        self.save()
        Event.note(SEALED, self, who=by, now=now)

    @property
    def fingerprint(self) -> str:
        """The whole hash in groups of four, as one reads it aloud from paper."""
        return " ".join(self.hash[start : start + 4] for start in range(0, len(self.hash), 4))

    def digest(self) -> str:
        """SHA-256 over the hash before and everything this version says, as canonical JSON."""
        said = {
            "previous": self.previous,
            "loop": self.loop_id,
            "place": self.place,
            "scorecard": self.scorecard_id,
            "number": self.number,
            "content": self.content,
            "had_seen": self.had_seen,
            "sealed_at": self.sealed_at.astimezone(UTC).isoformat(),
            "sealed_by": self.sealed_by_id,
        }
        if self.decision_id:
            said["decision"] = self.decision_id
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    def signature(self, key: str | None = None) -> str:
        """The hash signed with the installation's secret key, which no database holds: who writes rows alone cannot make it."""
        return salted_hmac("fairloop.seal", self.hash, secret=key, algorithm="sha256").hexdigest()


class SealedRating(models.Model):
    """A step as it was sealed, beside the words that hold it, so that statistics count it without reading words."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="ratings")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint("seal", "competency", name="sealed_rating_once"),
            models.CheckConstraint(name="sealed_rating_on_ladder", condition=models.Q(step__range=(0, 6))),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.competency_id}: {self.step}"

    @classmethod
    def rows_of(cls, seal: Seal) -> "list[SealedRating]":
        """What this version says in steps; what was not observed has none, and a decision none at all."""
        steps = {one["competency_id"]: one["step"] for one in seal.content.get("ratings", []) if one["step"] is not None}
        return [cls(seal=seal, competency_id=competency, step=step) for competency, step in steps.items()]

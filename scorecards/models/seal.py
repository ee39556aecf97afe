"""Seal: a submitted scorecard as an immutable, chained version, with what its author had opened of the loop by then."""

import hashlib
import json
from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models

from accounts.models import User
from interviews.models import Loop
from scorecards.models.exposure import seen_by
from scorecards.models.scorecard import Scorecard


class Seal(models.Model):
    loop = models.ForeignKey(Loop, models.PROTECT, related_name="seals")
    place = models.PositiveIntegerField()
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="seals")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    had_seen = models.JSONField(default=list)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint("loop", "place", name="seal_place_once"),
            models.UniqueConstraint("scorecard", "number", name="seal_number_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"seal {self.number} of {self.scorecard_id}"

    @classmethod
    def stamp(cls, card: Scorecard, content: dict, *, by: User, now: datetime) -> "Seal":
        """Append a version of a card to its loop's chain. The loop is locked, so two cards never share a place."""
        loop = Loop.objects.for_change().get(pk=card.seat.interview.stage.loop_id)
        last = cls.objects.filter(loop=loop).order_by("-place").first()
        seal = cls(
            loop=loop,
            place=last.place + 1 if last else 1,
            scorecard=card,
            number=cls.objects.filter(scorecard=card).count() + 1,
            content=content,
            had_seen=seen_by(by, loop),
            sealed_at=now,
            sealed_by=by,
            previous=last.hash if last else "",
        )
        seal.hash = seal.digest()
        seal.save()
        return seal

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
            "sealed_at": self.sealed_at.isoformat(),
            "sealed_by": self.sealed_by_id,
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

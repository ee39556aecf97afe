"""Packet: everything a decision rested on, as it stood when the decision was recorded; and the words that hide who it is about."""

import hashlib
import json
from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.audit import audited_without
from interviews.models import Candidate
from scorecards.models.debrief import Decision


def digest(content: dict[str, Any]) -> str:
    """SHA-256 over a packet as canonical JSON: what the seal of its decision holds."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class Packet(models.Model):
    """The packet of one decision in plain values, with the names and words of its time. It never changes."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="packet")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    kept_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"packet of decision {self.decision_id}"

    @classmethod
    def keep(cls, decision: Decision, content: dict[str, Any], *, now: datetime) -> "Packet":
        """Keep what this decision rested on."""
        return cls.objects.create(decision=decision, content=content, digest=digest(content), kept_at=now)

    @property
    def is_whole(self) -> bool:
        """Whether it still says what was kept."""
        return self.digest == digest(self.content)


class Veil(models.TextChoices):
    """What a hidden word stands for."""

    SCHOOL = "school", "A school"
    EMPLOYER = "employer", "An employer"
    PERSON = "candidate", "The candidate"


@audited_without("words")
class Veiled(models.Model):
    """Words that tell who a candidate is, which a recruiter added to those that are found without being told."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="veiled")
    words = models.CharField(max_length=120)
    stands_for = models.CharField(max_length=20, choices=Veil)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("candidate", "words", name="veiled_once"),
            models.CheckConstraint(name="veiled_says_what", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return self.get_stands_for_display()

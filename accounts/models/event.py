"""Event: what a trigger cannot see: who read another person's scorecard, who exported, who signed in."""

from datetime import datetime

import pgtrigger
from django.db import models

from accounts.models.user import User


class Event(models.Model):
    at = models.DateTimeField()
    who = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    noun = models.CharField(max_length=80)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [models.Index("at", "id", name="event_by_time"), models.Index("noun", name="event_by_noun")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.verb} {self.noun}"

    @classmethod
    def note(cls, verb: str, noun: models.Model, *, who: User | None, now: datetime, address: str | None = None) -> "Event":
        """Write that somebody did something to a noun; the noun is kept as its name and number, never its text."""
        name = f"{noun._meta.model_name} {noun.pk}"
        return cls.objects.create(at=now, who=who, verb=verb, noun=name, address=address)

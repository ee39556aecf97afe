"""Promise: what a candidate was told of an interview, with the invitation that told it."""

from collections.abc import Iterable
from typing import Any

import pgtrigger
from django.db import models

from interviews.models.interview import Interview
from interviews.models.reminder import Reminder
from interviews.models.seat import Seat


class Promise(models.Model):
    """The kind of interview, its minutes, the level and with whom, as the candidate was told. It holds once its mail was sent."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="promises")
    reminder = models.OneToOneField(Reminder, models.CASCADE, related_name="promise")
    told = models.JSONField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.told['kind']}, {self.told['minutes']} minutes"


def facts(interview: Interview, seats: Iterable[Seat]) -> dict[str, Any]:
    """What holds of an interview now, as a candidate is told it. Who only learns or watches is no part of it."""
    there = [seat for seat in seats if seat.receives and not (seat.declined_at or seat.removed_at)]
    return {
        "kind": interview.stage.kind.name,
        "minutes": interview.minutes,
        "level": interview.stage.loop.level.name,
        "people": sorted([seat.person_id, seat.person.name] for seat in there),
    }

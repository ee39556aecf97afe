"""Exposure: what of a loop a person had opened, and when, that could colour their own judgement."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models

from accounts.models import User
from interviews.models import Loop
from scorecards.models.scorecard import Scorecard

ONE_OPENING = timedelta(minutes=5)
"""A table that draws itself anew while somebody reads it was opened once."""


class What(models.TextChoices):
    CARD = "scorecard", "scorecard"
    RATINGS = "ratings", "ratings and verdict in the table"
    AGGREGATE = "aggregate", "means and ranges of all ratings"
    VOTES = "votes", "votes of the debrief"
    DECISION = "decision", "decision"
    PACK = "access_pack", "scorecard in the access pack"
    FLAG = "red_flag", "red flag"


OF_A_CARD = {What.CARD, What.RATINGS, What.PACK, What.FLAG}


class Exposure(models.Model):
    loop = models.ForeignKey(Loop, models.PROTECT, related_name="exposures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=80, choices=What)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("loop", "person", "at", name="exposure_of_person")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.get_what_display()

    @classmethod
    def note(cls, loop: Loop, person: User, whats: Iterable[What], *, now: datetime, cards: Iterable[Scorecard] = ()) -> None:
        """Write down that this person opened these things: of the loop, or of each of these cards that is not their own.

        The same again within five minutes is the same opening.
        """
        of: list[int | None] = [card.pk for card in cards if card.seat.person_id != person.pk]
        opened = {(what, pk) for what in whats for pk in (of if what in OF_A_CARD else [None])}
        lately = Exposure.objects.filter(loop=loop, person=person, at__gt=now - ONE_OPENING, at__lte=now)
        opened -= {(What(what), pk) for what, pk in lately.values_list("what", "scorecard")} if opened else set()
        rows = sorted(opened, key=str)
        Exposure.objects.bulk_create([Exposure(loop=loop, person=person, what=what, scorecard_id=pk, at=now) for what, pk in rows])


def note_decisions(loops: Iterable[Loop], person: User, *, now: datetime) -> None:
    """Write down that a list told this person what was decided about these loops; the first time only."""
    told = {loop.pk for loop in loops}
    if told:
        known = Exposure.objects.filter(loop__in=told, person=person, what=What.DECISION)
        new = sorted(told.difference(known.values_list("loop", flat=True)))
        Exposure.objects.bulk_create(Exposure(loop_id=pk, person=person, what=What.DECISION, at=now) for pk in new)


def seen_by(person: User, loop: Loop) -> list[dict]:
    """What this person has opened of this candidate's loops: of what, whose, how often and since when, the first opened first.

    Plain values that a seal keeps: `what` is one of `What`, `of` the author's name, `at` the first time in UTC, `earlier` whether
    it was of another loop of the same candidate.
    """
    opened = Exposure.objects.filter(loop__candidate=loop.candidate_id, person=person).order_by("at", "pk")
    found: dict[tuple, dict] = {}
    for exposure in opened.select_related("scorecard__seat__person"):
        key = exposure.what, exposure.scorecard_id, exposure.loop_id
        first = {
            "what": exposure.what,
            "scorecard": exposure.scorecard_id,
            "of": exposure.scorecard.seat.person.name if exposure.scorecard else "",
            "at": exposure.at.isoformat(),
            "times": 0,
            "earlier": exposure.loop_id != loop.pk,
        }
        found.setdefault(key, first)["times"] += 1
    return list(found.values())

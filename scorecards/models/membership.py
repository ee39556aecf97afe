"""TakenOff: that somebody votes in a debrief no more; and the verbs that add and take off who votes."""

from collections.abc import Sequence
from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q

from accounts.access import Refused
from accounts.audit import audited
from accounts.models import User
from interviews.models import Reminder, Seat
from interviews.models.reminder import Kind
from scorecards.models.debrief import Debrief, Member, Vote
from scorecards.models.scorecard import owing_seats


@audited
class TakenOff(models.Model):
    """Who was taken off the members of a debrief, by whom and why. It never changes; being added again stands beside it."""

    debrief = models.ForeignKey(Debrief, models.PROTECT, related_name="taken_off")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField("why they vote no more", max_length=300)
    had_voted = models.BooleanField()
    was_bar_raiser = models.BooleanField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="taken_off_says_why", condition=~Q(reason=""))]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reason


def require_voters(members: Sequence[User], quorum: int, bar_raiser: User | None) -> None:
    """Refuse a debrief in which nobody votes, or fewer than have to, or not the bar raiser."""
    if not members:
        raise Refused("Choose at least one person who votes.")
    if bar_raiser and bar_raiser not in members:
        raise Refused(f"{bar_raiser.name} is to be the bar raiser and has to vote.")
    if quorum > len(members):
        raise Refused(f"{quorum} have to vote, but only {len(members)} do. Choose more people, or ask for fewer votes.")


def add(debrief: Debrief, person: User, *, by: User, now: datetime, exception: str = "") -> None:
    """This person votes, and is told so. Refused to whoever owes a scorecard in the loop or is its candidate.

    Who interviewed does not vote, but for an `exception`: a reason that stays with the debrief. Of others it is not kept.
    """
    loop = debrief.loop
    if owing_seats(person).filter(interview__stage__loop=loop).exists():
        raise Refused(f"{person.name} still owes a scorecard in this loop and cannot vote before.")
    if loop.candidate.employee_id == person.pk:
        raise Refused(f"{person.name} is the candidate.")
    interviewed = Seat.objects.held().filter(person=person, interview__stage__loop=loop).exists()
    if interviewed and not exception.strip():
        raise Refused(f"{person.name} interviewed in this loop. Say why they vote too.")
    because = exception.strip() if interviewed else ""
    Member.objects.create(debrief=debrief, person=person, exception=because, added_at=now, added_by=by)
    before = debrief.taken_off.filter(person=person).count()
    Reminder.owe(
        Kind.DEBRIEF_OPEN,
        key=f"{debrief.pk}:{person.pk}" + (f":again-{before}" if before else ""),
        loop=loop,
        to=person,
        why=f"{person.name} votes in the debrief",
        now=now,
    )


@transaction.atomic
def add_later(debrief: Debrief, person: User, *, by: User, now: datetime, exception: str = "") -> None:
    """One more person votes in a debrief that is open. Refused once votes were shown; twice changes nothing. Else as `add`."""
    debrief = Debrief.objects.for_change().select_related("loop__candidate").get(pk=debrief.pk)
    if debrief.members.filter(person=person).exists():
        return
    if not debrief.is_voting or debrief.round == 2:
        raise Refused("The votes are shown. Who had no part in them cannot vote now.")
    add(debrief, person, exception=exception, by=by, now=now)


@transaction.atomic
def take_off(debrief: Debrief, person: User, *, reason: str, by: User, now: datetime) -> TakenOff:
    """This person votes no more, for a reason that stays; a vote of theirs that nobody has seen goes with them.

    Refused without a reason, to whoever does not vote, once a vote of theirs was shown or the debrief is closed, as long as they
    block a hire, and when fewer would be left than have to vote.
    """
    debrief = Debrief.objects.for_change().get(pk=debrief.pk)
    if debrief.closed_at:
        raise Refused("This debrief is closed. Who voted in it stays.")
    member = debrief.members.filter(person=person).first()
    if member is None:
        raise Refused(f"{person.name} does not vote in this debrief.")
    if not reason.strip():
        raise Refused(f"Say why {person.name} votes no more.")
    votes = Vote.objects.filter(debrief=debrief, person=person)
    if votes.filter(round__in=debrief.rounds_shown).exists():
        raise Refused(f"The vote of {person.name} was shown. It stays, and they with it.")
    is_bar_raiser = debrief.bar_raiser_id == person.pk
    if is_bar_raiser and debrief.blocked_at:
        raise Refused(f"{person.name} blocks a hire. Only they can take that back.")
    left = debrief.members.count() - 1
    if left < debrief.quorum:
        raise Refused(f"{debrief.quorum} have to vote, and {left} would be left. Add somebody first.")
    fact = TakenOff.objects.create(
        debrief=debrief,
        person=person,
        reason=reason.strip(),
        had_voted=votes.exists(),
        was_bar_raiser=is_bar_raiser,
        taken_at=now,
        taken_by=by,
    )
    votes.delete()
    member.delete()
    if is_bar_raiser:
        debrief.bar_raiser = None
        debrief.save(update_fields=["bar_raiser"])
    return fact

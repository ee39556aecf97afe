"""What a debrief waits for: a recruiter who opens it, then each member who has not voted; asked on business mornings of their own.

Who is away that day is not asked.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from accounts.models import User
from interviews import reminding
from interviews.models import Interview, Loop, Reminder
from interviews.models.reminder import Kind
from interviews.public_holidays import why_off
from scorecards.models import Debrief, Member, Vote
from scorecards.overview import with_progress
from scorecards.progress import OPEN_DEBRIEF

MOST = 500
MOST_DAYS = timedelta(days=14)
A_DAY = timedelta(hours=20)
"""A debrief, or a second vote, that opened so lately has just asked for it."""


def ask_for_debriefs(*, now: datetime) -> None:
    """Plan today's reminder to open each debrief that waits for nothing else. However often it runs, one a day and loop."""
    for loop in _ready(now):
        due_at = _morning(loop.recruiter, now)
        if due_at and loop.last_card_at < due_at - reminding.APART:  # type: ignore[attr-defined]
            Reminder.owe(
                Kind.DEBRIEF_DUE,
                key=f"{loop.pk}:{loop.recruiter.local(now).date()}",
                loop=loop,
                why="Every scorecard is in, and nobody has opened the debrief",
                to=loop.recruiter,
                due_at=due_at,
                not_after=due_at + reminding.DAY,
                now=now,
            )


def is_to_open(loop: Loop, reader: User, now: datetime) -> bool:
    """Whether the debrief is what this loop waits for, as far as this person may know."""
    [overview] = with_progress([loop], reader, now)
    return overview.may_count and overview.next.words == OPEN_DEBRIEF


def ask_for_votes(*, now: datetime) -> None:
    """Plan today's reminder of every vote that is missing, of any round. However often it runs, one a day and person."""
    cast = Vote.objects.filter(debrief=OuterRef("debrief"), person=OuterRef("person"))
    span = (now - MOST_DAYS, now - A_DAY)
    first = Q(~Exists(cast.filter(round=1)), debrief__revealed_at=None, debrief__opened_at__gt=span[0], added_at__lte=span[1])
    second = Q(~Exists(cast.filter(round=2)), debrief__second_vote_at__range=span, debrief__voted_at=None)
    fresh = Q(~Exists(cast.filter(round=OuterRef("debrief__fresh__number"))), debrief__fresh__revealed_at=None)
    fresh &= Q(debrief__fresh__opened_at__range=span, added_at__lte=span[1])
    members = Member.objects.filter(first | second | fresh, debrief__closed_at=None, person__deactivated_at=None)
    for member in members.select_related("person", "debrief__loop").order_by("pk")[:MOST]:
        if due_at := _morning(member.person, now):
            Reminder.owe(
                Kind.VOTE_DUE,
                key=f"{member.debrief_id}:person-{member.person_id}:{member.person.local(now).date()}",
                loop=member.debrief.loop,
                why=f"The debrief waits for a {'second ' if member.debrief.round == 2 else ''}vote",
                to=member.person,
                due_at=due_at,
                not_after=due_at + reminding.DAY,
                now=now,
            )


def _ready(now: datetime) -> list[Loop]:
    """Loops whose debrief nobody has opened though nothing else is missing, with `last_card_at`."""
    of_loop = Interview.objects.taking_place().filter(stage__loop=OuterRef("pk"))
    held, ahead = of_loop.filter(ended_at__isnull=False), of_loop.filter(ended_at=None)
    debrief = Debrief.objects.filter(loop=OuterRef("pk"))
    last = Max("stages__interviews__seats__scorecard__submitted_at")
    loops = Loop.objects.filter(Exists(held), ~Exists(ahead), ~Exists(debrief), closed_at=None, recruiter__deactivated_at=None)
    lately = loops.annotate(last_card_at=last).filter(last_card_at__gt=now - MOST_DAYS)
    found = lately.select_related("recruiter", "candidate").order_by("pk")[:MOST]
    recruiters = {loop.recruiter for loop in found}
    return [
        overview.loop
        for recruiter in recruiters
        for overview in with_progress([loop for loop in found if loop.recruiter == recruiter], recruiter, now)
        if overview.may_count and overview.next.words == OPEN_DEBRIEF
    ]


def _morning(person: User, now: datetime) -> datetime | None:
    """The business morning of this person that it is now, or was a moment ago; None at other times and on days off."""
    today = person.local(now).date()
    for due_at in reminding.morning_of(today, person.tz):
        if due_at <= now < due_at + reminding.APART:
            return None if why_off(person, today) else due_at
    return None

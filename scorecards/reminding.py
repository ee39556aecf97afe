"""Who is asked for a vote: each member who has not voted in a first or fresh round, on each business morning of their own zone."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from interviews import reminding
from interviews.models import Reminder
from interviews.models.reminder import Kind
from scorecards.models import Member, Vote

MOST = 500
MOST_DAYS = timedelta(days=14)
A_DAY = timedelta(hours=20)
"""A debrief that opened so lately has just asked for it."""


def ask_for_votes(*, now: datetime) -> None:
    """Plan today's reminder of every vote that is missing. However often it runs, one a day and person."""
    cast = Vote.objects.filter(debrief=OuterRef("debrief"), person=OuterRef("person"))
    first = Q(~Exists(cast.filter(round=1)), debrief__revealed_at=None, debrief__opened_at__gt=now - MOST_DAYS)
    fresh = Q(~Exists(cast.filter(round=OuterRef("debrief__fresh__number"))), debrief__fresh__revealed_at=None)
    fresh &= Q(debrief__fresh__opened_at__gt=now - MOST_DAYS, debrief__fresh__opened_at__lte=now - A_DAY)
    members = Member.objects.filter(first | fresh, debrief__closed_at=None, person__deactivated_at=None, added_at__lte=now - A_DAY)
    for member in members.select_related("person", "debrief__loop").order_by("pk")[:MOST]:
        today = member.person.local(now).date()
        for due_at in reminding.morning_of(today, member.person.tz):
            if due_at <= now < due_at + reminding.APART:
                Reminder.owe(
                    Kind.VOTE_DUE,
                    key=f"{member.debrief_id}:person-{member.person_id}:{today}",
                    loop=member.debrief.loop,
                    why="The debrief waits for a vote",
                    to=member.person,
                    due_at=due_at,
                    not_after=due_at + reminding.DAY,
                    now=now,
                )

"""Candidates who wait for a word from us: no message that was really sent, and no word said otherwise, for as many days as the
house rules say.

A mail that is only owed, or failed, is no word. Who has an interview ahead knows what comes next and does not wait.
"""

from datetime import datetime, timedelta

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Greatest

from accounts.models import User
from interviews import reminding
from interviews.models import Contact, HouseRules, Interview, Loop, Reminder
from interviews.models.reminder import Kind

MOST = 500


def waiting(loops: QuerySet[Loop], *, now: datetime) -> QuerySet[Loop]:
    """Of these loops those whose candidate waits, with `told_at`, when they last had a word (or the loop opened); oldest first.

    `patience` is after how many days they are taken to wait. One query of its own.
    """
    patience = HouseRules.current().days_without_word
    before = now - timedelta(days=patience)
    mails = Reminder.objects.filter(loop=OuterRef("pk"), mail__to=None, mail__sent_at__isnull=False).order_by().values("loop")
    words = Contact.objects.filter(loop=OuterRef("pk")).order_by().values("loop")
    ahead = Interview.objects.taking_place().filter(stage__loop=OuterRef("pk"), ended_at=None, ends_at__gt=now)
    told_at = Greatest(
        Subquery(mails.annotate(last=Max("mail__sent_at")).values("last"), output_field=DateTimeField()),
        Subquery(words.annotate(last=Max("at")).values("last"), output_field=DateTimeField()),
        F("opened_at"),
    )
    found = loops.filter(~Exists(ahead), closed_at=None, opened_at__lte=before).annotate(told_at=told_at, patience=Value(patience))
    return found.filter(told_at__lte=before).order_by("told_at", "pk")


def tell_recruiters(*, now: datetime) -> None:
    """Remind each recruiter of their candidates who wait, once a week and candidate, on a business morning of theirs."""
    for loop in waiting(Loop.objects.select_related("recruiter", "candidate"), now=now)[:MOST]:
        today = loop.recruiter.local(now).date()
        for due_at in reminding.morning_of(today, loop.recruiter.tz):
            if due_at <= now < due_at + reminding.APART:
                Reminder.owe(
                    Kind.CANDIDATE_WAITS,
                    key=f"{loop.pk}:{today:%G-%V}",
                    loop=loop,
                    why=f"{loop.candidate} had no word for {(now - loop.told_at).days} days"[:200],  # type: ignore[attr-defined]
                    to=loop.recruiter,
                    due_at=due_at,
                    not_after=due_at + reminding.DAY,
                    now=now,
                )


def say(loop: Loop, words: str, *, by: User, now: datetime) -> Contact:
    """Write down that the candidate was told something, by telephone or another mail."""
    return Contact.objects.create(loop=loop, at=now, by=by, words=words)

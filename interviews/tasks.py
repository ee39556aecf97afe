"""What the worker does for interviews."""

from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from interviews import graduating, reading_calendars, replacing, waiting
from interviews.models import CalendarFeed
from interviews.turns import Busy

A_ROUND = 500


@shared_task(ignore_result=True)
def read_calendars(**_later: object) -> None:
    """Have every calendar read whose time has come. One that is still waiting in the queue by the next round is asked for anew."""
    for pk in CalendarFeed.objects.due().in_order().values_list("pk", flat=True)[:A_ROUND]:
        read_calendar.apply_async(kwargs={"feed_id": pk}, expires=60)


@shared_task(ignore_result=True)
def read_calendar(*, feed_id: int, **_later: object) -> None:
    """Read one calendar. Safe to run twice: it is claimed first."""
    feed = CalendarFeed.objects.select_related("person").filter(pk=feed_id).first()
    if feed:
        reading_calendars.refresh(feed, now=timezone.now())


@shared_task(ignore_result=True)
def replace_declined(**_later: object) -> None:
    """Look for somebody for every seat that was declined. Safe to run twice: a seat is replaced once."""
    now = timezone.now()
    for seat in replacing.open_seats(now):
        with suppress(Busy):
            replacing.replace(seat, now=now)


@shared_task(ignore_result=True)
def tell_who_waits(**_later: object) -> None:
    """Remind recruiters of candidates who wait for a word. Safe to run twice: one mail a week and candidate."""
    waiting.tell_recruiters(now=timezone.now())


@shared_task(ignore_result=True)
def let_in_or_tell(**_later: object) -> None:
    """Put in the pool who is at the end of a way without approval; tell who approves. Safe to run twice: each happens once."""
    graduating.let_in_or_tell(now=timezone.now())

"""Reading a person's own calendars: from a file at once, from an address by the worker."""

from datetime import datetime

from django.db import transaction

from accounts.access import Refused
from accounts.models import User
from interviews import busy, fetching
from interviews.models import CalendarFeed
from interviews.models.calendar_feed import MOST


def add_file(person: User, content: bytes, *, file_name: str, now: datetime) -> CalendarFeed:
    """The busy times in a file, in place of those in a file of the same name. `busy.Unreadable` for what is no calendar."""
    found = busy.read(content, owner=person.email, zone=person.tz, now=now)
    with transaction.atomic():
        _lock(person)
        feed = person.calendar_feeds.filter(address="", file_name=file_name[:100]).first()
        if feed is None:
            _room_for_one_more(person)
            feed = CalendarFeed.objects.create(person=person, file_name=file_name[:100], added_at=now)
        feed.keep(found.spans, left_out=found.left_out, until=now + busy.AHEAD, now=now)
    return feed


@transaction.atomic
def add_address(person: User, address: str, *, now: datetime) -> CalendarFeed:
    """A calendar that the worker reads from now on. The same address twice is one; it is then read again at once."""
    _lock(person)
    feed = person.calendar_feeds.filter(address=address).first()
    if feed:
        feed.ask(now=now)
        return feed
    _room_for_one_more(person)
    return CalendarFeed.objects.create(person=person, address=address, added_at=now, due_at=now)


def refresh(feed: CalendarFeed, *, now: datetime) -> None:
    """Read a calendar at its address once, whichever worker comes first. What was read before holds when it cannot be."""
    if not feed.claim():
        return
    try:
        content = fetching.fetch(feed.address)
        found = busy.read(content, owner=feed.person.email, zone=feed.person.tz, now=now)
    except (fetching.Unreachable, busy.Unreadable) as finding:
        feed.fail(str(finding), now=now)
    else:
        feed.keep(found.spans, left_out=found.left_out, until=now + busy.AHEAD, now=now)


def _lock(person: User) -> None:
    User.objects.filter(pk=person.pk).select_for_update(no_key=True).get()


def _room_for_one_more(person: User) -> None:
    if person.calendar_feeds.count() >= MOST:
        raise Refused(f"You have {MOST} calendars here, the most there can be. Take one away first.")
